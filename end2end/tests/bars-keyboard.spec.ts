// From the board to its bars, menus and panel and back by keys alone; whoever has pressed what
// then goes stands somewhere.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { canvasOf, enter, exported, fillIn, goToBoard, inStep, leadInOutline, leadOnBoard, note, openSession, panel, said, tabTo, unique, withWaitingRoom, write } from "./room";

test("bars and menus of the canvas are gone through by arrows, and Escape leads back", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  const { session } = await leadOnBoard(page);
  const keys = page.keyboard;
  const canvas = canvasOf(page);
  const texts = ["Un minuteur", "Un sablier", "Une cloche"];
  await canvas.focus();
  for (const text of texts) {
    await keys.press("n");
    await fillIn(page, text);
  }

  // Those that do not stand side by side are selected, too.
  await keys.press("Escape");
  await keys.press("j");
  await keys.press("Shift+J");
  await keys.press("Space");
  await expect(said(page)).toHaveText("1 élément choisi : Un minuteur");
  await keys.press("Shift+J");
  await expect(said(page)).toHaveText("2 éléments choisis : Une cloche");

  // What is done with them is one key away, and an arrow opens a menu.
  const selection = page.getByRole("toolbar", { name: "Sélection" });
  await keys.press("Alt+F10");
  await expect(selection.getByRole("button", { name: "Ne rien choisir" })).toBeFocused();
  await keys.press("ArrowRight");
  await expect(selection.getByRole("button", { name: "Dupliquer" })).toBeFocused();
  await keys.press("ArrowRight");
  await expect(selection.getByRole("button", { name: "Grouper", exact: true })).toBeFocused();
  const arrange = selection.locator("summary").filter({ hasText: "Ranger" });
  for (let press = 0; press < 3; press++) await keys.press("ArrowRight");
  await expect(arrange).toBeFocused();
  await keys.press("ArrowDown");
  await expect(selection.getByRole("button", { name: "Aligner à gauche" })).toBeFocused();
  await checkAccessibility(page);
  await keys.press("ArrowUp");
  await expect(selection.getByRole("button", { name: "Copier", exact: true })).toBeFocused();
  await keys.press("Home");
  await keys.press("Enter");
  await expect(arrange).toBeFocused();
  await inStep(page);
  const left = async (text: string) => (await exported(page, session)).find((record) => record.text === text)!.x;
  await expect.poll(async () => (await left("Un minuteur")) === (await left("Une cloche"))).toBe(true);
  await keys.press("ArrowDown");
  await keys.press("Escape");
  await expect(arrange).toBeFocused();
  await keys.press("Escape");
  await expect(canvas).toBeFocused();

  // The bar goes with what it takes off, and the keyboard stays.
  await keys.press("Alt+F10");
  await keys.press("End");
  await keys.press("Enter");
  await expect(selection).toBeHidden();
  await expect(canvas).toBeFocused();
  await expect.poll(async () => (await exported(page, session)).map(({ text }) => text)).toEqual(["Un sablier"]);

  // A tool is taken up from its bar, and used where the keyboard is then.
  await keys.press("Alt+F10");
  const tools = page.getByRole("toolbar", { name: "Outils" });
  await expect(tools.getByRole("button", { name: "Sélectionner" })).toBeFocused();
  for (let press = 0; press < 4; press++) await keys.press("ArrowDown");
  await expect(tools.getByRole("button", { name: "Cadre" })).toBeFocused();
  await keys.press("Enter");
  await expect(canvas).toBeFocused();
  await keys.press("Enter");
  await fillIn(page, "Idées");
  await expect(canvas).toBeFocused();

  // What keys do is read while they are tried.
  await page.locator("summary").filter({ hasText: "Clavier" }).focus();
  await keys.press("Enter");
  const told = page.locator(".board-shortcuts");
  await expect(told).toContainText("Alt + F10");
  await checkAccessibility(page);
  await canvas.focus();
  await expect(told).toBeVisible();
});

test("the menus of the outline are gone through by arrows", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  await leadInOutline(page);
  const keys = page.keyboard;
  const [first, second] = [`Un minuteur ${unique()}`, `Un sablier ${unique()}`];
  await write(page, first);
  await write(page, second);
  const row = (text: string) => page.locator(".board-rows > li").filter({ has: note(page, text) });

  // The menu of a line is one key away; a list in it opens and closes in its place.
  await note(page, first).focus();
  await keys.press("Shift+F10");
  const sign = row(first).getByLabel("Actions sur cet élément");
  await expect(sign).toBeFocused();
  await keys.press("ArrowDown");
  await expect(row(first).getByRole("button", { name: "Écrire" })).toBeFocused();
  const types = row(first).locator("summary").filter({ hasText: "Type de note" });
  for (let press = 0; press < 4; press++) await keys.press("ArrowDown");
  await expect(types).toBeFocused();
  await keys.press("ArrowRight");
  await expect(row(first).getByRole("button", { name: "note", exact: true })).toBeFocused();
  await checkAccessibility(page);
  await keys.press("ArrowLeft");
  await expect(types).toBeFocused();
  await keys.press("ArrowRight");
  await expect(row(first).getByRole("button", { name: "note", exact: true })).toBeFocused();
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("Enter");
  await expect(note(page, first)).toHaveAccessibleDescription(/^obstacle/);
  await expect(sign).toBeFocused();

  // Whoever goes on leaves no list open over where they are.
  await keys.press("Enter");
  await expect(row(first).getByRole("button", { name: "Écrire" })).toBeVisible();
  await note(page, second).focus();
  await expect(row(first).getByRole("button", { name: "Écrire" })).toBeHidden();

  // From a line to where notes are written, and an arrow between two.
  await keys.press("n");
  await expect(page.getByLabel("Nouvelle note")).toBeFocused();
  await note(page, second).focus();
  await keys.press("Shift+ArrowUp");
  await keys.press("c");
  await fillIn(page, "puis");
  await expect(note(page, "puis")).toBeFocused();
});

test("whoever reads a notice or lets somebody in by keys stands at the board again", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  await withWaitingRoom(page, session);
  await goToBoard(page);
  const entering = enter(await newPersonPage(), door, "Awa");
  const admit = page.getByRole("button", { name: "Faire entrer Awa", exact: true });
  await expect(admit).toBeVisible();
  await tabTo(page, admit);
  await page.keyboard.press("Enter");
  await expect(canvasOf(page)).toBeFocused();
  const awa = await entering;

  await panel(page, /personne/);
  await page.getByRole("button", { name: "Donner la parole à Awa" }).click();
  const read = awa.getByRole("button", { name: "Compris" });
  await expect(read).toBeVisible();
  await tabTo(awa, read);
  await awa.keyboard.press("Enter");
  await expect(read).toHaveCount(0);
  await expect(canvasOf(awa)).toBeFocused();
});

test("in a low window the tools stay above the papers, and each is reached", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 480 });
  await leadOnBoard(page);
  const tools = page.getByRole("toolbar", { name: "Outils" });
  const bar = (await tools.boundingBox())!;
  const papers = (await page.locator(".board-papers").boundingBox())!;
  expect(bar.y + bar.height).toBeLessThanOrEqual(papers.y);
  for (const button of await tools.getByRole("button").all()) {
    await button.focus();
    const { y, height } = (await button.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(bar.y);
    expect(y + height).toBeLessThanOrEqual(bar.y + bar.height);
  }
});
