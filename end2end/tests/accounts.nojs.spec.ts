// Accounts with JavaScript switched off: a link made by a form is shown once, on the page that follows.
import { expect, signIn, test } from "./fixtures";

test("a link made for somebody is shown once", async ({ page }) => {
  await signIn(page, "administrator");
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill("Une collègue sans script");
  await page.getByRole("button", { name: "Créer le lien" }).click();
  await expect(page.locator(".notice code")).toContainText("/join/");
  await page.goto("/people");
  await expect(page.locator(".notice code")).toHaveCount(0);
});
