// What is pasted on a board: lines of text become notes, a picture stays one.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import {
  canvasOf,
  exported,
  fillIn,
  inStep,
  leadOnBoard,
  note,
  outline,
  pastePicture,
  pasteText,
  PIXEL,
  twoInARoom,
  unique,
} from "./room";

test("lines that are pasted become notes, and a picture a picture", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const lines = ["Le son", "L'heure", "Le bilan"].map((text) => `${text} ${unique()}`);
  await pasteText(page, `${lines.join("\r\n")}\n\n`);
  for (const line of lines) await expect(note(awa, line)).toBeVisible();

  await pastePicture(page, "capture.png");
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  const said = `La capture ${unique()}`;
  await description.fill(said);
  await description.press("Escape");
  await inStep(page);
  const seen = awa.getByRole("listitem").filter({ has: note(awa, said) });
  await expect(seen.locator("img")).toHaveJSProperty("naturalWidth", 1);
});

test("the cells of a table become notes, though a picture of them comes along", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const cells = ["Le son", "L'heure"].map((text) => `${text} ${unique()}`);
  await page.evaluate(
    ({ cells, bytes }) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", cells.join("\r\n"));
      clipboardData.setData("text/html", `<table>${cells.map((cell) => `<tr><td>${cell}</td></tr>`).join("")}</table>`);
      clipboardData.items.add(new File([Uint8Array.from(bytes)], "image.png", { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    { cells, bytes: [...PIXEL] },
  );
  for (const cell of cells) await expect(note(awa, cell)).toBeVisible();
  await inStep(page);
  await expect(page.getByRole("textbox", { name: "Description de l'image" })).toHaveCount(0);
  await expect(awa.locator(".board-rows img")).toHaveCount(0);
});

test("what would make very many notes is asked about before it is pasted", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const mark = unique();
  const lines = Array.from({ length: 201 }, (_, place) => `Ligne ${place + 1} ${mark}`);
  const [first, last] = [lines[0]!, lines[200]!];
  const question = page.getByRole("alertdialog");
  await pasteText(page, lines.join("\n"));
  await expect(question).toContainText("ferait 201 notes");
  const all = question.getByRole("button", { name: "Créer les 201 notes" });
  await expect(all).toBeFocused();
  await checkAccessibility(page);
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);

  await pasteText(page, lines.join("\n"));
  await question.getByRole("button", { name: "Ne pas coller" }).click();
  await expect(question).toHaveCount(0);
  await expect(note(page, first)).toHaveCount(0);

  await pasteText(page, lines.join("\n"));
  await all.click();
  await expect(question).toHaveCount(0);
  for (const line of [first, last]) await expect(note(awa, line)).toHaveCount(1);
  // All of it is taken back at once; one line less is not asked about.
  await inStep(page);
  await page.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(note(awa, last)).toHaveCount(0);
  await pasteText(page, lines.slice(1).join("\n"));
  await expect(note(awa, last)).toHaveCount(1);
  await expect(note(awa, first)).toHaveCount(0);
});

/** Has the browser give this when its clipboard is read; nothing, and it refuses. */
async function hold(page: Page, type?: "text/plain" | "image/png", content: Buffer = Buffer.of()) {
  await page.evaluate(
    ({ type, bytes }) => {
      const read = async () => {
        if (!type) throw new DOMException("Read permission denied.", "NotAllowedError");
        return [new ClipboardItem({ [type]: new Blob([Uint8Array.from(bytes)], { type }) })];
      };
      Object.defineProperty(navigator.clipboard, "read", { value: read, configurable: true });
    },
    { type, bytes: [...content] },
  );
}

test("a button pastes lines and pictures, too, and says so where the browser refuses", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const pasteByButton = async () => {
    await page.locator("summary").filter({ hasText: "Ajouter…" }).click();
    await page.getByRole("button", { name: "Coller", exact: true }).click();
  };
  await hold(page);
  await pasteByButton();
  await expect(page.getByText("Le navigateur ne laisse pas cette page lire le presse-papiers.")).toBeVisible();

  const lines = ["Le soir", "La cour"].map((text) => `${text} ${unique()}`);
  await hold(page, "text/plain", Buffer.from(lines.join("\n")));
  await pasteByButton();
  for (const line of lines) await expect(note(awa, line)).toBeVisible();

  await hold(page, "image/png", PIXEL);
  await pasteByButton();
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  const said = `Le préau ${unique()}`;
  await description.fill(said);
  await description.press("Escape");
  await inStep(page);
  await expect(awa.getByRole("listitem").filter({ has: note(awa, said) }).locator("img")).toHaveJSProperty("naturalWidth", 1);
});

test("keys copy and paste on a board that came without TLS, too", anyWidth, async ({ page }) => {
  // Browsers give such a page no clipboard to ask.
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await leadOnBoard(page);
  const canvas = canvasOf(page);
  await canvas.focus();
  const text = `Sans clé ${unique()}`;
  await page.keyboard.press("n");
  await fillIn(page, text);
  await expect(canvas).toBeFocused();
  for (const key of ["a", "c", "v"]) await page.keyboard.press(`Control+${key}`);
  await outline(page);
  await expect(note(page, text)).toHaveCount(2);

  // A button gives what was copied here, as it cannot ask for anything else.
  await page.locator("summary").filter({ hasText: "Ajouter…" }).click();
  await page.getByRole("button", { name: "Coller", exact: true }).click();
  await expect(note(page, text)).toHaveCount(3);
  await inStep(page);
});

test("what was cut comes back as it was, and so does what has no words", anyWidth, async ({ page }) => {
  // What a browser's own keys copy and paste asks nobody for leave.
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const { session } = await leadOnBoard(page);
  const canvas = canvasOf(page);
  const keys = page.keyboard;
  const kinds = async () => (await exported(page, session)).map(({ kind }) => kind).sort();
  const all = async (...pressed: string[]) => {
    await keys.press("Escape");
    for (const key of ["a", ...pressed]) await keys.press(`Control+${key}`);
  };
  await canvas.focus();
  await keys.press("p");
  await expect(page.locator("#board-pen-said")).toContainText("Crayon au milieu de la vue");
  for (const key of ["Space", "Shift+ArrowRight", "Space"]) await keys.press(key);
  await keys.press("v");
  await expect.poll(kinds).toEqual(["stroke"]);
  await all("c", "v");
  await expect.poll(kinds).toEqual(["stroke", "stroke"]);

  const text = `Coupée ${unique()}`;
  await keys.press("n");
  await fillIn(page, text);
  await expect(canvas).toBeFocused();
  await expect.poll(kinds).toEqual(["note", "stroke", "stroke"]);
  await all("x");
  await expect.poll(kinds).toEqual([]);
  // With nothing selected nothing is copied or cut: what was cut is kept.
  for (const key of ["c", "x", "v"]) await keys.press(`Control+${key}`);
  await expect.poll(kinds).toEqual(["note", "stroke", "stroke"]);
  await outline(page);
  await expect(note(page, text)).toHaveCount(1);
  await inStep(page);
});
