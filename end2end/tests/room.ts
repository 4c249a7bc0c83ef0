// What tests of live sessions have in common: preparing one, joining, writing.
import type { Locator, Page } from "@playwright/test";
import { demoProject, expect, signIn } from "./fixtures";

/** A name that no other run of this test uses. */
export const unique = () => Math.random().toString(36).slice(2, 8);

/** A picture of one pixel. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A session that was opened: the addresses of its page and of its door, and its title. */
interface Opened {
  session: string;
  door: string;
  title: string;
}

/** Prepares and opens a session by a method, of silent writing unless told otherwise, and says where its page and its door are. */
export async function openSession(page: Page, method = "Écriture silencieuse et regroupement"): Promise<Opened> {
  const project = await demoProject(page);
  await page.goto(`${project}/sessions/new`);
  await page.getByRole("link", { name: method }).click();
  const title = `Séance ${unique()}`;
  await page.getByLabel("Titre").fill(title);
  await page.getByLabel("Début").fill("2026-12-02T14:00");
  await page.getByRole("button", { name: "Préparer cette séance" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: "Ouvrir la séance" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  const session = new URL(page.url()).pathname;
  const door = (await page.getByRole("link", { name: /\/s\// }).getAttribute("href")) ?? "";
  return { session, door: new URL(door).pathname, title };
}

/** Somebody without an account, in a browser of their own, asks to be let in. */
export async function ask(page: Page, door: string, name: string) {
  await page.goto(door);
  await page.getByLabel("Pseudonyme").fill(name);
  await page.getByLabel("Vous parlez en tant que").selectOption("teacher");
  await page.getByRole("button", { name: "Participer sans compte" }).click();
}

/** Somebody without an account, in a browser of their own, on the board. */
export async function enter(page: Page, door: string, name: string): Promise<Page> {
  await ask(page, door, name);
  await inStep(page);
  return page;
}

/**
 * What a page receives of boards from now on, ahead of its connection and on it: changes hold
 * texts as they are, whole boards word by word.
 */
export function receivedBy(page: Page): Buffer[] {
  const frames: Buffer[] = [];
  page.on("response", async (response) => {
    if (AHEAD.test(response.url())) frames.push(await response.body());
  });
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(Buffer.from(payload))));
  return frames;
}

/** Where a browser asks for a whole board before it connects. */
export const AHEAD = /\/live\/[^/]+\/welcome$/;

/** Lets no WebSocket of a page through from its next address on: requests carry its boards. */
export async function blockSockets(page: Page): Promise<Page> {
  await page.routeWebSocket(/.*/, (socket) => socket.close());
  return page;
}

export async function inStep(page: Page) {
  await expect(page.getByText("Tout est enregistré")).toBeVisible({ timeout: 20_000 });
}

export async function outline(page: Page) {
  await page.getByRole("button", { name: "Plan", exact: true }).click();
}

export async function write(page: Page, text: string) {
  await page.getByLabel("Nouvelle note").fill(text);
  await page.getByRole("button", { name: "Ajouter la note" }).click();
  await expect(note(page, text)).toBeVisible();
}

/** Adds a frame of this name in the outline. */
export async function addFrame(page: Page, name: string) {
  await page.locator("summary").filter({ hasText: "Ajouter…" }).click();
  await page.getByRole("button", { name: "Cadre", exact: true }).click();
  await fillIn(page, name);
}

/** The notes of this text in the outline. */
export function note(page: Page, text: string): Locator {
  return page.getByRole("button", { name: text, exact: true });
}

/** Everybody has each of these notes once, and the server has them: not the devices alone. */
export async function expectOnce(people: Page[], texts: string[]) {
  for (const person of people) {
    await inStep(person);
    for (const text of texts) await expect(note(person, text)).toHaveCount(1);
    await person.reload();
    await inStep(person);
    await outline(person);
    for (const text of texts) await expect(note(person, text)).toHaveCount(1);
  }
}

/** The lead on the board of a session that was just opened, by this method. */
export async function leadOnBoard(page: Page, method?: string): Promise<Opened> {
  await signIn(page, "lead");
  const opened = await openSession(page, method);
  await goToBoard(page);
  return opened;
}

/** The same, in its outline. */
export async function leadInOutline(page: Page, method?: string): Promise<Opened> {
  const opened = await leadOnBoard(page, method);
  await outline(page);
  return opened;
}

/** A lead and Awa, a guest, in the outline of a board; and the door by which others come. */
export async function twoInARoom(lead: Page, newPersonPage: () => Promise<Page>): Promise<{ awa: Page; door: string }> {
  const { door } = await leadInOutline(lead);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  return { awa, door };
}

/** What those who hear the board are told of the selection. */
export const said = (page: Page) => page.locator("#board-said");

/** The field in which something on the board is being written. */
export const textField = (page: Page) => page.getByRole("textbox", { name: "Texte", exact: true });

/** Writes in the field that has just opened, and leaves it. */
export async function fillIn(page: Page, text: string) {
  await expect(textField(page)).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
  await expect(textField(page)).toHaveCount(0);
}

/** Pastes a text as a browser does when its keys for it are pressed. */
export async function pasteText(page: Page, text: string) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The same with a picture of this name. */
export async function pastePicture(page: Page, name: string) {
  const file = { name, bytes: [...PIXEL] };
  await page.evaluate(({ name, bytes }) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/png" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, file);
}

/** Presses Tab until this has the focus. */
export async function tabTo(page: Page, wanted: Locator) {
  for (let press = 0; press < 150; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${wanted}`);
}

/** What begins each phase of the script, or begins it again, where the panel of it is open. */
export const begin = (page: Page) => page.getByRole("button", { name: /ommencer\s: / });

/** Somebody with an account, on the board of a session whose page is open. */
export async function goToBoard(page: Page) {
  await page.getByRole("button", { name: "Participer" }).or(page.getByRole("link", { name: "Ouvrir le tableau" })).click();
  await inStep(page);
}

/** Closes the session whose page is open: what is still hidden, if anything, is shown to all before, or stays. */
export async function closeSession(page: Page, how: "Clore maintenant" | "Tout dévoiler et clore" | "Clore sans dévoiler" = "Clore maintenant") {
  await page.getByText("Clore la séance", { exact: true }).click();
  await page.getByRole("button", { name: how, exact: true }).click();
  await expect(page.getByText("La séance est close : le tableau se relit")).toBeVisible();
}

/** Shows everybody all that is hidden, once it was asked again. */
export async function revealAll(page: Page) {
  await page.getByRole("button", { name: "Tout dévoiler", exact: true }).click();
  await page.getByRole("button", { name: "Oui, tout dévoiler", exact: true }).click();
}

/** Opens the panel of this name beside the board, unless it is open. */
export async function panel(page: Page, name: string | RegExp) {
  const button = page.getByRole("group", { name: "Volet" }).getByRole("button", { name });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
}

/** A thing on a board, as it is exported. */
export interface Exported {
  kind: string;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The place, in the same list, of what it lies in. */
  parent?: number;
}

/** What is on a board, as it is exported: ids count in reading order, so that boards compare. */
export async function exported(page: Page, session: string): Promise<Exported[]> {
  const answer = await page.request.get(`${session}/board.json`);
  const { records } = (await answer.json()) as { records: Record<string, unknown>[] };
  const places = new Map(records.map((record, place) => [record.id, place]));
  const ids = ["id", "parent", "from", "to"];
  const counted = records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, ids.includes(key) ? places.get(value) : value])),
  );
  return counted as unknown as Exported[];
}

/** The board as it is drawn. */
export const canvasOf = (page: Page) => page.getByRole("application", { name: "Tableau", exact: true });

/** On a session's page, somebody in it is given another role, of which their line says what they do. */
export async function becomes(page: Page, name: string, role: string, called: string) {
  const row = page.locator(".session-person").filter({ hasText: name });
  const roles = row.getByLabel(`Rôle\u00a0: ${name}`);
  // What was unfolded stays so.
  if (!(await roles.isVisible())) await row.getByLabel(`Actions : ${name}`).click();
  await roles.selectOption(role);
  await row.getByRole("button", { name: "Changer de rôle" }).click();
  await expect(row.locator(".badge").last()).toHaveText(called);
}

/** Has a page remember the texts that it writes on its canvases, from when it is opened next, and gives what tells them. */
export async function watchDrawing(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (
      this: CanvasRenderingContext2D,
      text: string,
      ...place: [number, number, number?]
    ) {
      drawn.push(text);
      fillText.call(this, text, ...place);
    };
    Object.assign(window, { drawn });
  });
  return () => page.evaluate(() => (window as { drawn?: string[] }).drawn ?? []);
}

/** Whoever leads gives an open session a waiting room; its page is shown then. */
export async function withWaitingRoom(page: Page, session: string) {
  await page.goto(`${session}/edit`);
  await page.getByLabel(/^Salle d'attente/).check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
}
