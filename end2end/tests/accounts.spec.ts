// Accounts: signing in and out, invitations, resets, roles, sessions.
import { accounts, expect, signIn, test } from "./fixtures";

test("a wrong password is told beside the field, and the address stays", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Adresse électronique").fill("member@demo.etabli.example");
  await page.getByLabel("Mot de passe").fill("ce n'est pas le bon");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.locator("#password-problem")).toContainText("ne convient pas");
  await expect(page.getByLabel("Adresse électronique")).toHaveValue("member@demo.etabli.example");
  await expect(page.getByLabel("Mot de passe")).toHaveValue("");
});

test("one is led where one wanted to go", async ({ page }) => {
  await page.goto("/needs?order=newest");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Adresse électronique").fill(accounts.member.email);
  await page.getByLabel("Mot de passe").fill(accounts.member.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/needs\?order=newest/);
});

test("signing out closes the door", async ({ page }) => {
  await signIn(page, "member");
  await page.locator("details.menu > summary").click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an invitation makes one account and no second", async ({ page, newPersonPage }, info) => {
  await signIn(page, "administrator");
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill("Une nouvelle enseignante");
  await page.getByRole("button", { name: "Créer le lien" }).click();
  const link = await page.locator(".notice code").first().textContent();
  const path = new URL(link ?? "").pathname;

  const guest = await newPersonPage();
  await guest.goto(path);
  await guest.getByLabel("Nom affiché aux autres").fill("Inès Aubry");
  await guest.getByLabel("Adresse électronique").fill(`ines-${info.project.name}-${info.repeatEachIndex}@exemple.fr`);
  await guest.getByLabel("Mot de passe").fill("trop court");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.locator("#password-problem")).toContainText("12 caractères");
  await expect(guest.getByLabel("Nom affiché aux autres")).toHaveValue("Inès Aubry");
  await guest.getByLabel("Mot de passe").fill("une phrase assez longue");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Bonjour Inès");

  const late = await newPersonPage();
  await late.goto(path);
  await expect(late.getByRole("alert")).toContainText("déjà servi");
});

test("a reset link handed over by the administrator sets a new password", async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "administrator");
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill("Pour essayer le lien");
  await page.getByRole("button", { name: "Créer le lien" }).click();
  const join = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  const email = `nour-${info.project.name}@exemple.fr`;
  const guest = await newPersonPage();
  await guest.goto(join);
  await guest.getByLabel("Nom affiché aux autres").fill(`Nour Essai ${info.project.name}`);
  await guest.getByLabel("Adresse électronique").fill(email);
  await guest.getByLabel("Mot de passe").fill("le tout premier mot");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Bonjour Nour");

  await page.reload();
  const row = page.locator("li.card", { hasText: email });
  await row.getByRole("button", { name: "Lien de mot de passe" }).click();
  const reset = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  await guest.goto(reset);
  await guest.getByLabel("Mot de passe").fill("un second mot de passe");
  await guest.getByRole("button", { name: "Choisir un nouveau mot de passe" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Bonjour Nour");
});

test("whoever asks for a reset learns nothing about accounts", async ({ page }) => {
  const answers: string[] = [];
  for (const email of ["member@demo.etabli.example", "personne@exemple.fr"]) {
    await page.goto("/forgotten");
    await page.getByLabel("Adresse électronique").fill(email);
    await page.getByRole("button", { name: "Envoyer le lien" }).click();
    answers.push((await page.getByRole("status").first().textContent()) ?? "");
  }
  expect(answers[0]).toContain("Si un compte utilise cette adresse");
  expect(answers[0]).toBe(answers[1]);
});

test("a session of one's own can be ended from another browser", async ({ page, newPersonPage }) => {
  await signIn(page, "observer");
  const other = await newPersonPage();
  await signIn(other, "observer");
  await page.goto("/account");
  const rows = page.locator("li.card", { hasText: "Dernier usage" });
  await expect(rows.filter({ hasText: "ce navigateur" })).toHaveCount(1);
  await page.locator("details.menu > summary").click();
  await expect(page.getByRole("link", { name: "Journal des modifications" })).toHaveCount(0);
});

test("people and audit are for those who run the workspace", async ({ page, expectProblem }) => {
  expectProblem(/403/);
  await signIn(page, "member");
  for (const path of ["/people", "/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("alert")).toContainText("Votre rôle ne permet pas");
  }
});

test("language and appearance are remembered", async ({ page }) => {
  await signIn(page, "member");
  const foot = page.locator("footer");
  await foot.getByLabel("Langue").selectOption("en");
  await foot.getByLabel("Apparence").selectOption("dark");
  await foot.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("link", { name: "Needs", exact: true }).first()).toBeVisible();
  await page.goto("/projects");
  await expect(page.locator("footer").getByLabel("Appearance")).toHaveValue("dark");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Projects");
});
