// What is written and not saved: whoever leaves is asked first, and what becomes of a form is said.
import { accounts, anyWidth, checkAccessibility, expect, signIn, test, watchHydration } from "./fixtures";
import type { Page } from "@playwright/test";

/** Answers what the browser asks, and keeps which questions those were. */
function answerQuestions(page: Page) {
  const answers = { asked: [] as string[], leave: false };
  page.on("dialog", async (dialog) => {
    answers.asked.push(dialog.type());
    await (answers.leave ? dialog.accept() : dialog.dismiss());
  });
  return answers;
}

test("whoever leaves what is written is asked first, by link, by the way back and as the page goes", anyWidth, async ({ page }) => {
  await signIn(page, "member");
  const answers = answerQuestions(page);
  const isAlive = await watchHydration(page);
  await page.goto("/needs");
  await isAlive();
  await page.getByRole("link", { name: "Exprimer un besoin" }).click();
  const field = page.getByLabel("De quoi avez-vous besoin ?");
  const home = page.locator("a.brand");
  const text = "Garder ce qui n'est pas encore envoyé";
  await field.fill(text);
  const stays = async (how: string[]) => {
    await expect.poll(() => answers.asked).toEqual(how);
    await expect(page).toHaveURL(/\/needs\/new$/);
    await expect(field).toHaveValue(text);
  };
  await home.click();
  await stays(["confirm"]);
  await page.evaluate(() => history.back());
  await stays(["confirm", "confirm"]);
  await page.evaluate(() => void setTimeout(() => location.reload()));
  await stays(["confirm", "confirm", "beforeunload"]);
  answers.leave = true;
  await home.click();
  await expect(page).toHaveURL(/\/$/);
  expect(answers.asked).toHaveLength(4);
});

test("nobody is asked about what is empty again, what was saved and what was searched for", anyWidth, async ({ page }, info) => {
  await signIn(page, "member");
  const answers = answerQuestions(page);
  const isAlive = await watchHydration(page);
  const field = page.getByLabel("De quoi avez-vous besoin ?");
  const home = page.locator("a.brand");

  await page.goto("/needs");
  await isAlive();
  await page.getByRole("searchbox", { name: "Mots" }).fill("dictée");
  await page.getByRole("link", { name: "Exprimer un besoin" }).click();
  await expect(field).toBeVisible();
  await field.fill("Rien");
  await field.fill("");
  await home.click();
  await expect(page).toHaveURL(/\/$/);

  await page.goto("/needs/new");
  await isAlive();
  await field.fill(`Partir sans question (${info.project.name})`);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Partir sans question");
  await home.click();
  await expect(page).toHaveURL(/\/$/);
  expect(answers.asked).toEqual([]);
});

test("a form says that it is being saved and that it is, until it is changed", anyWidth, async ({ page }) => {
  // Others change the switches of others meanwhile.
  await signIn(page, "coordinator");
  const isAlive = await watchHydration(page);
  await page.goto("/notifications/preferences");
  await isAlive();
  const state = page.locator(".form-actions").getByRole("status");
  const save = page.getByRole("button", { name: "Enregistrer" });
  const box = page.getByRole("checkbox", { name: "Par courriel : un commentaire me mentionne" });
  await expect(state).toBeEmpty();
  let answer = () => {};
  const waits = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/prefer_notifications*", async (route) => {
    await waits;
    await route.continue();
  });
  await box.uncheck();
  await save.click();
  await expect(state).toHaveText("Enregistrement…");
  await expect(save).toBeDisabled();
  await expect(save).toHaveAttribute("aria-busy", "true");
  const loaded = page.waitForResponse(/load_preferences/);
  answer();
  await loaded;
  await expect(box).not.toBeChecked();
  await expect(state).toHaveText("Enregistré");
  await expect(save).toBeEnabled();
  await checkAccessibility(page);
  await box.check();
  await expect(state).toBeEmpty();
  await save.click();
  await expect(state).toHaveText("Enregistré");
});

test("a button alone says that what it asks for is under way", anyWidth, async ({ page }) => {
  await signIn(page, "administrator");
  const isAlive = await watchHydration(page);
  await page.goto("/people");
  await isAlive();
  let answer = () => {};
  const waits = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/password_reset_for*", async (route) => {
    await waits;
    await route.continue();
  });
  const row = page.locator("li.card", { hasText: accounts.observer.email });
  const make = row.getByRole("button", { name: "Lien de mot de passe" });
  await make.click();
  await expect(make).toBeDisabled();
  await expect(make).toHaveAttribute("aria-busy", "true");
  answer();
  await expect(page.locator(".notice code").first()).toBeVisible();
  await expect(make).toBeEnabled();
});

test("more than the server takes stays in the form, with why", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/422/);
  await signIn(page, "member");
  const isAlive = await watchHydration(page);
  await page.goto("/needs/new");
  await isAlive();
  await page.getByLabel("De quoi avez-vous besoin ?").fill("Un long récit");
  const situation = page.getByLabel("Dans quelle situation");
  const summary = page.locator(".problem-summary");
  const send = page.getByRole("button", { name: "Exprimer ce besoin" });
  // Each of these letters takes six bytes.
  await situation.fill("é".repeat(200_000));
  await send.click();
  await expect(summary).toContainText("plus de texte que le serveur n'en accepte");
  await situation.fill("é".repeat(20_000));
  await send.click();
  await expect(summary).toContainText("n'est perdu");
  await expect(situation).toHaveValue("é".repeat(20_000));
});
