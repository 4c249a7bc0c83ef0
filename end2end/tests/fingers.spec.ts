// Whoever has only fingers chooses several and draws, in the outline as on the canvas.
import { checkAccessibility, expect, test } from "./fixtures";
import { canvasOf, exported, inStep, leadOnBoard, note, said, textField, unique, write } from "./room";

test("a finger draws in the outline, and so do buttons", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  const { session } = await leadOnBoard(page);
  await page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name: "Dessin", exact: true }).tap();
  const sheet = page.getByRole("application", { name: "Feuille de dessin" });
  await expect(sheet).toBeFocused();
  const strokes = async () => (await exported(page, session)).filter(({ kind }) => kind === "stroke");

  const pen = page.getByRole("group", { name: "Crayon" });
  await page.getByLabel("Pas", { exact: true }).selectOption("64");
  await pen.getByRole("button", { name: "Poser" }).tap();
  await pen.getByRole("button", { name: "À droite", exact: true }).tap();
  await pen.getByRole("button", { name: "En bas à gauche" }).tap();
  await expect(page.locator("#board-pen-said")).toContainText("Crayon posé");
  await pen.getByRole("button", { name: "Lever" }).tap();
  await expect(page.locator("#board-pen-said")).toHaveText("Trait dessiné, crayon levé");
  await inStep(page);
  await expect.poll(strokes).toMatchObject([{ width: 65, height: 65 }]);

  // A line that is given up is not drawn.
  await pen.getByRole("button", { name: "Poser" }).tap();
  await page.getByRole("button", { name: "Abandonner le trait" }).tap();
  await sheet.scrollIntoViewIfNeeded();
  const box = (await sheet.boundingBox())!;
  const touch = await page.context().newCDPSession(page);
  const finger = (type: "touchStart" | "touchMove" | "touchEnd", by?: number) => {
    const touchPoints = by === undefined ? [] : [{ x: box.x + box.width / 2 + by, y: box.y + box.height / 2 + by }];
    return touch.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await finger("touchStart", 0);
  for (const by of [10, 20, 30]) await finger("touchMove", by);
  await finger("touchEnd");
  await inStep(page);
  await expect.poll(async () => (await strokes()).length).toBe(2);
  await checkAccessibility(page);
  await page.getByRole("region", { name: "Dessin" }).getByRole("button", { name: "Fermer", exact: true }).tap();
  await expect(sheet).toHaveCount(0);
  await expect(page.locator(".board-rows").getByRole("button", { name: "Dessin", exact: true })).toHaveCount(2);
});

test("fingers choose several, in the outline and on the canvas", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  const { session } = await leadOnBoard(page);
  const tag = unique();
  const texts = [`Un minuteur ${tag}`, `Un sablier ${tag}`];
  for (const text of texts) await write(page, text);
  await inStep(page);

  await page.getByRole("button", { name: "Choisir plusieurs éléments" }).tap();
  for (const text of texts) await page.getByRole("checkbox", { name: `Choisir : ${text}` }).check();
  await expect(said(page)).toContainText("2 éléments choisis");
  await checkAccessibility(page);
  await page.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Retirer" }).tap();
  for (const text of texts) await expect(note(page, text)).toHaveCount(0);
  await page.getByRole("button", { name: "Annuler", exact: true }).tap();
  for (const text of texts) await expect(note(page, text)).toBeVisible();
  await inStep(page);

  // The canvas has just come: it shows all of the board, in its middle.
  await page.getByRole("button", { name: "Tableau", exact: true }).tap();
  const box = (await canvasOf(page).boundingBox())!;
  const notes = await exported(page, session);
  const [left, top] = [Math.min(...notes.map(({ x }) => x)), Math.min(...notes.map(({ y }) => y))];
  const wide = Math.max(...notes.map(({ x, width }) => x + width)) - left;
  const high = Math.max(...notes.map(({ y, height }) => y + height)) - top;
  const scale = Math.min((box.width - 96) / wide, (box.height - 96) / high, 1);
  for (const { x, y, width, height } of notes) {
    const across = (x + width / 2 - left - wide / 2) * scale + box.x + box.width / 2;
    const down = (y + height / 2 - top - high / 2) * scale + box.y + box.height / 2;
    await page.touchscreen.tap(across, down);
  }
  await expect(said(page)).toContainText("2 éléments choisis");
  await page.touchscreen.tap(box.x + box.width / 2 - (wide / 4) * scale, box.y + box.height / 2);
  await expect(said(page)).toContainText("1 élément choisi");

  // What a double press opens, a button opens, too.
  await page.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Écrire" }).tap();
  await expect(textField(page)).toBeFocused();
});
