// Boards of other programs: read, looked at, placed, taken back; a board taken over from another session.
import type { Locator, Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { goToBoard, inStep, leadInOutline, note, openSession, outline, panel, PIXEL, unique, write } from "./room";

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

/** Where a lead, in the outline of a new board, chooses a file to bring in. */
async function chooserOfFiles(page: Page): Promise<Locator> {
  await leadInOutline(page);
  await panel(page, "Déroulé");
  await page.getByText("Importer un tableau").click();
  return page.getByLabel("Fichier à importer");
}

test("a file is looked at, placed and taken back", anyWidth, async ({ page }) => {
  const chooser = await chooserOfFiles(page);
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

/** A retrospective of Scrumlr: two columns, a stack, who wrote what, votes and a reaction. */
function retrospective(texts: [string, string, string]): Buffer {
  const [first, below, other] = texts;
  const note = (id: string, author: string, text: string, position: object) => ({ id, author, text, position });
  return Buffer.from(
    JSON.stringify({
      board: { id: "b", name: "Rétrospective" },
      columns: [
        { id: "c1", name: "Ce qui va", color: "goal-green", index: 0 },
        { id: "c2", name: "À changer", color: "planning-pink", index: 1 },
      ],
      notes: [
        note("n1", "ana", first, { column: "c1", rank: 1, stack: null }),
        note("n2", "bo", below, { column: "c1", rank: 0, stack: "n1" }),
        note("n3", "ana", other, { column: "c2", rank: 0, stack: null }),
      ],
      participants: [{ user: { id: "ana", name: "Ana" }, role: "OWNER", ready: false }],
      votings: [
        {
          id: "v1",
          voteLimit: 5,
          status: "CLOSED",
          votes: { total: 4, votesPerNote: { n1: { total: 1 }, n3: { total: 3 } } },
        },
      ],
    }),
  );
}

test("what cannot come over from Scrumlr or a table is named and counted before anything is placed", anyWidth, async ({ page }) => {
  const chooser = await chooserOfFiles(page);
  const report = page.locator(".board-import");
  const losses = report.locator("h3:has-text('Ce qui ne peut pas venir') + ul > li");
  const tag = unique();
  const [first, below, other] = [`Le minuteur ${tag}`, `Lui aussi ${tag}`, `Trop de clics ${tag}`];

  const buffer = retrospective([first, below, other]);
  await chooser.setInputFiles({ name: "retro.json", mimeType: "application/json", buffer });
  await expect(report.getByText("Un tableau Scrumlr :")).toBeVisible();
  for (const count of ["3 notes", "2 cadres", "1 groupe"]) {
    await expect(report.getByRole("listitem").filter({ hasText: count })).toHaveCount(1);
  }
  await expect(losses).toHaveText(["Noms d'auteur·rices : ce que vous placez est à vous (3)", "Votes et réactions (4)"]);
  await expect(note(page, first)).toHaveCount(0);
  await report.getByRole("button", { name: "Placer sur le tableau" }).click();
  for (const text of [first, below, other]) await expect(note(page, text)).toBeVisible();
  await inStep(page);

  // As Scrumlr writes tables; a text longer than boards take; nobody named in the last row.
  const long = `Long ${tag} ${"mot ".repeat(2_600)}`;
  const rows = [
    "note_id,author_id,author,text,column_id,column,rank,stack",
    `1,7,Ana,Court ${tag},9,Ce qui va,1,null`,
    `2,8,Bo,${long},9,Ce qui va,0,1`,
    `3,,,Seul ${tag},,,,`,
  ];
  await chooser.setInputFiles({ name: "retro.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await expect(report.getByText("Une table :")).toBeVisible();
  await expect(report.getByRole("listitem").filter({ hasText: "1 groupe" })).toHaveCount(1);
  await expect(losses).toHaveText([
    "Noms d'auteur·rices : ce que vous placez est à vous (2)",
    "Textes trop longs, coupés (1)",
    "Colonnes non reprises : author_id, column_id, rank",
  ]);
  await report.getByRole("button", { name: "Laisser" }).click();
  await expect(losses).toHaveCount(0);
  await expect(note(page, `Court ${tag}`)).toHaveCount(0);

  // As a board of Établi leaves: what a table does not hold enough of is named.
  const own = [
    "Cadre;Groupe;Étiquette;Texte;Auteur·rice;Position x;Position y;Nature;De;À;Sur l'image",
    `Vide ${tag};;;Vide ${tag};;0;0;Cadre;;;`,
    ";;;donc;;;;Flèche;Court;Seul;",
    ";;;;;40;50;Dessin;;;",
  ];
  await chooser.setInputFiles({ name: "board.csv", mimeType: "text/csv", buffer: Buffer.from(own.join("\n")) });
  await expect(report.getByRole("listitem").filter({ hasText: "1 cadre" })).toHaveCount(1);
  await expect(losses).toHaveText([
    "Flèches : une table ne dit pas quelles lignes elles relient (1)",
    "Dessins : leur tracé n'est pas dans une table (1)",
  ]);

  // Where all comes over, nothing is said to be lost.
  const plain = Buffer.from(`texte\nRien de perdu ${tag}\n`);
  await chooser.setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: plain });
  await expect(report.getByRole("listitem").filter({ hasText: "1 note" })).toHaveCount(1);
  await expect(report.getByText("Ce qui ne peut pas venir")).toHaveCount(0);
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
