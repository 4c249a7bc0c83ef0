// Pages are found and gone through by keys alone.
import { expect, signIn, test } from "./fixtures";

test("everything is found by keys alone, and Escape leads back", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no such keys");
  await signIn(page, "lead");
  await page.goto("/needs");
  const keys = page.keyboard;
  const quick = page.locator(".masthead").getByRole("searchbox");
  const link = page.getByRole("navigation").getByRole("link", { name: "Projets" });
  await link.focus();
  await keys.press("Control+k");
  await expect(quick).toBeFocused();
  await keys.press("Escape");
  await expect(link).toBeFocused();

  await keys.press("Control+k");
  await expect(quick).toBeFocused();
  await keys.type("fluence");
  await keys.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=fluence$/);
  const field = page.locator("#search-page");
  const found = page.locator("[data-found] a");
  await expect(field).toBeFocused();
  for (const [key, place] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowUp", 0]] as const) {
    await keys.press(key);
    await expect(found.nth(place)).toBeFocused();
  }
  await keys.press("ArrowUp");
  await expect(field).toBeFocused();
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("Escape");
  await expect(field).toBeFocused();
  await keys.press("ArrowDown");
  await expect(found.first()).toBeFocused();
  const href = (await found.first().getAttribute("href")) ?? "";
  await keys.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});
