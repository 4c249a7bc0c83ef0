// What stands on a page when it cannot be loaded anew after something was done on it.
import type { Page } from "@playwright/test";
import { accounts, anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";

const typed = "Nous avons la même tablette";

/** Gives feedback, opens its page and begins a comment there. */
async function beginComment(page: Page, story: string): Promise<void> {
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/feedback/new`);
  await page.getByLabel("obstacle", { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(story);
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  // Loaded as a page of its own, so that what follows is asked of a page that is awake.
  await page.reload();
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Votre commentaire").fill(typed);
}

/** Accepts the entry by the form beside the comment. */
async function accept(page: Page): Promise<void> {
  await page.getByLabel("État").selectOption("accepted");
  await page.getByRole("button", { name: "Enregistrer" }).click();
}

const entry = /\/api\/load_feedback\?/;

test("a page that cannot be loaded anew stays, with what is typed", anyWidth, async ({ page, expectProblem }, info) => {
  const story = `Le son se coupe (${info.project.name})`;
  await beginComment(page, story);
  // The action arrives; the connection is lost before the page is loaded again.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await page.route(entry, (route) => route.abort("internetdisconnected"));
  await accept(page);
  const notice = page.getByRole("alert").filter({ hasText: "n'a pas pu être chargée à nouveau" });
  await expect(notice).toBeInViewport();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(typed);
  await expect(page.locator(".badge", { hasText: "accepté" })).toHaveCount(0);
  await checkAccessibility(page);

  // Still without a connection, then with one.
  await notice.getByRole("button", { name: "Réessayer" }).click();
  await expect(notice).toBeVisible();
  await page.unroute(entry);
  await notice.getByRole("button", { name: "Réessayer" }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(typed);
});

test("a page whose subject is gone meanwhile stays, to copy what is typed", anyWidth, async ({ page, expectProblem }, info) => {
  const story = `La page disparaît (${info.project.name})`;
  await beginComment(page, story);
  expectProblem(/404/);
  await page.route(entry, (route) => route.fulfill({ status: 404, json: "not_found" }));
  await accept(page);
  await expect(page.getByRole("alert").filter({ hasText: "Il n'y a plus rien à cette adresse" })).toBeInViewport();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(typed);
});

test("whoever was signed out finds what they typed after signing in again", anyWidth, async ({ page, expectProblem }, info) => {
  await beginComment(page, `La session se ferme (${info.project.name})`);
  expectProblem(/401/);
  await page.route(entry, (route) => route.fulfill({ status: 401, json: "unauthenticated" }));
  await accept(page);
  const notice = page.getByRole("alert").filter({ hasText: "Votre session a pris fin" });
  await expect(notice).toBeInViewport();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(typed);
  await page.unroute(entry);
  await page.context().clearCookies();
  const here = page.url();
  await notice.getByRole("button", { name: "Se reconnecter" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.locator("input[name=email][type=email]").fill(accounts.lead.email);
  await page.locator("input[name=password][type=password]").fill(accounts.lead.password);
  await page.locator("form:has(input[type=password]) button[type=submit]").click();
  await expect(page).toHaveURL(here);
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(typed);
  await expect(page.locator(".badge", { hasText: "accepté" }).first()).toBeVisible();
});

test("a list that cannot be loaded anew stays, and is loaded once it can be", anyWidth, async ({ page, expectProblem }) => {
  await signIn(page, "lead");
  await page.goto(`${await demoProject(page)}/feedback`);
  await page.waitForLoadState("networkidle");
  const first = await page.locator("tbody a").first().getAttribute("href");
  const shown = page.locator(`tbody a[href="${first}"]`).first();
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  const list = /\/api\/load_feedback_list\?/;
  await page.route(list, (route) => route.abort("internetdisconnected"));
  await page.getByRole("link", { name: "Suivante", exact: true }).click();
  const notice = page.getByRole("alert").filter({ hasText: "n'a pas pu être chargée à nouveau" });
  await expect(notice).toBeInViewport();
  await expect(shown).toBeVisible();
  await page.unroute(list);
  await notice.getByRole("button", { name: "Réessayer" }).click();
  await expect(notice).toHaveCount(0);
  await expect(shown).toHaveCount(0);
});
