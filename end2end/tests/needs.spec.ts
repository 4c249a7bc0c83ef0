// Needs: expressing, supporting, objecting, merging, and forms that lose nothing.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";

test("a need is expressed, supported by another and found again", async ({
  page,
  newPersonPage,
}, info) => {
  const statement = `Suivre la dictée à distance (${info.project.name})`;
  await signIn(page, "member");
  await page.goto("/needs");
  await page.getByRole("link", { name: "Exprimer un besoin" }).click();
  await page.getByLabel("De quoi avez-vous besoin ?").fill(statement);
  await page.getByLabel("Nombre d'élèves").fill("24");
  await page.getByLabel("Territoire").fill("Québec");
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(statement);
  await expect(page.getByText("Québec")).toBeVisible();
  const address = page.url();

  const other = await newPersonPage();
  await signIn(other, "coordinator");
  await other.goto(address);
  await other.getByLabel("soutien", { exact: true }).check();
  await other.getByLabel("Votre contexte").fill("Pareil dans ma classe");
  await other.getByRole("button", { name: "Enregistrer ma position" }).click();
  await expect(other.getByText("1 soutien")).toBeVisible();
  await expect(other.locator(".comment")).toContainText("Pareil dans ma classe");

  await page.goto(`/search?q=${encodeURIComponent("DICTEE distance")}`);
  await expect(page.getByRole("link", { name: statement })).toBeVisible();
});

test("every field that somebody else changed meanwhile stands beside what is typed", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill(`Relire à plusieurs (${info.project.name})`);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Relire à plusieurs");
  const edit = `${page.url()}/edit`;
  await page.goto(edit);
  await page.getByLabel("Qui est concerné ?").fill("Mes CM1");

  const other = await newPersonPage();
  await signIn(other, "coordinator");
  await other.goto(edit);
  await other.getByLabel("Nombre d'élèves").fill("24");
  await other.getByLabel("Territoire").fill("Québec");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.getByText("Québec")).toBeVisible();

  expectProblem(/409/);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const beside = page.locator(".card[data-tone=warn]", { hasText: "Version enregistrée" });
  await expect(beside.locator("dd")).toHaveText(["laissé vide", "24", "Québec"]);
  await expect(page.getByLabel("Qui est concerné ?")).toHaveValue("Mes CM1");
});

test("an objection wants a reason, told beside the field", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/422/);
  await signIn(page, "member");
  await page.goto("/needs");
  await page.locator(".card-list h3 a").first().click();
  await page.getByLabel("objection", { exact: true }).check();
  await page.getByLabel("Votre contexte").fill("");
  await page.getByRole("button", { name: "Enregistrer ma position" }).click();
  await expect(page.locator("#comment-problem")).toContainText("À remplir");
  await expect(page.locator(".problem-summary")).toContainText("Rien de ce que vous avez écrit n'est perdu");
});

test("bad input is told field by field and nothing typed is lost", async ({
  page,
  expectProblem,
}) => {
  expectProblem(/422/);
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("Qui est concerné ?").fill("<script>alert(1)</script>");
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.locator("#statement-problem")).toContainText("À remplir");
  await expect(page.getByLabel("Qui est concerné ?")).toHaveValue("<script>alert(1)</script>");
  await page.getByLabel("De quoi avez-vous besoin ?").fill("x".repeat(2001));
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.locator("#statement-problem")).toContainText("2\u202f000 caractères");
});

test("similar needs are proposed while typing", async ({ page }) => {
  await signIn(page, "member");
  await page.goto("/needs");
  const known = (await page.locator(".card-list h3 a").first().textContent()) ?? "";
  await page.goto("/needs/new");
  const field = page.getByLabel("De quoi avez-vous besoin ?");
  await field.click();
  await field.pressSequentially(known.slice(0, 60), { delay: 5 });
  await expect(page.getByText("Des besoins proches existent déjà")).toBeVisible();
});

test("two people edit one need: both versions are shown, nothing is lost", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill(`Version de départ ${info.project.name}`);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Version de départ");
  const address = page.url();
  await page.goto(`${address}/edit`);
  await page.getByLabel("De quoi avez-vous besoin ?").fill("Ma version");

  const other = await newPersonPage();
  await signIn(other, "coordinator");
  await other.goto(`${address}/edit`);
  await other.getByLabel("De quoi avez-vous besoin ?").fill("Version de la coordination");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Version de la coordination");

  expectProblem(/409/);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { name: "Version enregistrée" })).toBeVisible();
  await expect(page.getByText("Version de la coordination")).toBeVisible();
  await expect(page.getByLabel("De quoi avez-vous besoin ?")).toHaveValue("Ma version");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ma version");
});

test("a session that ends in mid-form: what was typed comes back after signing in", anyWidth, async ({
  page,
  context,
  expectProblem,
}) => {
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill("Écrit avant la fin de la session");
  await context.clearCookies();
  expectProblem(/401/);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Adresse électronique").fill("member@demo.etabli.example");
  await page.getByLabel("Mot de passe").fill("etabli-demo-2026");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByLabel("De quoi avez-vous besoin ?")).toHaveValue(
    "Écrit avant la fin de la session",
  );
});

test("a need is merged into another that is found by its words", anyWidth, async ({ page }, info) => {
  await signIn(page, "coordinator");
  const express = async (statement: string) => {
    await page.goto("/needs/new");
    await page.getByLabel("De quoi avez-vous besoin ?").fill(statement);
    await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(statement);
  };
  const stays = `Emprunter le chariot mobile (${info.project.name})`;
  await express(stays);
  await express(`Ranger des casques le soir (${info.project.name})`);
  await page.getByRole("link", { name: "Fusionner dans un autre besoin" }).click();
  await page.getByLabel("Chercher par des mots").fill("chariot mobile");
  await page.getByLabel("Chercher par des mots").press("Enter");
  await expect(page).toHaveURL(/q=chariot/);
  await page.getByRole("radio", { name: stays }).first().check();
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByRole("heading", { name: "Les deux, avant de fusionner" })).toBeVisible();
  await expect(page.locator(".compare > section")).toContainText(["Ranger des casques", stays]);
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Fusionner", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(stays);
  await expect(page.getByRole("heading", { name: "Besoins fusionnés dans celui-ci" })).toBeVisible();
});

test("a session is prepared about a need that no project answers", async ({ page, expectProblem }, info) => {
  const statement = `Entendre lire chaque élève (${info.project.name})`;
  const heading = page.getByRole("heading", { level: 1 });
  await signIn(page, "member");
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill(statement);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(heading).toHaveText(statement);
  const need = page.url();

  // The project of the need is opened on the way: its title is asked, the rest proposed.
  await page.getByRole("link", { name: "Préparer une séance sur ce besoin" }).click();
  await expect(heading).toHaveText("Préparer une séance sur ce besoin");
  const title = page.getByLabel("Titre");
  const summary = page.getByLabel("En bref");
  await expect(title).toHaveValue(statement);
  await expect(page.locator("#need option:checked")).toHaveText(statement);
  await expect(summary).toBeHidden();
  await checkAccessibility(page);

  expectProblem(/422/);
  await title.fill("");
  await page.getByRole("button", { name: "Ouvrir le projet et continuer" }).click();
  await expect(page.locator("#title-problem")).toContainText("À remplir");
  await expect(summary).toBeVisible();
  await expect(page.getByLabel("Le problème")).toHaveValue(statement);
  await summary.fill("Entendre chacun lire, sans y passer la matinée.");
  await title.fill(`Lire à voix haute (${info.project.name})`);
  await page.getByRole("button", { name: "Ouvrir le projet et continuer" }).click();

  await expect(page).toHaveURL(/\/projects\/[^/]+\/sessions\/new\?need=/);
  await page.getByRole("link", { name: "Écriture silencieuse et regroupement" }).click();
  await expect(page.locator("#need option:checked")).toHaveText(statement);
  await page.getByLabel("Titre").fill("Première séance");
  await page.getByLabel("Début").fill("2026-12-02T14:00");
  await page.getByRole("button", { name: "Préparer cette séance" }).click();
  await expect(heading).toHaveText("Première séance");

  await page.goto(need);
  const beside = page.locator(".split > aside");
  await expect(beside.getByRole("link", { name: "Première séance" })).toBeVisible();
  await expect(beside.getByRole("link", { name: /^Lire à voix haute/ })).toBeVisible();
  await expect(beside.getByRole("link", { name: "Préparer une séance sur ce besoin" })).toHaveCount(0);
});

test("an observer reads and is not offered to write", anyWidth, async ({ page }) => {
  await signIn(page, "observer");
  await page.goto("/needs");
  await expect(page.getByRole("link", { name: "Exprimer un besoin" })).toHaveCount(0);
  await page.locator(".card-list h3 a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Enregistrer ma position" })).toHaveCount(0);
});
