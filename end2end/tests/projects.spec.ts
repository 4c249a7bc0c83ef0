// Projects: opening, phases, team, and what partners see.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";

test("where there is little room filters are folded, and say how many are set", async ({ page, isMobile }) => {
  await signIn(page, "member");
  await page.goto("/projects?q=fluence");
  const panel = page.locator(".filter-panel");
  const words = panel.getByRole("searchbox");
  const summary = panel.locator("summary");
  if (!isMobile) {
    await expect(summary).toBeHidden();
    return expect(words).toHaveValue("fluence");
  }
  // The list stands on the first screen; what it is narrowed to is one press away.
  await expect(page.getByRole("link", { name: /^Fluence/ }).first()).toBeInViewport();
  await expect(words).toBeHidden();
  await expect(summary).toHaveText("Filtrer 1 filtre actif");
  await summary.click();
  await expect(words).toHaveValue("fluence");
  await checkAccessibility(page);
});

test("a project is opened, moved on and joined", async ({ page, expectProblem }, info) => {
  expectProblem(/409|422/);
  const title = `Carnet de lecture partagé (${info.project.name})`;
  await signIn(page, "member");
  await page.goto("/projects");
  await page.getByRole("link", { name: "Ouvrir un projet" }).click();
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.locator("#title-problem")).toContainText("À remplir");
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("En bref").fill("Un carnet que la classe et la maison remplissent ensemble.");
  await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await page.getByLabel("Début des trois ans").fill("2026-09-01");
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByText("Suivi du 1er septembre 2026 au 31 août 2029")).toBeVisible();
  await expect(page.locator("ol.phases [aria-current=step]")).toContainText("besoin");

  await page.getByText("Changer de phase").first().click();
  await page.getByLabel("À partir du").fill("2026-10-01");
  await page.getByRole("button", { name: "Changer de phase" }).click();
  await expect(page.locator("ol.phases [aria-current=step]")).toContainText("1er octobre 2026");

  // What is planned stands beside what happened; what overlaps is said beside its field.
  await page.getByText("Prévoir et corriger les dates").click();
  await page.getByLabel("Début : pilote").fill("2026-09-15");
  const plan = page.locator("form:has(#plan-pilot_starts_on)");
  await plan.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("#plan-pilot_starts_on-problem")).toContainText("1er octobre 2026 au plus tôt");
  await page.getByLabel("Début : pilote").fill("2027-03-01");
  await page.getByLabel("Fin : pilote").fill("2027-06-30");
  await plan.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("ol.phases")).toContainText("prévue du 1er mars 2027 au 30 juin 2027");
  await expect(page.locator(".next-line")).toContainText("Phase suivante : pilote, 1er mars 2027");

  // What is typed in the plan stays when the phase is changed beside it; what that
  // changed stands beside it once it is saved.
  await page.getByText("Prévoir et corriger les dates").click();
  await page.getByLabel("Fin : pilote").fill("2027-07-02");
  await page.getByText("Changer de phase").first().click();
  await page.getByLabel("À partir du").fill("2026-11-02");
  await page.getByRole("button", { name: "Changer de phase" }).click();
  await expect(page.locator("ol.phases [aria-current=step]")).toContainText("2 novembre 2026");
  await expect(page.getByLabel("Fin : pilote")).toHaveValue("2027-07-02");
  await page.getByLabel("Début : co-conception").fill("2026-11-03");
  await plan.getByRole("button", { name: "Enregistrer" }).click();
  await expect(plan.getByRole("heading", { name: "Version enregistrée" })).toBeVisible();
  await expect(plan.getByRole("definition").filter({ hasText: "2026-11-02" })).toBeVisible();
  await plan.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("ol.phases")).toContainText("prévue du 1er mars 2027 au 2 juillet 2027");

  await page.getByText("Ajouter un lien").first().click();
  await page.getByLabel("Nom du lien").fill("Le carnet en ligne");
  await page.getByLabel("Adresse", { exact: true }).fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Ajouter un lien" }).click();
  await expect(page.locator("#new-link-address-problem")).toContainText("https://");
  await page.getByLabel("Adresse", { exact: true }).fill("https://carnet.exemple.fr/");
  await page.getByRole("button", { name: "Ajouter un lien" }).click();
  const link = page.getByRole("link", { name: "Le carnet en ligne", exact: true });
  await expect(link).toHaveAttribute("rel", "external noopener noreferrer");
  await page.getByRole("link", { name: "Modifier le lien « Le carnet en ligne »" }).click();
  await page.getByText("Retirer ce lien").click();
  await page.getByRole("button", { name: /Retirer «\sLe carnet en ligne\s» pour toujours/ }).click();
  await expect(link).toHaveCount(0);

  await page.getByText("Gérer l'équipe").click();
  const person = page.getByLabel("Personne");
  const option = await person.locator("option").nth(1).getAttribute("value");
  await person.selectOption(option);
  await page.getByLabel("Rôle dans le projet").selectOption("observer");
  const before = await page.locator(".person-list li").count();
  await page.getByRole("button", { name: "Enregistrer" }).last().click();
  await expect(async () => {
    expect(await page.locator(".person-list li").count()).toBeGreaterThanOrEqual(before);
  }).toPass();
});

test("a partner enters only the projects of its agreement, its interests shown", async ({
  page,
  expectProblem,
}) => {
  await signIn(page, "administrator");
  await page.goto("/projects");
  const all = await page.locator(".card-title a").count();
  const addresses = await page.locator(".card-title a").evaluateAll((links) =>
    links.map((link) => (link as HTMLAnchorElement).pathname),
  );
  await page.context().clearCookies();
  await signIn(page, "partner");
  await page.goto("/projects");
  await expect(page.locator(".card-title a").first()).toBeVisible();
  const shown = await page.locator(".card-title a").evaluateAll((links) =>
    links.map((link) => (link as HTMLAnchorElement).pathname),
  );
  expect(shown.length).toBeLessThan(all);
  expectProblem(/404/);
  for (const hidden of addresses.filter((address) => !shown.includes(address))) {
    await page.goto(hidden);
    await expect(page.getByRole("alert")).toContainText("Il n'y a rien à cette adresse");
  }
  await page.goto(shown[0] ?? "");
  await expect(page.getByText("Intérêts déclarés").first()).toBeVisible();
});

test("a page that does not come says so, and can be asked for again", anyWidth, async ({ page, context, expectProblem }) => {
  await signIn(page, "lead");
  await page.goto("/projects");
  const way = (name: string) => page.locator(".masthead").getByRole("link", { name, exact: true });
  await way("Besoins").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Besoins");
  await page.waitForLoadState("networkidle");
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await way("Projets").click();
  const notice = page.getByRole("alert").filter({ hasText: "cette page n'a pas pu être chargée" });
  await expect(notice).toBeVisible();
  await expect(way("Besoins"), "the ways stay").toBeVisible();
  await context.setOffline(false);
  await notice.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Projets");
});

test("where a part of the program does not come the browser opens the page", anyWidth, async ({ page, expectProblem }) => {
  await signIn(page, "lead");
  await page.goto("/needs");
  await page.waitForLoadState("networkidle");
  expectProblem(/ERR_FAILED|Failed to fetch|panicked|RuntimeError/);
  // As after the server was replaced by another version.
  await page.route("**/pkg/*.wasm", (route) => route.abort());
  await page.locator("a[href='/account']").first().evaluate((link: HTMLAnchorElement) => link.click());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mon compte");
  await page.unroute("**/pkg/*.wasm");
});
