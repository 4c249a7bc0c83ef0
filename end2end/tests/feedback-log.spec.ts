// The feedback log: found again, narrowed, walked through, several entries treated at once.
import type { Page } from "@playwright/test";
import { accounts, anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { give, openLog } from "./log";

/** Opens what the log can be narrowed by, where there is no room for it beside the list. */
async function refine(page: Page): Promise<void> {
  const panel = page.locator(".facets summary", { hasText: "Affiner" });
  if (await panel.isVisible()) await panel.click();
}

test("feedback is found, narrowed and kept as a view", async ({ page, expectProblem }, info) => {
  // A view of a name that there is.
  expectProblem(/422/);
  const word = `zébrure${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  await give(page, log, "panne", `Une ${word} traverse l'écran`);
  await give(page, log, "idée", `Effacer la ${word} d'un geste`);
  await page.goto(log);
  await page.getByRole("searchbox", { name: "Mots" }).fill(word.toUpperCase());
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("2 retours");
  await refine(page);
  await page.locator(".facets summary", { hasText: "Nature" }).click();
  await page.getByRole("checkbox", { name: /^idée/ }).check();
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await expect(page.locator("tbody tr")).toHaveCount(1);

  await page.getByText("Garder ce filtre").first().click();
  await page.getByLabel("Nom de la vue").fill(`Idées ${word}`);
  await page.getByRole("button", { name: "Garder ce filtre" }).click();
  // It is kept before the page is left.
  await expect(page.getByRole("link", { name: `Idées ${word}` })).toBeVisible();
  await page.goto(log);
  await page.getByRole("link", { name: `Idées ${word}` }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await page.getByRole("link", { name: "Retirer le filtre « idée »" }).click();
  await expect(page.locator(".result-count")).toHaveText("2 retours");

  // One of the same name is replaced once that is said, and forgotten once that is confirmed.
  await page.getByText("Garder ce filtre").first().click();
  await page.getByLabel("Nom de la vue").fill(`Idées ${word}`);
  await page.getByRole("button", { name: "Garder ce filtre" }).click();
  await expect(page.locator("#name-problem")).toContainText("déjà quelque chose sous ce nom");
  await page.getByRole("checkbox", { name: "Remplacer la vue de ce nom" }).check();
  await page.getByRole("button", { name: "Garder ce filtre" }).click();
  const kept = page.getByRole("link", { name: `Idées ${word}` });
  await expect(kept).toHaveAttribute("aria-current", "true");
  await expect(kept).toHaveCount(1);
  const forget = page.getByRole("button", { name: `Oublier la vue « Idées ${word} »` });
  await expect(forget).toBeHidden();
  await page.locator(".saved-views summary", { hasText: `Idées ${word}` }).click();
  await forget.click();
  await expect(kept).toHaveCount(0);
});

test("feedback is narrowed to a place, days and a network, and sorted, which a view keeps", async ({
  page,
}, info) => {
  const place = `Écran ${info.project.name} ${Date.now()}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  await page.goto(`${log}/new`);
  await page.getByLabel("panne", { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(`Rien ne s'affiche, ${place}`);
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Où, dans l'outil ?").fill(place);
  await page.getByLabel("Réseau").selectOption("slow");
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rien ne s'affiche");

  await page.goto(log);
  await refine(page);
  await page.locator(".facets summary", { hasText: "Lieu et version" }).click();
  await expect(page.getByRole("option", { name: `${place} (1)` })).toBeAttached();
  await page.getByLabel("Où, dans l'outil ?").selectOption(place);
  await page.getByLabel("Donnés à partir du").fill("2020-01-01");
  await page.getByLabel("Ordre", { exact: true }).selectOption("assignee");
  await page.locator(".facets summary", { hasText: "Contexte" }).click();
  await page.getByLabel("Réseau").selectOption("slow");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await expect(page).toHaveURL(/from=2020-01-01/);
  await expect(page).toHaveURL(/order=assignee/);
  await expect(page.locator("tbody tr")).toContainText("Rien ne s'affiche");

  await page.getByText("Garder ce filtre").first().click();
  await page.getByLabel("Nom de la vue").fill(place);
  await page.getByRole("button", { name: "Garder ce filtre" }).click();
  await expect(page.getByRole("navigation", { name: "Mes vues" }).getByRole("link", { name: place })).toBeVisible();
  await page.goto(log);
  await page.getByRole("navigation", { name: "Mes vues" }).getByRole("link", { name: place }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await expect(page.getByLabel("Réseau", { exact: true })).toHaveValue("slow");
  await expect(page.getByLabel("Ordre", { exact: true })).toHaveValue("assignee");

  // What was given by a day long ago is none of it.
  await refine(page);
  await page.getByLabel("Donnés jusqu'au").fill("2020-01-02");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.getByText("Aucun retour ne correspond à ce filtre.")).toBeVisible();
  await page.getByRole("link", { name: "Retirer le filtre « jusqu'au 2 janvier 2020 »" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  const line = page.locator(".saved-views summary", { hasText: place });
  await line.click();
  await page.getByRole("button", { name: `Oublier la vue « ${place} »` }).click();
  await expect(line).toHaveCount(0);
});

test("the list is walked through and selected by keyboard", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "a phone has no such keys");
  await signIn(page, "lead");
  const log = await openLog(page);
  await give(page, log, "panne", "Première au clavier");
  await give(page, log, "panne", "Seconde au clavier");
  await page.goto(`${log}?q=clavier`);
  const region = page.getByRole("region", { name: "Liste des retours" });
  await expect(page.locator(".bulk-bar")).toBeHidden();
  await region.focus();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Seconde au clavier" }).first()).toBeFocused();
  await page.keyboard.press("x");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await expect(page.getByText("2 sélectionnés")).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Seconde au clavier");
});

test("several are treated at once", anyWidth, async ({ page }, info) => {
  const word = `lenteur${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  for (const place of ["accueil", "exercice", "bilan"]) {
    await give(page, log, "obstacle", `Une ${word} à l'écran ${place}`);
  }
  await page.goto(`${log}?q=${word}`);
  for (const input of await page.locator("tbody input[type=checkbox]").all()) await input.check();
  await expect(page.getByText("3 sélectionnés")).toBeVisible();
  await page.getByLabel("Que faire").selectOption("accept");
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page.getByText("3 retours modifiés")).toBeVisible();
  await expect(page.locator("tbody .badge", { hasText: "accepté" })).toHaveCount(3);
});

test("an entry leads on to the next of the list that one came from", anyWidth, async ({ page }, info) => {
  const word = `suite${info.project.name}${info.retry}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  for (const number of ["une", "deux", "trois"]) await give(page, log, "idée", `La ${word}, ${number}`);
  await page.goto(`${log}?q=${word}&order=oldest`);
  await page.locator("tbody th a").first().click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("une");
  await expect(page.getByRole("link", { name: "Retour précédent" })).toHaveCount(0);
  await page.getByRole("link", { name: "Retour suivant" }).click();
  await expect(heading).toContainText("deux");
  await checkAccessibility(page);
  await page.keyboard.press("Alt+j");
  await expect(heading).toContainText("trois");
  await expect(page.getByRole("link", { name: "Retour suivant" })).toHaveCount(0);
  await page.keyboard.press("Alt+k");
  await expect(heading).toContainText("deux");
  await page.getByRole("link", { name: "Revenir à la liste" }).click();
  await expect(page.locator(".result-count")).toHaveText("3 retours");
});

test("one comes back to the list where one left it", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(await openLog(page));
  const link = page.locator("tbody th a").last();
  const back = page.getByRole("link", { name: "Revenir à la liste" });
  const scrolled = () => page.evaluate(() => Math.round(scrollY));
  // The second time the program of the entry's page is there already.
  for (const time of ["first", "again"]) {
    // Brings it to where a click finds it.
    await link.click({ trial: true });
    const left = await scrolled();
    expect(left).toBeGreaterThan(0);
    await link.click();
    await expect(page).toHaveURL(/&row=\d+$/);
    await expect(back).toBeVisible();
    await page.goBack();
    await expect(link).toBeVisible();
    await expect.poll(async () => Math.abs((await scrolled()) - left), time).toBeLessThan(3);
  }

  await link.click();
  await back.click();
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
});

test("what can be done with a selection is in sight, and hides no entry", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto(await openLog(page));
  const bar = page.locator(".bulk-bar");
  await expect(bar).toBeHidden();
  await page.locator("tbody input[type=checkbox]").first().check();
  await expect(bar.getByText("1 sélectionné")).toBeInViewport();
  await expect(bar.getByRole("button", { name: "Appliquer à la sélection" })).toBeInViewport({ ratio: 1 });
  // Nothing lies over the last entry once one has come there.
  await page.locator("tbody th a").last().click({ trial: true });
  await checkAccessibility(page);
});

test("those who lead a project find what is to be triaged, and what nobody looks after", anyWidth, async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  const author = await newPersonPage();
  await signIn(author, "contributor");
  const word = `tablette${info.project.name}${info.retry}`;
  await give(author, log, "panne", `La ${word} ne s'allume plus`);
  await page.goto("/");
  const waiting = page.locator(".card-list li", { hasText: /retours? à trier/ }).first();
  await expect(waiting).toBeVisible();
  await page.goto("/notifications");
  const told = page.locator(".news li", { hasText: "De nouveaux retours sont à trier" }).first();
  await told.locator(".card-title a").click();
  await expect(page).toHaveURL(/\/feedback\?state=new/);
  await expect(page.getByRole("link", { name: "Retirer le filtre « nouveau »" })).toBeVisible();

  await page.goto(`${log}?q=${word}`);
  await refine(page);
  await page.locator("#by-assignee").selectOption("none");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await page.locator(".facets summary", { hasText: "Contexte" }).click();
  await page.locator("#by-device").selectOption("phone");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("0 retour");
  await page.getByRole("link", { name: "Retirer le filtre « téléphone »" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  await checkAccessibility(page);
});

test("what is refused for several stays selected and typed, with the message beside its field", anyWidth, async ({
  page,
  expectProblem,
}, info) => {
  const word = `reprise${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  for (const place of ["accueil", "bilan"]) await give(page, log, "obstacle", `La ${word} à l'écran ${place}`);
  await page.goto(`${log}?q=${word}`);
  const boxes = page.locator("tbody input[type=checkbox]");
  for (const input of await boxes.all()) await input.check();
  await page.getByLabel("Que faire").selectOption("refuse");
  expectProblem(/422/);
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page.locator("#reason-problem")).toContainText("À remplir");
  await expect(page.getByText("2 sélectionnés")).toBeVisible();
  for (const input of await boxes.all()) await expect(input).toBeChecked();
  await expect(page.getByLabel("Que faire")).toHaveValue("refuse");
  await page.locator("#reason").fill("Hors du projet");
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page.getByText("2 retours modifiés")).toBeVisible();
  await expect(page.locator("tbody .badge", { hasText: "refusé" })).toHaveCount(2);
});

test("what was changed meanwhile stays selected and known, also outside the list and after another problem", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  const word = `entretemps${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  const changed = await give(page, log, "obstacle", `Un ${word} à l'écran accueil`);
  await give(page, log, "obstacle", `Un ${word} à l'écran bilan`);
  await page.goto(`${log}?q=${word}`);
  const boxes = page.locator("tbody input[type=checkbox]");
  for (const input of await boxes.all()) await input.check();
  const other = await newPersonPage();
  await signIn(other, "facilitator");
  await other.goto(changed);
  await other.getByLabel("État").selectOption("accepted");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  const apply = page.getByRole("button", { name: "Appliquer à la sélection" });
  await page.getByLabel("Que faire").selectOption("refuse");
  await page.locator("#reason").fill("Hors du projet");
  expectProblem(/422/);
  await apply.click();
  await expect(page.getByText("1 retour a été modifié entre-temps")).toBeVisible();
  await page.locator("#reason").fill("");
  await apply.click();
  await expect(page.locator("#reason-problem")).toContainText("À remplir");
  await page.locator("#reason").fill("Hors du projet");
  await apply.click();
  await expect(page.getByText("2 retours modifiés")).toBeVisible();
  await expect(page.locator("tbody .badge", { hasText: "refusé" })).toHaveCount(2);

  // Changed once more, and not in the list any more: it counts as selected all the same.
  for (const input of await boxes.all()) await input.check();
  await other.goto(changed);
  await other.getByLabel("État").selectOption("accepted");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  await page.getByLabel("Que faire").selectOption("defer");
  await page.locator("#reason").fill("Plus tard");
  await apply.click();
  await expect(page.getByText("1 retour a été modifié entre-temps")).toBeVisible();
  await page.getByRole("searchbox", { name: "Mots" }).fill(`${word} bilan`);
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(page.locator(".result-count")).toHaveText("1 retour");
  const outside = page.getByRole("group", { name: "Sélectionnés, mais plus dans cette liste" }).getByRole("checkbox");
  await expect(outside).toBeChecked();
  await expect(boxes.first()).toBeChecked();
  await expect(page.getByText("2 sélectionnés", { exact: true })).toBeVisible();
  await outside.uncheck();
  await expect(page.getByText("1 sélectionné", { exact: true })).toBeVisible();
  await boxes.first().uncheck();
  await expect(page.getByText("1 sélectionné", { exact: true })).toHaveCount(0);
});

test("all that was selected is selected again after signing in again, also what was changed meanwhile", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  const word = `coupure${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  const given: string[] = [];
  for (const place of ["accueil", "exercice", "bilan"]) {
    given.push(await give(page, log, "obstacle", `Une ${word} à l'écran ${place}`));
  }
  await page.goto(`${log}?q=${word}`);
  const boxes = page.locator("tbody input[type=checkbox]");
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await page.getByLabel("Que faire").selectOption("accept");
  const other = await newPersonPage();
  await signIn(other, "facilitator");
  await other.goto(given[0]!);
  await other.getByLabel("État").selectOption("accepted");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  expectProblem(/401/);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Appliquer à la sélection" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.locator("input[name=email][type=email]").fill(accounts.lead.email);
  await page.locator("input[name=password][type=password]").fill(accounts.lead.password);
  await page.locator("form:has(input[type=password]) button[type=submit]").click();
  await expect(page.getByText("2 sélectionnés")).toBeVisible();
  for (const [place, checked] of [true, false, true].entries()) {
    await expect(boxes.nth(place)).toBeChecked({ checked });
  }
  await expect(page.getByLabel("Que faire")).toHaveValue("accept");
});
