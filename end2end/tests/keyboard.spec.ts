// Whoever has no mouse, or only fingers, does on the board what everybody does: on the canvas, in
// the outline, and with the same document in the end.
import type { Page } from "@playwright/test";
import { checkAccessibility, expect, signIn, test } from "./fixtures";
import { enter, goToBoard, inStep, openSession, outline, panel, tabTo, unique, write } from "./room";

interface Exported {
  kind: string;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is on a board, as it is exported: ids count in reading order, so that boards compare. */
async function exported(page: Page, session: string): Promise<Exported[]> {
  const answer = await page.request.get(`${session}/board.json`);
  const { records } = (await answer.json()) as { records: Record<string, unknown>[] };
  const places = new Map(records.map((record, place) => [record.id, place]));
  const ids = ["id", "parent", "from", "to"];
  const counted = records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, ids.includes(key) ? places.get(value) : value])),
  );
  return counted as unknown as Exported[];
}

const canvasOf = (page: Page) => page.getByRole("application", { name: "Tableau" });
const said = (page: Page) => page.locator("#board-said");
const field = (page: Page) => page.getByRole("textbox", { name: "Texte", exact: true });
const line = (page: Page, text: string) => page.getByRole("button", { name: text, exact: true });

/** Writes in the field that has just opened, and leaves it. */
async function fillIn(page: Page, text: string) {
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveCount(0);
}

test("the canvas is used by keys alone", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  await signIn(page, "lead");
  const { session } = await openSession(page);
  await goToBoard(page);
  const canvas = canvasOf(page);
  const keys = page.keyboard;
  const [first, second] = [`Un minuteur ${unique()}`, `Un sablier ${unique()}`];

  // Note after note, and the keyboard stays on the canvas.
  await tabTo(page, canvas);
  for (const text of [first, second]) {
    await keys.press("n");
    await fillIn(page, text);
    await expect(canvas).toBeFocused();
  }
  await keys.press("Escape");

  // Who goes from one to the next hears what it says, and takes several along.
  await keys.press("j");
  await expect(said(page)).toHaveText(`1 élément choisi : ${first}`);
  await keys.press("Shift+J");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${second}`);
  await keys.press("Shift+K");
  await expect(said(page)).toHaveText(`1 élément choisi : ${first}`);
  await keys.press("Alt+ArrowRight");
  await keys.press("Shift+Alt+ArrowDown");
  await keys.press("Shift+J");
  await keys.press("c");
  await fillIn(page, "ou");
  await keys.press("f");
  await keys.press("Enter");
  await fillIn(page, "Idées");
  await keys.press("t");
  await keys.press("Enter");
  await fillIn(page, "À voir ensemble");
  await expect(canvas).toBeFocused();

  // What is looked for is counted and gone to.
  await keys.press("/");
  const search = page.getByRole("searchbox", { name: "Chercher sur le tableau" });
  await expect(search).toBeFocused();
  await keys.type("un");
  await expect(page.locator(".board-finder output")).toHaveText("1 sur 2");
  await keys.press("Enter");
  await expect(page.locator(".board-finder output")).toHaveText("2 sur 2");
  await expect(said(page)).toHaveText(`1 élément choisi : ${second}`);
  await keys.press("Escape");
  await expect(search).toHaveCount(0);
  await expect(canvas).toBeFocused();

  await keys.press("Delete");
  await keys.press("Control+z");
  await inStep(page);
  await expect.poll(async () => (await exported(page, session)).map(({ text }) => text).sort()).toEqual(
    [first, second, "ou", "Idées", "À voir ensemble"].sort(),
  );
  const records = await exported(page, session);
  const named = (text: string) => records.find((record) => record.text === text)!;
  expect(named(first)).toMatchObject({ kind: "note", width: 168, height: 184 });
  expect(named("ou").kind).toBe("connector");
  expect(named("Idées").kind).toBe("frame");
  expect(named("À voir ensemble").kind).toBe("text");
  // Of two notes in one place, the later does not hide the earlier.
  expect(named(second).x).not.toBe(named(first).x);

  // A line is drawn, another one given up.
  const pen = page.locator("#board-pen-said");
  await canvas.focus();
  await keys.press("p");
  await expect(pen).toContainText("Crayon au milieu de la vue");
  await keys.press("Space");
  await expect(pen).toContainText("Crayon posé");
  await keys.press("Shift+ArrowRight");
  await keys.press("ArrowDown");
  await keys.press("Space");
  await expect(pen).toHaveText("Trait dessiné, crayon levé");
  await keys.press("ArrowDown");
  await keys.press("Enter");
  await keys.press("End");
  await keys.press("Escape");
  await expect(pen).toHaveText("Trait abandonné, crayon levé");
  await keys.press("v");
  await inStep(page);
  const strokes = async () => (await exported(page, session)).filter(({ kind }) => kind === "stroke");
  await expect.poll(strokes).toMatchObject([{ width: 65, height: 9 }]);
  await keys.press("Control+z");
  await expect.poll(strokes).toEqual([]);

  await page.getByText("Clavier", { exact: true }).click();
  await expect(page.getByText("C : flèche entre les deux éléments choisis", { exact: true })).toBeVisible();
  await checkAccessibility(page);
});

test("the outline is used by keys alone, and what is done there is taken back there", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  const keys = page.keyboard;
  const tag = unique();
  const [first, second, third] = [`Un minuteur ${tag}`, `Un sablier ${tag}`, `Une cloche ${tag}`];
  await tabTo(page, page.getByRole("button", { name: "Plan", exact: true }));
  await keys.press("Enter");
  await tabTo(page, page.getByLabel("Nouvelle note"));
  for (const text of [first, second, third]) {
    await keys.type(text);
    await keys.press("Enter");
    await expect(line(page, text)).toBeVisible();
  }

  // A line is taken off and comes back; the keyboard stays among the lines.
  await tabTo(page, line(page, second));
  await keys.press("Delete");
  await expect(line(page, second)).toHaveCount(0);
  await expect(line(page, third)).toBeFocused();
  await keys.press("Control+z");
  await expect(line(page, second)).toBeVisible();
  await keys.press("Control+Shift+Z");
  await expect(line(page, second)).toHaveCount(0);
  await keys.press("Control+z");
  await expect(line(page, second)).toBeVisible();

  // A line that is moved keeps the keyboard.
  await keys.press("Alt+ArrowUp");
  await expect(page.locator(".board-line").nth(1)).toHaveText(third);
  await expect(line(page, third)).toBeFocused();
  await keys.press("Alt+ArrowDown");
  await expect(page.locator(".board-line").nth(2)).toHaveText(third);
  await expect(line(page, third)).toBeFocused();

  // Several at once: by the keys for a range, and one by one.
  await keys.press("Shift+ArrowUp");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${second}`);
  await expect(line(page, third)).toHaveAttribute("aria-pressed", "true");
  await keys.press("ArrowUp");
  await expect(line(page, first)).toBeFocused();
  await keys.press("Control+Space");
  await expect(said(page)).toHaveText(`3 éléments choisis : ${first}`);
  await keys.press("Control+Space");
  await expect(line(page, first)).toHaveAttribute("aria-pressed", "false");
  await keys.press("ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await expect(line(page, "Le temps")).toBeFocused();

  // What the canvas has tools for.
  const add = page.locator("summary").filter({ hasText: "Ajouter…" });
  await tabTo(page, page.getByRole("button", { name: "Annuler", exact: true }));
  await tabTo(page, add);
  await keys.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Cadre", exact: true }));
  await keys.press("Enter");
  await fillIn(page, "Idées");
  await expect(line(page, "Idées")).toBeFocused();

  // Nothing happens while one only goes through what could be chosen.
  const places = page.getByRole("toolbar", { name: "Sélection" }).locator("summary").filter({ hasText: "Placer dans" });
  await line(page, first).focus();
  await keys.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Rétablir" }));
  await tabTo(page, places);
  await keys.press("Enter");
  const toolbar = page.getByRole("toolbar", { name: "Sélection" });
  await tabTo(page, toolbar.getByRole("button", { name: "Idées" }));
  await expect(page.locator(".board-rows > li").filter({ has: line(page, first) })).toHaveAttribute("aria-level", "1");
  await keys.press("Enter");
  await expect(page.locator(".board-rows > li").filter({ has: line(page, first) })).toHaveAttribute("aria-level", "2");
  await expect(places).toBeFocused();
  await checkAccessibility(page);
});

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
  await line(page, first!).focus();
  await keys.press("Shift+ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await line(page, third!).focus();
  await keys.press("Control+d");
  await expect(line(page, third!)).toHaveCount(2);
  await line(page, third!).last().focus();
  await keys.press("Delete");
  await expect(line(page, third!)).toHaveCount(1);
  await line(page, third!).focus();
  await keys.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Relier par une flèche" }).click();
  await fillIn(page, "voir");
  await line(page, third!).focus();
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

test("fingers choose several, in the outline and on the canvas", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  await signIn(page, "lead");
  const { session } = await openSession(page);
  await goToBoard(page);
  const tag = unique();
  const texts = [`Un minuteur ${tag}`, `Un sablier ${tag}`];
  for (const text of texts) await write(page, text);
  await inStep(page);

  await page.getByRole("button", { name: "Choisir plusieurs éléments" }).tap();
  for (const text of texts) await page.getByRole("checkbox", { name: `Choisir : ${text}` }).check();
  await expect(said(page)).toContainText("2 éléments choisis");
  await checkAccessibility(page);
  await page.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Retirer" }).tap();
  for (const text of texts) await expect(line(page, text)).toHaveCount(0);
  await page.getByRole("button", { name: "Annuler", exact: true }).tap();
  for (const text of texts) await expect(line(page, text)).toBeVisible();
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
  await expect(field(page)).toBeFocused();
});

test("who writes in private is promised so where they write, on the canvas too", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /^Commencer : / }).first().click();
  const awa = await enter(await newPersonPage(), door, "Awa");
  await canvasOf(awa).focus();
  await awa.keyboard.press("n");
  await expect(field(awa)).toBeFocused();
  await expect(field(awa)).toHaveAccessibleDescription(/Personne d'autre ne voit ce que vous écrivez/);
  await expect(awa.locator(".board-editor")).toContainText("Personne d'autre ne voit");
});
