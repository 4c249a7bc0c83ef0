// Hands on the canvas: fingers that pinch, push and rest, a mouse that drags, sizes and snaps; and
// what each person takes back is their own.
import type { CDPSession, Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import {
  addFrame,
  begin,
  canvasOf,
  enter,
  exported,
  type Exported,
  inStep,
  leadInOutline,
  note,
  outline,
  panel,
  said,
  twoInARoom,
  unique,
  write,
} from "./room";

interface Place {
  x: number;
  y: number;
}

interface Box extends Place {
  width: number;
  height: number;
}

/** Pixels that stay free around a board that is shown as a whole. */
const MARGIN = 48;
/** What lies over the canvas at its edges. */
const BARS = ".board-tools, .board-zoom, .board-papers";

/** Fingers on a page: what a touch screen tells the browser. */
class Fingers {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  private async are(type: "touchStart" | "touchMove" | "touchEnd", places: Place[]) {
    const touchPoints = places.map(({ x, y }, id) => ({ x, y, id }));
    await this.session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** Puts fingers down, rests for so long, moves them in steps and lifts them. */
  async move(from: Place[], to: Place[], rest = 0) {
    await this.are("touchStart", from);
    if (rest > 0) await new Promise((rested) => setTimeout(rested, rest));
    const steps = 8;
    for (let step = 1; step <= steps; step++) {
      const along = (start: number, end: number) => start + ((end - start) * step) / steps;
      const places = from.map((place, finger) => ({ x: along(place.x, to[finger]!.x), y: along(place.y, to[finger]!.y) }));
      await this.are("touchMove", places);
    }
    await this.are("touchEnd", []);
  }
}

/** How large the canvas shows the board, in per cent. */
async function scaleOf(page: Page): Promise<number> {
  return Number.parseInt((await page.locator(".board-zoom output").textContent()) ?? "", 10);
}

/** The part of a canvas beside which no bar lies: each lies along the edge that it is long at. */
async function freeOf(page: Page): Promise<Box> {
  const box = (await canvasOf(page).boundingBox())!;
  let { x: left, y: top } = box;
  let [right, bottom] = [box.x + box.width, box.y + box.height];
  for (const bar of await page.locator(".board-view").locator(BARS).all()) {
    const at = await bar.boundingBox();
    if (!at) continue;
    const [middleX, middleY] = [at.x + at.width / 2, at.y + at.height / 2];
    if (at.height > at.width) {
      if (middleX < box.x + box.width / 2) left = Math.max(left, at.x + at.width);
      else right = Math.min(right, at.x);
    } else if (middleY < box.y + box.height / 2) top = Math.max(top, at.y + at.height);
    else bottom = Math.min(bottom, at.y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where a canvas that shows all of a board shows a place of it. */
async function shownAt(page: Page, records: Exported[]): Promise<(x: number, y: number) => Place> {
  const box = await freeOf(page);
  const [left, top] = [Math.min(...records.map(({ x }) => x)), Math.min(...records.map(({ y }) => y))];
  const wide = Math.max(...records.map(({ x, width }) => x + width)) - left;
  const high = Math.max(...records.map(({ y, height }) => y + height)) - top;
  const scale = Math.min((box.width - 2 * MARGIN) / wide, (box.height - 2 * MARGIN) / high, 1);
  return (x, y) => ({
    x: (x - left - wide / 2) * scale + box.x + box.width / 2,
    y: (y - top - high / 2) * scale + box.y + box.height / 2,
  });
}

/** A board with notes of these texts, shown on the canvas as a whole, and its session. */
async function onCanvas(page: Page, texts: string[]): Promise<string> {
  const { session } = await leadInOutline(page);
  for (const text of texts) await write(page, text);
  await inStep(page);
  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(canvasOf(page)).toBeVisible();
  await page.getByRole("button", { name: "Tout voir" }).click();
  return session;
}

/** The notes of a board, each by its text. */
async function notesOf(page: Page, session: string): Promise<Map<string, Exported>> {
  await inStep(page);
  const records = await exported(page, session);
  return new Map(records.map((record) => [record.text, record]));
}

/** A place on the canvas where nothing lies: below the notes, and between the tools at the edges. */
async function emptySheet(page: Page): Promise<Place> {
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 + 80 };
}

const middle = ({ x, y, width, height }: Exported) => [x + width / 2, y + height / 2] as const;
const moved = ({ x, y }: Place, dx: number, dy: number) => ({ x: x + dx, y: y + dy });

test("two fingers enlarge and push the sheet, and one finger or a button does so, too", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  const [first, second] = ["Un minuteur", "Un sablier"];
  const session = await onCanvas(page, [first, second]);
  const fingers = await Fingers.on(page);
  const records = await exported(page, session);
  const at = await shownAt(page, records);
  const free = await emptySheet(page);
  const [left, right] = [moved(free, -40, 0), moved(free, 40, 0)];

  // Twice as far apart, twice as large; and back.
  const before = await scaleOf(page);
  await fingers.move([left, right], [moved(left, -40, 0), moved(right, 40, 0)]);
  await expect.poll(async () => Math.abs((await scaleOf(page)) / before - 2) < 0.1).toBe(true);
  await fingers.move([moved(left, -40, 0), moved(right, 40, 0)], [left, right]);
  await expect.poll(async () => Math.abs((await scaleOf(page)) - before) <= 2).toBe(true);

  // Fingers that move together push: the note is where they took it.
  const wanted = records.find(({ text }) => text === first)!;
  const place = at(...middle(wanted));
  await page.getByRole("button", { name: "Tout voir" }).tap();
  await fingers.move([left, right], [moved(left, 10, 40), moved(right, 10, 40)]);
  await expect(said(page)).toHaveText("");
  await page.touchscreen.tap(place.x + 10, place.y + 40);
  await expect(said(page)).toHaveText(`1 élément choisi : ${first}`);

  // One finger on the empty sheet pushes, too.
  await page.getByRole("button", { name: "Tout voir" }).tap();
  await fingers.move([free], [moved(free, -10, 40)]);
  const other = at(...middle(records.find(({ text }) => text === second)!));
  await page.touchscreen.tap(other.x - 10, other.y + 40);
  await expect(said(page)).toHaveText(`1 élément choisi : ${second}`);

  // And buttons enlarge.
  await page.getByRole("button", { name: "Tout voir" }).tap();
  await page.getByRole("button", { name: "Agrandir", exact: true }).tap();
  await expect.poll(async () => Math.abs((await scaleOf(page)) / before - 1.25) < 0.05).toBe(true);

  // Nobody has changed anything meanwhile.
  expect(await exported(page, session)).toEqual(records);
});

test("a finger that rests on a note takes it along, and does nothing where there is none", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  const [text, beside] = ["Un minuteur", "Un sablier"];
  const session = await onCanvas(page, [text, beside]);
  const fingers = await Fingers.on(page);
  const records = await exported(page, session);
  const at = await shownAt(page, records);
  const free = await emptySheet(page);
  await fingers.move([free], [free], 800);
  await expect(page.getByRole("textbox", { name: "Texte", exact: true })).toHaveCount(0);
  await expect(said(page)).toHaveText("");

  const wanted = records.find((record) => record.text === text)!;
  const place = at(...middle(wanted));
  await fingers.move([place], [moved(place, 0, 60)], 800);
  await expect(said(page)).toHaveText(`1 élément choisi : ${text}`);
  await expect.poll(async () => (await notesOf(page, session)).get(text)!.y).toBeGreaterThan(wanted.y + 40);
  const others = (await exported(page, session)).filter((record) => record.text !== text);
  expect(others.map(({ x, y }) => [x, y])).toEqual(records.filter((record) => record.text !== text).map(({ x, y }) => [x, y]));

  // The same without dragging.
  const across = page.getByLabel("Vers la droite", { exact: true });
  const position = page.getByRole("toolbar", { name: "Sélection" }).getByText("Position…", { exact: true });
  // On a busy machine the bar may still be coming to its place under the finger.
  await expect(async () => {
    if (!(await across.isVisible())) await position.tap();
    await expect(across).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await across.fill(`${wanted.x}`);
  await page.getByLabel("Vers le bas", { exact: true }).fill(`${wanted.y}`);
  await page.getByRole("button", { name: "Placer là" }).tap();
  await expect.poll(async () => (await notesOf(page, session)).get(text)!.y).toBe(wanted.y);
});

test("a tap beside the notes selects nothing, and so does a button; another pastes", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  // What was copied here is pasted without asking the browser for it.
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const [text, beside] = ["Un minuteur", "Un sablier"];
  const session = await onCanvas(page, [text, beside]);
  const fingers = await Fingers.on(page);
  const records = await exported(page, session);
  const at = await shownAt(page, records);
  const place = at(...middle(records.find((record) => record.text === text)!));
  const free = await emptySheet(page);
  const chosen = `1 élément choisi : ${text}`;
  await page.touchscreen.tap(place.x, place.y);
  await expect(said(page)).toHaveText(chosen);
  // Whoever pushes the sheet keeps what is selected.
  await fingers.move([free], [moved(free, 0, -40)]);
  await expect(said(page)).toHaveText(chosen);
  await page.touchscreen.tap(free.x, free.y);
  await expect(said(page)).toHaveText("");

  await page.getByRole("button", { name: "Tout voir" }).tap();
  await page.touchscreen.tap(place.x, place.y);
  await expect(said(page)).toHaveText(chosen);
  await page.keyboard.press("Control+c");
  await page.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Ne rien choisir" }).tap();
  await expect(said(page)).toHaveText("");
  await page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name: "Coller", exact: true }).tap();
  const copies = async () => {
    await inStep(page);
    return (await exported(page, session)).filter((record) => record.text === text).length;
  };
  await expect.poll(copies).toBe(2);
});

test("where a note may not be moved, a finger on it pushes the sheet, and a mouse is told why", async ({ page, newPersonPage, isMobile }) => {
  const [text, beside] = ["Un minuteur", "Un sablier"];
  const { session, door } = await leadInOutline(page);
  for (const one of [text, beside]) await write(page, one);
  await note(page, text).click();
  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  await inStep(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(canvasOf(awa)).toBeVisible();
  await awa.getByRole("button", { name: "Tout voir" }).click();
  const records = await exported(page, session);
  const at = await shownAt(awa, records);
  const place = at(...middle(records.find((record) => record.text === text)!));
  const refused = awa.getByText("L'animation a verrouillé l'élément.");

  if (isMobile) {
    const fingers = await Fingers.on(awa);
    await fingers.move([place], [moved(place, 0, 60)]);
    // Pushing selects nothing, and the note is where it was pushed to.
    await expect(said(awa)).toHaveText("");
    await fingers.move([moved(place, 0, 60)], [moved(place, 0, 60)]);
    await expect(said(awa)).toHaveText(`1 élément choisi : ${text}`);
    await expect(refused).toHaveCount(0);
  } else {
    await awa.mouse.move(place.x, place.y);
    await awa.mouse.down();
    await awa.mouse.move(place.x, place.y + 30, { steps: 4 });
    await expect(refused).toBeVisible();
    await expect(said(awa)).toHaveText(`1 élément choisi : ${text}`);
    // Once it is read, while the hand still holds the note, it is told no more.
    await awa.getByRole("button", { name: "Compris" }).evaluate((read: HTMLElement) => read.click());
    await expect(refused).toBeHidden();
    await awa.mouse.move(place.x, place.y + 60, { steps: 4 });
    await awa.mouse.up();
    await expect(refused).toBeHidden();
  }
  await inStep(awa);
  expect(await exported(page, session)).toEqual(records);
});

test("several are dragged together, snap to what is near, and are taken back at once", async ({ page, isMobile }) => {
  test.skip(isMobile, "a mouse");
  const [first, second, third] = ["Un minuteur", "Un sablier", "Une cloche"];
  const session = await onCanvas(page, [first, second, third]);
  const records = await exported(page, session);
  const at = await shownAt(page, records);
  const { mouse, keyboard } = page;
  const record = (text: string) => records.find((record) => record.text === text)!;
  const places = async () => {
    const notes = await notesOf(page, session);
    return [first, second, third].map((text) => [notes.get(text)?.x, notes.get(text)?.y]);
  };
  const before = await places();
  expect(await scaleOf(page)).toBe(100);
  const drag = async (from: Place, dx: number, dy: number) => {
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + dx / 2, from.y + dy / 2, { steps: 4 });
    await mouse.move(from.x + dx, from.y + dy, { steps: 4 });
    await mouse.up();
  };

  const [one, two, three] = [first, second, third].map((text) => at(...middle(record(text))));
  await mouse.click(one!.x, one!.y);
  await keyboard.down("Shift");
  await mouse.click(two!.x, two!.y);
  await keyboard.up("Shift");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${second}`);
  await drag(one!, 0, 200);
  const [[x1, y1], [x2, y2], [x3, y3]] = before as [[number, number], [number, number], [number, number]];
  await expect.poll(places).toEqual([[x1, y1 + 200], [x2, y2 + 200], [x3, y3]]);
  // Many moves of the hand, two notes: one action.
  await keyboard.press("Control+z");
  await expect.poll(places).toEqual(before);
  // So it is where they pass the very place that they come from: what is taken back next is what
  // was done before.
  await mouse.move(one!.x, one!.y);
  await mouse.down();
  for (const down of [200, 0, 100]) await mouse.move(one!.x, one!.y + down);
  await mouse.up();
  await expect.poll(places).toEqual([[x1, y1 + 100], [x2, y2 + 100], [x3, y3]]);
  await keyboard.press("Control+z");
  await expect.poll(places).toEqual(before);
  await keyboard.press("Control+z");
  await expect.poll(async () => (await notesOf(page, session)).has(third)).toBe(false);
  await keyboard.press("Control+Shift+Z");
  await expect.poll(places).toEqual(before);

  // Three units beside the right edge of the second, it lands on that edge.
  const edge = x2 + record(second).width;
  await drag(three!, edge + 3 - x3, 200);
  await expect.poll(places).toEqual([[x1, y1], [x2, y2], [edge, y3 + 200]]);
  // While a key is held it snaps to nothing, and lies where the hand is.
  await keyboard.press("Control+z");
  await expect.poll(places).toEqual(before);
  await mouse.move(three!.x, three!.y);
  await mouse.down();
  await keyboard.down("Control");
  await mouse.move(three!.x + edge + 3 - x3, three!.y + 200, { steps: 8 });
  await mouse.up();
  await keyboard.up("Control");
  await expect.poll(places).toEqual([[x1, y1], [x2, y2], [edge + 3, y3 + 200]]);

  // By its corner the second is made larger, as far as the hand goes.
  await mouse.click(two!.x, two!.y);
  await expect(said(page)).toHaveText(`1 élément choisi : ${second}`);
  const { width, height } = record(second);
  await drag(at(x2 + width, y2 + height), 60, 40);
  const size = async () => {
    const now = (await notesOf(page, session)).get(second)!;
    return Math.abs(now.width - width - 60) <= 1 && Math.abs(now.height - height - 40) <= 1;
  };
  await expect.poll(size).toBe(true);
  await keyboard.press("Control+z");
  await expect.poll(async () => (await notesOf(page, session)).get(second)!.width).toBe(width);
  await keyboard.press("Control+Shift+Z");
  await expect.poll(size).toBe(true);
});

test("a note that is dropped on a picture is pinned on it, and goes where the picture goes", anyWidth, async ({ page }) => {
  const text = "Le bouton est trop bas";
  const session = await onCanvas(page, [text]);
  await outline(page);
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
  await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer });
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await expect(description).toBeFocused();
  const screen = "L'écran d'accueil";
  await description.fill(screen);
  await description.press("Escape");
  await inStep(page);
  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(canvasOf(page)).toBeVisible();
  await page.getByRole("button", { name: "Tout voir" }).click();
  const records = await exported(page, session);
  const at = await shownAt(page, records);
  const [comment, picture] = [text, screen].map((text) => records.find((record) => record.text === text)!);
  expect([picture!.kind, picture!.width, picture!.height]).toEqual(["image", 320, 240]);
  expect(comment!.parent).toBeUndefined();
  const drag = async (from: Place, to: Place) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
  };
  /** What the note lies in, and how far it is from the picture's corner. */
  const pinned = async () => {
    await inStep(page);
    const now = await exported(page, session);
    const [comment, picture] = [text, screen].map((text) => now.find((record) => record.text === text)!);
    const parent = comment!.parent === undefined ? "" : now[comment!.parent]!.text;
    return { parent, aside: [comment!.x - picture!.x, comment!.y - picture!.y], corner: [picture!.x, picture!.y] };
  };

  const before = await pinned();
  await drag(at(...middle(comment!)), at(...middle(picture!)));
  await expect.poll(async () => (await pinned()).parent).toBe(screen);
  const dropped = await pinned();
  expect(dropped.corner).toEqual(before.corner);
  expect(dropped.aside).not.toEqual(before.aside);

  // It is seized where the note does not lie.
  const corner = at(picture!.x + 16, picture!.y + 16);
  await drag(corner, moved(corner, 0, 60));
  await expect.poll(async () => (await pinned()).corner).not.toEqual(dropped.corner);
  await expect.poll(async () => (await pinned()).aside).toEqual(dropped.aside);

  // What is taken off it belongs to nothing.
  const there = await pinned();
  const [x, y] = [there.corner[0]! + there.aside[0]!, there.corner[1]! + there.aside[1]!];
  const held = at(...middle({ ...comment!, x, y }));
  await drag(held, at(picture!.x - comment!.width, y));
  await expect.poll(async () => (await pinned()).parent).toBe("");
});

test("where a phase lets guests move and not group, what they drag lies in what they dragged it to", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "a mouse");
  test.setTimeout(90_000);
  const { session, door } = await leadInOutline(page, "1-2-4-Tous");
  for (const name of ["Retenu", "Écarté"]) await addFrame(page, name);
  const screen = "L'écran d'accueil";
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
  await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer });
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await description.fill(screen);
  await description.press("Escape");
  await panel(page, "Déroulé");
  await begin(page).nth(1).click();
  await expect(page.getByText("Phase 2 sur 4").first()).toBeVisible();

  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const text = "Le bouton est trop bas";
  await write(awa, text);
  await inStep(awa);
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await awa.getByRole("button", { name: "Tout voir" }).click();
  const at = await shownAt(awa, await exported(page, session));
  const there = async () => {
    await inStep(awa);
    const records = await exported(page, session);
    const record = records.find((record) => record.text === text)!;
    return { record, parent: record.parent === undefined ? "" : records[record.parent]!.text, records };
  };
  expect((await there()).parent).toBe("");
  for (const holder of ["Retenu", "Écarté", screen]) {
    const { record, records } = await there();
    const to = at(...middle(records.find((record) => record.text === holder)!));
    const from = at(...middle(record));
    await awa.mouse.move(from.x, from.y);
    await awa.mouse.down();
    await awa.mouse.move(to.x, to.y, { steps: 8 });
    await awa.mouse.up();
    await expect.poll(async () => (await there()).parent).toBe(holder);
  }
  // One drag is taken back as one.
  await canvasOf(awa).focus();
  await awa.keyboard.press("Control+z");
  await expect.poll(async () => (await there()).parent).toBe("Écarté");
  await expect(awa.getByText("La phase en cours ne le permet pas.")).toHaveCount(0);
});

for (const [what, type] of [["a second finger", "pointerdown"], ["the browser", "pointercancel"]] as const) {
  test(`a note belongs to what it lies on, also where ${what} ends the drag`, anyWidth, async ({ page }) => {
    const text = "Le bouton est trop bas";
    const session = await onCanvas(page, [text]);
    await outline(page);
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
    await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer });
    const screen = "L'écran d'accueil";
    const description = page.getByRole("textbox", { name: "Description de l'image" });
    await description.fill(screen);
    await description.press("Escape");
    await inStep(page);
    await page.getByRole("button", { name: "Tableau", exact: true }).click();
    await expect(canvasOf(page)).toBeVisible();
    await page.getByRole("button", { name: "Tout voir" }).click();
    const records = await notesOf(page, session);
    const at = await shownAt(page, [...records.values()]);
    const [from, to] = [text, screen].map((name) => at(...middle(records.get(name)!)));
    expect(records.get(text)!.parent).toBeUndefined();
    await page.mouse.move(from!.x, from!.y);
    await page.mouse.down();
    await page.mouse.move(to!.x, to!.y, { steps: 8 });
    // What comes in mid-drag: another pointer, or that of the mouse taken away.
    await canvasOf(page).evaluate(
      (canvas, { type, place }) => {
        const pointer = type === "pointerdown" ? { pointerId: 99, pointerType: "touch" } : { pointerId: 1, pointerType: "mouse" };
        canvas.dispatchEvent(new PointerEvent(type, { ...pointer, clientX: place.x, clientY: place.y, bubbles: true, cancelable: true }));
      },
      { type, place: moved(to!, 60, 60) },
    );
    const parent = async () => {
      await inStep(page);
      const now = await exported(page, session);
      const lies = now.find((record) => record.text === text)!.parent;
      return lies === undefined ? "" : now[lies]!.text;
    };
    await expect.poll(parent).toBe(screen);
    await page.mouse.up();
    expect(await parent()).toBe(screen);
  });
}

test("each takes back what they did themselves, while others go on", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const tag = unique();
  const [mine, hers, mineToo, during] = [`Moi ${tag}`, `Elle ${tag}`, `Encore moi ${tag}`, `Pendant ce temps ${tag}`];
  const undo = (person: Page) => person.getByRole("button", { name: "Annuler", exact: true }).click();
  const redo = (person: Page) => person.getByRole("button", { name: "Rétablir", exact: true }).click();
  await write(page, mine);
  await write(awa, hers);
  await expect(note(page, hers)).toBeVisible();
  await write(page, mineToo);
  await expect(note(awa, mineToo)).toBeVisible();

  // The last of all is the lead's: Awa takes back her own nevertheless.
  await undo(awa);
  await expect(note(awa, hers)).toHaveCount(0);
  await Promise.all([write(awa, during), undo(page)]);
  for (const person of [page, awa]) {
    await expect(note(person, mineToo)).toHaveCount(0);
    await expect(note(person, during)).toBeVisible();
    await expect(note(person, mine)).toBeVisible();
  }
  await redo(page);
  await expect(note(awa, mineToo)).toBeVisible();
  // What Awa wrote since is all that she can take back, before the note that she took back already.
  await undo(awa);
  for (const person of [page, awa]) {
    await expect(note(person, during)).toHaveCount(0);
    await expect(note(person, hers)).toHaveCount(0);
    for (const text of [mine, mineToo]) await expect(note(person, text)).toBeVisible();
  }
  await redo(awa);
  await expect(note(page, during)).toBeVisible();
  await Promise.all([inStep(page), inStep(awa)]);
});
