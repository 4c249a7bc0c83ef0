// The time of a phase as it is told: its regular cue to everybody, sounds to whoever asks for them alone.
import type { Page } from "@playwright/test";
import { anyWidth, expect, signIn, test } from "./fixtures";
import { begin, enter, goToBoard, inStep, leadOnBoard, openSession, panel } from "./room";

/**
 * Has a page, from when it is opened next, note the tones that it would play instead of playing
 * them. As on phones, it sounds only once a press has let it.
 */
function listen() {
  const tones: number[] = [];
  /** As much of an audio context as a tone takes. */
  function Silent() {
    let sounds = false;
    const resume = () => {
      sounds ||= window.event?.type === "click";
      return Promise.resolve();
    };
    const node = { connect: (next: unknown) => next };
    const createOscillator = () => {
      const frequency = { value: 0 };
      return { ...node, frequency, start: () => sounds && tones.push(frequency.value), stop: () => undefined };
    };
    const close = () => Promise.resolve();
    return { currentTime: 0, destination: node, createGain: () => ({ ...node, gain: { value: 1 } }), createOscillator, resume, close };
  }
  Object.assign(window, { AudioContext: Silent, tones });
}

/** How many tones it has played. */
const tones = (page: Page) => page.evaluate(() => (window as unknown as { tones: number[] }).tones.length);

/** How many minutes have passed for a page by `pass`. */
const passed = new WeakMap<Page, number>();

/**
 * So many minutes pass for this page: on its own clocks, and on the server's as the page hears of
 * it. Always more than three: after so long a page asks the server anew, which is waited for.
 */
async function pass(page: Page, minutes: number) {
  const all = (passed.get(page) ?? 0) + minutes;
  passed.set(page, all);
  await page.route(/\/api\/server_time/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: Number(await answer.text()) + all * 60_000 });
  });
  const asked = page.waitForResponse(/\/api\/server_time/);
  await page.clock.fastForward(minutes * 60_000);
  await asked;
}

/** The time that is left for somebody, and what switches their sounds on and off. */
const time = (person: Page) => person.getByRole("timer");
const sound = (person: Page) => person.getByRole("button", { name: "Son à la fin" });

test("the end of a phase is heard by whoever asked for it, once, and by nobody else", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  const people: Page[] = [];
  for (const name of ["Awa", "Bao", "Chloé"]) {
    const person = await newPersonPage();
    await person.addInitScript(listen);
    await person.clock.install();
    people.push(await enter(person, door, name));
  }
  const [awa, bao, chloe] = people as [Page, Page, Page];
  await panel(page, "Déroulé");
  await begin(page).first().click();
  for (const person of people) {
    await expect(time(person)).toHaveText(/^\d+:\d\d/);
    await expect(sound(person)).toHaveAttribute("aria-pressed", "false");
  }
  // Awa asks for it; so does Chloé, who then thinks better of it; Bao never touches it.
  await sound(awa).click();
  await expect(sound(awa)).toHaveAttribute("aria-pressed", "true");
  await sound(chloe).click();
  await sound(chloe).click();
  await expect(sound(chloe)).toHaveAttribute("aria-pressed", "false");
  expect(await tones(awa)).toBe(0);

  for (const person of people) {
    // Longer than the phase.
    await pass(person, 11);
    await expect(time(person)).toHaveText("Temps écoulé");
  }
  await expect.poll(() => tones(awa)).toBe(1);
  // Nor does it ring anew as long as the time stays over.
  await awa.clock.runFor(5_000);
  expect(await tones(awa)).toBe(1);
  for (const person of [bao, chloe]) expect(await tones(person)).toBe(0);
});

test("the end of a phase is said once to whoever hears the board, unless they muted it, and the projector shows it in words", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  const [awa, bao, projector] = [await newPersonPage(), await newPersonPage(), await newPersonPage()];
  for (const person of [awa, bao, projector]) await person.clock.install();
  await enter(awa, door, "Awa");
  await enter(bao, door, "Bao");
  await signIn(projector, "lead");
  await projector.goto(`${new URL(page.url()).pathname}?screen`);
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });
  await panel(page, "Déroulé");
  await begin(page).first().click();
  for (const person of [awa, bao, projector]) await expect(time(person)).toHaveText(/^\d+:\d\d/);
  const region = (person: Page) => person.locator(".board-time > .meta");
  await panel(bao, /personnes?$/);
  await bao.getByRole("button", { name: "Ne pas annoncer ce qui se passe" }).click();
  await expect(region(bao)).toHaveAttribute("aria-live", "off");
  await expect(region(awa)).toHaveAttribute("aria-live", "polite");
  await expect(region(awa)).toHaveText("");
  // Whatever comes into it from now on is said.
  await region(awa).evaluate((region) => {
    const told: string[] = [];
    const note = () => told.push(region.textContent ?? "");
    new MutationObserver(note).observe(region, { characterData: true, childList: true, subtree: true });
    Object.assign(window, { told });
  });

  for (const person of [awa, projector]) {
    await pass(person, 11);
    await expect(time(person)).toHaveText("Temps écoulé");
  }
  await expect(region(awa)).toHaveText("Temps écoulé");
  await awa.clock.runFor(5_000);
  const told = await awa.evaluate(() => (window as unknown as { told: string[] }).told);
  expect(told.filter((words) => words.includes("Temps écoulé"))).toHaveLength(1);
  // More time takes it back.
  await page.getByRole("button", { name: "2 minutes de plus" }).click();
  for (const person of [awa, projector]) await expect(time(person)).toHaveText(/^[01]:\d\d/);
  await expect(region(awa)).toHaveText("");
});

test("the regular cue of a phase is told at each of its times, once, and rings for whoever asked for sound", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  // Twenty minutes, in which every five are told; the next phase has no cue.
  await page.goto(`${session}/edit`);
  await page.getByLabel("Minutes", { exact: true }).first().fill("20");
  await page.getByLabel("Signal régulier").first().fill("5");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await goToBoard(page);
  const people: Page[] = [];
  for (const name of ["Awa", "Bao"]) {
    const person = await newPersonPage();
    await person.addInitScript(listen);
    await person.clock.install();
    people.push(await enter(person, door, name));
  }
  const [awa, bao] = people as [Page, Page];
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const cue = (person: Page) => person.locator(".board-time").getByText(/^À la suivante/);
  for (const person of people) {
    await expect(time(person)).toHaveText(/^(20:00|19:\d\d)/);
    await expect(cue(person)).toHaveCount(0);
  }
  await sound(awa).click();
  await expect(sound(awa)).toHaveAttribute("aria-pressed", "true");

  for (const person of people) {
    await pass(person, 5);
    await expect(cue(person)).toHaveText("À la suivante : encore 15 minutes.");
    await expect(cue(person)).toHaveAttribute("aria-live", "polite");
  }
  await expect.poll(() => tones(awa)).toBe(1);
  // It stands there until the next, and rings no more.
  await awa.clock.runFor(5_000);
  await expect(cue(awa)).toHaveText("À la suivante : encore 15 minutes.");
  expect(await tones(awa)).toBe(1);
  await inStep(awa);
  await pass(awa, 5);
  await expect(cue(awa)).toHaveText("À la suivante : encore 10 minutes.");
  await expect.poll(() => tones(awa)).toBe(2);

  // More time is no cue, and takes back what was told of the time before.
  await page.getByRole("button", { name: "2 minutes de plus" }).click();
  await expect(time(awa)).toHaveText(/^1[01]:\d\d/);
  await expect(cue(awa)).toHaveCount(0);

  // Of a phase without a cue nothing is told before its end.
  await begin(page).nth(1).click();
  await expect(time(awa)).toHaveText(/^[45]:\d\d/);
  await expect(cue(bao)).toHaveCount(0);
  await inStep(awa);
  await pass(awa, 4);
  await expect(time(awa)).toHaveText(/^[01]:\d\d/);
  await expect(cue(awa)).toHaveCount(0);
  expect(await tones(awa)).toBe(2);
  expect(await tones(bao)).toBe(0);
});
