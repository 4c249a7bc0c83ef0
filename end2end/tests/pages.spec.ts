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

test("home loads the program only once somebody uses it", async ({ page, isMobile }) => {
  await signIn(page, "lead");
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const program = () => loaded.filter((path) => /\.(wasm|js)$/.test(path));
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  expect(program()).toEqual([]);
  // The first key is answered although the program is only on its way.
  await page.keyboard.press("Control+k");
  if (isMobile) return expect(page).toHaveURL(/\/search$/);
  await expect(page.getByRole("searchbox")).toBeFocused();
  await expect.poll(program).not.toEqual([]);
  // From then on pages follow each other without the browser's loading them.
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => (document.body.dataset.mark = "same document"));
  await page.getByRole("navigation").getByRole("link", { name: "Projets" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projets" })).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-mark", "same document");
});
