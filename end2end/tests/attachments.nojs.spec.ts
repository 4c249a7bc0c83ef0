// Attached files with JavaScript switched off: attached, read, refused, taken away.
import { demoProject, expect, signIn, test } from "./fixtures";

test("a text is attached to a project and taken away", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(await demoProject(page));
  const name = `sans-script-${Date.now()}.txt`;
  const file = page.getByLabel("Fichier", { exact: true });
  await expect(file).toBeHidden();
  await page.getByText("Joindre un fichier", { exact: true }).click();
  await file.setInputFiles({ name: "a.svg", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await page.getByLabel("Ce qu'on y voit ou entend").fill("Notes de séance");
  await page.getByRole("button", { name: "Joindre", exact: true }).click();
  await expect(page.getByText("Ce type de fichier n'est pas accepté")).toBeVisible();
  await expect(page.getByLabel("Ce qu'on y voit ou entend")).toHaveValue("Notes de séance");

  // It came back open, with what is wrong.
  await expect(file).toBeVisible();
  await file.setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from("Bonjour") });
  await page.getByRole("button", { name: "Joindre", exact: true }).click();
  await expect(page).toHaveURL(/#attachments$/);
  const row = page.locator("#attachments li", { hasText: name });
  await expect(row.getByText("Notes de séance")).toBeVisible();
  await row.locator("summary").click();
  await row.getByRole("button", { name: `Retirer « ${name} »` }).click();
  await expect(page.locator("#attachments li", { hasText: name })).toHaveCount(0);
});
