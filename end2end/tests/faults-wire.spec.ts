// What goes wrong on the wire between a browser and its room, with the real server and real
// browsers: frames that come twice, overtake each other, are late or are swallowed. Nothing is
// lost, and nobody is bothered with it.
import type { Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import { expectOnce, inStep, note, twoInARoom, unique, write } from "./room";

type Frame = string | Buffer;
type Pass = (frame: Frame) => void;
type Direction = "up" | "down";
/** What becomes of the frames of one direction of one connection. */
type Wire = (pass: Pass, direction: Direction) => Pass;

/** Has all connections of a page to its rooms go through a wire from now on. */
async function through(page: Page, wire: Wire): Promise<Page> {
  await page.routeWebSocket(/\/live\//, (socket) => {
    const room = socket.connectToServer();
    socket.onMessage(wire((frame) => room.send(frame), "up"));
    room.onMessage(wire((frame) => socket.send(frame), "down"));
  });
  return page;
}

/** Numbers between 0 and 1 that look like chance, the same for the same seed. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sends every fifth frame twice; every fifth is overtaken by the next, if that comes soon. */
function shaken(seed: number): Wire {
  return (pass, direction) => {
    const chance = chances(seed + (direction === "up" ? 1 : 2));
    let greeted = false;
    let held: Frame | undefined;
    const release = () => {
      if (held === undefined) return;
      const frame = held;
      held = undefined;
      pass(frame);
    };
    return (frame) => {
      const lot = chance();
      // No connection begins with anything but a greeting.
      if (greeted && held === undefined && lot < 0.2) {
        held = frame;
        setTimeout(release, 100);
        return;
      }
      greeted = true;
      pass(frame);
      if (lot > 0.8) pass(frame);
      release();
    };
  };
}

/** Both write one note after the other, at the same time. */
async function writeTogether(people: Page[], count: number): Promise<string[]> {
  const written = people.map(async (person, place) => {
    const texts: string[] = [];
    for (let number = 1; number <= count; number++) {
      const text = `Note ${number} de ${place + 1} ${unique()}`;
      await write(person, text);
      texts.push(text);
    }
    return texts;
  });
  return (await Promise.all(written)).flat();
}

/** Both have it all, once, and have been told of nothing. */
async function expectUnbothered(people: Page[], texts: string[]) {
  for (const person of people) {
    await inStep(person);
    for (const text of texts) await expect(note(person, text)).toHaveCount(1, { timeout: 20_000 });
    await expect(person.locator(".board-told li")).toHaveCount(0);
    await expect(person.getByRole("alert").filter({ visible: true })).toHaveCount(0);
  }
  await expectOnce(people, texts);
}

test("frames that come twice or overtake each other change nothing", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await through(page, shaken(20_261_202));
  const { awa } = await twoInARoom(page, async () => through(await newPersonPage(), shaken(14)));
  const people = [page, awa];
  await expectUnbothered(people, await writeTogether(people, 5));
});

test("what is written while the wire swallows everything arrives afterwards", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const cut = { up: false, down: false };
  const wire: Wire = (pass, direction) => (frame) => {
    if (!cut[direction]) pass(frame);
  };
  const { awa } = await twoInARoom(page, async () => through(await newPersonPage(), wire));
  const people = [page, awa];
  const texts = await writeTogether(people, 1);
  for (const person of people) for (const text of texts) await expect(note(person, text)).toBeVisible();

  // The room hears nothing of her; she hears the others.
  cut.up = true;
  const [hers, theirs] = [`Pas entendue ${unique()}`, `Entendue ${unique()}`];
  await Promise.all([write(awa, hers), write(page, theirs)]);
  await expect(note(awa, theirs)).toBeVisible();
  await expect(awa.getByText("Tout est enregistré")).toHaveCount(0);
  await expect(note(page, hers)).toHaveCount(0);

  // Then they hear nothing of each other.
  cut.down = true;
  const apart = await writeTogether(people, 2);
  await expect(note(awa, apart[0]!)).toHaveCount(0);
  await expect(note(page, apart[2]!)).toHaveCount(0);

  cut.up = cut.down = false;
  await expectUnbothered(people, [...texts, hers, theirs, ...apart]);
});

test("whoever hears everything late writes with the others", anyWidth, async ({ page, newPersonPage }) => {
  const late: Wire = (pass, direction) => (direction === "up" ? pass : (frame) => void setTimeout(pass, 300, frame));
  const { awa } = await twoInARoom(page, async () => through(await newPersonPage(), late));
  const people = [page, awa];
  await expectUnbothered(people, await writeTogether(people, 4));
});

test("whoever reads too slowly is let go, and comes back to all of it", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  let stuck = false;
  let heldBack = 0;
  const letGo: (() => void)[] = [];
  const slow = await newPersonPage();
  await slow.routeWebSocket(/\/live\//, (socket) => {
    const room = socket.connectToServer();
    socket.onMessage((frame) => room.send(frame));
    room.onMessage((frame) => {
      if (stuck) heldBack += 1;
      else socket.send(frame);
    });
    // As the room does it: what was not read yet is dropped, and whoever did not read may come again.
    letGo.push(() => {
      void socket.close({ code: 1013 });
      void room.close();
    });
  });
  const { awa } = await twoInARoom(page, async () => slow);
  const people = [page, awa];
  const texts = await writeTogether(people, 1);
  for (const person of people) for (const text of texts) await expect(note(person, text)).toBeVisible();

  stuck = true;
  const apart = await writeTogether(people, 2);
  await expect.poll(() => heldBack).toBeGreaterThan(1);
  // What she writes shows to her at once, and is told to be on her device alone.
  await expect(awa.getByText("Tout est enregistré")).toHaveCount(0);
  await expect(note(awa, apart[0]!)).toHaveCount(0);
  stuck = false;
  for (const end of letGo.splice(0)) end();
  await expectUnbothered(people, [...texts, ...apart]);
});
