// Feedback: given on a phone in half a minute, with nothing lost and no name shown that is not to be.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { give, openLog } from "./log";

test("feedback is given in less than 30 seconds", async ({ page }, info) => {
  const story = `Les élèves ne trouvent pas le bouton Suivant (${info.project.name})`;
  await signIn(page, "lead");
  await page.goto("/");
  const started = Date.now();
  await page.getByRole("link", { name: "Donner un retour" }).first().click();
  await page.getByLabel("obstacle", { exact: true }).check();
  const field = page.getByLabel("Que s'est-il passé ?");
  await field.click();
  // As slowly as a thumb types.
  await field.pressSequentially(story, { delay: 150 });
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  expect(Date.now() - started).toBeLessThan(30_000);
  await expect(page.getByText("gênant").first()).toBeVisible();
});

test("what is chosen is remembered on this device", async ({ page }, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  await page.goto(`${log}/new`);
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Classe").selectOption("cm1");
  await page.getByLabel("Appareil").selectOption("tablet");
  await page.getByLabel("idée", { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(`Un minuteur visible (${info.project.name})`);
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByText("CM1")).toBeVisible();
  await page.goto(`${log}/new`);
  await expect(page.getByText("repris de la dernière fois")).toBeVisible();
  await page.getByText("Préciser le contexte").click();
  await expect(page.getByLabel("Classe")).toHaveValue("cm1");
  await expect(page.getByLabel("Appareil")).toHaveValue("tablet");
});

test("what is typed in one form stays while another is sent", anyWidth, async ({ page }, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  await give(page, log, "obstacle", `Le son ne part pas (${info.project.name})`);
  await page.getByLabel("Votre commentaire").fill("Nous avons la même tablette");
  await page.getByText("Historique", { exact: true }).click();
  await page.getByLabel("État").selectOption("accepted");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue("Nous avons la même tablette");
  await expect(page.locator("details[open] .history li")).not.toHaveCount(0);

  // What was sent makes room for the next.
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator(".comment")).toContainText("Nous avons la même tablette");
  await expect(page.getByLabel("Votre commentaire")).toHaveValue("");
  await page.getByLabel("Votre commentaire").fill("Et le même réseau");
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator(".comment")).toHaveCount(2);
});

test("bad input is told field by field and nothing typed is lost", async ({
  page,
  expectProblem,
}) => {
  expectProblem(/422/);
  await signIn(page, "lead");
  const log = await openLog(page);
  await page.goto(`${log}/new`);
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Où, dans l'outil ?").fill("<script>alert(1)</script>");
  await page.getByLabel("Élèves présents").fill("5000");
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.locator(".problem-summary")).toContainText("Qu'est-ce que c'est ?");
  await expect(page.locator("#story-problem")).toContainText("À remplir");
  await expect(page.locator("#pupils-problem")).toContainText(/entre 0 et 1\s000/);
  await expect(page.getByLabel("Où, dans l'outil ?")).toHaveValue("<script>alert(1)</script>");
  await checkAccessibility(page);
});

test("a name that is not to be shown is shown to nobody else", anyWidth, async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  const author = await newPersonPage();
  await signIn(author, "contributor");
  await author.goto("/account");
  const name = (await author.locator(".person").first().textContent())?.trim() ?? "";
  await author.goto(`${log}/new`);
  await author.getByLabel("obstacle", { exact: true }).check();
  await author.getByLabel("Que s'est-il passé ?").fill(`Je n'ose pas le dire (${info.project.name})`);
  await expect(author.getByText("Votre nom n'est écrit nulle part")).toBeVisible();
  await author.getByRole("radio", { name: /Sans montrer mon nom/ }).check();
  await author.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(author.getByText("Vous (votre nom n'est pas montré)")).toBeVisible();

  await page.goto(author.url());
  await expect(page.locator("dd", { hasText: /^Sans nom/ })).toBeVisible();
  await page.getByText("Historique", { exact: true }).click();
  await expect(page.locator(".history")).toContainText("Auteur·rice sans nom");
  if (name) await expect(page.locator(".history")).not.toContainText(name);
});

test("the pages of the log are not too wide, and the narrowed one is accessible", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const log = await openLog(page);
  const address = await give(page, log, "réussite", "Toute la classe a terminé l'exercice");
  for (const path of [log, `${log}?q=classe&kind=success`, `${log}/new`, address, `${address}/edit`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // The others are looked at with every page.
    if (path.includes("?")) await checkAccessibility(page);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});

test("an observer reads and is not offered to write", anyWidth, async ({ page, expectProblem }) => {
  await signIn(page, "observer");
  const log = await openLog(page);
  await expect(page.getByRole("link", { name: "Donner un retour" })).toHaveCount(0);
  await expect(page.locator(".bulk-bar")).toHaveCount(0);
  expectProblem(/403/);
  await page.goto(`${log}/new`);
  await expect(page.getByRole("alert")).toContainText("Votre rôle ne permet pas");
});
