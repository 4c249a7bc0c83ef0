// The demonstration: what somebody who tries it finds there.
import { accounts, expect, signIn, test } from "./fixtures";

test("the sign-in page lists an account for each role", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.locator(".demo-accounts li")).toHaveCount(Object.keys(accounts).length);
  await page.getByRole("button", { name: accounts.lead.email }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
});

test("a pilot project is in full swing", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto("/projects");
  const project = page.locator(".card-title a").filter({ hasText: "Fluence" });
  const address = await project.getAttribute("href");
  await page.goto(`${address}/iterations`);
  for (const state of ["en cours", "en revue", "close"]) {
    await expect(page.getByRole("main").getByText(state, { exact: true }).first()).toBeVisible();
  }
  await page.goto(`${address}/feedback`);
  await expect(page.locator(".result-count")).toHaveText(/^\d{2,3} retours$/);
  await page.goto(`${address}/milestones`);
  for (const state of ["atteint", "manqué"]) {
    await expect(page.getByRole("main").locator(".badge", { hasText: state }).first()).toBeVisible();
  }
});
