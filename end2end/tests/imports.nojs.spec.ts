// With JavaScript switched off, each step of an import is a page.
import { expect, signIn, test } from "./fixtures";

test("needs are imported and undone", async ({ page }) => {
  const records = "besoin;niveau\nRelire les consignes sans script;CM1\nImprimer sans script;CM2\n";
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  await page
    .getByLabel("Fichier des besoins")
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
