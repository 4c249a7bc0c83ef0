// Co-design sessions with JavaScript switched off.
import { expect, signIn, test } from "./fixtures";
import { ask, closeSession, openSession } from "./room";

test("a session is opened, closed once that was asked again, and opened again", async ({ page }) => {
  await signIn(page, "lead");
  await openSession(page);
  const now = page.getByRole("button", { name: "Clore maintenant" });
  await expect(now).toBeHidden();
  await closeSession(page);
  await page.getByRole("button", { name: "Rouvrir la séance" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await expect(now).toBeHidden();
});

test("people take one line each, and what is done with them unfolds", async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  await ask(await newPersonPage(), door, "Awa");
  const line = page.locator(".session-person").filter({ hasText: "Awa" });
  const remove = line.getByRole("button", { name: "Exclure Awa" });
  await expect(async () => {
    await page.goto(session);
    await expect(line).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(remove).toBeHidden();
  await line.getByLabel("Actions : Awa").click();
  await expect(remove).toBeVisible();
  await expect(line.getByLabel("Rôle\u00a0: Awa")).toBeVisible();
  await remove.click();
  await expect(line).toContainText("exclu");
  // Whoever has a waiting room sees above all who waits there.
  await page.goto(`${session}/edit`);
  await page.getByLabel(/^Salle d'attente/).check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await ask(await newPersonPage(), door, "Bao");
  await expect(async () => {
    await page.goto(session);
    await expect(page.getByRole("heading", { name: "En salle d'attente" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const titles = await page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
  expect(titles[0]).toBe("En salle d'attente");
  // Whoever is not to come in is turned away here as well, and is among those who were removed.
  await ask(await newPersonPage(), door, "Chloé");
  const refuse = page.getByRole("button", { name: "Ne pas faire entrer Chloé" });
  await expect(async () => {
    await page.goto(session);
    await expect(refuse).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await refuse.click();
  await expect(page.locator(".session-person").filter({ hasText: "Chloé" })).toContainText("exclu");
  await page.getByRole("button", { name: "Faire entrer Bao", exact: true }).click();
  await expect(page.getByRole("heading", { name: "En salle d'attente" })).toHaveCount(0);
});
