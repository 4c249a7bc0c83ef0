// What tests of co-design sessions have in common: preparing one, entering its board, writing.
import type { Page } from "@playwright/test";
import { demoProject, expect } from "./fixtures";

/** A name that no other run of this test uses. */
export const unique = () => Math.random().toString(36).slice(2, 8);

/** Prepares and opens a session of silent writing, and says where its page and its door are. */
export async function openSession(page: Page): Promise<{ session: string; door: string; title: string }> {
  const project = await demoProject(page);
  await page.goto(`${project}/sessions/new`);
  await page.getByRole("link", { name: "Écriture silencieuse et regroupement" }).click();
  const title = `Séance ${unique()}`;
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("Début").fill("2026-12-02T14:00");
  await page.getByRole("button", { name: "Préparer cette séance" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: "Ouvrir la séance" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  const session = new URL(page.url()).pathname;
  const door = (await page.getByRole("link", { name: /\/s\// }).getAttribute("href")) ?? "";
  return { session, door: new URL(door).pathname, title };
}

/** Somebody without an account, in a browser of their own, on the board. */
export async function enter(page: Page, door: string, name: string): Promise<Page> {
  await page.goto(door);
  await page.getByLabel("Pseudonyme").fill(name);
  await page.getByLabel("Vous parlez en tant que").selectOption("teacher");
  await page.getByRole("button", { name: "Participer sans compte" }).click();
  await inStep(page);
  return page;
}

/** Waits until nothing is on this device only. */
export async function inStep(page: Page) {
  await expect(page.getByText("Tout est enregistré")).toBeVisible({ timeout: 20_000 });
}

/** Shows the board as its outline. */
export async function outline(page: Page) {
  await page.getByRole("button", { name: "Plan", exact: true }).click();
}

/** Writes a note in the outline. */
export async function write(page: Page, text: string) {
  await page.getByLabel("Nouvelle note").fill(text);
  await page.getByRole("button", { name: "Ajouter la note" }).click();
  await expect(page.getByRole("button", { name: text, exact: true })).toBeVisible();
}
