// The outline is used by keys alone, for a whole session too.
import type { Page } from "@playwright/test";
import { checkAccessibility, expect, test } from "./fixtures";
import { exported, type Exported, fillIn, inStep, leadOnBoard, note, said, tabTo, unique } from "./room";

test("the outline is used by keys alone, and what is done there is taken back there", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  await leadOnBoard(page);
  const keys = page.keyboard;
  const tag = unique();
  const [first, second, third] = [`Un minuteur ${tag}`, `Un sablier ${tag}`, `Une cloche ${tag}`];
  await tabTo(page, page.getByRole("button", { name: "Plan", exact: true }));
  await keys.press("Enter");
  await tabTo(page, page.getByLabel("Nouvelle note"));
  for (const text of [first, second, third]) {
    await keys.type(text);
    await keys.press("Enter");
    await expect(note(page, text)).toBeVisible();
  }

  // A line is taken off and comes back; the keyboard stays among the lines.
  await tabTo(page, note(page, second));
  await keys.press("Delete");
  await expect(note(page, second)).toHaveCount(0);
  await expect(note(page, third)).toBeFocused();
  await keys.press("Control+z");
  await expect(note(page, second)).toBeVisible();
  await keys.press("Control+Shift+Z");
  await expect(note(page, second)).toHaveCount(0);
  await keys.press("Control+z");
  await expect(note(page, second)).toBeVisible();

  // A line that is moved keeps the keyboard.
  await keys.press("Alt+ArrowUp");
  await expect(page.locator(".board-line").nth(1)).toHaveText(third);
  await expect(note(page, third)).toBeFocused();
  await keys.press("Alt+ArrowDown");
  await expect(page.locator(".board-line").nth(2)).toHaveText(third);
  await expect(note(page, third)).toBeFocused();

  // Several at once: by the keys for a range, and one by one.
  await keys.press("Shift+ArrowUp");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${second}`);
  await expect(note(page, third)).toHaveAttribute("aria-pressed", "true");
  await keys.press("ArrowUp");
  await expect(note(page, first)).toBeFocused();
  await keys.press("Control+Space");
  await expect(said(page)).toHaveText(`3 éléments choisis : ${first}`);
  await keys.press("Control+Space");
  await expect(note(page, first)).toHaveAttribute("aria-pressed", "false");
  await keys.press("ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await expect(note(page, "Le temps")).toBeFocused();

  // What the canvas has tools for.
  const add = page.locator("summary").filter({ hasText: "Ajouter…" });
  await tabTo(page, page.getByRole("button", { name: "Annuler", exact: true }));
  await tabTo(page, add);
  await keys.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Cadre", exact: true }));
  await keys.press("Enter");
  await fillIn(page, "Idées");
  await expect(note(page, "Idées")).toBeFocused();

  // Nothing happens while one only goes through what could be chosen.
  const places = page.getByRole("toolbar", { name: "Sélection" }).locator("summary").filter({ hasText: "Placer dans" });
  await note(page, first).focus();
  await keys.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Rétablir" }));
  await tabTo(page, places);
  await keys.press("Enter");
  const toolbar = page.getByRole("toolbar", { name: "Sélection" });
  await tabTo(page, toolbar.getByRole("button", { name: "Idées" }));
  await expect(page.locator(".board-rows > li").filter({ has: note(page, first) })).toHaveAttribute("aria-level", "1");
  await keys.press("Enter");
  await expect(page.locator(".board-rows > li").filter({ has: note(page, first) })).toHaveAttribute("aria-level", "2");
  await expect(places).toBeFocused();
  await checkAccessibility(page);
});

test("a whole session in the outline by keys alone", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keys");
  test.setTimeout(180_000);
  const { session } = await leadOnBoard(page);
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
    await expect(note(page, text)).toBeVisible();
  }

  // Two of them become a cluster, which an arrow joins to the third.
  await tabTo(page, note(page, first));
  await keys.press("Shift+ArrowDown");
  await keys.press("Control+g");
  await fillIn(page, "Le temps");
  await expect(note(page, "Le temps")).toBeFocused();
  while (!(await note(page, third).evaluate((element) => element === document.activeElement))) await keys.press("ArrowUp");
  await keys.press("Control+Space");
  await expect(said(page)).toHaveText(`2 éléments choisis : ${third}`);
  await press(page.getByRole("button", { name: "Relier par une flèche" }));
  await fillIn(page, "puis");
  await expect(note(page, "puis")).toHaveAccessibleDescription(/de «\sLe temps\s» à «\sUne cloche/);

  // The first is coloured, and with it says what it is.
  const types = page.getByRole("toolbar", { name: "Sélection" });
  await tabTo(page, note(page, first));
  await keys.press("Enter");
  await press(types.locator("summary").filter({ hasText: "Type de note" }));
  await press(types.getByRole("button", { name: "obstacle", exact: true }));
  await expect(note(page, first)).toHaveAccessibleDescription(/^obstacle/);

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
  await expect(note(page, "Trop petit")).toHaveAccessibleDescription(/depuis le coin de «\sLe temps\s»/);

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
  await tabTo(page, note(page, second));
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
