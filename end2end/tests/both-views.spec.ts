// The same steps on the canvas and in the outline give the same document.
import { checkAccessibility, expect, signIn, test } from "./fixtures";
import { addFrame, canvasOf, exported, type Exported, fillIn, goToBoard, inStep, note, openSession, outline, said, write } from "./room";

test("the same steps on the canvas and in the outline give the same document", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const keys = page.keyboard;
  const texts = ["Un minuteur", "Un sablier", "Une cloche"];
  const [first, , third] = texts;

  const prepared = async (): Promise<string> => {
    const { session } = await openSession(page);
    await goToBoard(page);
    await outline(page);
    for (const text of texts) await write(page, text);
    await inStep(page);
    return session;
  };
  const done = async (session: string): Promise<Exported[]> => {
    await inStep(page);
    await expect.poll(async () => (await exported(page, session)).map(({ text }) => text).sort()).toEqual(
      [...texts, "Le temps", "voir"].sort(),
    );
    return exported(page, session);
  };

  const inOutline = await prepared();
  await note(page, first!).focus();
  await keys.press("Shift+ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await note(page, third!).focus();
  await keys.press("Control+d");
  await expect(note(page, third!)).toHaveCount(2);
  await note(page, third!).last().focus();
  await keys.press("Delete");
  await expect(note(page, third!)).toHaveCount(1);
  await note(page, third!).focus();
  await keys.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Relier par une flèche" }).click();
  await fillIn(page, "voir");
  await note(page, third!).focus();
  await keys.press("Enter");
  await page.getByRole("toolbar", { name: "Sélection" }).getByText("Ranger", { exact: true }).click();
  await page.getByRole("button", { name: "Devant" }).click();
  const position = page.getByRole("toolbar", { name: "Sélection" }).getByText("Position…", { exact: true });
  await position.click();
  await page.getByLabel("Pas", { exact: true }).selectOption("64");
  await page.getByRole("button", { name: "À gauche", exact: true }).click();
  await page.getByRole("button", { name: "Plus bas", exact: true }).click();
  const across = page.getByLabel("Vers la droite", { exact: true });
  await across.fill("");
  await page.getByRole("button", { name: "Placer là" }).click();
  await expect(across).toBeFocused();
  await expect(across).toHaveAttribute("aria-invalid", "true");
  await checkAccessibility(page);
  await page.keyboard.press("Escape");
  await expect(position).toBeFocused();
  const read = await done(inOutline);

  const onCanvas = await prepared();
  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await canvasOf(page).focus();
  await keys.press("j");
  await keys.press("Shift+J");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await keys.press("Escape");
  await keys.press("j");
  await expect(said(page)).toHaveText(`1 élément choisi : ${third}`);
  await keys.press("Control+d");
  await keys.press("Delete");
  await keys.press("j");
  await keys.press("Shift+J");
  await keys.press("c");
  await fillIn(page, "voir");
  await keys.press("Escape");
  await keys.press("j");
  await expect(said(page)).toHaveText(`1 élément choisi : ${third}`);
  await page.getByRole("toolbar", { name: "Sélection" }).getByText("Ranger", { exact: true }).click();
  await page.getByRole("button", { name: "Devant" }).click();
  await canvasOf(page).focus();
  await keys.press("Shift+ArrowLeft");
  await keys.press("Shift+ArrowDown");
  const drawn = await done(onCanvas);

  expect(drawn).toEqual(read);
});

test("a line is drawn, a frame is sized in either view, and the document is the same", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const keys = page.keyboard;
  const selection = page.getByRole("toolbar", { name: "Sélection" });
  const drawing = page.locator(".board-rows").getByRole("button", { name: "Dessin", exact: true });
  const prepared = async (): Promise<string> => {
    const { session } = await openSession(page);
    await goToBoard(page);
    return session;
  };
  /** Draws with the pen, which has the keyboard. */
  const draw = async () => {
    for (const key of ["Space", "Shift+ArrowRight", "ArrowDown", "End", "Space"]) await keys.press(key);
    await expect(page.locator("#board-pen-said")).toHaveText("Trait dessiné, crayon levé");
  };
  /** Writes where what is selected is to lie, and how large it is to be. */
  const put = async (across: string, down: string, size?: [string, string]) => {
    await selection.getByText("Position…", { exact: true }).click();
    const [wide, high] = [page.getByLabel("Largeur", { exact: true }), page.getByLabel("Hauteur", { exact: true })];
    await page.getByLabel("Vers la droite", { exact: true }).fill(across);
    await page.getByLabel("Vers le bas", { exact: true }).fill(down);
    if (size) {
      await wide.fill("12");
      await high.fill(size[1]);
      await page.getByRole("button", { name: "Placer là" }).click();
      await expect(wide).toBeFocused();
      await wide.fill(size[0]);
    }
    await page.getByRole("button", { name: "Placer là" }).click();
    await selection.getByRole("button", { name: "Fermer", exact: true }).click();
  };
  const done = async (session: string): Promise<Exported[]> => {
    const placed = async () => (await exported(page, session)).map(({ text, x, y, width, height }) => [text, x, y, width, height]);
    await inStep(page);
    await expect.poll(placed).toEqual([
      ["Vers la porte", 40, -320, 65, 17],
      ["Idées", 0, 0, 836, 536],
    ]);
    return exported(page, session);
  };

  const onCanvas = await prepared();
  await canvasOf(page).focus();
  await keys.press("p");
  await draw();
  await keys.press("v");
  await keys.press("j");
  await expect(said(page)).toHaveText("1 élément choisi : Dessin");
  await keys.press("F2");
  await fillIn(page, "Vers la porte");
  await put("40", "-320");
  await canvasOf(page).focus();
  await keys.press("f");
  await keys.press("Enter");
  await fillIn(page, "Idées");
  await keys.press("Shift+Alt+ArrowLeft");
  await keys.press("Shift+Alt+ArrowUp");
  await put("0", "0");
  const drawn = await done(onCanvas);

  const inOutline = await prepared();
  await outline(page);
  await page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name: "Dessin", exact: true }).click();
  const sheet = page.getByRole("application", { name: "Feuille de dessin" });
  await expect(sheet).toBeFocused();
  await checkAccessibility(page);
  await draw();
  await keys.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(drawing).toHaveAccessibleDescription(/^65 de large, 17 de haut\. Position\s: .+, depuis l'origine du tableau/);
  await drawing.click();
  await keys.press("F2");
  await fillIn(page, "Vers la porte");
  await put("40", "-320");
  await addFrame(page, "Idées");
  await put("0", "0", ["836", "536"]);
  const read = await done(inOutline);

  expect(read).toEqual(drawn);
});
