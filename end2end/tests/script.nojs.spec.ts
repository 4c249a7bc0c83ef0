// The form of a session's script with JavaScript switched off: its buttons arrange the phases,
// and nothing that was typed is lost.
import { demoProject, expect, signIn, test } from "./fixtures";

test("phases are moved, inserted, duplicated and removed", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/sessions/new?method=affinity`);
  const rows = page.locator(".script-rows > li");
  const title = (place: number) => rows.nth(place).getByRole("textbox", { name: /^Phase/ });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.getByLabel("Titre").fill("Sans script");
  await page.getByLabel("Début").fill("2026-12-02T14:00");
  await button("Monter : Nommer").click();
  await expect(rows.nth(1)).toContainText("Nommer");
  await expect(page.getByText("rien n'est encore enregistré")).toBeVisible();
  await expect(page.getByLabel("Titre")).toHaveValue("Sans script");

  await button("Insérer une phase après : Nommer").click();
  await expect(rows).toHaveCount(5);
  await title(2).fill("Se présenter");
  await rows.nth(2).getByLabel("Minutes", { exact: true }).fill("5");
  await button("Dupliquer : phase sans nom").click();
  await expect(rows).toHaveCount(6);
  await expect(title(3)).toHaveValue("Se présenter");
  await button("Retirer : Regrouper").click();
  await expect(page.getByText("Retirer « Regrouper » avec ce qui y est écrit ?")).toBeVisible();
  await button("Retirer la phase").click();
  await expect(rows).toHaveCount(5);

  await button("Préparer cette séance").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sans script");
  await expect(page.locator(".script > li b")).toHaveText(["Écrire en silence", "Nommer", "Se présenter", "Se présenter", "Choisir"]);
});
