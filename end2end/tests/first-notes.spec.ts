// A board that nobody has written on yet, and where lands what people write there first.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { begin, enter, exported, fillIn, inStep, leadOnBoard, note, outline, panel, PIXEL, revealAll, write } from "./room";

test("what several people wrote unseen lies side by side in the frame once it is shown", async ({ page, newPersonPage }) => {
  const { session, door } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(page.getByText("Phase 1 sur 4").first()).toBeVisible();
  for (const name of ["Awa", "Bilal", "Chloé"]) {
    const person = await enter(await newPersonPage(), door, name);
    await outline(person);
    // The only frame is where the phase has everybody write.
    await expect(person.getByLabel("Où").locator("option:checked")).toContainText("Observations");
    for (const number of [1, 2]) await write(person, `${name} ${number}`);
    await inStep(person);
  }
  await revealAll(page);
  await expect(page.getByText("Rien n'est caché.")).toBeVisible();

  const texts = async () => (await exported(page, session)).filter(({ kind }) => kind === "note").map(({ text }) => text);
  await expect.poll(async () => (await texts()).sort()).toEqual(["Awa 1", "Awa 2", "Bilal 1", "Bilal 2", "Chloé 1", "Chloé 2"]);
  const records = await exported(page, session);
  const frame = records.findIndex(({ kind }) => kind === "frame");
  const notes = records.filter(({ kind }) => kind === "note");
  expect(notes.every(({ parent }) => parent === frame)).toBe(true);
  for (const [place, one] of notes.entries()) {
    for (const other of notes.slice(place + 1)) {
      const apart = Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height;
      expect(apart, `${one.text} and ${other.text}`).toBe(true);
    }
  }
});

test("of several frames people write in the one that the phase names, and pictures go where they choose", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  await outline(page);
  await page.locator("summary").filter({ hasText: "Ajouter…" }).click();
  await page.getByRole("button", { name: "Cadre", exact: true }).click();
  await fillIn(page, "Retenu");
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(page.getByText("Phase 1 sur 4").first()).toBeVisible();
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  /** What a line of the outline lies in. */
  const holder = (text: string) =>
    awa.locator(".board-rows > li").evaluateAll((rows, text) => {
      const place = rows.findIndex((row) => row.textContent?.includes(text));
      const above = rows.slice(0, Math.max(place, 0)).reverse();
      return above.find((row) => row.getAttribute("aria-level") === "1")?.textContent ?? "";
    }, text);

  const where = awa.getByLabel("Où");
  await expect(where.locator("option:checked")).toContainText("Observations");
  await write(awa, "Un minuteur");
  await expect.poll(() => holder("Un minuteur")).toContain("Observations");

  await where.selectOption({ label: "Retenu" });
  await awa.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const description = awa.getByRole("textbox", { name: "Description de l'image" });
  await description.fill("L'écran d'accueil");
  await description.press("Escape");
  await expect.poll(() => holder("L'écran d'accueil")).toContain("Retenu");
  await expect(awa.getByRole("listitem").filter({ has: note(awa, "L'écran d'accueil") }).last()).toHaveAttribute("aria-level", "2");
  await inStep(awa);
});

test("a blank board says how it is begun, and its projector how to come in", anyWidth, async ({ page, newPersonPage }) => {
  await leadOnBoard(page);
  const hint = page.getByText("Le tableau est vide.");
  await expect(hint).toBeVisible();
  await checkAccessibility(page);

  const projector = await newPersonPage();
  await signIn(projector, "lead");
  await projector.goto(`${new URL(page.url()).pathname}?screen`);
  const code = projector.locator(".code-picture");
  const height = async () => (await code.boundingBox())?.height ?? 0;
  await expect.poll(height, { timeout: 20_000 }).toBeGreaterThan(250);
  await checkAccessibility(projector);

  await page.locator(".board-stage").dblclick({ position: { x: 400, y: 300 } });
  await page.keyboard.type("La première");
  await page.keyboard.press("Escape");
  await expect(hint).toBeHidden();
  await expect.poll(height).toBeLessThan(200);
});

test("where a phase asks for no writing the lines have the room, and what was begun stays", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bilal = await enter(await newPersonPage(), door, "Bilal");
  for (const person of [awa, bilal]) await outline(person);
  await bilal.getByLabel("Nouvelle note").fill("à moitié");
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /ommencer\s: Regrouper/ }).click();

  await expect(awa.getByText("La phase en cours ne demande pas d'écrire.")).toBeVisible();
  await expect(awa.getByLabel("Nouvelle note")).toBeHidden();
  await expect(awa.getByRole("button", { name: "Ajouter la note" })).toBeHidden();
  await expect(bilal.getByText("La phase en cours ne demande pas d'écrire.")).toBeVisible();
  await expect(bilal.getByLabel("Nouvelle note")).toHaveValue("à moitié");
  await expect(bilal.getByLabel("Nouvelle note")).toBeDisabled();
  await page.getByRole("button", { name: /ommencer\s: Écrire en silence/ }).click();
  await expect(awa.getByLabel("Nouvelle note")).toBeEnabled();
});
