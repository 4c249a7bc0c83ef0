// Where nothing lets a WebSocket through, requests carry the board, and all else is as it is for
// everybody: what is hidden, who leads, a session that is closed, an answer that is lost.
import type { Page } from "@playwright/test";
import { anyWidth, expect, signIn, test } from "./fixtures";
import { becomes, begin, blockSockets, closeSession, enter, exported, goToBoard, inStep, leadInOutline, note, openSession, outline, panel, revealAll, unique, write } from "./room";

const PRIVATE = "Personne d'autre ne voit ce que vous écrivez";
const OVER = "La séance est close : le tableau se relit";

/** Whatever a page asks of a room. */
const LIVE = /\/live\//;
/** Where frames are sent and asked for without a socket. */
const FRAMES = /\/live\/[^/]+\/frames/;

test.beforeEach(({ expectProblem }) => expectProblem(/WebSocket/));

/** All that a page is answered by rooms from now on. Without a socket nothing comes in any other way. */
function answersTo(page: Page): () => Promise<Buffer> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (!LIVE.test(response.url()) || response.status() === 204) return;
    const body = response.body();
    // The last may be on its way while its page is closed: nobody looks at it any more.
    body.catch(() => {});
    bodies.push(body);
  });
  return async () => Buffer.concat(await Promise.all(bodies));
}

/** A guest whose sockets nothing lets through, in the outline of a board, and what their page is answered. */
async function enterWithoutSocket(newPersonPage: () => Promise<Page>, door: string, name: string) {
  const person = await blockSockets(await newPersonPage());
  const answers = answersTo(person);
  await enter(person, door, name);
  await outline(person);
  return { person, answers };
}

/** A lead on the page of a session, whose board is open on a socket beside it, and Awa without one. */
async function besideASocket(page: Page, newPersonPage: () => Promise<Page>) {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const board = await page.context().newPage();
  await board.goto(session);
  await goToBoard(board);
  await outline(board);
  const { person: awa, answers } = await enterWithoutSocket(newPersonPage, door, "Awa");
  return { session, door, board, awa, answers };
}

test("where WebSockets are blocked, requests carry the board", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const { person: awa } = await enterWithoutSocket(newPersonPage, door, "Awa");
  const [hers, theirs] = [`Par requêtes ${unique()}`, `Par WebSocket ${unique()}`];
  await write(awa, hers);
  await expect(note(page, hers)).toBeVisible();
  await write(page, theirs);
  await expect(note(awa, theirs)).toBeVisible({ timeout: 20_000 });
});

test("who has no socket receives nothing that others write in private, until it is revealed", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door, board, awa, answers } = await besideASocket(page, newPersonPage);
  await panel(board, "Déroulé");
  await begin(board).first().click();
  await expect(awa.getByText(PRIVATE).first()).toBeVisible();
  // Of one word: whole boards hold words apart.
  const [theirs, hers] = [unique(), unique()];
  await write(board, theirs);
  await inStep(board);
  await write(awa, hers);
  await inStep(awa);
  // Bao comes when they are there, and gets all of the board at once.
  const bao = await enterWithoutSocket(newPersonPage, door, "Bao");
  const blocked = [{ person: awa, answers }, bao];
  // What comes later is there later.
  await board.getByRole("button", { name: "Pause", exact: true }).click();
  for (const { person, answers } of blocked) {
    await expect(person.locator(".board-bar").getByRole("timer")).toContainText("en pause");
    await expect(note(person, theirs)).toHaveCount(0);
    expect((await answers()).includes(theirs)).toBe(false);
  }
  expect((await bao.answers()).includes(hers)).toBe(false);
  await expect(note(board, hers)).toHaveCount(0);

  await revealAll(board);
  for (const { person, answers } of blocked) {
    await expect(note(person, theirs)).toBeVisible();
    await expect.poll(async () => (await answers()).includes(theirs)).toBe(true);
  }
  for (const person of [board, bao.person]) await expect(note(person, hers)).toBeVisible();
});

test("who has no socket leads as soon as they are made facilitator, and as long as they are", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { session, board, awa } = await besideASocket(page, newPersonPage);
  await panel(awa, "Déroulé");
  const leading = awa.getByRole("region", { name: "Animer" });
  await expect(awa.locator(".board-phase")).toBeVisible();
  await expect(leading).toHaveCount(0);

  await page.goto(session);
  await becomes(page, "Awa", "facilitator", "anime");
  await expect(leading).toBeVisible();
  // The room takes it from her.
  await begin(awa).first().click();
  await expect(board.locator(".board-step")).toHaveText("Écrire en silence");

  await becomes(page, "Awa", "participant", "participe");
  await expect(leading).toHaveCount(0);
  await expect(begin(awa)).toHaveCount(0);
  await expect(awa.getByText(PRIVATE).first()).toBeVisible();
  await write(awa, `Pour moi ${unique()}`);
  await inStep(awa);
});

test("who has no socket reads the board of a session that is closed, and changes nothing on it", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { session, board, awa } = await besideASocket(page, newPersonPage);
  const text = `À relire ${unique()}`;
  await write(awa, text);
  await expect(note(board, text)).toBeVisible();
  await inStep(awa);
  const row = awa.getByRole("listitem").filter({ has: note(awa, text) }).last();
  const acts = row.getByLabel("Actions sur cet élément");
  const edit = row.getByRole("button", { name: "Écrire", exact: true });
  await acts.click();
  await expect(edit).toBeEnabled();
  await awa.keyboard.press("Escape");
  await expect(edit).toBeHidden();

  await page.goto(session);
  await closeSession(page);
  await expect(awa.getByText(OVER)).toBeVisible();
  await expect(awa.getByLabel("Nouvelle note")).toBeHidden();
  await acts.click();
  await expect(edit).toBeDisabled();
  await awa.keyboard.press("Escape");
  await note(awa, text).press("Delete");
  await expect(awa.locator(".board-told")).toContainText("La séance est close : plus rien n'est changé sur le tableau.");
  await expect(note(awa, text)).toBeVisible();

  // So it is for who comes back to it.
  await awa.reload();
  await inStep(awa);
  await outline(awa);
  await expect(note(awa, text)).toBeVisible();
  await expect(awa.getByText(OVER)).toBeVisible();
  await expect(awa.getByLabel("Nouvelle note")).toBeHidden();
  expect((await exported(page, session)).map(({ text }) => text)).toEqual([text]);
});

/**
 * Does something by which a page sends this word to its room, or is sent it. The room hears what
 * it is asked, and no answer comes to the page from the word on, until what is done is done.
 */
async function losingAnswers(page: Page, word: string, act: () => Promise<void>) {
  let isLost = false;
  await page.route(FRAMES, async (route) => {
    const request = route.request();
    isLost ||= request.postDataBuffer()?.includes(word) ?? false;
    const answer = await route.fetch({ headers: { ...request.headers(), "sec-fetch-site": "same-origin" } });
    const body = await answer.body();
    isLost ||= body.includes(word);
    await (isLost ? route.abort("connectionreset") : route.fulfill({ status: answer.status(), body }));
  });
  // What was asked before would be answered.
  await page.waitForRequest((request) => FRAMES.test(request.url()) && request.method() === "GET");
  await act();
  await expect.poll(() => isLost).toBe(true);
  await page.unrouteAll({ behavior: "wait" });
}

/** Each has these notes once, and so has the board. */
async function expectOnceOnBoard(people: Page[], session: string, texts: string[]) {
  for (const person of people) {
    for (const text of texts) await expect(note(person, text)).toHaveCount(1, { timeout: 20_000 });
    await inStep(person);
  }
  expect((await exported(people[0]!, session)).map(({ text }) => text).sort()).toEqual([...texts].sort());
}

test("what an answer held that was lost comes once", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  test.setTimeout(120_000);
  expectProblem(/ERR_CONNECTION_RESET/);
  const { session, board, awa } = await besideASocket(page, newPersonPage);
  const [lost, meanwhile, after] = [unique(), unique(), unique()];
  await losingAnswers(awa, lost, async () => {
    await write(board, lost);
    await write(awa, meanwhile);
  });
  await write(board, after);
  await expectOnceOnBoard([board, awa], session, [lost, meanwhile, after]);
});

test("what was sent is there once, though the answer to it was lost", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  test.setTimeout(120_000);
  expectProblem(/ERR_CONNECTION_RESET/);
  const { session, board, awa } = await besideASocket(page, newPersonPage);
  const [sent, meanwhile] = [unique(), unique()];
  await losingAnswers(awa, sent, async () => {
    await write(awa, sent);
    // The room has it; her page does not know, and sends it again.
    await expect(note(board, sent)).toBeVisible();
    await expect(awa.getByText("1 modification sur cet appareil seulement")).toBeVisible();
    await write(board, meanwhile);
  });
  await expectOnceOnBoard([board, awa], session, [sent, meanwhile]);
});
