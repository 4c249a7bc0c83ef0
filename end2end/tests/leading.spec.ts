// Leading a session from the board: who waits is let in, who was removed comes back, notes come
// out one by one, and what was promised about names and about writing in private is kept.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { ask, becomes, begin, enter, exported, goToBoard, inStep, leadInOutline, leadOnBoard, note, openSession, outline, panel, receivedBy, twoInARoom, unique, withWaitingRoom, write } from "./room";

test("who leads hears on the board that somebody waits, and lets them in", async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  await withWaitingRoom(page, session);
  await goToBoard(page);
  const waiting = page.getByRole("region", { name: "Salle d'attente" });
  await expect(waiting).toBeHidden();

  const awa = await newPersonPage();
  await ask(awa, door, "Awa");
  await expect(awa.getByText("Vous êtes en salle d'attente.")).toBeVisible();

  await expect(waiting.getByText("1 personne attend d'entrer.")).toBeVisible();
  await checkAccessibility(page);
  await waiting.getByRole("button", { name: "Faire entrer Awa", exact: true }).click();
  await expect(waiting).toBeHidden();
  await inStep(awa);
});

test("of several who wait each is let in by their own line, all at once, or told that they are not", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}) => {
  test.setTimeout(120_000);
  // The page of whoever was turned away asks until it hears of it.
  expectProblem(/load_board/);
  await signIn(page, "lead");
  const { session, door, title } = await openSession(page);
  await withWaitingRoom(page, session);
  await goToBoard(page);
  const other = await newPersonPage();
  await signIn(other, "facilitator");
  await other.goto(session);
  await goToBoard(other);
  const come = async (name: string) => {
    const person = await newPersonPage();
    await ask(person, door, name);
    await expect(person.getByText("Vous êtes en salle d'attente.")).toBeVisible();
    await expect(person.getByText(title, { exact: true })).toBeVisible();
    return person;
  };
  const [awa, bao, chloe, driss] = [await come("Awa"), await come("Bao"), await come("Chloé"), await come("Driss")];
  const waiting = page.getByRole("region", { name: "Salle d'attente" });
  const admit = (person: Page, name: string) => person.getByRole("button", { name: `Faire entrer ${name}`, exact: true });
  await expect(waiting.getByText("4 personnes attendent d'entrer.")).toBeVisible();
  await checkAccessibility(page);

  // Awa's line goes while it is pressed: nobody else is let in by that.
  const line = (await admit(page, "Awa").boundingBox())!;
  await page.mouse.move(line.x + line.width / 2, line.y + line.height / 2);
  await page.mouse.down();
  await admit(other, "Awa").click();
  await expect(admit(page, "Awa")).toHaveCount(0);
  await page.mouse.up();
  await inStep(awa);
  await expect(waiting.getByText("3 personnes attendent d'entrer.")).toBeVisible();

  await waiting.getByRole("button", { name: "Ne pas faire entrer Bao" }).click();
  await expect(bao.getByText("Vous ne pouvez plus entrer dans cette séance.")).toBeVisible({ timeout: 20_000 });
  await waiting.getByRole("button", { name: "Faire entrer tout le monde" }).click();
  await expect(waiting).toBeHidden();
  for (const person of [chloe, driss]) await inStep(person);
});

test("the page of an open session shows who comes without being loaded again", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await enter(await newPersonPage(), door, "Awa");
  // What is done with somebody is unfolded.
  const acts = page.getByLabel("Actions : Awa");
  const remove = page.getByRole("button", { name: "Exclure Awa" });
  await acts.click({ timeout: 20_000 });
  await expect(remove).toBeVisible();
  await checkAccessibility(page);
  // It stays so, with what is chosen in it and the keyboard, while others come.
  const role = page.getByLabel(/^Rôle.*Awa/);
  await role.selectOption("observer");
  await acts.focus();
  await enter(await newPersonPage(), door, "Bao");
  await expect(page.getByLabel("Actions : Bao")).toBeVisible({ timeout: 20_000 });
  await expect(remove).toBeVisible();
  await expect(role).toHaveValue("observer");
  await expect(acts).toBeFocused();
  await expect(page.getByRole("button", { name: "Exclure Bao" })).toBeHidden();
});

test("who leads removes somebody from the board, whose work stays", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `Une idée ${unique()}`;
  await write(awa, text);
  await expect(note(page, text)).toBeVisible();

  await panel(page, /personne/);
  const people = page.getByRole("region", { name: "Participant·es" }).getByRole("listitem");
  const [own, other] = [people.filter({ hasNotText: "Awa" }), people.filter({ hasText: "Awa" })];
  await expect(own.getByText("Exclure")).toHaveCount(0);
  await other.locator("summary").click();
  await expect(other.getByText("Ce qu'elle a écrit reste.")).toBeVisible();
  await checkAccessibility(page);
  await other.getByRole("button", { name: "Exclure Awa" }).click();
  await expect(other).toHaveCount(0);
  await expect(note(page, text)).toBeVisible();
  await expect(awa.getByText("Vous ne participez plus à cette séance.")).toBeVisible();
});

test("whoever was removed is let in again on the page of the session, and goes on where they were", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const [before, after] = [`Avant ${unique()}`, `De retour ${unique()}`];
  await write(awa, before);
  await inStep(awa);

  await page.goto(session);
  const row = page.locator(".session-person").filter({ hasText: "Awa" });
  await row.getByLabel("Actions : Awa").click();
  await row.getByRole("button", { name: "Exclure Awa" }).click();
  await expect(row).toContainText("exclu·e");
  await expect(awa.getByText("Vous ne participez plus à cette séance.")).toBeVisible();
  await awa.goto(door);
  await expect(awa.getByText("Vous ne pouvez plus entrer dans cette séance.")).toBeVisible();
  await expect(awa.getByRole("link", { name: "Ouvrir le tableau" })).toHaveCount(0);

  // What can be done with her stands open still.
  const again = row.getByRole("button", { name: "Réadmettre Awa" });
  await expect(again).toBeVisible();
  // Whoever takes no part has no role.
  await expect(row.getByLabel("Rôle\u00a0: Awa")).toHaveCount(0);
  await again.click();
  await expect(row).toContainText("admis·e");

  await awa.reload();
  await awa.getByRole("link", { name: "Ouvrir le tableau" }).click();
  await inStep(awa);
  await outline(awa);
  await expect(note(awa, before)).toBeVisible();
  await write(awa, after);
  await inStep(awa);
  await expect.poll(async () => (await exported(page, session)).map(({ text }) => text)).toEqual([before, after]);
});

/** What a page is answered in words from now on: pages, and what they ask for. Gives what tells all of it. */
function answersTo(page: Page): () => Promise<string> {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    const isInWords = /html|json/.test(response.headers()["content-type"] ?? "");
    // The browser lets go of the answers of a page that was left.
    if (isInWords && response.ok()) answers.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(answers)).join("\n");
}

test("the notes to a phase are read by those who facilitate, and come to nobody else", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const [asked, notes] = [["a", "b"].map(() => `Consigne ${unique()}`), ["a", "b"].map(() => `Relancer ${unique()}`)];
  await page.goto(`${session}/edit`);
  const phases = page.locator(".script-rows > li");
  for (const place of [0, 1]) {
    // The first stands open.
    if (place > 0) await phases.nth(place).locator("summary").click();
    await phases.nth(place).getByLabel("Consigne").fill(asked[place]!);
    await phases.nth(place).getByLabel("Notes pour l'animation").fill(notes[place]!);
  }
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  /** What unfolds the notes to the present phase beside the board. */
  const noted = (person: Page) => person.locator(".board-phase").getByText("Notes pour l'animation", { exact: true });

  // Somebody who sees the project reads what the phases ask, and only that.
  const reader = await newPersonPage();
  await signIn(reader, "observer");
  const read = answersTo(reader);
  await reader.goto(session);
  for (const text of asked) await expect(reader.getByText(text)).toBeVisible();
  await expect(reader.getByText("Notes pour l'animation")).toHaveCount(0);
  for (const text of asked) expect(await read()).toContain(text);
  for (const text of notes) expect(await read()).not.toContain(text);

  await goToBoard(page);
  await panel(page, "Déroulé");
  const awa = await newPersonPage();
  const [answers, frames] = [answersTo(awa), receivedBy(awa)];
  await enter(awa, door, "Awa");
  await panel(awa, "Déroulé");
  // Who leads prepares by the notes to the first phase, and goes on by those to the present one.
  await noted(page).click();
  await expect(page.getByText(notes[0]!)).toBeVisible();
  for (const place of [0, 1]) {
    await begin(page).nth(place).click();
    await expect(page.locator(".board-phase")).toContainText(asked[place]!);
    // What was unfolded stays so.
    if (!(await page.getByText(notes[place]!).isVisible())) await noted(page).click();
    await expect(page.getByText(notes[place]!)).toBeVisible();
    await expect(awa.locator(".board-phase")).toContainText(asked[place]!);
    await expect(noted(awa)).toHaveCount(0);
  }
  await checkAccessibility(page);
  for (const text of asked) expect(await answers()).toContain(text);
  for (const text of notes) {
    expect(await awa.content()).not.toContain(text);
    expect(await answers()).not.toContain(text);
    expect(frames.some((frame) => frame.includes(text))).toBe(false);
  }

  // They come to whoever is made facilitator, as long as they are.
  await page.goto(session);
  await becomes(page, "Awa", "facilitator", "anime");
  await noted(awa).click();
  await expect(awa.getByText(notes[1]!)).toBeVisible();
  await becomes(page, "Awa", "participant", "participe");
  await expect(noted(awa)).toHaveCount(0);
  await expect(awa.getByText(notes[1]!)).toHaveCount(0);
  await expect(awa.locator(".board-phase")).toContainText(asked[1]!);
});

test("a guest who was made facilitator lets people in and removes them on the board", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await withWaitingRoom(page, session);
  const bao = await newPersonPage();
  await ask(bao, door, "Bao");
  await expect(bao.getByText("Vous êtes en salle d'attente.")).toBeVisible();
  // Nobody has asked her, and she is not told who waits.
  const waiting = awa.getByRole("region", { name: "Salle d'attente" });
  await expect(waiting).toHaveCount(0);

  await becomes(page, "Awa", "facilitator", "anime");
  await expect(waiting.getByText("1 personne attend d'entrer.")).toBeVisible();
  await checkAccessibility(awa);
  await waiting.getByRole("button", { name: "Faire entrer Bao", exact: true }).click();
  await expect(waiting).toBeHidden();
  await inStep(bao);

  await panel(awa, /personne/);
  const people = awa.getByRole("region", { name: "Participant·es" }).getByRole("listitem");
  await expect(people).toHaveCount(3);
  // Those who lead are not hers to remove.
  await expect(people.filter({ hasNotText: "Bao" }).getByText("Exclure")).toHaveCount(0);
  const other = people.filter({ hasText: "Bao" });
  await other.locator("summary").click();
  await other.getByRole("button", { name: "Exclure Bao" }).click();
  await expect(other).toHaveCount(0);
  await expect(bao.getByText("Vous ne participez plus à cette séance.")).toBeVisible();
});

test("notes written in private come out one by one", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const mark = unique();
  for (const name of ["Awa", "Bo"]) {
    const person = await enter(await newPersonPage(), door, name);
    await outline(person);
    await write(person, `Idée de ${name} ${mark}`);
    await inStep(person);
  }
  const notes = page.getByRole("button", { name: mark });
  await expect(notes).toHaveCount(0);
  const next = page.getByRole("button", { name: "Dévoiler la note suivante" });
  for (const count of [1, 2]) {
    await panel(page, "Déroulé");
    // How much is left is told as it is asked for, and what it says is not.
    await next.focus();
    await expect(page.getByText(count === 1 ? "Encore cachés : 2 éléments." : "Encore caché : 1 élément.")).toBeVisible();
    await next.click();
    await expect(notes).toHaveCount(count);
  }
  await expect(page.getByText("Rien n'est caché.")).toBeVisible();
  await expect(page.getByText("Rien à dévoiler.")).toHaveCount(0);
  await next.click();
  await expect(page.getByText("Rien à dévoiler.")).toBeVisible();
});

test("what is written while names are hidden is not signed afterwards", anyWidth, async ({ page, newPersonPage }) => {
  const { session, door } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  const names = page.getByRole("button", { name: "Masquer les noms" });
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "true");
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const unsigned = `Sans nom ${unique()}`;
  await write(awa, unsigned);
  await inStep(awa);
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "false");
  const signed = `Avec nom ${unique()}`;
  await write(awa, signed);
  await inStep(awa);
  const text = await (await page.request.get(`${session}/board.md`)).text();
  expect(text).toContain(`${signed} (Awa)`);
  expect(text).toContain(unsigned);
  expect(text).not.toContain(`${unsigned} (Awa)`);
});

test("in a private phase nobody writes in what others already read", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const text = `Pour tout le monde ${unique()}`;
  await write(awa, text);
  await inStep(awa);
  await begin(page).first().click();
  await expect(awa.getByText("Personne d'autre ne voit ce que vous écrivez").first()).toBeVisible();
  await awa.getByRole("button", { name: text, exact: true }).press("F2");
  await expect(awa.getByText("Tout le monde lit déjà cet élément")).toBeVisible();
  await expect(awa.getByRole("button", { name: text, exact: true })).toBeVisible();
});

test("others see in which note somebody writes, unless nobody is to know who wrote it", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `À plusieurs ${unique()}`;
  await write(awa, text);
  const seen = page.getByRole("listitem").filter({ has: note(page, text) });
  await expect(seen).toBeVisible();
  await expect(seen.getByText("Awa écrit…")).toHaveCount(0);
  await note(awa, text).press("F2");
  await expect(seen.getByText("Awa écrit…")).toBeVisible();
  await expect(note(page, text)).toHaveAccessibleDescription(/Awa écrit…$/);
  await expect(awa.getByText("Awa écrit…")).toHaveCount(0);
  await awa.keyboard.press("Escape");
  await expect(seen.getByText("Awa écrit…")).toHaveCount(0);

  // While names are hidden none is shown, nor that somebody writes: in what was signed
  // before, and in what is not.
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Masquer les noms" }).click();
  await expect(seen).toContainText("Quelqu'un");
  await inStep(page);
  const unsigned = `Sans nom ${unique()}`;
  await write(awa, unsigned);
  for (const before of [text, unsigned]) {
    await note(awa, before).press("F2");
    await awa.keyboard.press("End");
    await awa.keyboard.type(" !");
    const theirs = page.getByRole("listitem").filter({ has: note(page, `${before} !`) });
    await expect(theirs).toBeVisible();
    await expect(page.getByText(/écrit…/)).toHaveCount(0);
    await awa.keyboard.press("Escape");
  }
});
