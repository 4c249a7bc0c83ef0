// With JavaScript switched off, each step of an import is a page.
import { demoProject, expect, signIn, test } from "./fixtures";

test("needs are imported and undone", async ({ page }) => {
  const records = "besoin;niveau\nRelire les consignes sans script;CM1\nImprimer sans script;CM2\n";
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  await page
    .getByLabel("Fichier à importer")
    .setInputFiles({ name: "besoins.csv", mimeType: "text/csv", buffer: Buffer.from(records) });
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page.locator("#source-problem")).toContainText("À remplir");
  await page.getByLabel("Nom de la source").fill("Sans script");
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await page.getByRole("button", { name: "Importer 2 besoins" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import : Sans script");
  await page.getByText("Annuler cet import").click();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();
});

test("feedback is imported and undone, and votes do not come with it", async ({ page }) => {
  const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  const answers =
    "Response ID;Date submitted;What happened?;Type\n" +
    "1;2026-02-03 09:12:00;Le bouton Suivant se cache sans script;Panne\n" +
    "2;hier;Un minuteur sans script;Une idée\n";
  await signIn(page, "coordinator");
  const project = await demoProject(page);
  await page.goto(`${project}/feedback`);
  await page.getByRole("link", { name: "Importer", exact: true }).click();
  await page.getByLabel("Fichier à importer").setInputFiles(file("retours.csv", answers));
  await page.getByLabel("Fichier des votes").setInputFiles(file("votes.csv", "a;b\n1;2\n"));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await expect(page.locator("#votes-problem")).toContainText("n’accompagne que des besoins");
  await expect(page.getByLabel("Ce que contient le fichier")).toHaveValue(project.split("/").at(-1)!);

  await page.getByLabel("Fichier à importer").setInputFiles(file("retours.csv", answers));
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByLabel("Nom de la source").fill("Retours sans script");
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page.getByText("date non reconnue").first()).toBeVisible();
  await page.getByRole("button", { name: "Importer 2 retours" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import : Retours sans script");
  await page.getByRole("link", { name: /Voir les retours/ }).click();
  await expect(page.getByRole("link", { name: "Un minuteur sans script" }).first()).toBeVisible();
  await page.goto("/imports");
  await page.getByRole("link", { name: "Retours sans script" }).first().click();
  await page.getByText("Annuler cet import").click();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();
});
