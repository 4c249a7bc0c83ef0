// Whose clocks the times on a page follow.
import { expect, signIn, test } from "./fixtures";

const zone = "Les heures sont celles de Paris, sauf mention contraire.";

test("a page that tells times says that they are those of Paris", async ({ page }) => {
  await page.goto("/accessibilite");
  await expect(page.getByText(zone)).toBeHidden();
  await signIn(page, "lead");
  await page.goto("/activity");
  const moment = page.locator("main time[datetime$='Z']").first();
  await expect(moment).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await expect(page.getByText(zone)).toBeVisible();

  // What is shown is that instant by the clocks of Paris, wherever the browser stands.
  const exact = await moment.getAttribute("datetime");
  const paris = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" });
  await expect(moment).toContainText(paris.format(new Date(exact ?? "")));
});

test.describe("in Réunion", () => {
  test.use({ timezoneId: "Indian/Reunion" });

  test("times are the same, and the page takes over what the server rendered", async ({ page }) => {
    await signIn(page, "lead");
    await page.goto("/activity");
    const moment = page.locator("main time[datetime$='Z']").first();
    const rendered = await moment.textContent();
    await page.waitForLoadState("networkidle");
    await expect(moment).toHaveText(rendered ?? "");
    await expect(page.getByText(zone)).toBeVisible();
  });
});
