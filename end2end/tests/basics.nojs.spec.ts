// With JavaScript switched off, the essentials still work.
import { accounts, expect, signIn, signInAs, test } from "./fixtures";

test("signing in, expressing a need and finding it", async ({ page }) => {
  await signInAs(page, accounts.member.email, accounts.member.password);
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill("Sans script, le carnet de bord reste ouvert");
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sans script");
  await page.goto("/search?q=carnet+bord");
  await expect(page.getByRole("link", { name: /Sans script/ })).toBeVisible();
});

test("a form that is not taken comes back as it was", async ({ page }) => {
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("Qui est concerné ?").fill("Les élèves de CE1");
  await page.getByLabel("Dans quelle situation").fill("Le soir,\nà la maison");
  await page.getByLabel("Niveau").selectOption("cycle2");
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.locator("#statement-problem")).toContainText("À remplir");
  await expect(page.getByLabel("Qui est concerné ?")).toHaveValue("Les élèves de CE1");
  await expect(page.getByLabel("Dans quelle situation")).toHaveValue("Le soir,\nà la maison");
  await expect(page.getByLabel("Niveau")).toHaveValue("cycle2");
});

test("a filter narrows the list", async ({ page }) => {
  await signIn(page, "member");
  await page.goto("/needs");
  const before = await page.locator(".result-count").textContent();
  await page.getByRole("searchbox", { name: "Mots" }).fill("zzzz");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.getByText("Aucun besoin ne correspond")).toBeVisible();
  expect(before).toMatch(/^\s*[1-9]/);
});

test("taking a position", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/needs?order=newest");
  await page.locator(".card-list h3 a").first().click();
  await page.getByLabel("soutien", { exact: true }).check();
  await page.getByRole("button", { name: "Enregistrer ma position" }).click();
  await expect(page.getByRole("button", { name: "Retirer ma position" })).toBeVisible();
});
