// The sound at the end of a phase: off until somebody asks for it, for whoever asks alone.
import type { Page } from "@playwright/test";
import { anyWidth, expect, signIn, test } from "./fixtures";
import { enter, goToBoard, openSession, panel } from "./room";

/** Has a page, from when it is opened next, note the tones that it would play instead of playing them. */
function listen() {
  const tones: number[] = [];
  /** As much of an audio context as a tone takes. */
  function Silent() {
    const node = { connect: (next: unknown) => next };
    const createOscillator = () => {
      const frequency = { value: 0 };
      return { ...node, frequency, start: () => tones.push(frequency.value), stop: () => undefined };
    };
    return { currentTime: 0, destination: node, createGain: () => ({ ...node, gain: { value: 1 } }), createOscillator };
  }
  Object.assign(window, { AudioContext: Silent, tones });
}

/** How many tones it has played. */
const tones = (page: Page) => page.evaluate(() => (window as unknown as { tones: number[] }).tones.length);

/** So many minutes pass for this page: on its own clocks, and on the server's as the page hears of it. */
async function pass(page: Page, minutes: number) {
  await page.route(/\/api\/server_time/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: Number(await answer.text()) + minutes * 60_000 });
  });
  await page.clock.fastForward(minutes * 60_000);
}

test("the end of a phase is heard by whoever asked for it, once, and by nobody else", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  const people: Page[] = [];
  for (const name of ["Awa", "Bao", "Chloé"]) {
    const person = await newPersonPage();
    await person.addInitScript(listen);
    await person.clock.install();
    people.push(await enter(person, door, name));
  }
  const [awa, bao, chloe] = people as [Page, Page, Page];
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /ommencer\s: / }).first().click();
  const sound = (person: Page) => person.getByRole("button", { name: "Son à la fin" });
  for (const person of people) {
    await expect(person.getByRole("timer")).toHaveText(/^\d+:\d\d/);
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
    await pass(person, 20);
    await expect(person.getByRole("timer")).toHaveText("Temps écoulé");
  }
  await expect.poll(() => tones(awa)).toBe(1);
  // Nor does it ring anew as long as the time stays over.
  await awa.clock.runFor(5_000);
  expect(await tones(awa)).toBe(1);
  for (const person of [bao, chloe]) expect(await tones(person)).toBe(0);
});
