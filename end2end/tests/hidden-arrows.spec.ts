// An arrow to what only its author sees is its author's alone, in both views and in what leaves the board.
import type { Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import { begin, exported, fillIn, inStep, note, panel, twoInARoom, unique, write } from "./room";

test("an arrow from a hidden note is seen by its author alone, until the note is shown", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const session = new URL(page.url()).pathname.replace("/board/", "/sessions/");
  const tag = unique();
  const [open, secret, words] = [`Ouverte ${tag}`, `Secrète ${tag}`, `Parce que ${tag}`];
  await write(page, open);
  await inStep(page);
  await expect(note(awa, open)).toBeVisible();
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(awa.getByText("Personne d'autre ne voit ce que vous écrivez").first()).toBeVisible();
  await write(awa, secret);
  await inStep(awa);
  await expect(page.locator(".board-script [aria-current=step]")).toBeVisible();
  await begin(page).nth(1).click();
  const selection = awa.getByRole("toolbar", { name: "Sélection" });
  const act = (name: string) => selection.getByRole("button", { name, exact: true });
  await note(awa, secret).click();
  await expect(act("Dévoiler")).toBeEnabled();

  // Drawn once the private phase is over.
  await note(awa, open).click({ modifiers: ["ControlOrMeta"] });
  await act("Relier par une flèche").click();
  await fillIn(awa, words);
  await inStep(awa);
  await expect(note(awa, words)).toHaveAccessibleDescription(/vous seul·e/);
  const arrows = async (person: Page) => (await exported(person, session)).filter(({ kind }) => kind === "connector");
  const drawn = (person: Page) => person.locator(".board-rows > li[data-kind=connector]");
  // The server has it by now, and gives it to nobody else.
  expect(await arrows(page)).toHaveLength(0);
  await expect(drawn(page)).toHaveCount(0);
  // Nor is it offered to be shown without what it joins.
  await note(awa, words).click();
  await expect(act("Dévoiler")).toBeHidden();

  await note(awa, secret).click();
  await act("Dévoiler").click();
  await expect(note(page, secret)).toBeVisible();
  await expect(note(page, words)).toBeVisible();
  await expect(note(page, words)).toHaveAccessibleDescription(new RegExp(`${secret}.*${open}`));
  await inStep(awa);
  expect((await arrows(page)).map(({ text }) => text)).toEqual([words]);

  // It goes with what it joins, for both of them.
  await note(page, open).click();
  await page.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Retirer", exact: true }).click();
  for (const person of [page, awa]) {
    await expect(note(person, open)).toHaveCount(0);
    await expect(drawn(person)).toHaveCount(0);
  }
});
