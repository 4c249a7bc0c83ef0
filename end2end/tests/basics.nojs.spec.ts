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

test("a form that is much too long comes back whole, and beyond that the page says why not", async ({ page, expectProblem }) => {
  await signIn(page, "member");
  await page.goto("/needs/new");
  const situation = page.getByLabel("Dans quelle situation");
  const send = page.getByRole("button", { name: "Exprimer ce besoin" });
  // Each of these letters takes six bytes.
  await situation.fill("é".repeat(20_000));
  await send.click();
  await expect(page.locator(".problem-summary")).toContainText("n'est perdu");
  await expect(situation).toHaveValue("é".repeat(20_000));
  expectProblem(/413/);
  await situation.fill("é".repeat(200_000));
  await send.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Envoi trop grand");
  await expect(page.getByText("Raccourcissez-le")).toBeVisible();
  await expect(page.getByRole("link", { name: "Accueil" })).toBeVisible();
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
  // Taking it back takes its words along, and asks first.
  const takeBack = page.getByRole("button", { name: "Oui, retirer ma position" });
  await expect(takeBack).toBeHidden();
  await page.getByText("Retirer ma position", { exact: true }).click();
  await takeBack.click();
  await expect(page.getByText("Retirer ma position", { exact: true })).toHaveCount(0);
});
