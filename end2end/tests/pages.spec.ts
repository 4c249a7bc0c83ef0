// Every page, opened directly and by following a link: no error, accessible, light and dark.
import { checkAccessibility, expect, signIn, test } from "./fixtures";

const open = ["/sign-in", "/forgotten", "/accessibilite"];
const signedIn = [
  "/",
  "/needs",
  "/needs/new",
  "/projects",
  "/projects/new",
  "/search?q=lecture",
  "/account",
  "/people",
  "/audit",
];

for (const path of open) {
  test(`${path} is accessible`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await checkAccessibility(page);
  });
}

for (const path of signedIn) {
  test(`${path} is accessible`, async ({ page }) => {
    await signIn(page, "administrator");
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await checkAccessibility(page);
  });
}

test("an address where there is nothing says so", async ({ page, expectProblem }) => {
  expectProblem(/404/);
  await signIn(page, "member");
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Introuvable");
  await checkAccessibility(page);
});

test("a page that cannot be shown has a heading and says why", async ({ page, expectProblem }) => {
  expectProblem(/404/);
  await signIn(page, "member");
  for (const kind of ["needs", "projects"]) {
    await page.goto(`/${kind}/019a0000-0000-7000-8000-000000000000`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Introuvable");
    await expect(page).toHaveTitle(/^Introuvable/);
    await checkAccessibility(page);
  }
});

test("nothing is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "administrator");
  for (const path of signedIn) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});
