// Whoever has no mouse, or only fingers, does on the board what everybody does: on the canvas, in
// the outline, and with the same document in the end.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import {
  canvasOf,
  enter,
  exported,
  type Exported,
  goToBoard,
  inStep,
  openSession,
  outline,
  panel,
  tabTo,
  unique,
  write,
} from "./room";

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

test("everything is found by keys alone, and Escape leads back", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no such keys");
  await signIn(page, "lead");
  await page.goto("/needs");
  const keys = page.keyboard;
  const quick = page.locator(".masthead").getByRole("searchbox");
  const link = page.getByRole("navigation").getByRole("link", { name: "Projets" });
  await link.focus();
  await keys.press("Control+k");
  await expect(quick).toBeFocused();
  await keys.press("Escape");
  await expect(link).toBeFocused();

  await keys.press("Control+k");
  await expect(quick).toBeFocused();
  await keys.type("fluence");
  await keys.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=fluence$/);
  const field = page.locator("#search-page");
  const found = page.locator("[data-found] a");
  await expect(field).toBeFocused();
  for (const [key, place] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowUp", 0]] as const) {
    await keys.press(key);
    await expect(found.nth(place)).toBeFocused();
  }
  await keys.press("ArrowUp");
  await expect(field).toBeFocused();
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("Escape");
  await expect(field).toBeFocused();
  await keys.press("ArrowDown");
  await expect(found.first()).toBeFocused();
  const href = (await found.first().getAttribute("href")) ?? "";
  await keys.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

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
  await expect(page.getByText("C : flèche entre les deux éléments choisis, vers le dernier", { exact: true })).toBeVisible();
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
  await expect(drawing).toHaveAccessibleDescription(/^65 de large, 17 de haut\. Position : .+, depuis l'origine du tableau/);
  await drawing.click();
  await keys.press("F2");
  await fillIn(page, "Vers la porte");
  await put("40", "-320");
  await page.locator("summary").filter({ hasText: "Ajouter…" }).click();
  await page.getByRole("button", { name: "Cadre", exact: true }).click();
  await fillIn(page, "Idées");
  await put("0", "0", ["836", "536"]);
  const read = await done(inOutline);

  expect(read).toEqual(drawn);
});

test("a finger draws in the outline, and so do buttons", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers");
  await signIn(page, "lead");
  const { session } = await openSession(page);
  await goToBoard(page);
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

test("a whole session in the outline by keys alone", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  test.setTimeout(180_000);
  await signIn(page, "lead");
  const { session } = await openSession(page);
  await goToBoard(page);
  const keys = page.keyboard;
  const tag = unique();
  const [first, second, third] = [`Un minuteur ${tag}`, `Un sablier ${tag}`, `Une cloche ${tag}`];
  const press = async (wanted: ReturnType<Page["getByRole"]>) => {
    await tabTo(page, wanted);
    await keys.press("Enter");
  };

  // Written.
  await press(page.getByRole("button", { name: "Plan", exact: true }));
  await tabTo(page, page.getByLabel("Nouvelle note"));
  for (const text of [first, second, third]) {
    await keys.type(text);
    await keys.press("Enter");
    await expect(line(page, text)).toBeVisible();
  }

  // Two of them become a cluster, which an arrow joins to the third.
  await tabTo(page, line(page, first));
  await keys.press("Shift+ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await expect(line(page, "Le temps")).toBeFocused();
  while (!(await line(page, third).evaluate((element) => element === document.activeElement))) await keys.press("ArrowUp");
  await keys.press("Control+Space");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${third}`);
  await press(page.getByRole("button", { name: "Relier par une flèche" }));
  await fillIn(page, "puis");

  // The first is coloured, and with it says what it is.
  const types = page.getByRole("toolbar", { name: "Sélection" });
  await tabTo(page, line(page, first));
  await keys.press("Enter");
  await press(types.locator("summary").filter({ hasText: "Type de note" }));
  await press(types.getByRole("button", { name: "obstacle", exact: true }));
  await expect(line(page, first)).toHaveAccessibleDescription(/^obstacle/);

  // Something is drawn over it, and called by a name.
  await press(page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name: "Dessin", exact: true }));
  await expect(page.getByRole("application", { name: "Feuille de dessin" })).toBeFocused();
  const pen = page.locator("#board-pen-said");
  await keys.press("Space");
  await expect(pen).toContainText("sur « Un minuteur");
  await keys.press("Shift+ArrowRight");
  await keys.press("Space");
  await expect(pen).toHaveText("Trait dessiné, crayon levé");
  await keys.press("Escape");
  const drawing = page.locator(".board-rows").getByRole("button", { name: "Dessin", exact: true });
  await tabTo(page, drawing);
  await keys.press("F2");
  await fillIn(page, "Trop petit");
  await expect(line(page, "Trop petit")).toHaveAccessibleDescription(/depuis le coin de « Le temps »/);

  // A vote on it.
  const question = `Quelle piste ${tag}`;
  await press(page.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Votes" }));
  await press(page.getByRole("button", { name: "Ouvrir un vote" }));
  await tabTo(page, page.getByRole("textbox", { name: "Question" }));
  await keys.type(question);
  await tabTo(page, page.getByLabel("Façon de voter"));
  await keys.type("gom");
  await press(page.getByRole("button", { name: "Ouvrir le vote" }));
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  await press(page.getByRole("button", { name: `Une gommette de plus pour « ${first} »` }));
  await press(page.getByRole("button", { name: "Voter", exact: true }));
  await expect(page.getByText("Vous avez voté.")).toBeVisible();

  // The last two steps are taken back, and one of them is done again.
  await tabTo(page, line(page, second));
  await keys.press("Control+z");
  await expect(drawing).toBeVisible();
  await keys.press("Control+z");
  await expect(drawing).toHaveCount(0);
  await keys.press("Control+Shift+Z");
  await expect(drawing).toBeVisible();

  await inStep(page);
  const kinds = async () => (await exported(page, session)).map(({ kind, text }) => `${kind} ${text}`.trim()).sort();
  await expect.poll(kinds).toEqual(
    ["cluster Le temps", "connector puis", `note ${first}`, `note ${second}`, `note ${third}`, "stroke"].sort(),
  );
  const records = (await exported(page, session)) as (Exported & { from?: number; to?: number; label?: string })[];
  const arrow = records.find(({ kind }) => kind === "connector")!;
  expect([records[arrow.from!]!.text, records[arrow.to!]!.text]).toEqual(["Le temps", third]);
});

test("what is placed by numbers is reached on low screens, too", async ({ page, isMobile }) => {
  test.skip(isMobile, "the window is made smaller");
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await outline(page);
  await write(page, "Un minuteur");
  await inStep(page);
  await line(page, "Un minuteur").click();
  // On a narrow screen it would lie over the board.
  await page.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Déroulé" }).click();
  const selection = page.getByRole("toolbar", { name: "Sélection" });
  for (const [width, height] of [[1280, 600], [360, 560]] as const) {
    await page.setViewportSize({ width, height });
    for (const view of ["Plan", "Tableau"]) {
      await page.getByRole("button", { name: view, exact: true }).click();
      await selection.getByText("Position…", { exact: true }).click();
      for (const name of ["Placer là", "À gauche", "Plus bas", "Fermer"]) {
        const button = selection.getByRole("button", { name, exact: true });
        await button.click({ trial: true });
        await expect(button, `${name}, ${view}, ${width} × ${height}`).toBeInViewport({ ratio: 0.95 });
      }
      await selection.getByRole("button", { name: "Fermer", exact: true }).click();
      await expect(selection.locator(".board-placing")).toHaveCount(0);
    }
  }
});

test("who hears the board hears politely what others do, and need not", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const heard = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
  // What is said does not stay: it is waited for while she comes.
  const [awa] = await Promise.all([
    newPersonPage().then((person) => enter(person, door, "Awa")),
    expect(heard("Awa : arrivée")).toHaveCount(1, { timeout: 30_000 }),
  ]);
  await outline(awa);
  for (const text of ["Une", "Deux"]) await write(awa, `${text} ${unique()}`);
  await expect(heard(/nouvelles? notes?/)).toHaveCount(1);
  await panel(page, /^\d+ personnes?$/);
  await page.getByRole("button", { name: "Ne pas annoncer ce qui se passe" }).click();
  const bao = await enter(await newPersonPage(), door, "Bao");
  await outline(bao);
  await write(bao, `Trois ${unique()}`);
  await expect(page.locator(".board-people").getByText("Bao").first()).toBeVisible();
  // Longer than announcements are apart.
  await page.waitForTimeout(6_000);
  await expect(heard("Bao")).toHaveCount(0);
  await page.getByRole("button", { name: "Ne pas annoncer ce qui se passe" }).click();
  await bao.context().close();
  await expect(heard("Bao : départ")).toHaveCount(1, { timeout: 30_000 });
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
