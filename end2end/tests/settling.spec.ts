// Where somebody without a network and somebody else gave the same thing two values, both are
// kept, and a person says which of them holds.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { inStep, note, outline, panel, said, twoInARoom, unique, write } from "./room";

/** The line of a note in the outline. */
const line = (page: Page, text: string) => page.locator(".board-rows > li").filter({ has: note(page, text) });

/** Makes a note another type by the menu of its line. */
async function makeIt(page: Page, text: string, type: string) {
  await line(page, text).getByLabel("Actions sur cet élément").click();
  await line(page, text).locator("summary").filter({ hasText: "Type de note" }).click();
  await line(page, text).getByRole("button", { name: type, exact: true }).click();
  await expectType(page, text, type);
}

/** The type that a note has for this person. */
const expectType = (page: Page, text: string, type: string) =>
  expect(note(page, text)).toHaveAccessibleDescription(new RegExp(`^${type}`));

test("what was changed without a network and by somebody else is settled by hand, one way or the other", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  const { awa } = await twoInARoom(page, newPersonPage);
  const people = [page, awa];
  const tag = unique();
  const [taken, left] = [`Un minuteur ${tag}`, `Un sablier ${tag}`];
  for (const text of [taken, left]) await write(awa, text);
  await inStep(awa);
  for (const text of [taken, left]) await expect(note(page, text)).toBeVisible();
  for (const person of people) await panel(person, "Déroulé");
  const settling = (person: Page) => person.getByRole("heading", { name: "Deux valeurs à départager" });
  const conflict = (person: Page, text: string) => person.locator(".board-panel .card").filter({ hasText: text });
  const told = (person: Page) => person.getByText("Quelqu'un a changé la même chose pendant que vous étiez hors connexion");

  await awa.context().setOffline(true);
  await expect(awa.getByText(/Hors connexion/)).toBeVisible();
  for (const text of [taken, left]) await makeIt(awa, text, "obstacle");
  await expect(awa.getByText("2 modifications sur cet appareil seulement")).toBeVisible();
  for (const text of [taken, left]) await makeIt(page, text, "idée");
  await inStep(page);
  for (const person of people) await expect(settling(person)).toHaveCount(0);

  // What came first holds, hers stands beside it for both of them, and she alone is told.
  await awa.context().setOffline(false);
  await inStep(awa);
  await expect(told(awa)).toBeVisible();
  await expect(told(page)).toHaveCount(0);
  for (const person of people) {
    await expect(settling(person)).toBeVisible();
    for (const text of [taken, left]) {
      await expectType(person, text, "idée");
      await expect(line(person, text).getByText("deux valeurs", { exact: true })).toBeVisible();
      await expect(conflict(person, text)).toContainText("Type de note");
      for (const way of ["Prendre la valeur donnée par Awa : obstacle", "Laisser comme c'est : idée"]) {
        await expect(conflict(person, text).getByRole("button", { name: way, exact: true })).toBeVisible();
      }
    }
  }
  await checkAccessibility(page);

  // What the facilitator keeps as it is nobody else settles, and it is said why.
  await note(page, left).click();
  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  const ways = conflict(awa, left).getByRole("button", { name: /^(Prendre|Laisser)/ });
  const locked = "L'animation a verrouillé l'élément.";
  await expect(ways).toHaveCount(2);
  for (const place of [0, 1]) {
    await expect(ways.nth(place)).toBeDisabled();
    await expect(ways.nth(place)).toHaveAttribute("title", locked);
  }
  await ways.first().click({ force: true });
  await expect(awa.getByText(locked)).toBeVisible();
  await expect(conflict(awa, left)).toHaveCount(1);
  await expect(conflict(page, left).getByRole("button", { name: /^Laisser/ })).toBeEnabled();
  await page.getByRole("button", { name: "Déverrouiller", exact: true }).click();
  for (const place of [0, 1]) await expect(ways.nth(place)).toBeEnabled();

  // Either of them settles it: once hers is taken, once what holds is left.
  await conflict(page, taken).getByRole("button", { name: /^Prendre la valeur donnée par Awa/ }).click();
  for (const person of people) {
    await expectType(person, taken, "obstacle");
    await expect(conflict(person, taken)).toHaveCount(0);
    await expect(conflict(person, left)).toHaveCount(1);
  }
  await conflict(awa, left).getByRole("button", { name: "Voir l'élément" }).click();
  await expect(note(awa, left)).toBeFocused();
  await expect(said(awa)).toHaveText(`1 élément choisi : ${left}`);
  await conflict(awa, left).getByRole("button", { name: /^Laisser comme c'est/ }).click();
  for (const person of people) await expect(settling(person)).toHaveCount(0);

  // So it is on the server, too.
  for (const person of people) {
    await inStep(person);
    await person.reload();
    await inStep(person);
    await outline(person);
    await expectType(person, taken, "obstacle");
    await expectType(person, left, "idée");
    await expect(person.getByText("deux valeurs", { exact: true })).toHaveCount(0);
    await expect(settling(person)).toHaveCount(0);
  }
});
