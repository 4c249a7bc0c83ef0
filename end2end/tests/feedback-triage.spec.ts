// An entry of the feedback log: treated, linked, split, confirmed by its author.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, type Role, signIn, test } from "./fixtures";
import { give, openLog } from "./log";

/** Somebody else decides to do what an entry asks for. */
async function acceptAs(page: Page, role: Role, address: string) {
  await signIn(page, role);
  await page.goto(address);
  await page.getByLabel("État").selectOption("accepted");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
}

test("an entry is treated beside what it says, before all that hangs on it", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await signIn(page, "lead");
  await give(page, await openLog(page), "idée", "Une page plus tôt");
  const place = async (name: string) => (await page.getByRole("heading", { name, exact: true }).boundingBox())?.y ?? 0;
  await expect(page.getByRole("heading", { name: "Traiter", exact: true })).toBeVisible();
  expect(await place("Traiter")).toBeLessThan(await place("Chaîne de preuves"));
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

  await acceptAs(await newPersonPage(), "facilitator", address);

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

test("of several entries nothing is treated where somebody else changed one meanwhile", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  const word = `virage${info.project.name}${info.retry}`;
  await signIn(page, "lead");
  const log = await openLog(page);
  const address = await give(page, log, "obstacle", `Un ${word}, une fois`);
  await give(page, log, "obstacle", `Un ${word}, deux fois`);
  await page.goto(`${log}?q=${word}`);
  const boxes = page.locator("tbody input[type=checkbox]");
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.check();
  await expect(page.getByText("2 sélectionnés")).toBeVisible();
  await page.getByLabel("Que faire").selectOption("refuse");
  await page.getByLabel("Raison").fill("Hors sujet");

  await acceptAs(await newPersonPage(), "facilitator", address);

  expectProblem(/422/);
  const apply = page.getByRole("button", { name: "Appliquer à la sélection" });
  await apply.click();
  const changed = page.locator("tbody tr", { hasText: `${word}, une fois` });
  await expect(changed.locator(".problem")).toContainText("maintenant : accepté");
  await expect(page.locator("tbody .problem")).toHaveCount(1);
  const summary = page.locator(".problem-summary");
  await expect(summary).toContainText("1 retour a été modifié entre-temps : rien de la sélection n'a été traité");
  await expect(summary).not.toContainText("n'a pas été envoyé");
  await expect(summary).toBeInViewport();
  await expect(page.locator("tbody .badge", { hasText: "refusé" })).toHaveCount(0);
  for (const box of await boxes.all()) await expect(box).toBeChecked();
  await expect(page.getByLabel("Raison")).toHaveValue("Hors sujet");
  await checkAccessibility(page);

  await apply.click();
  await expect(page.getByText("2 retours modifiés")).toBeVisible();
  await expect(page.getByText("Les autres étaient déjà dans cet état")).toHaveCount(0);
  await expect(page.locator("tbody .badge", { hasText: "refusé" })).toHaveCount(2);

  // Only what an action asks for is there; of those that it did not change it is told why.
  await boxes.first().check();
  await page.getByLabel("Que faire").selectOption("accept");
  await expect(page.locator("#reason")).toBeHidden();
  await expect(page.locator("#assignee")).toBeHidden();
  await apply.click();
  await expect(page.getByText("1 retour modifié.")).toBeVisible();
  // The list is there anew: what is selected now stays selected.
  const accepted = page.locator("tbody .badge", { hasText: "accepté" });
  await expect(accepted).toHaveCount(1);
  for (const box of await boxes.all()) await box.check();
  await page.getByLabel("Que faire").selectOption("accept");
  await apply.click();
  await expect(page.getByText("Les autres étaient déjà dans cet état")).toBeVisible();
  await expect(accepted).toHaveCount(2);
  await boxes.first().check();
  await page.getByLabel("Que faire").selectOption("assign");
  await expect(page.locator("#assignee")).toBeVisible();
  await expect(page.locator("#reason")).toBeHidden();
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
  // Unlinking asks first.
  const unlink = chain.getByRole("button", { name: /^Délier/ });
  await expect(unlink).toBeHidden();
  await chain.locator(".ask-first > summary").click();
  await checkAccessibility(page);
  await unlink.click();
  await expect(chain.locator(".ask-first")).toHaveCount(0);
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
