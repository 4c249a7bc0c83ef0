// Closing a co-design session: the guided pass by keys alone, the report, what leaves as files.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { begin, enter, goToBoard, inStep, leadInOutline, note, openSession, outline, panel, revealAll, unique, write } from "./room";
import { anyWidth, checkAccessibility, checkPaper, expect, signIn, test } from "./fixtures";

/** A session on whose board two notes were written, by whoever is signed in and leads it. */
async function written(page: Page, notes: string[]) {
  const opened = await openSession(page);
  await goToBoard(page);
  await outline(page);
  for (const note of notes) await write(page, note);
  await inStep(page);
  return opened;
}

/** What a link saves. */
async function saved(page: Page, link: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  return readFile(await (await download).path(), "utf8");
}

/** What a browser reads in a picture: its size, and how many colours there are. */
async function drawn(page: Page, png: Buffer): Promise<{ width: number; height: number; colours: number }> {
  return page.evaluate(async (bytes) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    return { width, height, colours: new Set(pixels).size };
  }, [...png]);
}

test("by keys alone, notes become a decision and an action", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no such keys");
  await signIn(page, "lead");
  const [decided, todo] = [`Le minuteur reste ${unique()}`, `Prévenir les classes ${unique()}`];
  const { session } = await written(page, [decided, todo]);
  await page.goto(`${session}/outcomes`);
  await expect(page.getByText("2 notes à parcourir")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const note = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  await note(decided).getByRole("link", { name: "Reprendre" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "un besoin" })).toBeFocused();
  await page.keyboard.press("3");
  await expect(page.getByRole("radio", { name: "une décision" })).toBeChecked();
  await expect(page.getByLabel("Décidé le")).toBeVisible();
  await expect(page.getByLabel("Sorte de retour")).toBeHidden();
  await checkAccessibility(page);
  await page.keyboard.press("Enter");
  await expect(note(decided).getByText("reprise")).toBeVisible();
  // The next note is open, and has the focus.
  await expect(page.getByRole("radio", { name: "un besoin" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "une action" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(note(todo).getByText("reprise")).toBeVisible();
  await expect(page.getByText("0 note à parcourir")).toBeVisible();

  await note(decided).getByRole("link", { name: "décision" }).click();
  await expect(page.getByRole("heading", { level: 1, name: decided })).toBeVisible();
  await checkAccessibility(page);
  await page.goto(session);
  // It stands among what came out, and in the evidence.
  await page.getByRole("link", { name: todo }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: todo })).toBeVisible();
  await page.getByRole("radio", { name: "faite" }).check();
  await page.getByRole("button", { name: "Faire le point" }).click();
  await expect(page.getByText("faite", { exact: true }).first()).toBeVisible();
  await checkAccessibility(page);
});

test("ticked notes become one thing by keys, and one of them another", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no such keys");
  await signIn(page, "lead");
  const [one, two] = [`Sonner à la fin ${unique()}`, `Clignoter à la fin ${unique()}`];
  const { session } = await written(page, [one, two]);
  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  const note = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  for (const text of [one, two]) {
    await note(text).getByRole("checkbox").focus();
    await page.keyboard.press("Space");
  }
  await expect(page.getByText("2 notes cochées")).toBeVisible();
  await page.getByRole("button", { name: "Réunir les notes cochées" }).press("Enter");
  await expect(page.getByRole("radio", { name: "un besoin" })).toBeFocused();
  await expect(page.getByText("2 notes ensemble :")).toBeVisible();
  await page.keyboard.press("3");
  await page.getByLabel("Texte").fill("La fin se remarque");
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Reprendre" }).click();
  await expect(page.getByText("0 note à parcourir")).toBeVisible();
  for (const text of [one, two]) await expect(note(text).getByRole("link", { name: "décision" })).toBeVisible();
  await note(one).getByRole("link", { name: "Reprendre encore" }).click();
  await page.getByRole("radio", { name: "une action" }).check();
  await page.getByRole("button", { name: "Reprendre" }).click();
  await expect(note(one).getByRole("link", { name: "action" })).toBeVisible();
  await expect(note(two).getByRole("link", { name: "action" })).toHaveCount(0);
  await page.goto(`${session}/report`);
  await expect(page.getByRole("listitem").filter({ hasText: "La fin se remarque" })).toContainText(two);
});

test("what whoever leads wrote in private is not offered until they show it", anyWidth, async ({ page }) => {
  const { session } = await leadInOutline(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(page.locator(".board-script [aria-current=step]")).toBeVisible();
  const secret = `Pour moi ${unique()}`;
  await write(page, secret);
  await inStep(page);
  await page.goto(`${session}/outcomes`);
  const left = page.getByText("1 de vos éléments n'est pas proposé");
  await expect(left).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await checkAccessibility(page);
  await page.getByRole("link", { name: "Relire dans le compte rendu" }).click();
  await expect(page.getByText(secret)).toBeVisible();
  await checkAccessibility(page);
  // On paper it is said how much that is, and no more.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Vos écrits non dévoilés (1)" })).toBeVisible();
  await expect(page.getByText(secret)).toBeHidden();
  await page.emulateMedia({ media: null });

  await page.goto(`${session}/outcomes`);
  await page.getByRole("link", { name: "Dévoiler sur le tableau" }).click();
  await inStep(page);
  await outline(page);
  const alone = page.getByText("vous seul·e").filter({ visible: true });
  await expect(alone.first()).toBeVisible();
  await panel(page, "Déroulé");
  await revealAll(page);
  await expect(alone).toHaveCount(0);
  await page.goto(`${session}/outcomes`);
  await expect(left).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: secret }).getByRole("link", { name: "Reprendre" })).toBeVisible();
});

test("a note stands on the page of what it became, and leads back to the board", async ({ page }) => {
  await signIn(page, "lead");
  const [text, other] = [`Un chronomètre ${unique()}`, `Une cloche ${unique()}`];
  const { session } = await written(page, [text, other]);
  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  const taken = page.getByRole("listitem").filter({ hasText: text });
  await taken.getByRole("link", { name: "Reprendre" }).click();
  await page.getByRole("radio", { name: "un besoin" }).check();
  await page.getByLabel("Texte").fill(`Voir le temps ${text}`);
  await page.getByRole("button", { name: "Reprendre" }).click();
  await taken.getByRole("link", { name: "besoin" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Voir le temps ${text}` })).toBeVisible();
  const quoted = page.getByRole("list", { name: "Notes du tableau" });
  await expect(quoted.getByRole("link")).toHaveText([text]);
  await checkAccessibility(page);
  await page.getByRole("link", { name: "Voir toute la chaîne" }).click();
  await expect(quoted.getByRole("link")).toHaveText([text]);
  await checkAccessibility(page);
  await quoted.getByRole("link").click();
  await inStep(page);
  await outline(page);
  await expect(note(page, text)).toHaveAttribute("aria-pressed", "true");
  await expect(note(page, other)).toHaveAttribute("aria-pressed", "false");
  // In the outline the keyboard goes there, too.
  await page.setViewportSize({ width: 390, height: 800 });
  await page.reload();
  await inStep(page);
  await expect(note(page, text)).toBeFocused();
  await page.goto(page.url().replace(/note=.*/, "note=9-9"));
  const missing = page.getByText("La note vers laquelle menait le lien n'est plus sur le tableau");
  await expect(missing).toBeVisible();
  await page.getByRole("button", { name: "Compris" }).click();
  await expect(missing).toBeHidden();
});

test("what was taken up is taken back, by a button or by keys, until somebody builds on it", async ({ page, isMobile, expectProblem }) => {
  test.skip(isMobile, "a phone has no such keys");
  expectProblem(/422.*take_back_outcome/);
  await signIn(page, "lead");
  const [one, two] = [`Un métronome ${unique()}`, `Un gong ${unique()}`];
  const { session } = await written(page, [one, two]);
  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  const of = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  const becomes = async (text: string, key: string) => {
    await of(text).getByRole("link", { name: "Reprendre" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("radio", { name: "un besoin" })).toBeFocused();
    await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await expect(of(text).getByText("reprise")).toBeVisible();
  };
  await becomes(one, "1");
  await expect(page.getByText("1 note à parcourir")).toBeVisible();
  await of(one).getByRole("button", { name: "Annuler : besoin" }).press("Enter");
  await expect(page.getByText("2 notes à parcourir")).toBeVisible();
  await expect(of(one).getByText("reprise")).toHaveCount(0);
  // It is to do again: its form is open, and the same keys take it up once more.
  await expect(of(one).getByRole("radio", { name: "un besoin" })).toBeFocused();
  await page.keyboard.press("3");
  await page.keyboard.press("Enter");
  await expect(of(one).getByText("reprise")).toBeVisible();
  await expect(of(two).getByRole("radio", { name: "un besoin" })).toBeFocused();
  await checkAccessibility(page);
  await page.keyboard.press("Control+z");
  await expect(page.getByText("2 notes à parcourir")).toBeVisible();
  await expect(of(one).getByText("reprise")).toHaveCount(0);

  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  await becomes(two, "2");
  await of(two).getByRole("link", { name: "retour" }).click();
  await page.getByLabel("Votre commentaire").fill("Chez nous aussi");
  await page.getByRole("button", { name: "Commenter" }).click();
  await expect(page.locator(".comment")).toContainText("Chez nous aussi");
  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  await of(two).getByRole("button", { name: "Annuler : retour" }).click();
  await expect(of(two).getByRole("alert")).toHaveText("Ne peut plus être annulé : commenté depuis.");
  await expect(of(two).getByText("reprise")).toBeVisible();
  await checkAccessibility(page);
});

test("a note is dragged onto what it becomes", async ({ page, isMobile }) => {
  test.skip(isMobile, "nothing is dragged by fingers");
  await signIn(page, "lead");
  const text = `Un sablier ${unique()}`;
  const { session } = await written(page, [text]);
  await page.goto(`${session}/outcomes`);
  await page.waitForLoadState("networkidle");
  const targets = page.locator(".harvest-targets > li");
  await page.getByRole("listitem").filter({ hasText: text }).dragTo(targets.nth(1));
  await expect(page.getByRole("radio", { name: "un retour" })).toBeChecked();
  await page.getByLabel("Sorte de retour").selectOption("question");
  await page.getByRole("button", { name: "Reprendre" }).click();
  await expect(page.getByText("reprise", { exact: true })).toBeVisible();
});

test("a report tells what a session was, and the board leaves as files", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const text = `=Un minuteur ${unique()}`;
  const { session, door, title } = await written(page, [text]);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const other = `Lire à deux ${unique()}`;
  await write(awa, other);
  await inStep(awa);
  await page.goto(session);
  await page.getByRole("link", { name: "Compte rendu" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Compte rendu : ${title}` })).toBeVisible();
  for (const heading of ["Déroulé", "Participant·es", "Ce qui en est sorti", "Équilibre des rôles", "Le tableau"]) {
    await expect(page.getByRole("heading", { level: 2, name: heading })).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "Notes signées, par partie", exact: true })).toBeVisible();
  await expect(page.getByText(other)).toBeVisible();
  const picture = page.getByRole("img", { name: /Image du tableau/ });
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty("complete", true);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await checkAccessibility(page);
  await checkPaper(page, page.getByText(other));
  expect(await saved(page, "Télécharger en Markdown")).toContain(other);
  expect(await saved(page, "Télécharger en CSV")).toContain("balance;teacher;;notes;1;");
  expect(JSON.parse(await saved(page, "Télécharger en JSON")).format).toBe("etabli-report");

  await page.goto(session);
  expect(await saved(page, "Texte (Markdown)")).toContain(`- ${other} (Awa)`);
  const sheet = await saved(page, "Tableur (CSV)");
  expect(sheet.startsWith("\ufeffCadre;Groupe;Étiquette;Texte;Auteur·rice;Position x;Position y;Nature;De;À;Sur l'image")).toBe(true);
  expect(sheet).toContain(`'${text}`);
  const data = JSON.parse(await saved(page, "Données (JSON)"));
  expect(data.format).toBe("etabli-board");
  expect(data.records.map((record: { text: string }) => record.text)).toContain(other);
  const svg = await saved(page, "Image (SVG)");
  expect(svg).toMatch(/^<svg /);
  const png = page.waitForEvent("download");
  await page.getByRole("button", { name: "Enregistrer en PNG" }).click();
  const bytes = await readFile(await (await png).path());
  const { width, height, colours } = await drawn(page, bytes);
  const size = ["width", "height"].map((side) => Number(new RegExp(`^<svg [^>]*\\b${side}="(\\d+)"`).exec(svg)?.[1]));
  expect([width, height], "as large as the board").toEqual(size);
  expect(colours, "paper, notes and their words").toBeGreaterThan(2);
});

test("a picture that the browser does not draw is not saved, and that is told", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const { session } = await written(page, [`Un minuteur ${unique()}`]);
  await page.goto(session);
  // What a canvas gives that is too large for its browser.
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.toDataURL = () => "data:,";
  });
  let saved = 0;
  page.on("download", () => (saved += 1));
  await page.waitForLoadState("networkidle");
  const save = page.getByRole("button", { name: "Enregistrer en PNG" });
  await save.click();
  await expect(page.getByText("Le navigateur n'a pas pu dessiner cette image.")).toBeVisible();
  await checkAccessibility(page);
  expect(saved).toBe(0);
});
