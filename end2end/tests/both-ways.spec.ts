// A page opened by a link and directly.
import { checkAccessibility, expect, signIn, test } from "./fixtures";

for (const [list, link] of [
  ["/needs", ".card-list h3 a"],
  ["/projects", ".card-title a"],
] as const) {
  test(`a page of ${list} opens both ways and is accessible`, async ({ page }) => {
    // Whoever coordinates may change whatever stands first.
    await signIn(page, "coordinator");
    await page.goto(list);
    const first = page.locator(link).first();
    const title = (await first.textContent()) ?? "";
    // Without a full load: a mark on the window survives.
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => Object.assign(window, { mark: true }));
    await first.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    expect(await page.evaluate(() => "mark" in window)).toBe(true);
    await checkAccessibility(page);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await page.goto(`${page.url()}/edit`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}

