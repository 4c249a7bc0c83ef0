// Milestones: setting one, what must be true, moving, settling, signing; the timeline; the chain.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, checkPaper, demoProject, expect, signIn, test } from "./fixtures";

/** Opens a project of the person's own and gives its address. */
async function openProject(page: Page, title: string): Promise<string> {
  await page.goto("/projects/new");
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("En bref").fill("Un outil pour lire à deux.");
  await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await page.getByLabel("Début des trois ans").fill("2026-09-01");
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

/** Sets a milestone of a project and gives its address. */
async function setMilestone(page: Page, project: string, title: string): Promise<string> {
  await page.goto(`${project}/milestones/new`);
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("Échéance").fill("2027-03-31");
  await page.getByLabel("Ce qui doit être vrai").fill("Deux classes l'ont essayé\nLes consignes sont lues");
  await page.getByLabel("Ce que l'on compte ou mesure").fill("Élèves qui finissent la séance");
  await page.getByLabel("Nombre visé").fill("60");
  await page.getByLabel("Unité").fill("%");
  await page.getByRole("button", { name: "Poser ce jalon" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

test("a milestone is set, checked, measured, moved, met and signed", async ({ page, expectProblem }, info) => {
  expectProblem(/422/);
  const name = info.project.name;
  await signIn(page, "lead");
  const project = await openProject(page, `Lire à deux (${name})`);
  await page.goto(`${project}/milestones`);
  await expect(page.getByText("Les jalons du projet apparaîtront ici")).toBeVisible();
  await page.getByRole("link", { name: "Poser un jalon" }).first().click();
  await expect(page.getByLabel("Échéance")).toBeVisible();
  await page.getByRole("button", { name: "Poser ce jalon" }).click();
  await expect(page.locator("#title-problem")).toContainText("À remplir");
  await expect(page.locator("#criteria-problem")).toContainText("À remplir");
  await setMilestone(page, project, `Prêt pour les classes (${name})`);

  const first = page.getByRole("checkbox", { name: "Deux classes l'ont essayé" });
  await expect(first).not.toBeChecked();
  await first.click();
  await expect(first).toBeChecked();
  await expect(page.getByText("critères vrais : 1 sur 2")).toBeVisible();
  await expect(page.getByText(/Constaté par/)).toBeVisible();

  // A figure never stands without its n.
  await page.getByText("Noter une mesure").click();
  await page.getByLabel("Mesure", { exact: true }).fill("62,5");
  await page.locator("form:has(#n) button[type=submit]").click();
  await expect(page.locator("#n-problem")).toContainText("À remplir");
  await page.getByLabel("n, nombre de cas").fill("214");
  await page.locator("form:has(#n) button[type=submit]").click();
  await expect(page.getByText("n = 214")).toBeVisible();
  await expect(page.getByText("cible atteinte")).toBeVisible();

  await page.getByText("Déplacer", { exact: true }).first().click();
  await page.getByLabel("Nouvelle échéance").fill("2027-05-28");
  await page.getByLabel("Raison du changement de date").fill("Deux classes commencent plus tard");
  await page.getByRole("button", { name: "Déplacer" }).click();
  await expect(page.getByText("Dates abandonnées")).toBeVisible();
  await expect(page.locator("del")).toContainText("31 mars 2027");

  await page.getByText("Demander une signature").first().click();
  await page.getByLabel("Membre de l'équipe").selectOption({ index: 0 });
  await page.getByRole("button", { name: "Demander une signature" }).click();
  await expect(page.getByText("pas encore signé")).toBeVisible();

  // Not everything is true: being met wants a reason.
  await page.getByLabel("atteint", { exact: true }).check();
  await page.getByRole("button", { name: "Dire ce qu'il en est" }).click();
  await expect(page.locator("#reason-problem")).toContainText("À remplir");
  await page.getByRole("checkbox", { name: "Les consignes sont lues" }).click();
  await expect(page.getByText("critères vrais : 2 sur 2")).toBeVisible();
  await page.getByRole("button", { name: "Dire ce qu'il en est" }).click();
  await expect(page.locator(".badge", { hasText: "atteint" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Modifier" })).toHaveCount(0);

  await page.getByRole("button", { name: "Signer" }).click();
  await expect(page.getByText(/^signé/)).toBeVisible();
  await checkAccessibility(page);
});

test("a criterion says that it is being checked, once, and keeps the keyboard meanwhile", anyWidth, async ({ page }, info) => {
  await signIn(page, "lead");
  const project = await openProject(page, `Constats (${info.project.name}${info.retry})`);
  await setMilestone(page, project, "Prêt pour les classes");
  await page.waitForLoadState("networkidle");
  let sent = 0;
  let answer = () => {};
  const waits = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/check_criterion*", async (route) => {
    sent += 1;
    await waits;
    await route.continue();
  });
  const first = page.getByRole("checkbox", { name: "Deux classes l'ont essayé" });
  const second = page.getByRole("checkbox", { name: "Les consignes sont lues" });
  await first.focus();
  await page.keyboard.press("Space");
  await expect(first).toHaveAttribute("aria-busy", "true");
  await expect(first).toBeFocused();
  await expect(second).toHaveAttribute("aria-busy", "false");
  await expect(second).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Space");
  await checkAccessibility(page);
  answer();
  await expect(first).toBeChecked();
  await expect(second).not.toBeChecked();
  await expect(second).not.toHaveAttribute("aria-disabled");
  expect(sent).toBe(1);
});

test("what somebody else measured meanwhile stands beside what is typed", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "lead");
  const project = await openProject(page, `Mesures (${info.project.name}${info.retry})`);
  const milestone = await setMilestone(page, project, "Prêt pour les classes");
  await page.waitForLoadState("networkidle");
  const measure = async (where: Page, value: string, cases: string) => {
    await where.getByText("Noter une mesure").click();
    await where.getByLabel("Mesure", { exact: true }).fill(value);
    await where.getByLabel("n, nombre de cas").fill(cases);
  };
  const save = (where: Page) => where.locator("form:has(#n) button[type=submit]").click();
  await measure(page, "58", "214");

  const other = await newPersonPage();
  await signIn(other, "coordinator");
  await other.goto(milestone);
  await measure(other, "61", "180");
  await save(other);
  await expect(other.getByText("n = 180")).toBeVisible();

  // Something else done on the page keeps what is typed.
  await page.getByRole("checkbox", { name: "Deux classes l'ont essayé" }).click();
  await expect(page.getByText("n = 180")).toBeVisible();
  await expect(page.getByLabel("Mesure", { exact: true })).toHaveValue("58");

  expectProblem(/409/);
  await save(page);
  const beside = page.locator(".card[data-tone=warn]", { hasText: "Version enregistrée" });
  await expect(beside.locator("dt")).toHaveText(["Mesure", "n, nombre de cas"]);
  await expect(beside.locator("dd")).toHaveText(["61", "180"]);
  await expect(page.getByLabel("Mesure", { exact: true })).toHaveValue("58");
  await expect(page.getByLabel("n, nombre de cas")).toHaveValue("214");
  await checkAccessibility(page);
  await save(page);
  await expect(page.getByText("n = 214")).toBeVisible();
  await expect(beside).toHaveCount(0);
});

test("the timeline is walked by links and by keyboard", async ({ page }, info) => {
  await signIn(page, "lead");
  const project = await openProject(page, `Frise (${info.project.name})`);
  await setMilestone(page, project, "Prêt pour les classes");
  await page.goto(`${project}/milestones`);
  const line = page.getByRole("group", { name: "Frise" });
  await expect(page.getByText("Du 1er septembre 2026 au 31 août 2029")).toBeVisible();
  await expect(line.getByRole("link", { name: /Prêt pour les classes, 31 mars 2027/ })).toBeVisible();
  await checkAccessibility(page);

  await page.getByRole("link", { name: "Trimestres" }).click();
  await expect(page).toHaveURL(/zoom=quarters/);
  await expect(page.getByRole("link", { name: "Trimestres" })).toHaveAttribute("aria-current", "true");
  await page.waitForLoadState("networkidle");
  await line.focus();
  await page.keyboard.press("+");
  await expect(page).toHaveURL(/zoom=months/);
  const before = page.url();
  await page.keyboard.press("ArrowRight");
  await expect(page).not.toHaveURL(before);
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  await expect(page).toHaveURL(/zoom=years/);
  await expect(line).toBeFocused();

  await page.getByText("La frise en tableau").click();
  const row = page.getByRole("row", { name: /Prêt pour les classes/ });
  await expect(row).toContainText("31 mars 2027");
  await checkPaper(page, line);
  await page.emulateMedia({ media: "print" });
  const title = (await page.locator("nav.crumbs a").last().textContent()) ?? "";
  const head = page.locator(".page-head");
  const way = await head.evaluate((element) => getComputedStyle(element, "::before").content);
  expect(way, "the project, on paper").toContain(title);
  expect(title).not.toBe("");
});

test("where the timeline is wider than the screen, today shows first", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/milestones`);
  const left = () => page.locator(".tl-today").evaluate((today) => today.getBoundingClientRect().left);
  // It is brought there once the page is awake.
  await expect.poll(left).toBeLessThan(300);
  expect(await left()).toBeGreaterThan(60);
});

test("the timeline is read where colours are forced", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const project = await demoProject(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await page.goto(`${project}/milestones`);
    await expect(page.locator(".timeline .tl-phase[data-state=current] rect")).toHaveCount(1);
    // Each text against what lies behind it: a bar of its own, or the ground of the drawing.
    const contrasts = await page.locator(".timeline svg").evaluate((drawing) => {
      const luminance = (colour: string): number => {
        const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
        const [red = 0, green = 0, blue = 0] = parts.map((part) =>
          part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
        );
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const frame = getComputedStyle(drawing.parentElement ?? drawing).backgroundColor;
      const bars = [...drawing.querySelectorAll(":is(.tl-phase, .tl-iteration) rect")];
      return [...drawing.querySelectorAll("text")].map((text) => {
        const own = text.getBoundingClientRect();
        const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
        const behind = bars.find((bar) => {
          const box = bar.getBoundingClientRect();
          return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
        });
        const ground = behind ? getComputedStyle(behind).fill : frame;
        const [low = 0, high = 0] = [luminance(getComputedStyle(text).fill), luminance(ground)].sort((a, b) => a - b);
        return { said: text.textContent, contrast: (high + 0.05) / (low + 0.05) };
      });
    });
    expect(contrasts.length).toBeGreaterThan(5);
    for (const { said, contrast } of contrasts) expect(contrast, `${said}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
    // What runs has a thicker line around it, what comes a dashed one.
    const line = (state: string, property: "strokeWidth" | "strokeDasharray") =>
      page
        .locator(`.timeline .tl-phase[data-state=${state}] rect`)
        .first()
        .evaluate((bar, name) => getComputedStyle(bar)[name], property);
    expect(await line("current", "strokeWidth")).toBe("3px");
    expect(await line("next", "strokeDasharray")).not.toBe("none");
    expect(await line("done", "strokeWidth")).not.toBe("3px");
  }
  await page.emulateMedia({ forcedColors: null, colorScheme: null });
});

test("the chain is linked and read from both ends", anyWidth, async ({ page }, info) => {
  const name = info.project.name;
  const statement = `Savoir qui a fini (${name})`;
  await signIn(page, "lead");
  const project = await openProject(page, `Chaîne (${name})`);
  const milestone = await setMilestone(page, project, `Bilan (${name})`);
  await page.goto("/needs/new");
  await page.getByLabel("De quoi avez-vous besoin ?").fill(statement);
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(statement);
  const need = new URL(page.url()).pathname;

  // By searching, while one types.
  await page.goto(milestone);
  await page.waitForLoadState("networkidle");
  await page.getByText("Relier autre chose").click();
  const other = page.getByLabel("L'autre élément");
  await other.click();
  await other.pressSequentially(statement, { delay: 5 });
  await page.getByRole("radio", { name: new RegExp(`Savoir qui a fini \\(${name}\\)`) }).check();
  await page.getByLabel("Relation, lue d'ici vers l'autre").selectOption({ label: "mesure" });
  await page.getByRole("button", { name: "Relier" }).click();
  const chain = page.locator("#evidence .chain");
  await expect(chain.getByRole("link", { name: statement })).toBeVisible();
  await expect(chain).toContainText("mesure");

  // From the other end, and as a whole.
  await page.goto(need);
  await expect(page.locator("#evidence .chain")).toContainText("mesuré par");
  await checkAccessibility(page);
  await page.getByRole("link", { name: "Voir toute la chaîne" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Toute la chaîne");
  await expect(page.getByRole("heading", { name: "Besoins (1)" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Jalons (1)" })).toBeVisible();
  await checkAccessibility(page);

  await page.goto(need);
  await page.waitForLoadState("networkidle");
  await page.locator("#evidence .ask-first > summary", { hasText: `Bilan (${name})` }).click();
  await page.getByRole("button", { name: `Délier « Bilan (${name}) »` }).click();
  await expect(page.getByText("Rien n'est encore relié ici")).toBeVisible();
});
