// What goes wrong with the device on which somebody follows a live board, with the real server and
// real browsers: its clock is set, or it sleeps for so long that its connection is dead.
import type { Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import { begin, enter, expectOnce, inStep, leadOnBoard, note, panel, twoInARoom, unique, write } from "./room";

const HOUR = 3_600_000;

/** The seconds that are left by what a page shows; no number where it shows none. */
async function secondsLeft(page: Page): Promise<number> {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec((await page.getByRole("timer").textContent()) ?? "") ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

test("a device whose clock jumps shows what is left of the phase by the server's clock", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadOnBoard(page);
  const awa = await newPersonPage();
  await awa.clock.install();
  await enter(awa, door, "Awa");
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const time = awa.getByRole("timer");
  for (const person of [page, awa]) await expect(person.getByRole("timer")).toHaveText(/^\d+:\d\d/);
  // By a device whose clocks are right: this machine's are the server's.
  const [long, begun] = [await secondsLeft(page), Date.now()];
  const error = async () => Math.abs((await secondsLeft(awa)) - (long - (Date.now() - begun) / 1_000));
  expect(await error()).toBeLessThan(4);

  const jumps: [string, () => Promise<void>][] = [
    ["set ahead by a day and more", () => awa.clock.setSystemTime(Date.now() + 26 * HOUR)],
    ["set back", () => awa.clock.setSystemTime(Date.now() - 3 * HOUR)],
    // Also the one that nobody sets, by which a page goes on from what the server said.
    ["all its clocks ahead", () => awa.clock.fastForward("02:00:00")],
  ];
  for (const [which, jump] of jumps) {
    // The page asks the server anew for its time.
    const asked = awa.waitForResponse(/\/api\/server_time/);
    await jump();
    await asked;
    await expect(async () => {
      // Once the next second is shown.
      await expect(time).not.toHaveText((await time.textContent()) ?? "");
      expect(await error(), which).toBeLessThan(4);
    }).toPass({ timeout: 20_000 });
    await inStep(awa);
  }
  expect(Math.abs((await secondsLeft(page)) - (await secondsLeft(awa)))).toBeLessThan(4);
});

/**
 * Has a page go by clocks that the test moves, and gives each connection that it makes from then on, as what makes
 * the network forget it: neither end hears of that, as when a phone was away for longer than what
 * lies between keeps a connection.
 */
async function forgettable(person: Page): Promise<(() => void)[]> {
  const forget: (() => void)[] = [];
  await person.clock.install();
  await person.routeWebSocket(/\/live\//, (socket) => {
    const room = socket.connectToServer();
    let isDead = false;
    forget.push(() => (isDead = true));
    socket.onMessage((frame) => {
      if (!isDead) room.send(frame);
    });
    room.onMessage((frame) => {
      if (!isDead) socket.send(frame);
    });
  });
  return forget;
}

/** A lead and Awa in the outline of a board, and what makes the network forget each of Awa's connections. */
async function withForgettable(page: Page, newPersonPage: () => Promise<Page>) {
  let forget: (() => void)[] = [];
  const { awa } = await twoInARoom(page, async () => {
    const person = await newPersonPage();
    forget = await forgettable(person);
    return person;
  });
  return { awa, forget };
}

test("a device that slept until its connection was dead makes another and catches up", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { awa, forget } = await withForgettable(page, newPersonPage);
  const [before, unsent, meanwhile] = [`Avant ${unique()}`, `En s'endormant ${unique()}`, `Pendant le sommeil ${unique()}`];
  await write(awa, before);
  await inStep(awa);
  await expect(note(page, before)).toBeVisible();

  const made = forget.length;
  for (const connection of forget) connection();
  await write(awa, unsent);
  const sleep = await awa.context().newCDPSession(awa);
  await sleep.send("Page.setWebLifecycleState", { state: "frozen" });
  await write(page, meanwhile);
  await inStep(page);
  await expect(note(page, unsent)).toHaveCount(0);
  expect(forget).toHaveLength(made);

  await sleep.send("Page.setWebLifecycleState", { state: "active" });
  // By the clock that nobody sets it slept for longer than a page waits for a silent room: that
  // the other one is set back says nothing of it.
  await awa.clock.setSystemTime(Date.now() - 3 * HOUR);
  await awa.clock.fastForward("00:30");
  await expect.poll(() => forget.length, { timeout: 20_000 }).toBeGreaterThan(made);
  await expect(note(awa, meanwhile)).toBeVisible({ timeout: 20_000 });
  await expectOnce([awa, page], [before, unsent, meanwhile]);
});

test("whoever comes back to a page whose clocks slept as well soon has a connection that lives", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { awa, forget } = await withForgettable(page, newPersonPage);
  const meanwhile = `Pendant le sommeil ${unique()}`;
  await inStep(awa);
  const made = forget.length;
  for (const connection of forget) connection();
  await write(page, meanwhile);
  await inStep(page);
  // By no clock of the device has any time passed: somebody looks at the page again, that is all.
  await awa.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  // Half of the time after which a silent room is taken for gone.
  await awa.clock.fastForward("00:10");
  await expect.poll(() => forget.length, { timeout: 5_000 }).toBeGreaterThan(made);
  await expect(note(awa, meanwhile)).toBeVisible({ timeout: 20_000 });
  await inStep(awa);
});
