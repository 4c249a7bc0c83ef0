// Being told: the bell, the list, the switches, the feeds, what waits for one.
import { anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";

test("what happens in a project is told to whoever sees it", anyWidth, async ({ page }, info) => {
  const title = `Carnet de bord (${info.project.name})`;
  await signIn(page, "lead");
  await page.goto("/projects/new");
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("En bref").fill("Un carnet pour la classe.");
  await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await page.getByLabel("Début des trois ans").fill("2026-09-01");
  await page.getByRole("button", { name: "Ouvrir le projet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const project = new URL(page.url()).pathname;

  await page.context().clearCookies();

  await signIn(page, "member");
  await page.goto("/notifications");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notifications");
  await checkAccessibility(page);
  await page.goto(`${project}/activity`);
  await expect(page.getByText("a ouvert le projet")).toBeVisible();
  await expect(page.getByRole("link", { name: title }).last()).toBeVisible();
});

test("the bell leads to the notifications, which can all be marked as read", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/");
  await page.locator("a.bell").click();
  await expect(page).toHaveURL(/\/notifications$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notifications");
  // The heading is there before the news: whether any are unread shows with them.
  await expect(page.getByRole("link", { name: "Non lues", exact: true })).toBeVisible();
  const all = page.getByRole("button", { name: "Tout marquer comme lu" });
  if (await all.isVisible()) {
    await all.click();
    await expect(all).toBeHidden();
  }
  await expect(page.locator("a.bell")).toHaveAccessibleName("Notifications");
  await page.getByRole("link", { name: "Non lues", exact: true }).click();
  await expect(page.getByText("Vous avez tout lu.")).toBeVisible();
});

test("each kind can be switched off", anyWidth, async ({ page }) => {
  await signIn(page, "observer");
  await page.goto("/notifications/preferences");
  const box = page.getByRole("checkbox", { name: "Par courriel : un commentaire me mentionne" });
  await box.uncheck();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Enregistré" })).toBeVisible();
  await page.reload();
  await expect(box).not.toBeChecked();
  await box.check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Enregistré" })).toBeVisible();
});

test("the home page begins with what waits, a project says where it is", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("Ce qui vous attend");
  await checkAccessibility(page);
  await page.goto("/activity");
  await expect(page.locator(".feed li").first()).toBeVisible();
  await page.locator(".feed a[href^='/people/']").first().click();
  await expect(page.getByText("Activité récente")).toBeVisible();
  await page.goto(await demoProject(page));
  for (const heading of ["Où en sommes-nous", "Ensuite", "Ce qui vous attend"]) {
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
  }
  await checkAccessibility(page);
});
