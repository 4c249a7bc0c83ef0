// Lists of several pages: the address says which of them is shown.
import { anyWidth, demoProject, expect, signIn, test, watchHydration } from "./fixtures";

test("an address behind the last page comes to say the last one", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const log = `${await demoProject(page)}/feedback`;
  const isAlive = await watchHydration(page);
  await page.goto(`${log}?page=99`);
  await isAlive();
  const place = page.locator(".pager [aria-current=page]");
  const [, shown, last] = /^Page (\d+) sur (\d+)$/.exec((await place.textContent()) ?? "") ?? [];
  expect(Number(last)).toBeGreaterThan(1);
  expect(shown).toBe(last);
  await expect(page).toHaveURL(new RegExp(`${log}\\?page=${last}$`));

  // So it does where the document stays, and the way back is no longer for it.
  const entries = await page.evaluate(() => {
    history.pushState({}, "", "?page=98&order=oldest");
    dispatchEvent(new PopStateEvent("popstate"));
    return history.length;
  });
  await expect(page).toHaveURL(new RegExp(`\\?page=${last}&order=oldest$`));
  await expect(place).toHaveText(`Page ${last} sur ${last}`);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${log}\\?page=${last}$`));
});
