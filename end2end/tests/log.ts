// What tests of the feedback log have in common: opening it, giving feedback.
import type { Page } from "@playwright/test";
import { demoProject, expect } from "./fixtures";

/** Opens the log of the demo's first project, which the lead leads, and gives its address. */
export async function openLog(page: Page): Promise<string> {
  const log = `${await demoProject(page)}/feedback`;
  await page.goto(log);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Retours");
  return log;
}

/** Gives feedback by the form, as quickly as one types, and waits for its page. */
export async function give(page: Page, log: string, kind: string, story: string): Promise<string> {
  await page.goto(`${log}/new`);
  await page.getByLabel(kind, { exact: true }).check();
  await page.getByLabel("Que s'est-il passé ?").fill(story);
  await page.getByRole("button", { name: "Envoyer ce retour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(story.slice(0, 40));
  return page.url();
}
