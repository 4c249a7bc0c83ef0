// What is written and not saved: whoever leaves is asked first, and what becomes of a form is said.
import {
  accounts,
  address,
  anyWidth,
  checkAccessibility,
  demoProject,
  expect,
  join,
  newLink,
  signIn,
  test,
  watchHydration,
} from "./fixtures";
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

test("whoever leaves a script that they arranged is asked first", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const answers = answerQuestions(page);
  const script = `${await demoProject(page)}/sessions/new?method=affinity`;
  const isAlive = await watchHydration(page);
  const home = page.locator("a.brand");
  const rows = page.locator(".script-rows > li");
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  // What stands again where it stood is not lost.
  await page.goto(script);
  await isAlive();
  await button("Descendre : Écrire en silence").click();
  await expect(rows.nth(1)).toContainText("Écrire en silence");
  await button("Monter : Écrire en silence").click();
  await expect(rows.nth(0)).toContainText("Écrire en silence");
  await home.click();
  await expect(page).toHaveURL(/\/$/);
  expect(answers.asked).toEqual([]);

  for (const [place, name] of ["Descendre : Écrire en silence", "Dupliquer : Écrire en silence"].entries()) {
    await page.goto(script);
    await isAlive();
    await button(name).click();
    await expect(rows.nth(1)).toContainText("Écrire en silence");
    answers.leave = false;
    await home.click();
    await expect.poll(() => answers.asked).toHaveLength(2 * place + 1);
    await expect(page).toHaveURL(/method=affinity$/);
    await expect(rows.nth(1)).toContainText("Écrire en silence");
    answers.leave = true;
    await home.click();
    await expect(page).toHaveURL(/\/$/);
  }
  expect(answers.asked).toEqual(["confirm", "confirm", "confirm", "confirm"]);
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
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await expect(save).toHaveAttribute("aria-busy", "true");
  const loaded = page.waitForResponse(/load_preferences/);
  answer();
  await loaded;
  await expect(box).not.toBeChecked();
  await expect(state).toHaveText("Enregistré");
  await expect(save).not.toHaveAttribute("aria-disabled");
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
  await expect(make).toHaveAttribute("aria-disabled", "true");
  await expect(make).toHaveAttribute("aria-busy", "true");
  // Those of the others wait with it, and are not what is under way.
  const another = page.getByRole("button", { name: "Lien de mot de passe" }).and(page.locator("[aria-busy=false]")).first();
  await expect(another).toHaveAttribute("aria-disabled", "true");
  answer();
  await expect(page.locator(".notice code").first()).toBeVisible();
  await expect(make).not.toHaveAttribute("aria-disabled");
});

test("sent once more while it is under way, a form goes once, and keeps the keyboard and what is typed", anyWidth, async ({
  page,
}) => {
  await signIn(page, "administrator");
  const isAlive = await watchHydration(page);
  await page.goto("/people");
  await isAlive();
  let sent = 0;
  let answer = () => {};
  const waits = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/invite*", async (route) => {
    sent += 1;
    await waits;
    await route.continue();
  });
  const note = page.getByLabel("Pour qui");
  const make = page.getByRole("button", { name: "Créer le lien" });
  await note.fill("Deux fois");
  await make.focus();
  await page.keyboard.press("Enter");
  await expect(make).toHaveAttribute("aria-disabled", "true");
  await expect(make).toHaveAttribute("aria-busy", "true");
  await expect(make).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await note.fill("La suivante");
  await page.keyboard.press("Enter");
  answer();
  await expect(page.locator(".notice code").first()).toBeVisible();
  await expect(make).not.toHaveAttribute("aria-disabled");
  await expect(note).toHaveValue("La suivante");
  await expect(note).toBeFocused();
  expect(sent).toBe(1);
});

test("what was saved is told until something else is done", anyWidth, async ({ page, newPersonPage }, info) => {
  await signIn(page, "administrator");
  const email = address("enregistre", info);
  await join(await newPersonPage(), await newLink(page, "Pour enregistrer"), "Lou Essai", email, "le tout premier mot");
  const isAlive = await watchHydration(page);
  await page.goto("/people");
  await isAlive();
  const row = page.locator("li.card", { hasText: email });
  await row.getByLabel(/^Partie prenante/).selectOption("researcher");
  await row.getByRole("button", { name: "Enregistrer" }).click();
  await expect(row.locator(".party")).toHaveText("chercheur·se");
  await expect(row.getByRole("status")).toHaveText("Enregistré");
  // The list is drawn anew with what was done elsewhere on the page.
  const other = `Autre chose ${info.retry}-${info.repeatEachIndex}`;
  await page.getByLabel("Pour qui").fill(other);
  await page.getByRole("button", { name: "Créer le lien" }).click();
  await expect(page.locator("li.card", { hasText: other })).toBeVisible();
  await expect(row.getByRole("status")).toBeEmpty();
  await expect(row.getByLabel(/^Partie prenante/)).toHaveValue("researcher");
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
