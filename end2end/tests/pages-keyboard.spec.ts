// Pages are found and gone through by keys alone.
import { anyWidth, checkAccessibility, demoProject, expect, signIn, test, watchHydration } from "./fixtures";

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

test("another page takes the keyboard to its heading, the same one does not", async ({ page, isMobile }) => {
  await signIn(page, "lead");
  const isAlive = await watchHydration(page);
  await page.goto("/needs");
  await isAlive();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Besoins");
  await expect(heading).not.toBeFocused();
  const card = page.locator(".card-list h3 a").first();
  const title = ((await card.textContent()) ?? "").trim();
  await card.focus();
  await page.keyboard.press("Enter");
  await expect(heading).toContainText(title);
  await expect(heading).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await checkAccessibility(page);

  // By the mouse no ring appears around what nobody can press.
  await page.getByRole("link", { name: "Besoins", exact: true }).first().click();
  await expect(heading).toHaveText("Besoins");
  await expect(heading).toBeFocused();
  expect(await heading.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe("none");

  await page.goto("/notifications");
  await isAlive();
  const unread = page.getByRole("link", { name: "Non lues", exact: true });
  await unread.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/show=unread$/);
  await expect(unread).toHaveAttribute("aria-current", "page");
  await expect(heading).not.toBeFocused();

  // A page that begins in a field is entered there.
  if (!isMobile) return;
  await page.locator('a[href="/search"]').click();
  await expect(page.locator("#search-page")).toBeFocused();
});

test("a link to a place on another page takes the keyboard there, in sight", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 480 });
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/iterations`);
  await page.locator("h2.card-title a").last().click();
  await expect(page).toHaveURL(/\/iterations\/[^/]+$/);
  // The last of the map stands far down its page.
  const proof = page.getByRole("link", { name: /^Preuves\s: / }).last();
  const thing = (await proof.getAttribute("href")) ?? "";
  const isAlive = await watchHydration(page);
  await page.goto(thing);
  await isAlive();
  await page.getByRole("link", { name: /, sur la carte$/ }).first().click();
  await expect(page).toHaveURL(/#[el]-[0-9a-f-]+$/);
  const place = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
  await expect(place).toBeFocused();
  await expect(place).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
});
