// The feedback log with JavaScript switched off.
import { demoProject, expect, signIn, test } from "./fixtures";

test("feedback is given, found and treated", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(await demoProject(page));
  await page.getByRole("link", { name: "Donner un retour" }).first().click();
  await page.getByLabel("obstacle", { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill("Sans script, la saisie hésitante tient bon");
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Classe").selectOption("ce2");
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sans script");
  await expect(page.getByText("CE2")).toBeVisible();

  await page.getByRole("link", { name: "Retours" }).first().click();
  await page.getByRole("searchbox", { name: "Mots" }).fill("hesitante");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await page.locator("tbody th a").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sans script");
  await page.getByRole("link", { name: "Revenir à la liste" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await page.locator("tbody input[type=checkbox]").check();
  // What is not taken comes back selected.
  await page.getByLabel("Que faire").selectOption("refuse");
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page.locator("#reason-problem")).toContainText("À remplir");
  await expect(page.locator("tbody input[type=checkbox]")).toBeChecked();
  await page.getByLabel("Que faire").selectOption("accept");
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page.locator("tbody .badge", { hasText: "accepté" })).toHaveCount(1);
  await expect(page.locator(".result-count")).toHaveText("1 retour");
});

test("places and versions are counted once they are asked for", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/feedback`);
  const panel = page.locator(".facets summary", { hasText: "Affiner" });
  if (await panel.isVisible()) await panel.click();
  await expect(page.locator("#by-place")).toHaveCount(0);
  await page.locator(".facets summary", { hasText: "Lieu et version" }).click();
  await page.getByRole("link", { name: "Voir les lieux et les versions" }).click();
  const first = page.locator("#by-place option").nth(1);
  const [, place = "", count] = /^(.*) \((\d+)\)$/.exec((await first.textContent()) ?? "") ?? [];
  await page.locator("#by-place").selectOption(place);
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText(new RegExp(`^${count} retours?$`));
});

test("a form that is not taken comes back as it was", async ({ page }) => {
  await signIn(page, "lead");
  const project = await demoProject(page);
  await page.goto(`${project}/feedback/new`);
  await page.getByLabel("idée", { exact: true }).check();
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Où, dans l'outil ?").fill("écran d'accueil");
  await page.getByRole("radio", { name: /Sans enregistrer mon nom/ }).check();
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.locator("#story-problem")).toContainText("À remplir");
  await expect(page.getByLabel("idée", { exact: true })).toBeChecked();
  await expect(page.getByLabel("Où, dans l'outil ?")).toHaveValue("écran d'accueil");
  await expect(page.getByRole("radio", { name: /Sans enregistrer mon nom/ })).toBeChecked();
});
