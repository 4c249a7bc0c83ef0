// What is selected is arranged by its menu: at equal distances, in a grid, larger and smaller.
import type { Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import { canvasOf, exported, type Exported, inStep, leadInOutline, note, outline, said, write } from "./room";

const selection = (page: Page) => page.getByRole("toolbar", { name: "Sélection" });

/** A board with notes of these texts in the outline. Gives what tells how the server has them, in this order. */
async function notesOf(page: Page, texts: string[]): Promise<() => Promise<Exported[]>> {
  const { session } = await leadInOutline(page);
  for (const text of texts) await write(page, text);
  return async () => {
    await inStep(page);
    const records = await exported(page, session);
    return texts.map((text) => records.find((record) => record.text === text)!);
  };
}

/** Puts a note of the outline at a place of the board, by numbers. */
async function put(page: Page, text: string, across: number, down: number) {
  await note(page, text).click();
  await selection(page).getByText("Position…", { exact: true }).click();
  await page.getByLabel("Vers la droite", { exact: true }).fill(`${across}`);
  await page.getByLabel("Vers le bas", { exact: true }).fill(`${down}`);
  await page.getByRole("button", { name: "Placer là" }).click();
  await selection(page).getByRole("button", { name: "Fermer", exact: true }).click();
}

/** Chooses all lines of the outline from one to another. */
async function choose(page: Page, from: string, to: string) {
  await note(page, from).click();
  await note(page, to).click({ modifiers: ["Shift"] });
}

/** Chooses one way of arranging what is selected. */
async function arrange(page: Page, how: string) {
  await selection(page).getByText("Ranger", { exact: true }).click();
  await selection(page).getByRole("button", { name: how, exact: true }).click();
}

test("three notes are put at equal distances, across and down, and the outermost stay", anyWidth, async ({ page }) => {
  const texts = ["Un minuteur", "Un sablier", "Une cloche"];
  const [first, second, third] = texts as [string, string, string];
  const read = await notesOf(page, texts);
  const places = async () => (await read()).map(({ x, y }) => [x, y]);
  await put(page, first, 900, 0);
  await put(page, second, 600, 40);
  await put(page, third, 0, 300);
  await expect.poll(places).toEqual([[900, 0], [600, 40], [0, 300]]);

  await choose(page, first, third);
  await expect(said(page)).toHaveText(`3 éléments choisis : ${third}`);
  // Notes are 160 wide and 120 high: what is left between them is shared out.
  await arrange(page, "Répartir en largeur");
  await expect.poll(places).toEqual([[900, 0], [450, 40], [0, 300]]);
  await arrange(page, "Répartir en hauteur");
  await expect.poll(places).toEqual([[900, 0], [450, 150], [0, 300]]);
  await page.keyboard.press("Control+z");
  await expect.poll(places).toEqual([[900, 0], [450, 40], [0, 300]]);
  await page.keyboard.press("Control+z");
  await expect.poll(places).toEqual([[900, 0], [600, 40], [0, 300]]);
});

test("notes are laid out in a grid, as wide as the largest of them, and taken back at once", anyWidth, async ({ page }) => {
  const texts = ["Un", "Deux", "Trois", "Quatre", "Cinq"];
  const [first, second, third] = texts as [string, string, string];
  const read = await notesOf(page, texts);
  const places = async () => (await read()).map(({ x, y }) => [x, y]);
  await put(page, first, -300, 50);
  await put(page, third, 1000, 900);
  await note(page, second).click();
  await arrange(page, "Plus grand");
  await expect.poll(async () => (await read())[1]).toMatchObject({ width: 200, height: 160 });
  const before = await places();
  expect([before[0], before[2]]).toEqual([[-300, 50], [1000, 900]]);

  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await canvasOf(page).focus();
  await page.keyboard.press("Control+a");
  await expect(said(page)).toHaveText("5 éléments choisis");
  await arrange(page, "En grille");
  // From the corner of what they took up before: four in a row, in the order in which they are read.
  await expect.poll(places).toEqual([[-300, 0], [-80, 0], [140, 0], [360, 0], [-300, 180]]);
  await outline(page);
  await expect(page.locator(".board-rows .board-line")).toHaveText(texts);
  await page.keyboard.press("Control+z");
  await expect.poll(places).toEqual(before);
});

test("several are made larger and smaller by the menu and by keys, down to the smallest size", anyWidth, async ({ page }) => {
  const texts = ["Un minuteur", "Un sablier"];
  const [first, second] = texts as [string, string];
  const read = await notesOf(page, texts);
  const sizes = async () => (await read()).map(({ width, height }) => [width, height]);
  const places = async () => (await read()).map(({ x, y }) => [x, y]);
  const before = await places();
  await expect.poll(sizes).toEqual([[160, 120], [160, 120]]);
  await choose(page, first, second);
  await arrange(page, "Plus grand");
  await expect.poll(sizes).toEqual([[200, 160], [200, 160]]);
  // Their corners stay where they were.
  expect(await places()).toEqual(before);
  await arrange(page, "Plus petit");
  await expect.poll(sizes).toEqual([[160, 120], [160, 120]]);

  // One alone, until it becomes no smaller.
  await note(page, second).click();
  for (const [width, height] of [[120, 80], [80, 40], [40, 40]]) {
    await arrange(page, "Plus petit");
    await expect.poll(sizes).toEqual([[160, 120], [width, height]]);
  }
  await arrange(page, "Plus petit");
  await arrange(page, "Plus grand");
  await expect.poll(sizes).toEqual([[160, 120], [80, 80]]);

  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await canvasOf(page).focus();
  await page.keyboard.press("Control+a");
  await expect(said(page)).toHaveText("2 éléments choisis");
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("Shift+Alt+ArrowUp");
  await expect.poll(sizes).toEqual([[168, 56], [88, 40]]);
  expect(await places()).toEqual(before);
});
