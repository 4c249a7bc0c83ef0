// The feedback log: given on a phone in half a minute, found again, treated, confirmed.
import type { Page } from "@playwright/test";
import { accounts, anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";

/** Opens the log of the demo's first project, which the lead leads, and gives its address. */
async function openLog(page: Page): Promise<string> {
  const log = `${await demoProject(page)}/feedback`;
  await page.goto(log);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Retours");
  return log;
}

/** Gives feedback by the form, as quickly as one types, and waits for its page. */
async function give(page: Page, log: string, kind: string, story: string): Promise<string> {
  await page.goto(`${log}/new`);
  await page.getByLabel(kind, { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(story);
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(story.slice(0, 40));
  return page.url();
}

test("feedback is given in less than 30 seconds", async ({ page }, info) => {
  const story = `Les élèves ne trouvent pas le bouton Suivant (${info.project.name})`;
  await signIn(page, "lead");
  await page.goto("/");
  const started = Date.now();
  await page.getByRole("link", { name: "Donner un retour" }).first().click();
  await page.getByLabel("obstacle", { exact: true }).check();
  const field = page.getByLabel("Que s'est-il passé ?");
  await field.click();
  // As slowly as a thumb types.
  await field.pressSequentially(story, { delay: 150 });
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  expect(Date.now() - started).toBeLessThan(30_000);
  await expect(page.getByText("gênant").first()).toBeVisible();
});

test("what is chosen is remembered on this device", async ({ page }, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  await page.goto(`${log}/new`);
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Classe").selectOption("cm1");
  await page.getByLabel("Appareil").selectOption("tablet");
  await page.getByLabel("idée", { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(`Un minuteur visible (${info.project.name})`);
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByText("CM1")).toBeVisible();
  await page.goto(`${log}/new`);
  await expect(page.getByText("repris de la dernière fois")).toBeVisible();
  await page.getByText("Préciser le contexte").click();
  await expect(page.getByLabel("Classe")).toHaveValue("cm1");
  await expect(page.getByLabel("Appareil")).toHaveValue("tablet");
});

test("what is typed in one form stays while another is sent", anyWidth, async ({ page }, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  await give(page, log, "obstacle", `Le son ne part pas (${info.project.name})`);
  await page.getByLabel("Votre commentaire").fill("Nous avons la même tablette");
  await page.getByText("Historique", { exact: true }).click();
  await page.getByLabel("État").selectOption("accepted");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue("Nous avons la même tablette");
  await expect(page.locator("details[open] .history li")).not.toHaveCount(0);

  // What was sent makes room for the next.
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator(".comment")).toContainText("Nous avons la même tablette");
  await expect(page.getByLabel("Votre commentaire")).toHaveValue("");
  await page.getByLabel("Votre commentaire").fill("Et le même réseau");
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator(".comment")).toHaveCount(2);
});

test("bad input is told field by field and nothing typed is lost", async ({
  page,
  expectProblem,
}) => {
  expectProblem(/422/);
  await signIn(page, "lead");
  const log = await openLog(page);
  await page.goto(`${log}/new`);
  await page.getByText("Préciser le contexte").click();
  await page.getByLabel("Où, dans l'outil ?").fill("<script>alert(1)</script>");
  await page.getByLabel("Élèves présents").fill("5000");
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.locator(".problem-summary")).toContainText("Qu'est-ce que c'est ?");
  await expect(page.locator("#story-problem")).toContainText("À remplir");
  await expect(page.locator("#pupils-problem")).toContainText("entre 0 et 1000");
  await expect(page.getByLabel("Où, dans l'outil ?")).toHaveValue("<script>alert(1)</script>");
  await checkAccessibility(page);
});

/** Opens what the log can be narrowed by, where there is no room for it beside the list. */
async function refine(page: Page): Promise<void> {
  const panel = page.locator(".facets summary", { hasText: "Affiner" });
  if (await panel.isVisible()) await panel.click();
}

test("feedback is found, narrowed and kept as a view", async ({ page }, info) => {
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
  await page.getByRole("button", { name: `Oublier la vue « Idées ${word} »` }).click();
  await expect(page.getByRole("link", { name: `Idées ${word}` })).toHaveCount(0);
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
  await page.getByRole("button", { name: `Oublier la vue « ${place} »` }).click();
  await expect(page.getByRole("button", { name: `Oublier la vue « ${place} »` })).toHaveCount(0);
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

test("an entry is treated beside what it says, before all that hangs on it", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await signIn(page, "lead");
  await give(page, await openLog(page), "idée", "Une page plus tôt");
  const place = async (name: string) => (await page.getByRole("heading", { name, exact: true }).boundingBox())?.y ?? 0;
  await expect(page.getByRole("heading", { name: "Traiter", exact: true })).toBeVisible();
  expect(await place("Traiter")).toBeLessThan(await place("Chaîne de preuves"));
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

test("what somebody else decided meanwhile stands beside what is typed", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  const address = await give(page, log, "obstacle", `Le texte déborde (${info.project.name})`);
  await page.getByLabel("État").selectOption("deferred");
  await page.locator("#reason").fill("Après les vacances");

  const other = await newPersonPage();
  await signIn(other, "facilitator");
  await other.goto(address);
  await other.getByLabel("État").selectOption("accepted");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await expect(other.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();

  expectProblem(/409/);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const beside = page.locator(".card[data-tone=warn]", { hasText: "Version enregistrée" });
  await expect(beside.locator("dt")).toHaveText(["État", "Raison"]);
  await expect(beside.locator("dd")).toHaveText(["accepté", "laissé vide"]);
  await expect(page.getByLabel("État")).toHaveValue("deferred");
  await expect(page.locator("#reason")).toHaveValue("Après les vacances");
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".badge", { hasText: "reporté" }).first()).toBeVisible();
  await expect(beside).toHaveCount(0);
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

test("all that was selected is selected again after signing in again", anyWidth, async ({ page, expectProblem }, info) => {
  const word = `coupure${info.project.name}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  for (const place of ["accueil", "exercice", "bilan"]) {
    await give(page, log, "obstacle", `Une ${word} à l'écran ${place}`);
  }
  await page.goto(`${log}?q=${word}`);
  const boxes = page.locator("tbody input[type=checkbox]");
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await page.getByLabel("Que faire").selectOption("accept");
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

test("an entry is linked with what it led to, from its page and back", async ({ page }, info) => {
  const story = `Le minuteur cache la consigne (${info.project.name})`;
  await signIn(page, "lead");
  const log = await openLog(page);
  const address = new URL(await give(page, log, "obstacle", story)).pathname;
  const other = await give(page, log, "idée", `Déplacer le minuteur (${info.project.name})`);
  const chain = page.locator("#evidence");
  await chain.getByText("Relier autre chose").click();
  await chain.getByLabel("L'autre élément").fill(address);
  await chain.getByRole("button", { name: "Relier" }).click();
  await expect(chain.getByRole("link", { name: story })).toBeVisible();
  await expect(chain.getByRole("link", { name: "Voir toute la chaîne" })).toBeVisible();
  await checkAccessibility(page);
  await chain.getByRole("link", { name: story }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  await expect(chain.locator(`a[href="${new URL(other).pathname}"]`)).toBeVisible();
  await page.getByText("Historique", { exact: true }).click();
  await expect(page.locator(".history")).toContainText("l'a relié à autre chose");
  await chain.locator("button.chain-unlink").click();
  await expect(chain.locator("button.chain-unlink")).toHaveCount(0);
});

test("an entry is assigned, and split into several that it stays linked with", anyWidth, async ({ page }, info) => {
  const told = `(${info.project.name}${info.retry})`;
  const parts = [`Le son se coupe ${told}`, `La consigne est trop longue ${told}`];
  await signIn(page, "lead");
  const log = await openLog(page);
  const whole = `Plusieurs choses à la fois ${told}`;
  await give(page, log, "obstacle", whole);
  const assignee = page.getByLabel("Confié à");
  await assignee.selectOption({ index: 1 });
  const person = (await assignee.locator("option:checked").textContent()) ?? "";
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("dt", { hasText: "Confié à" }).locator("+ dd")).toContainText(person.trim());

  await page.getByText("Séparer en plusieurs retours").click();
  await page.getByLabel("Textes des nouveaux retours").fill(parts.join("\n\n"));
  await page.getByRole("button", { name: "Séparer", exact: true }).click();
  const chain = page.locator("#evidence");
  for (const part of parts) await expect(chain.getByRole("link", { name: part })).toBeVisible();
  await chain.getByRole("link", { name: parts[0] }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(parts[0] ?? "");
  await expect(chain.getByRole("link", { name: whole })).toBeVisible();
});

test("feedback is treated by the team and confirmed by its author", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  const author = await newPersonPage();
  await signIn(author, "contributor");
  const story = `Le son se coupe au bout d'une minute (${info.project.name})`;
  const address = await give(author, log, "panne", story);

  await page.goto(address);
  expectProblem(/422/);
  await page.getByLabel("État").selectOption("refused");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("#reason-problem")).toContainText("À remplir");
  await page.getByLabel("État").selectOption("shipped");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".badge", { hasText: "livré" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Oui, c'est réglé" })).toHaveCount(0);

  await author.goto(address);
  await author.getByRole("button", { name: "Oui, c'est réglé" }).click();
  await expect(author.locator(".badge", { hasText: "confirmé" })).toBeVisible();
  await author.getByLabel("Votre commentaire").fill("Merci à l'équipe !");
  await author.getByRole("button", { name: "Commenter" }).click();
  await expect(author.locator(".comment")).toContainText("Merci à l'équipe !");
  await author.getByText("Historique", { exact: true }).click();
  await expect(author.locator(".history")).toContainText("nouveau → livré");
});

test("a name that is not to be shown is shown to nobody else", anyWidth, async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "lead");
  const log = await openLog(page);
  const author = await newPersonPage();
  await signIn(author, "contributor");
  await author.goto("/account");
  const name = (await author.locator(".person").first().textContent())?.trim() ?? "";
  await author.goto(`${log}/new`);
  await author.getByLabel("obstacle", { exact: true }).check();
  await author.getByLabel("Que s'est-il passé ?").fill(`Je n'ose pas le dire (${info.project.name})`);
  await expect(author.getByText("Votre nom n'est écrit nulle part")).toBeVisible();
  await author.getByRole("radio", { name: /Sans montrer mon nom/ }).check();
  await author.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(author.getByText("Vous (votre nom n'est pas montré)")).toBeVisible();

  await page.goto(author.url());
  await expect(page.locator("dd", { hasText: /^Sans nom/ })).toBeVisible();
  await page.getByText("Historique", { exact: true }).click();
  await expect(page.locator(".history")).toContainText("Auteur·rice sans nom");
  if (name) await expect(page.locator(".history")).not.toContainText(name);
});

test("the pages of the log are accessible and not too wide", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const log = await openLog(page);
  const address = await give(page, log, "réussite", "Toute la classe a terminé l'exercice");
  for (const path of [log, `${log}?q=classe&kind=success`, `${log}/new`, address, `${address}/edit`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await checkAccessibility(page);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});

test("an observer reads and is not offered to write", anyWidth, async ({ page, expectProblem }) => {
  await signIn(page, "observer");
  const log = await openLog(page);
  await expect(page.getByRole("link", { name: "Donner un retour" })).toHaveCount(0);
  await expect(page.locator(".bulk-bar")).toHaveCount(0);
  expectProblem(/403/);
  await page.goto(`${log}/new`);
  await expect(page.getByRole("alert")).toContainText("Votre rôle ne permet pas");
});
