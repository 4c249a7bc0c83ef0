// What goes wrong around a live board, with a real server and real browsers: nothing is lost.
import type { Page } from "@playwright/test";
import { Server } from "../server";
import { expect, signIn, test as base } from "./fixtures";
import { blockSockets, enter, expectOnce, inStep, leadInOutline, note, openSession, outline, twoInARoom, unique, write } from "./room";

/** Each of these tests has a server of its own, which it may kill. */
const test = base.extend<{ server: Server }>({
  server: async ({}, use, info) => {
    const server = await Server.create(`faults-${info.project.name}-${info.parallelIndex}`);
    try {
      await server.start();
      await use(server);
    } finally {
      await server.end();
    }
  },
  baseURL: async ({ server }, use) => use(server.url),
});

/** What a browser says while there is no server. */
const unreachable = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/;

/** Awa, beside a lead, writes while the server is killed. */
async function writeWhileKilled(lead: Page, server: Server, newPersonPage: () => Promise<Page>) {
  const { awa } = await twoInARoom(lead, newPersonPage);
  const [before, atOnce, during] = [`Avant ${unique()}`, `Au même moment ${unique()}`, `Pendant la panne ${unique()}`];
  const texts = [before, atOnce, during];
  await write(awa, before);
  await inStep(awa);
  // The server goes while this is on its way to it.
  await Promise.all([write(awa, atOnce), server.kill()]);
  await write(awa, during);
  await expect(awa.locator(".save-state[data-state=offline]")).toBeVisible();

  await server.start();
  await expectOnce([awa, lead], texts);
}

test("who writes while the server is killed loses nothing", async ({ page, server, newPersonPage, expectProblem }) => {
  expectProblem(unreachable);
  await writeWhileKilled(page, server, newPersonPage);
});

test("who writes without a socket while the server is killed loses nothing", async ({ page, server, newPersonPage, expectProblem }) => {
  test.setTimeout(120_000);
  expectProblem(unreachable);
  expectProblem(/WebSocket/);
  await writeWhileKilled(page, server, async () => blockSockets(await newPersonPage()));
});

test("who writes while the server's disk is full loses nothing", async ({ page, server, newPersonPage, expectProblem }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const [before, during, after] = [`Avant ${unique()}`, `Disque plein ${unique()}`, `Encore ${unique()}`];
  await write(awa, before);
  await inStep(awa);
  await expect(note(page, before)).toBeVisible();

  expectProblem(/WebSocket|response 50\d|status of 50\d/);
  server.fillDisk();
  await write(awa, during);
  await write(awa, after);
  await expect(awa.getByText("2 modifications sur cet appareil seulement")).toBeVisible();
  await expect(note(page, during)).toHaveCount(0);

  server.freeDisk();
  await expectOnce([awa, page], [before, during, after]);
});

test("what a closed tab had not sent is sent by the next", async ({ page, server, newPersonPage, expectProblem }) => {
  expectProblem(unreachable);
  const { awa } = await twoInARoom(page, newPersonPage);
  const board = awa.url();
  await server.kill();
  await expect(awa.locator(".save-state[data-state=offline]")).toBeVisible();
  const text = `Onglet fermé ${unique()}`;
  await write(awa, text);
  await expect(awa.getByText("1 modification sur cet appareil seulement")).toBeVisible();
  await awa.close();
  await server.start();
  await inStep(page);
  await expect(note(page, text)).toHaveCount(0);
  const again = await awa.context().newPage();
  await again.goto(board);
  await inStep(again);
  await expect(note(page, text)).toBeVisible();
});

test("what two closed tabs had not sent is sent by one", async ({ page, server, newPersonPage, expectProblem }) => {
  expectProblem(unreachable);
  const { door } = await leadInOutline(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const other = await awa.context().newPage();
  await other.goto(awa.url());
  await inStep(other);
  await server.kill();
  const texts: string[] = [];
  for (const tab of [awa, other]) {
    await outline(tab);
    await expect(tab.locator(".save-state[data-state=offline]")).toBeVisible();
    const text = `Onglet ${texts.length + 1} ${unique()}`;
    await write(tab, text);
    await expect(tab.getByText("1 modification sur cet appareil seulement")).toBeVisible();
    texts.push(text);
  }
  const [board, context] = [awa.url(), awa.context()];
  await awa.close();
  await other.close();
  await server.start();
  await inStep(page);
  const again = await context.newPage();
  await again.goto(board);
  await inStep(again);
  for (const text of texts) await expect(page.getByRole("button", { name: text, exact: true })).toHaveCount(1);
});

test("a browser that keeps nothing says so, and asks before its page is closed", async ({ page, newPersonPage, expectProblem }) => {
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  const awa = await newPersonPage();
  await awa.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await enter(awa, door, "Awa");
  await outline(awa);
  await awa.context().setOffline(true);
  await expect(awa.getByText("ce navigateur ne garde rien")).toBeVisible();
  await write(awa, `Dans la page ${unique()}`);
  await expect(awa.getByText("1 modification dans cette page seulement")).toBeVisible();
  const asked = awa.waitForEvent("dialog");
  await awa.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await awa.context().setOffline(false);
  await inStep(awa);
});

test("a device that slept, and one whose clock jumped, are in step again", async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const awa = await newPersonPage();
  await awa.clock.install();
  await enter(awa, door, "Awa");
  await outline(awa);
  for (const jump of ["26:00:00", "00:30"]) {
    await awa.clock.fastForward(jump);
    const text = `Après ${jump} ${unique()}`;
    await write(awa, text);
    await expect(note(page, text)).toBeVisible();
  }
  const bao = await enter(await newPersonPage(), door, "Bao");
  await outline(bao);
  const sleep = await bao.context().newCDPSession(bao);
  await sleep.send("Page.setWebLifecycleState", { state: "frozen" });
  const meanwhile = `Pendant le sommeil ${unique()}`;
  await write(page, meanwhile);
  await page.waitForTimeout(2_000);
  await sleep.send("Page.setWebLifecycleState", { state: "active" });
  await expect(note(bao, meanwhile)).toBeVisible();
  await inStep(bao);
});

/** Has frames say another version of the format from the moment on at which the page is told which. */
function speakAsTold() {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, frame: string | Blob | BufferSource) {
    const { frameVersion } = window as { frameVersion?: number };
    if (frameVersion === undefined || !(frame instanceof Uint8Array)) return send.call(this, frame);
    // A copy: the frame lies in the memory of the program.
    const old = new Uint8Array(frame);
    old[0] = frameVersion;
    send.call(this, old);
  };
}

test("a program that is too old is loaded anew once what was done is safe", async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const awa = await newPersonPage();
  await awa.addInitScript(speakAsTold);
  await enter(awa, door, "Awa");
  await outline(awa);
  const [before, during, after] = [`Avant ${unique()}`, `Trop vieux ${unique()}`, `Avant de recharger ${unique()}`];
  await write(awa, before);
  await inStep(awa);

  // The server was updated: to it her frames are of another version.
  await awa.evaluate(() => Object.assign(window, { frameVersion: 1 }));
  await write(awa, during);
  const notice = awa.getByRole("alert").filter({ hasText: "Établi a été mis à jour" });
  await expect(notice).toContainText("Ce que vous avez fait est gardé : rechargez la page.");
  await expect(notice.getByRole("button", { name: "Recharger" })).toBeVisible();
  // Whoever does not do so at once goes on, and loses nothing.
  await write(awa, after);
  await expect(awa.getByText("2 modifications sur cet appareil seulement")).toBeVisible();
  for (const text of [during, after]) await expect(note(page, text)).toHaveCount(0);

  // Loaded anew it is the new program.
  await notice.getByRole("button", { name: "Recharger" }).click();
  await expect(notice).toHaveCount(0);
  await inStep(awa);
  await outline(awa);
  await expectOnce([awa, page], [before, during, after]);
});

test("of too many tabs the oldest stops, and goes on where somebody wants it to", async ({ page, newPersonPage }) => {
  test.slow();
  const { awa } = await twoInARoom(page, newPersonPage);
  const others: Page[] = [];
  for (let tab = 0; tab < 8; tab++) {
    const other = await awa.context().newPage();
    await other.goto(awa.url());
    await inStep(other);
    others.push(other);
  }
  const here = awa.getByRole("button", { name: "Continuer ici" });
  await expect(here).toBeVisible();
  // It does not come back by itself, nor does it throw out any other.
  await awa.waitForTimeout(3_000);
  await expect(here).toBeVisible();
  for (const other of others) await expect(other.getByRole("button", { name: "Continuer ici" })).toHaveCount(0);

  const text = `Ailleurs aussi ${unique()}`;
  await write(awa, text);
  await expect(awa.getByText("1 modification sur cet appareil seulement")).toBeVisible();
  await expect(note(page, text)).toHaveCount(0);
  await here.click();
  await inStep(awa);
  await expect(here).toHaveCount(0);
  await expect(note(page, text)).toBeVisible();
  // One of the others has stopped in its place, and stays so.
  const stopped = () => Promise.all(others.map((other) => other.getByRole("button", { name: "Continuer ici" }).isVisible()));
  await expect.poll(async () => (await stopped()).filter(Boolean).length).toBe(1);
});
