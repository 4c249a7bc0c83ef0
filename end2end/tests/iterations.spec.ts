// Iterations: planned, mapped, carried over, compared, closed for good.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";

async function openProject(page: Page, title: string): Promise<string> {
  await page.goto("/projects/new");
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("En bref").fill("Lire à deux, chacun·e son tour.");
  await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await page.getByLabel("Début des trois ans").fill("2026-09-01");
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return page.url();
}

async function plan(page: Page, project: string, goal: string): Promise<string> {
  await page.goto(`${project}/iterations`);
  await page.getByRole("link", { name: "Planifier une itération" }).click();
  await page.getByLabel("But", { exact: true }).fill(goal);
  await page.getByLabel("Version de l'outil").fill("0.2");
  await page.getByLabel("Début").fill("2026-11-02");
  await page.getByLabel("Fin").fill("2026-12-18");
  await page.getByRole("button", { name: "Planifier" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(goal);
  return page.url();
}

async function fillIn(page: Page, summary: string, field: string, fill: () => Promise<void>) {
  if (!(await page.locator(field).isVisible())) await page.getByText(summary).click();
  await fill();
  await page.locator(`form:has(${field}) button[type=submit]`).click();
}

async function addElement(page: Page, column: string, text: string, kind = "") {
  await fillIn(page, "Ajouter un élément", "#new-element-text", async () => {
    await page.locator("#new-element-column").selectOption(column);
    await page.locator("#new-element-kind").selectOption(kind);
    await page.locator("#new-element-text").fill(text);
  });
  await expect(page.locator(`.conjecture-map [data-column=${column}]`)).toContainText(text);
}

async function addLink(page: Page, from: RegExp, to: RegExp, shown: string) {
  await fillIn(page, "Ajouter un lien", "#new-link-from", async () => {
    for (const [field, name] of [["from", from], ["to", to]] as const) {
      const option = page.locator(`#new-link-${field} option`).filter({ hasText: name });
      await page.locator(`#new-link-${field}`).selectOption(await option.getAttribute("value"));
    }
  });
  await expect(page.locator(".map-links")).toContainText(shown);
}

test("an iteration from plan to close, its map carried over and compared", async ({ page }, info) => {
  test.slow();
  await signIn(page, "member");
  const project = await openProject(page, `Lire à deux (${info.project.name})`);
  const goal = `Lire sans se gêner ${info.project.name}`;
  const first = await plan(page, project, goal);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Itération 1");

  await addElement(page, "conjecture", "Lire à voix haute à deux aide");
  await addElement(page, "embodiment", "Un minuteur partagé", "tool");
  await addElement(page, "mediation", "Chacun·e écoute l'autre");
  await addElement(page, "outcome", "La fluence progresse");
  await addLink(page, /R1/, /P1/, "R1 → P1");
  await addLink(page, /P1/, /E1/, "P1 → E1");
  await expect(page.getByText("conjecture de conception")).toBeVisible();
  await expect(page.getByText("conjecture théorique")).toBeVisible();

  // Loaded anew, the page still takes what is added.
  await page.reload();
  await addElement(page, "mediation", "Chacun·e répète ce qui accroche");
  await addLink(page, /R1/, /P2/, "R1 → P2");
  await checkAccessibility(page);

  // What speaks for an outcome is found by its words, and shows on the map.
  await page.getByRole("link", { name: "Preuves : E1" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("La fluence progresse");
  const chain = page.locator("#evidence");
  await chain.getByText("Relier autre chose").click();
  await expect(chain.getByLabel("Relation, lue d'ici vers l'autre")).toHaveValue("supports:back");
  await chain.getByLabel("L'autre élément").fill(goal);
  await chain.getByRole("radio", { name: goal }).first().check();
  await chain.getByRole("button", { name: "Relier" }).click();
  await expect(chain.locator(".relation")).toHaveText(["est appuyé par"]);
  await checkAccessibility(page);
  await page.goto(first);
  await expect(page.locator(".conjecture-map [data-column=outcome]")).toContainText(`est appuyé par ${goal}`);

  // Dropped with a reason, it is not carried into the next one.
  await page.getByRole("link", { name: "Modifier E1", exact: true }).click();
  await page.locator("#element-status").selectOption("dropped");
  await page.locator("#element-reason").fill("Rien de mesurable en six semaines");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".conjecture-map [data-column=outcome]")).toContainText("abandonnée");

  await plan(page, project, "Mesurer l'écoute");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Itération 2");
  await expect(page.locator(".conjecture-map [data-column=embodiment]")).toContainText("Un minuteur partagé");
  await expect(page.locator(".conjecture-map [data-column=outcome]")).not.toContainText("La fluence");
  await expect(page.getByText("Ce qui a changé depuis l'itération 1")).toBeVisible();
  await expect(page.getByText("Rien de mesurable en six semaines").first()).toBeVisible();

  await page.getByRole("link", { name: "Comparer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deux itérations côte à côte");
  await expect(page.locator(".compare > section").first()).toContainText("La fluence progresse");
  await expect(page.locator(".compare > section").last()).not.toContainText("La fluence progresse");
  await checkAccessibility(page);

  // Closing asks first, shows the hash, and nothing can be edited any more.
  await page.goto(first);
  await page.getByRole("button", { name: "Démarrer l'itération" }).click();
  await page.getByRole("button", { name: "Passer à la revue" }).click();
  await expect(page.getByRole("button", { name: "Clore définitivement" })).not.toBeVisible();
  await page.getByText("Clore l'itération", { exact: true }).click();
  await page.getByRole("button", { name: "Clore définitivement" }).click();
  await expect(page.locator("code.hash")).toHaveText(/^[0-9a-f]{64}$/);
  await expect(page.getByText("Le contenu correspond à l'empreinte.")).toBeVisible();
  await expect(page.getByText("Ajouter un élément")).toHaveCount(0);
  await expect(page.getByText("Noter un changement")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Modifier", exact: true })).toHaveCount(0);
  await checkAccessibility(page);
});

test("what changes a map that was carried over says why", anyWidth, async ({ page, expectProblem }, info) => {
  expectProblem(/422/);
  await signIn(page, "member");
  const project = await openProject(page, `Pourquoi (${info.project.name})`);
  await plan(page, project, "Essayer");
  await addElement(page, "conjecture", "Lire à deux aide");
  await plan(page, project, "Mesurer");
  await page.getByText("Ajouter un élément").click();
  await page.locator("#new-element-column").selectOption("outcome");
  await page.locator("#new-element-text").fill("La fluence progresse");
  const add = page.locator("form:has(#new-element-text) button[type=submit]");
  await add.click();
  await expect(page.locator("#new-element-why-problem")).toContainText("À remplir");
  await expect(page.locator("#new-element-text")).toHaveValue("La fluence progresse");
  await page.locator("#new-element-why").fill("Demandé en classe");
  await add.click();
  await expect(page.getByText("Raison du changement : Demandé en classe")).toBeVisible();

  await page.getByRole("link", { name: "Modifier C1", exact: true }).click();
  await page.locator("#element-text").fill("Lire à deux, à tour de rôle, aide");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("#element-why-problem")).toContainText("À remplir");
  await page.locator("#element-why").fill("L'un lisait toujours");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Raison du changement : L'un lisait toujours")).toBeVisible();

  // Side by side, what each says stands in a table.
  await page.getByRole("link", { name: "Comparer" }).click();
  const goal = page.getByRole("table", { name: "Ce que dit chaque itération" }).getByRole("row", { name: /^But/ });
  await expect(goal).toContainText("Essayer");
  await expect(goal).toContainText("Mesurer");
  await expect(page.getByText("Raison du changement : Demandé en classe")).toBeVisible();
  await checkAccessibility(page);
});

test("what goes with an element of the map is asked for before it is removed", anyWidth, async ({ page, expectProblem }, info) => {
  expectProblem(/422/);
  await signIn(page, "member");
  const project = await openProject(page, `Retirer (${info.project.name})`);
  await plan(page, project, "Essayer");
  await addElement(page, "embodiment", "Un minuteur", "tool");
  await addElement(page, "mediation", "Chacun·e écoute");
  await addLink(page, /R1/, /P1/, "R1 → P1");
  await page.getByRole("link", { name: "Modifier R1", exact: true }).click();
  const edit = page.locator("#edit");
  await expect(edit).toContainText("Partira avec lui");
  await expect(edit.locator(".map-evidence")).toHaveText("R1 → P1");
  const remove = edit.getByRole("button", { name: "Retirer" });
  await remove.click();
  await expect(edit.locator(".problem-summary")).toContainText("Cochez la case");
  await checkAccessibility(page);
  await edit.getByLabel("Oui, retirer aussi ce qui part avec lui").check();
  await remove.click();
  await expect(page.locator(".conjecture-map [data-column=embodiment]")).not.toContainText("Un minuteur");
  await expect(page.locator(".map-links")).toHaveCount(0);

  // What nothing hangs on simply goes.
  await page.getByRole("link", { name: "Modifier P1", exact: true }).click();
  await expect(edit.getByRole("checkbox")).toHaveCount(0);
  await remove.click();
  await expect(page.locator(".conjecture-map [data-column=mediation]")).not.toContainText("Chacun·e écoute");
});

test("a form opened before the closing is refused after it", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "coordinator");
  const project = await openProject(page, `Clore (${info.project.name})`);
  const address = await plan(page, project, "Essayer");
  await page.goto(`${address}/edit`);
  await page.getByLabel("But", { exact: true }).fill("Trop tard");

  const other = await newPersonPage();
  await signIn(other, "administrator");
  await other.goto(address);
  await other.getByRole("button", { name: "Démarrer l'itération" }).click();
  await other.getByRole("button", { name: "Passer à la revue" }).click();
  await other.getByText("Clore l'itération", { exact: true }).click();
  await other.getByRole("button", { name: "Clore définitivement" }).click();
  await expect(other.locator("code.hash")).toBeVisible();

  expectProblem(/403/);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("alert")).toContainText("Cet élément est clos");
  await expect(page.getByLabel("But", { exact: true })).toHaveValue("Trop tard");
});

test("bad input is told beside its field; a change wants a cause", anyWidth, async ({ page, expectProblem }, info) => {
  expectProblem(/422/);
  await signIn(page, "member");
  const project = await openProject(page, `Saisies (${info.project.name})`);
  await page.goto(`${project}/iterations/new`);
  await page.getByLabel("Début").fill("2026-12-18");
  await page.getByLabel("Fin").fill("2026-11-02");
  await page.getByRole("button", { name: "Planifier" }).click();
  await expect(page.locator("#goal-problem")).toContainText("À remplir");
  await expect(page.locator("#ends_on-problem")).toContainText("avant le début");

  const word = `minuterie${info.project.name}`;
  await plan(page, project, `<b>Essayer</b> une ${word}`);
  await page.getByText("Noter un changement").click();
  await page.locator("#new-change-text").fill("Minuteur réglable");
  await page.getByRole("button", { name: "Noter" }).click();
  await expect(page.locator("#new-change-cause-problem")).toContainText("À remplir");
  await page.locator("#new-change-cause").fill(project);
  await page.getByRole("button", { name: "Noter" }).click();
  const causes = page.locator("[data-section=changes] .causes");
  await expect(causes).toContainText("Causé par");
  await expect(causes.locator("li")).toHaveCount(1);
  await page.getByRole("link", { name: "Minuteur réglable" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Minuteur réglable");

  // What caused it can be said later too, and is found on the way.
  const chain = page.locator("#evidence");
  await expect(chain.locator(".relation")).toHaveText(["vient de"]);
  await chain.getByText("Relier autre chose").click();
  await expect(chain.getByLabel("Relation, lue d'ici vers l'autre")).toHaveValue("caused:back");
  await chain.getByLabel("L'autre élément").fill(word);
  await chain.getByRole("radio", { name: new RegExp(word) }).first().check();
  await chain.getByRole("button", { name: "Relier" }).click();
  await expect(chain.locator(".relation")).toHaveText(["vient de", "vient de"]);
  await checkAccessibility(page);

  // The iteration tells where it stands in the chain as well.
  await chain.getByRole("link", { name: new RegExp(word) }).click();
  await expect(page.locator("#evidence")).toContainText("Chaîne de preuves");
  await checkAccessibility(page);
});

test("nothing of an iteration is wider than a small screen", async ({ page }, info) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "member");
  const project = await openProject(page, `Étroit (${info.project.name})`);
  const address = await plan(page, project, "Essayer");
  for (const path of [address, `${address}/edit`, `${project}/iterations`, `${project}/iterations/compare`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});
