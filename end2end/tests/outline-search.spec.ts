// Searching in the outline: what is found is counted, and what one makes, writes in or is led to meanwhile shows
// beside it.
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { fillIn, inStep, note, panel, pasteText, twoInARoom, unique, write } from "./room";

test("what is made or led to shows beside what is found in the outline, and what is found is told", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const tag = unique();
  const [loud, faint, hour] = [`Un son fort ${tag}`, `Un son faible ${tag}`, `Une heure ${tag}`];
  const search = awa.getByLabel("Chercher sur le tableau");
  const told = awa.locator("output").filter({ hasText: /résultat|Rien trouvé/ });
  const lines = awa.locator(".board-rows > li");
  const nothingYet = awa.getByText("Les notes de la séance apparaîtront ici");

  await expect(nothingYet).toBeVisible();
  for (const text of [loud, faint, hour]) await write(awa, text);
  await inStep(awa);
  await expect(nothingYet).toBeHidden();
  await expect(told).toHaveCount(0);
  await search.fill(`SON f`);
  await expect(lines).toHaveCount(2);
  await expect(told).toHaveText("2 résultats");

  // The cluster that is made of them, with the field for its name.
  await note(awa, loud).click();
  await note(awa, faint).click({ modifiers: ["ControlOrMeta"] });
  await awa.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Grouper", exact: true }).click();
  const cluster = `Le bruit ${tag}`;
  await fillIn(awa, cluster);
  await expect(note(awa, cluster)).toBeVisible();
  await expect(lines).toHaveCount(3);
  await expect(told).toHaveText("2 résultats");
  // What is pasted then, and what is written.
  const [pasted, written] = [`Collé ${tag}`, `Écrit ${tag}`];
  await pasteText(awa, pasted);
  await expect(note(awa, pasted)).toBeVisible();
  await write(awa, written);
  await expect(lines).toHaveCount(5);

  // Another search begins with what it finds.
  await search.fill("une heure");
  await expect(lines).toHaveCount(1);
  await expect(told).toHaveText("1 résultat");
  await search.fill(`introuvable ${tag}`);
  await expect(lines).toHaveCount(0);
  await expect(told).toHaveText("Rien trouvé");
  await expect(nothingYet).toBeHidden();
  await checkAccessibility(awa);

  // A call leads to its line all the same.
  await note(page, loud).click();
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await expect(note(awa, loud)).toBeInViewport();
  await expect(lines).toHaveCount(1);
  await expect(told).toHaveText("Rien trouvé");

  await search.fill("");
  await expect(told).toHaveCount(0);
  await expect(lines).toHaveCount(6);
});
