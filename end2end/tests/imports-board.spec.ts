// Boards of other programs: read, looked at, placed, taken back; a board taken over from another session.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { goToBoard, inStep, openSession, outline, panel, PIXEL, unique, write } from "./room";

/** A drawing of Excalidraw with a note of this text, and a picture. */
function drawing(text: string): Buffer {
  const shape = { x: 0, y: 0, width: 160, height: 120 };
  const elements = [
    { ...shape, id: "a", type: "rectangle", backgroundColor: "#a5d8ff" },
    { ...shape, id: "t", type: "text", containerId: "a", text, originalText: text },
    { ...shape, id: "p", type: "image" },
  ];
  return Buffer.from(JSON.stringify({ type: "excalidraw", version: 2, elements }));
}

test("a file is looked at, placed and taken back", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await outline(page);
  await panel(page, "Déroulé");
  await page.getByText("Importer un tableau").click();
  const chooser = page.getByLabel("Fichier à importer");
  await chooser.setInputFiles({ name: "vide.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await expect(page.getByText("Ce fichier n'est d'aucun format connu")).toBeVisible();

  const text = `Un minuteur ${unique()}`;
  await chooser.setInputFiles({ name: "dessin.excalidraw", mimeType: "application/json", buffer: drawing(text) });
  await expect(page.getByText("Un dessin Excalidraw :")).toBeVisible();
  await expect(page.getByText("Images : ajoutez-les sur le tableau (1)")).toBeVisible();
  await expect(page.getByRole("button", { name: text })).toHaveCount(0);
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Placer sur le tableau" }).click();
  await expect(page.getByText("1 élément placé")).toBeVisible();
  await expect(page.getByRole("button", { name: text })).toBeVisible();
  await inStep(page);

  const sheet = Buffer.from("cadre;texte\nSemaine;Lire à deux\nSemaine;Lire seul\n");
  await chooser.setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: sheet });
  await page.getByRole("button", { name: "Placer sur le tableau" }).click();
  await expect(page.getByRole("button", { name: "Lire à deux" })).toBeVisible();
  await inStep(page);
});

test("a board is taken over from one session into the next", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const first = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const text = `À reprendre ${unique()}`;
  await write(page, text);
  const chooser = page.locator(".board-outline input[type=file]");
  await chooser.setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const picture = `Écran ${unique()}`;
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await description.fill(picture);
  await description.press("Escape");
  await inStep(page);
  const next = await openSession(page);
  await goToBoard(page);
  await page.goto(`${first.session}/history`);
  await page.getByRole("link", { name: next.title }).click();
  await expect(page.getByText("Un tableau Établi :")).toBeVisible();
  await expect(page.getByText("1 note", { exact: true })).toBeVisible();
  await expect(page.getByText("1 image", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Placer sur le tableau" }).click();
  await expect(page.getByText("2 éléments placés, à droite de ce qui était là.")).toBeVisible();
  await outline(page);
  await expect(page.getByRole("button", { name: text })).toBeVisible();
  const seen = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: picture }) });
  await expect(seen.locator("img")).toHaveJSProperty("naturalWidth", 1);
  await expect(seen.locator("img")).toHaveAttribute("src", new RegExp(`^${next.session}/pictures/`));
});
