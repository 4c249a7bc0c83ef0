// Milestones with JavaScript switched off: checking, the timeline, linking by address.
import { expect, signIn, test } from "./fixtures";

test("a criterion is checked, the timeline walked, something linked", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto("/projects/new");
  await page.getByLabel("Titre").fill("Sans script");
  await page.getByLabel("En bref").fill("Un outil qui marche partout.");
  await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await page.getByLabel("Début des trois ans").fill("2026-09-01");
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sans script");
  const project = new URL(page.url()).pathname;

  await page.goto(`${project}/milestones/new`);
  await page.getByLabel("Titre").fill("Prêt");
  await page.getByLabel("Échéance").fill("2027-03-31");
  await page.getByLabel("Ce qui doit être vrai").fill("Deux classes l'ont essayé");
  await page.getByRole("button", { name: "Poser ce jalon" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prêt");
  const milestone = page.url();

  const criterion = page.getByRole("checkbox", { name: "Deux classes l'ont essayé" });
  await criterion.click();
  await expect(criterion).toBeChecked();
  await expect(page).toHaveURL(new RegExp(`^${milestone}\\??$`));

  await page.getByText("Relier autre chose").click();
  await page.getByLabel("L'autre élément").fill(new URL(project, milestone).href);
  await page.getByRole("button", { name: "Relier" }).click();
  await expect(page.locator("#evidence .chain").getByRole("link", { name: "Sans script" })).toBeVisible();

  await page.goto(`${project}/milestones`);
  await page.getByRole("link", { name: "Mois", exact: true }).click();
  await expect(page).toHaveURL(/zoom=months/);
  await page.getByRole("link", { name: "Après" }).click();
  await expect(page.getByText(/^Du .* au /)).toBeVisible();
});
