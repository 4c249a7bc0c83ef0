// Every page, opened directly and by following a link: no error, accessible, light and dark.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Server } from "../server";
import { filled, isListed, PARTS, routes } from "./addresses";
import { allRules, anyWidth, checkAccessibility, demoProject, expect, signIn, test, watchHydration } from "./fixtures";

/** Opens a page, and looks at it by all rules in the dark, too, once it is there. */
async function checkPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Whoever may not read it would be led elsewhere.
  expect(new URL(page.url()).pathname).toBe(path.split("?")[0]);
  await checkAccessibility(page, allRules);
}

/** On a very large screen a page grows as a whole, and nothing of it leaves the screen. */
async function checkLarge(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 3840, height: 2160 });
  const { over, letters } = await page.evaluate(() => {
    const root = document.documentElement;
    return { over: root.scrollWidth - root.clientWidth, letters: Number.parseFloat(getComputedStyle(root).fontSize) };
  });
  expect.soft(over, page.url()).toBeLessThanOrEqual(0);
  expect.soft(letters, page.url()).toBe(22);
  await page.setViewportSize(size);
}

for (const { name, reader, paths, find } of PARTS) {
  test(`${name}: accessible`, async ({ page, newPersonPage, isMobile }, info) => {
    test.setTimeout(180_000);
    if (reader) await signIn(page, reader);
    const found = (await find?.({ page, newPersonPage, info })) ?? {};
    for (const path of paths) {
      await test.step(path, async () => {
        await checkPage(page, filled(path, found));
        if (!isMobile) await checkLarge(page);
      });
    }
  });
}

test("no page is missing among those that are looked at", anyWidth, () => {
  const left = routes().filter((route) => !isListed(route));
  // It wants a server of its own, and has its test here.
  expect(left).toEqual(["/setup/:secret"]);
});

test("where colours are forced, what is pressed and where one is can still be told", anyWidth, async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", contrast: "more" });
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/milestones`);
  const pressed = page.locator(".button[aria-current]").first();
  const other = page.locator(".tl-tools .button:not([aria-current])").first();
  const ground = (button: typeof pressed) => button.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await ground(pressed)).not.toBe(await ground(other));
});

test("the first start prints a link, once, for the first administrator and the workspace", async ({ page }, info) => {
  const server = await Server.create(`setup-${info.project.name}-${info.parallelIndex}`, false);
  try {
    await server.start();
    // Of the links in its log, the last is that of this start.
    const link = [...server.log().matchAll(/\/setup\/\w+/g)].at(-1)?.[0] ?? "";
    await page.goto(server.url + link);
    await expect(page.getByLabel("Nom de l'espace")).toBeVisible();
    await checkAccessibility(page, allRules);
    await page.getByLabel("Nom de l'espace").fill("Atelier du numérique");
    await page.getByLabel("Nom affiché aux autres").fill("Ada Premier");
    await page.getByLabel("Adresse électronique").fill("ada@exemple.fr");
    await page.getByLabel("Mot de passe").fill("une phrase assez longue");
    await page.locator("input[name='sign_up[party]'][value=academy]").check();
    await page.getByRole("button", { name: "Créer mon compte" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Bonjour Ada");
    await page.goto(`${server.url}/people`);
    await expect(page.locator("li.card", { hasText: "ada@exemple.fr" })).toContainText("Ada Premier");
    await page.goto(server.url + link);
    await expect(page.getByRole("alert")).toContainText("déjà servi");
  } finally {
    await server.end();
  }
});

test("the columns of an import stay within narrow screens, and what was done is accessible", async ({ page }, info) => {
  const folder = new URL("../../server/store/tests/fixtures/consultation/", import.meta.url);
  const buffer = readFileSync(new URL("comments.csv", folder));
  const source = `Pour regarder (${info.project.name})`;
  await signIn(page, "coordinator");
  await page.goto("/imports/new");
  const file = { name: "comments.csv", mimeType: "text/csv", buffer };
  await page.getByLabel("Fichier à importer").setInputFiles(file);
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Que devient chaque colonne ?");
  const size = page.viewportSize();
  for (const width of [320, 560]) {
    await page.setViewportSize({ width, height: 700 });
    const out = await page.locator("main select").evaluateAll((selects) =>
      selects.filter((select) => {
        const cell = select.parentElement?.getBoundingClientRect();
        return cell !== undefined && select.getBoundingClientRect().right > cell.right + 1;
      }).length,
    );
    expect(out, `no list is wider than its place at ${width}`).toBe(0);
  }
  if (size) await page.setViewportSize(size);
  await page.getByLabel("Nom de la source").fill(source);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ce qui sera fait");
  await page.getByRole("button", { name: /^Importer \d+ besoins/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Import : ${source}`);
  await checkAccessibility(page, allRules);
  // Other tests count what they import themselves.
  await page.getByText("Annuler cet import").click();
  await page.getByRole("button", { name: "Oui, tout supprimer" }).click();
  await expect(page.getByText("Annulé par")).toBeVisible();
});

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

test("no page is wider than a screen of 320 pixels", anyWidth, async ({ page, newPersonPage }, info) => {
  test.setTimeout(240_000);
  const usual = page.viewportSize();
  const tooWide: string[] = [];
  for (const { name, reader, paths, find } of PARTS) {
    await test.step(name, async () => {
      // What the page before would still ask for is not asked for by a stranger.
      await page.goto("about:blank");
      await page.context().clearCookies();
      if (reader) await signIn(page, reader);
      if (usual) await page.setViewportSize(usual);
      const found = (await find?.({ page, newPersonPage, info })) ?? {};
      await page.setViewportSize({ width: 320, height: 640 });
      for (const path of paths.map((path) => filled(path, found))) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(new URL(page.url()).pathname).toBe(path.split("?")[0]);
        // What scrolls within a box of its own, as a table may, does not widen the document.
        const out = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (out > 0) tooWide.push(`${path}: ${out} pixels`);
      }
    });
  }
  expect(tooWide).toEqual([]);
});

test("the demonstration's addresses are broken between their parts", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/sign-in");
  const address = page.locator(".demo-accounts button span").first();
  await expect(address).toHaveText(/^[a-z]+@demo\.etabli\.example$/);
  // Each part stands on one line.
  const torn = await address.evaluate((span) =>
    [...span.childNodes].filter((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return node.nodeType === Node.TEXT_NODE && range.getClientRects().length > 1;
    }).length,
  );
  expect(torn).toBe(0);
});

test("home loads the program only once somebody uses it", async ({ page, isMobile }) => {
  await signIn(page, "lead");
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const program = () => loaded.filter((path) => /\.(wasm|js)$/.test(path));
  const isAlive = await watchHydration(page);
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  expect(program()).toEqual([]);
  // The first key is answered although the program is only on its way.
  await page.keyboard.press("Control+k");
  if (isMobile) return expect(page).toHaveURL(/\/search$/);
  await expect(page.getByRole("searchbox")).toBeFocused();
  await expect.poll(program).not.toEqual([]);
  // Once it is there pages follow each other without the browser's loading them.
  await isAlive();
  await page.evaluate(() => (document.body.dataset.mark = "same document"));
  await page.getByRole("navigation").getByRole("link", { name: "Projets" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projets" })).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-mark", "same document");
});
