// Being told, with JavaScript switched off: the bell, marking as read, the switches.
import { expect, signIn, test } from "./fixtures";

test("what one is told is read and switched off", async ({ page }) => {
  await signIn(page, "facilitator");
  await page.goto("/");
  await page.locator("a.bell").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notifications");
  const all = page.getByRole("button", { name: "Tout marquer comme lu" });
  if (await all.isVisible()) {
    await all.click();
    await expect(page).toHaveURL(/\/notifications\??$/);
    await expect(all).toBeHidden();
  }
  await page.getByRole("link", { name: "Choisir ce que je reçois" }).click();
  const box = page.getByRole("checkbox", { name: "Par courriel : ma signature est demandée" });
  await box.uncheck();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(box).not.toBeChecked();
  await box.check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(box).toBeChecked();
});
