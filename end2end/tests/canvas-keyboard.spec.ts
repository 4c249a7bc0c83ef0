// The canvas is used by keys alone, and tells those who hear it what they do.
import { checkAccessibility, expect, test } from "./fixtures";
import {
  addFrame,
  begin,
  canvasOf,
  enter,
  exported,
  fillIn,
  inStep,
  leadInOutline,
  leadOnBoard,
  note,
  outline,
  panel,
  pasteText,
  said,
  tabTo,
  textField,
  unique,
  write,
} from "./room";

test("the canvas is used by keys alone", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  const { session } = await leadOnBoard(page);
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
  // An arrow joins two: that is told to whoever has chosen one, and goes once there are two.
  const two = page.getByRole("status").getByText("Une flèche relie deux éléments");
  await keys.press("c");
  await expect(two).toBeVisible();
  await keys.press("Escape");
  await keys.press("Alt+ArrowRight");
  await keys.press("Shift+Alt+ArrowDown");
  await keys.press("Shift+J");
  await keys.press("c");
  await fillIn(page, "ou");
  await expect(two).toHaveCount(0);
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

test("the selection is brought on from one alignment to the next by keys", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  const { session } = await leadOnBoard(page);
  const keys = page.keyboard;
  await canvasOf(page).focus();
  for (const text of ["Un minuteur", "Un sablier"]) {
    await keys.press("n");
    await fillIn(page, text);
  }
  /** How far the second lies to the right of the first, and below it. */
  const apart = async () => {
    const records = await exported(page, session);
    const [one, other] = ["Un minuteur", "Un sablier"].map((text) => records.find((record) => record.text === text)!);
    return [other!.x - one!.x, other!.y - one!.y];
  };
  // It was put down a little beside the first, whose edges are the next on the way back.
  await inStep(page);
  const [right, down] = (await apart()) as [number, number];
  if (right !== 0) await keys.press(right > 0 ? "Control+ArrowLeft" : "Control+ArrowRight");
  if (down !== 0) await keys.press(down > 0 ? "Control+ArrowUp" : "Control+ArrowDown");
  await expect.poll(apart).toEqual([0, 0]);
  // By its middle, then side by side; beyond that there is nothing, and it stays.
  await keys.press("Control+ArrowRight");
  await expect.poll(apart).toEqual([80, 0]);
  await keys.press("Control+ArrowRight");
  await expect.poll(apart).toEqual([160, 0]);
  const nothing = page.getByRole("status").getByText("De ce côté, il n'y a rien sur quoi s'aligner.");
  await expect(nothing).toHaveCount(0);
  await keys.press("Control+ArrowRight");
  await expect(nothing).toBeVisible();
  await inStep(page);
  expect(await apart()).toEqual([160, 0]);
  // What was told goes once something lines up, and each step is taken back by itself.
  await keys.press("Control+ArrowLeft");
  await expect(nothing).toHaveCount(0);
  await expect.poll(apart).toEqual([80, 0]);
  await keys.press("Control+z");
  await expect.poll(apart).toEqual([160, 0]);
  await page.getByText("Clavier", { exact: true }).click();
  await expect(page.locator(".board-shortcuts")).toContainText("Ctrl + flèches : amener la sélection au prochain alignement");
});

test("what is undone and redone is told, and what it takes off is no longer told as selected", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  await leadOnBoard(page);
  const keys = page.keyboard;
  await canvasOf(page).focus();
  await pasteText(page, "- Un minuteur\n- Un sablier\n- Une cloche");
  await expect(said(page)).toHaveText("3 éléments choisis");
  await inStep(page);
  const told = page.locator("#board-retraced");
  await expect(told).toHaveText("");
  await canvasOf(page).focus();
  await keys.press("Control+z");
  await expect(said(page)).toHaveText("");
  await expect(told).toHaveText(/^Annulé\s: 3 éléments/);
  await keys.press("Control+Shift+z");
  await expect(said(page)).toHaveText("3 éléments choisis");
  await expect(told).toHaveText(/^Rétabli\s: 3 éléments/);
  // The bullets of a list are left out.
  await outline(page);
  await expect(note(page, "Un sablier")).toBeVisible();
});

test("the map is reached by Tab, and keys move on it what is seen", async ({ page, isMobile }) => {
  test.skip(isMobile, "there is no room for a map on phones");
  await leadOnBoard(page);
  const keys = page.keyboard;
  const canvas = canvasOf(page);
  await canvas.focus();
  await keys.press("n");
  await fillIn(page, "Un minuteur");
  const map = page.getByRole("application", { name: "Mini-carte" });
  await tabTo(page, map);
  await expect(map).toHaveAccessibleDescription(/^Sur la mini-carte, flèches/);
  await expect(map).toHaveCSS("outline-style", "solid");
  await checkAccessibility(page);
  const told = page.locator("#board-map-said");
  await keys.press("Home");
  await expect(told).toHaveText("1 élément en vue : 100 %");
  // By a part of what is seen the note stays in view, by all of it the note is left behind.
  await keys.press("ArrowRight");
  await expect(told).toHaveText("1 élément en vue : 100 %");
  await keys.press("Shift+ArrowRight");
  await expect(told).toHaveText("0 élément en vue : 100 %");
  await keys.press("Home");
  await expect(told).toHaveText("1 élément en vue : 100 %");
  await keys.press("-");
  await expect(told).toHaveText("1 élément en vue : 80 %");
  await expect(page.locator(".board-zoom output")).toHaveText("80 %");
  await keys.press("Escape");
  await expect(canvas).toBeFocused();
});

test("who writes in private is promised so where they write, on the canvas too", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  const { door } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const awa = await enter(await newPersonPage(), door, "Awa");
  await canvasOf(awa).focus();
  await awa.keyboard.press("n");
  await expect(textField(awa)).toBeFocused();
  await expect(textField(awa)).toHaveAccessibleDescription(/Personne d'autre ne voit ce que vous écrivez/);
  await expect(awa.locator(".board-editor")).toContainText("Personne d'autre ne voit");
});

test("what is moved by numbers and keys lies in what it was brought to, by a guest in private too", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  const { session, door } = await leadInOutline(page);
  for (const name of ["Retenu", "Écarté"]) await addFrame(page, name);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await inStep(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  await expect(awa.getByText("Personne d'autre ne voit ce que vous écrivez").first()).toBeVisible();
  const text = `Un minuteur ${unique()}`;
  await awa.getByLabel("Où").selectOption({ label: "Sur le tableau" });
  await write(awa, text);
  await note(awa, text).click();
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(said(awa)).toHaveText(`1 élément choisi : ${text}`);

  const frame = (await exported(page, session)).find((record) => record.text === "Écarté")!;
  const selection = awa.getByRole("toolbar", { name: "Sélection" });
  const position = selection.getByText("Position…", { exact: true });
  const lies = selection.locator(".board-placing [role=status]");
  await position.click();
  await expect(lies).toContainText("depuis l'origine du tableau");
  await selection.getByLabel("Vers la droite", { exact: true }).fill(`${frame.x + 60}`);
  await selection.getByLabel("Vers le bas", { exact: true }).fill(`${frame.y + 80}`);
  await selection.getByRole("button", { name: "Placer là" }).click();
  await expect(lies).toHaveText(/Position\s: 60\s; 80, depuis le coin de «\sÉcarté\s»/);
  await selection.getByRole("button", { name: "Fermer", exact: true }).click();

  // Each press takes it 64 units on: below the frame it lies in none.
  await canvasOf(awa).focus();
  for (let press = 0; press <= frame.height / 64; press++) await awa.keyboard.press("Shift+ArrowDown");
  await position.click();
  await expect(lies).toContainText("depuis l'origine du tableau");
  await selection.getByLabel("Pas", { exact: true }).selectOption("180");
  const higher = selection.getByRole("button", { name: "Plus haut", exact: true });
  for (let press = 0; press < 2; press++) await higher.click();
  await expect(lies).toContainText("Écarté");
  await inStep(awa);
  await outline(awa);
  await expect(awa.getByRole("listitem").filter({ has: note(awa, text) }).last()).toHaveAttribute("aria-level", "2");
});
