// The form of a session's script: phases folded to a line each, arranged by keys or fingers.
import { checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";
import { begin, inStep, leadOnBoard, panel, unique } from "./room";

test("phases are folded, moved, inserted, duplicated and removed, and the focus follows", async ({ page, expectProblem }) => {
  // What is not in order is told so by the server.
  expectProblem(/422/);
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/sessions/new?method=affinity`);
  await page.waitForLoadState("networkidle");
  const rows = page.locator(".script-rows > li");
  const title = (place: number) => rows.nth(place).getByRole("textbox", { name: /^Phase/ });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const said = (text: string) => page.getByRole("status").filter({ hasText: text });
  await expect(rows).toHaveCount(4);
  await expect(title(0)).toBeHidden();
  await expect(rows.nth(0).locator("summary")).toContainText("10 minutes");

  const down = button("Descendre : Écrire en silence");
  await down.focus();
  await page.keyboard.press("Enter");
  await expect(rows.nth(1)).toContainText("Écrire en silence");
  await expect(down).toBeFocused();
  await expect(said("Écrire en silence : phase 2 sur 4.")).toHaveCount(1);
  // At the end there is no further down: the way back has the focus.
  await page.keyboard.press("Enter");
  await expect(rows.nth(2)).toContainText("Écrire en silence");
  await expect(down).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows.nth(3)).toContainText("Écrire en silence");
  await expect(down).toBeDisabled();
  await expect(button("Monter : Écrire en silence")).toBeFocused();

  await button("Insérer une phase après : Regrouper").click();
  await expect(rows).toHaveCount(5);
  await expect(title(1)).toBeFocused();
  await page.keyboard.type("Se présenter");
  await expect(rows.nth(1).locator("summary")).toContainText("Se présenter");
  await rows.nth(1).getByLabel("Minutes", { exact: true }).fill("5");
  await rows.nth(1).getByLabel("écrire", { exact: true }).check();

  await button("Dupliquer : Se présenter").click();
  await expect(rows).toHaveCount(6);
  await expect(title(2)).toBeFocused();
  await expect(title(2)).toHaveValue("Se présenter");
  await expect(rows.nth(2).getByLabel("écrire", { exact: true })).toBeChecked();
  await title(2).fill("Se quitter");

  await button("Retirer : Se quitter").click();
  await expect(page.getByText("Retirer « Se quitter » avec ce qui y est écrit ?")).toBeVisible();
  await expect(button("La garder")).toBeFocused();
  await checkAccessibility(page);
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(6);
  await expect(button("Retirer : Se quitter")).toBeFocused();
  await button("Retirer : Se quitter").click();
  await button("Retirer la phase").click();
  await expect(rows).toHaveCount(5);
  await expect(said("Se quitter est retirée.")).toHaveCount(1);

  // What is wrong unfolds; Enter in a field saves, and moves nothing.
  await rows.nth(0).locator("summary").click();
  await title(0).fill("");
  await rows.nth(0).locator("summary").click();
  await expect(title(0)).toBeHidden();
  const name = `Séance ${unique()}`;
  await page.getByLabel("Début").fill("2026-12-02T14:00");
  await page.getByLabel("Titre").fill(name);
  await page.keyboard.press("Enter");
  await expect(title(0)).toBeVisible();
  await expect(rows.nth(0)).toContainText("À remplir");
  await expect(page.locator(".problem-summary")).toContainText("Phase 1 (phase sans nom), ");
  await title(0).fill("Rassembler");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.locator(".script > li b")).toHaveText(["Rassembler", "Se présenter", "Nommer", "Choisir", "Écrire en silence"]);
});

test("a phase that has begun stays where it is", async ({ page }) => {
  const { session } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  await begin(page).nth(1).click();
  await inStep(page);
  await page.goto(`${session}/edit`);
  await page.waitForLoadState("networkidle");
  const rows = page.locator(".script-rows > li");
  await expect(rows.nth(1)).toContainText("a commencé");
  await expect(page.getByText("a commencé", { exact: true }).filter({ visible: true })).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Descendre : Écrire en silence" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Monter : Nommer" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Descendre : Nommer" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "Retirer : Regrouper" })).toBeDisabled();
});
