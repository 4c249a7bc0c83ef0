// Imports: files in, columns mapped, tried, run, undone as a whole or in part; needs out as CSV.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";

const folder = new URL("../../server/store/tests/fixtures/consultation/", import.meta.url);
const comments = readFileSync(new URL("comments.csv", folder));
const votes = readFileSync(new URL("votes.csv", folder));
const answers = readFileSync(new URL("../questionnaire/retours.csv", folder));
const csv = (name: string, buffer: Buffer) => ({ name, mimeType: "text/csv", buffer });

test("a consultation goes in, is accounted for and undone as a whole", async ({ page }, info) => {
  const source = `Consultation ${info.project.name}`;
  await signIn(page, "coordinator");
  await page.goto("/needs");
  await page.getByRole("link", { name: "Imports" }).click();
  await page.getByRole("link", { name: "Importer un fichier" }).first().click();
  await page.getByLabel("Fichier à importer").setInputFiles(csv("comments.csv", comments));
  await page.getByLabel("Fichier des votes").setInputFiles(csv("votes.csv", votes));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Que devient chaque colonne ?");
  await expect(page.getByLabel("La colonne « comment-body » devient")).toHaveValue("statement");
  await expect(page.getByLabel("La colonne « voter-id » devient")).toHaveValue("voter");
  await page.getByLabel("Nom de la source").fill(source);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ce qui sera fait");
  await expect(page.getByText("tous concordent")).toBeVisible();
  const trial = page.getByRole("table", { name: "Les premiers, tels qu'ils seront" });
  await expect(trial.locator("td[data-label='la date']").first()).toHaveText(/^\d+(er)? \p{L}+ \d{4} à \d\d:\d\d$/u);
  await page.locator("summary", { hasText: "Une par une" }).click();
  await expect(page.getByText("peut-être")).toBeVisible();
  await page.getByRole("button", { name: "Importer 10 besoins" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`);
  await page.goto("/needs?q=fluence");
  await expect(page.getByRole("link", { name: /suivre la fluence/ }).first()).toBeVisible();

  await page.goto("/imports");
  await page.getByRole("link", { name: source }).click();
  await page.getByText("Annuler cet import").click();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();
});

// No part of the project: it lies beside it, or is not there.
const said = process.env.ETABLI_SHARED_DATA;
const shared = said === undefined ? new URL("../../../shared/data/", import.meta.url) : pathToFileURL(`${said}/`);
const real = new URL("polis-biodiversity/", shared);

/** How many rows a table has below its head: cells in quotes may break lines. */
const rowsOf = (table: string) => table.replace(/"(?:[^"]|"")*"/g, "quoted").trim().split("\n").length - 1;

test("a real consultation of 29,802 votes goes in and comes out again", anyWidth, async ({ page }) => {
  test.skip(said === undefined && !existsSync(real), `no consultation in ${real.pathname}`);
  test.setTimeout(120_000);
  const file = (name: string) => csv(name, readFileSync(new URL(name, real)));
  const source = "Biodiversité";
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  await page.getByLabel("Fichier à importer").setInputFiles(file("comments.csv"));
  await page.getByLabel("Fichier des votes").setInputFiles(file("votes.csv"));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByLabel("Nom de la source").fill(source);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page.getByText("tous concordent")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Importer 316 besoins" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`, { timeout: 60_000 });
  await expect(page.locator("main")).toContainText(/29\s802/);

  const out = await page.request.get(`/exports/votes.csv?source=${encodeURIComponent(source)}`);
  expect(rowsOf(await out.text())).toBe(29_802);
  const needs = await page.request.get(`/exports/needs.csv?source=${encodeURIComponent(source)}`);
  expect(rowsOf(await needs.text())).toBe(316);
  await page.getByText("Annuler cet import").click();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible({ timeout: 30_000 });
});

test("a questionnaire becomes feedback of a project and is undone as a whole", anyWidth, async ({ page }, info) => {
  const source = `Questionnaire ${info.project.name}`;
  await signIn(page, "coordinator");
  const log = `${await demoProject(page)}/feedback`;
  await page.goto(log);
  await page.getByRole("link", { name: "Importer", exact: true }).click();
  await expect(page.getByLabel("Ce que contient le fichier")).toHaveValue(log.split("/").at(-2)!);
  await expect(page.getByLabel("Fichier des votes")).toBeHidden();
  await page.getByLabel("Fichier à importer").setInputFiles(csv("retours.csv", answers));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Que devient chaque colonne ?");
  await expect(page.getByLabel("La colonne « recit. Que s’est-il passé ? » devient")).toHaveValue("story");
  await expect(page.getByLabel("La colonne « id. ID de la réponse » devient")).toHaveValue("source_id");
  await expect(page.getByLabel("La colonne « nom. Votre nom » devient")).toHaveValue("ignored");
  await page.getByLabel("Type des lignes qui n'en disent pas").selectOption("question");
  await page.getByLabel("Nom de la source").fill(source);
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ce qui sera fait");
  const first = page.getByRole("table", { name: "Les premiers, tels qu'ils seront" });
  await expect(first.locator("tbody tr")).toHaveCount(7);
  await expect(first.getByRole("rowheader", { name: "Les consignes sont trop longues" }).first()).toBeVisible();
  await page.locator("summary", { hasText: "Une par une" }).click();
  await expect(page.getByText("Minitel")).toBeVisible();
  await page.getByRole("button", { name: "Importer 7 retours" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`);
  await page.goto(`${log}?q=consignes+longues`);
  await page.getByRole("link", { name: "Les consignes sont trop longues" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Les consignes sont trop longues");
  await expect(page.getByText("Sans nom").first()).toBeVisible();

  await page.goto("/imports");
  await page.getByRole("link", { name: source }).click();
  await page.getByText("Annuler cet import").click();
  await expect(page.getByText("Seront supprimés : 7 retours.")).toBeVisible();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();

  // The project tells of both, and leads back to the import.
  await page.goto(log.replace(/\/feedback$/, "/activity"));
  const told = (words: string) => page.locator(".feed li").filter({ hasText: words }).first();
  await expect(told("a annulé l'import de 7 retours")).toBeVisible();
  await checkAccessibility(page);
  await told("a importé 7 retours").getByRole("link", { name: "7 retours" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`);
});

test("a file of votes does not come with feedback", anyWidth, async ({ page }) => {
  await signIn(page, "coordinator");
  const project = (await demoProject(page)).split("/").at(-1)!;
  await page.goto("/imports/new");
  // What is chosen before the page is awake is told by the server alone.
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Fichier à importer").setInputFiles(csv("retours.csv", answers));
  await page.getByLabel("Fichier des votes").setInputFiles(csv("votes.csv", votes));
  // Chosen before the project is: the field goes, and what is in it is not sent.
  await page.getByLabel("Ce que contient le fichier").selectOption(project);
  await expect(page.getByLabel("Fichier des votes")).toBeHidden();
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Que devient chaque colonne ?");
  await expect(page.getByRole("heading", { name: "Fichier des votes" })).toHaveCount(0);
  await page.getByRole("button", { name: "Abandonner cet import" }).click();
  await expect(page).toHaveURL(/\/imports$/);
});

test("a mapping without a source is told beside the field", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/422/);
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  await page.getByLabel("Fichier à importer").setInputFiles(csv("comments.csv", comments));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByLabel("La colonne « comment-body » devient").selectOption("ignored");
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page.locator("#source-problem")).toContainText("À remplir");
  await expect(page.locator(".problem-summary")).toContainText("Une colonne qui devient le besoin");
  await page.getByRole("button", { name: "Abandonner cet import" }).click();
  await expect(page).toHaveURL(/\/imports$/);
});

test("a spreadsheet is refused with what to do", anyWidth, async ({ page }) => {
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  const sheet = Buffer.from("PK\u0003\u0004 not a table");
  await page.getByLabel("Fichier à importer").setInputFiles(csv("besoins.csv", sheet));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await expect(page.locator("#records-problem")).toContainText("enregistrez la feuille de calcul au format CSV");
});

test("needs go out as CSV", anyWidth, async ({ page }) => {
  await signIn(page, "observer");
  await page.goto("/needs");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exporter en CSV" }).click();
  expect((await download).suggestedFilename()).toBe("besoins.csv");
});

test("what somebody has worked on stays when the rest of an import is undone", anyWidth, async ({ page, expectProblem }, info) => {
  expectProblem(/422/);
  const source = `Sondage ${info.project.name}`;
  const words = ["Mesurer les marées", "Peindre les saisons", "Compter les étoiles"] as const;
  const rows = words.map((need, place) => `${place},${need} (${source})`);
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  const file = Buffer.from(["comment-id,comment-body", ...rows].join("\n"));
  await page.getByLabel("Fichier à importer").setInputFiles(csv("sondage.csv", file));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByLabel("Nom de la source").fill(source);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await page.getByRole("button", { name: "Importer 3 besoins" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`);
  await expect(page.getByText("Annuler cet import")).toBeVisible();
  const address = page.url();

  // Beside it, somebody supports one need, and later another.
  const beside = await page.context().newPage();
  const need = (word: string) => beside.getByRole("link", { name: `${word} (${source})` }).first();
  const open = async (word: string) => {
    await beside.goto(`/needs?q=${encodeURIComponent(word)}`);
    await need(word).click();
    await expect(beside.getByRole("heading", { level: 1 })).toHaveText(`${word} (${source})`);
  };
  const support = async (word: string) => {
    await open(word);
    await beside.getByLabel("soutien", { exact: true }).check();
    await beside.getByRole("button", { name: "Enregistrer ma position" }).click();
    await expect(beside.getByText("1 soutien")).toBeVisible();
  };
  await support(words[0]);
  await page.goto(address);
  await page.getByText("Tout supprimer, sauf 1 besoin").click();
  await expect(page.getByText("Seront supprimés : 2 besoins, 0 vote.")).toBeVisible();
  await checkAccessibility(page);
  await support(words[1]);
  await page.getByRole("button", { name: "Oui, supprimer le reste" }).click();

  // What was shown is no longer so: it is told, and the page shows what stays now.
  await expect(page.locator(".problem-summary")).toContainText("Ce qui doit rester a changé entre-temps");
  await expect(page.getByText("Tout supprimer, sauf 2 besoins")).toBeVisible();
  const kept = page.locator(".notice[data-tone=warn] li");
  await expect(kept.filter({ hasText: words[0] })).toContainText("une position y a été prise");
  await expect(kept.filter({ hasText: words[1] })).toBeVisible();
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Oui, supprimer le reste" }).click();
  await expect(page.getByText("Annulé en partie par")).toBeVisible();
  await expect(page.getByText("Supprimés : 1 besoin, 0 vote.")).toBeVisible();
  await expect(page.getByText("Tout le reste de cet import a été supprimé.")).toBeVisible();
  await checkAccessibility(page);
  await beside.goto(`/needs?q=${encodeURIComponent(words[2])}`);
  await expect(need(words[2])).toHaveCount(0);

  // Once nothing keeps them, the others go as well.
  for (const word of words.slice(0, 2)) {
    await open(word);
    await beside.getByText("Retirer ma position", { exact: true }).click();
    await beside.getByRole("button", { name: "Oui, retirer ma position" }).click();
    await expect(beside.getByText("1 soutien")).toHaveCount(0);
  }
  await page.goto(address);
  await page.getByText("Annuler cet import").click();
  await expect(page.getByText("Seront supprimés : 2 besoins, 0 vote.")).toBeVisible();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();
  await page.goto("/imports");
  await expect(page.getByRole("row", { name: new RegExp(source) }).first()).toContainText("Annulé");
});
