// The outline of a large board: it is drawn by and by, and nothing on it is out of reach.
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { enter, fillIn, inStep, leadInOutline, outline, panel, unique } from "./room";

/** How many lines are drawn at a time. */
const LINES = 300;

test("a long outline is drawn by and by, as far as somebody goes or is led", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(150_000);
  const { door } = await leadInOutline(page);
  await panel(page, "Déroulé");
  await page.getByText("Importer un tableau").click();
  const last = `La dernière ${unique()}`;
  const notes = Array.from({ length: 2 * LINES }, (_, place) => `Mesures;Note ${place}`);
  const sheet = Buffer.from(["cadre;texte", ...notes, `Mesures;${last}`].join("\n"));
  await page.getByLabel("Fichier à importer").setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: sheet });
  await page.getByRole("button", { name: "Placer sur le tableau" }).click();
  await inStep(page);

  const awa = await newPersonPage();
  await enter(awa, door, "Awa");
  await outline(awa);
  const lines = awa.locator(".board-rows > li");
  await expect(lines).toHaveCount(LINES);
  const all = Number(/(\d+) lignes sur (\d+)/.exec(await awa.getByText(/^300 lignes sur/).innerText())?.[2]);
  expect(all).toBeGreaterThan(2 * LINES);
  await checkAccessibility(awa);

  // By a button, which takes the keyboard along.
  await awa.getByRole("button", { name: "Afficher les lignes suivantes" }).click();
  await expect(lines).toHaveCount(2 * LINES);
  await expect(lines.nth(LINES).locator(".board-line")).toBeFocused();
  // By keys, from the last line that is drawn.
  await lines.nth(2 * LINES - 1).locator(".board-line").focus();
  await awa.keyboard.press("ArrowDown");
  await expect(lines).toHaveCount(all);
  await expect(lines.nth(2 * LINES).locator(".board-line")).toBeFocused();
  await expect(awa.getByText(/lignes sur/)).toHaveCount(0);

  // Words are found however far down they stand.
  await awa.reload();
  await inStep(awa);
  await outline(awa);
  await expect(lines).toHaveCount(LINES);
  await awa.getByLabel("Chercher sur le tableau").fill(last);
  await expect(lines).toHaveCount(1);
  await awa.getByLabel("Chercher sur le tableau").fill("");
  await expect(lines).toHaveCount(LINES);

  // What one adds is drawn, and opened to be written in.
  const frame = `Loin ${unique()}`;
  await awa.locator(".board-outline-tools").getByText("Ajouter…", { exact: true }).click();
  await awa.getByRole("button", { name: "Cadre", exact: true }).click();
  await fillIn(awa, frame);
  await expect(awa.getByRole("button", { name: frame })).toBeVisible();
  const own = `À moi ${unique()}`;
  await awa.getByLabel("Nouvelle note").fill(own);
  await awa.getByRole("button", { name: "Ajouter la note" }).click();
  await expect(awa.getByRole("button", { name: own })).toBeVisible();
});
