// Before the first phase of a session and after its close: what is said then, what is asked before
// it is done, and that nobody's work is left behind.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { AHEAD, begin, closeSession, enter, goToBoard, inStep, leadInOutline, note, openSession, outline, panel, pasteText, revealAll, twoInARoom, unique, write } from "./room";

const NOT_BEGUN = "La séance n'a pas encore commencé";
const PRIVATE = "Personne d'autre ne voit ce que vous écrivez";

test("before its first phase a session says that it has not begun, and nothing of that phase", async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  await panel(awa, "Déroulé");
  await panel(page, "Déroulé");
  const told = awa.locator(".board-phase");
  await expect(told.getByRole("heading")).toHaveText(NOT_BEGUN);
  await expect(told).toContainText("tout le monde lit ce qui est écrit");
  await expect(awa.getByText(/^Phase 1 sur/)).toHaveCount(0);
  await checkAccessibility(awa);
  // Whoever leads is led to the first phase, in which nobody is yet.
  await expect(page.locator(".board-phase").getByRole("heading")).toHaveText(NOT_BEGUN);
  const first = page.locator(".board-script > li").first();
  await expect(first).not.toHaveAttribute("aria-current", "step");
  await first.getByRole("button").click();
  await expect(first).toHaveAttribute("aria-current", "step");
  await expect(told.getByText(/^Phase 1 sur/)).toBeVisible();
  await expect(told.getByText(PRIVATE)).toBeVisible();
  await expect(awa.getByText(NOT_BEGUN)).toHaveCount(0);
});

test("whoever comes to a board for the first time gets all of it compressed, and nothing twice", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const lines = Array.from({ length: 150 }, (_, place) => `Ligne ${place + 1} ${unique()}`);
  await pasteText(page, lines.join("\n"));
  await expect(note(page, lines[149]!)).toBeVisible();
  await inStep(page);

  const awa = await newPersonPage();
  let onConnection = 0;
  awa.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (onConnection += payload.length)));
  const ahead = awa.waitForResponse(AHEAD);
  await enter(awa, door, "Awa");
  const answer = await ahead;
  expect(answer.headers()["content-encoding"]).toBe("br");
  expect(onConnection).toBeLessThan((await answer.body()).length / 4);
  await outline(awa);
  await expect(note(awa, lines[149]!)).toBeVisible();

  // What the device has of the board, it does not ask for again.
  let again = 0;
  awa.on("request", (request) => (again += AHEAD.test(request.url()) ? 1 : 0));
  await write(awa, `À moi ${unique()}`);
  await inStep(awa);
  await expect
    .poll(async () => {
      again = 0;
      await awa.reload();
      await inStep(awa);
      return again;
    })
    .toBe(0);
});

test("all is revealed only once it was asked again, by keys too", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "a phone has no such keys");
  const { awa } = await twoInARoom(page, newPersonPage);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(awa.getByText(PRIVATE).first()).toBeVisible();
  const secret = `Pour plus tard ${unique()}`;
  await write(awa, secret);
  await inStep(awa);

  const reveal = page.getByRole("button", { name: "Tout dévoiler", exact: true });
  const leave = page.getByRole("button", { name: "Ne pas dévoiler", exact: true });
  await reveal.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Tout montrer à tout le monde ?" })).toBeVisible();
  await expect(reveal).toBeHidden();
  // Pressed twice, it leaves everything as it is.
  await expect(leave).toBeFocused();
  await checkAccessibility(page);
  await page.keyboard.press("Escape");
  await expect(reveal).toBeFocused();
  await expect(leave).toBeHidden();
  await reveal.click();
  await leave.click();
  await expect(reveal).toBeFocused();
  await inStep(page);
  await expect(note(page, secret)).toHaveCount(0);
  await expect(awa.getByText("vous seul·e").first()).toBeVisible();
  await revealAll(page);
  await expect(note(page, secret)).toBeVisible();
  await expect(reveal).toBeVisible();
});

test("closing says first what is hidden, strands nobody's work, and is taken back", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  test.setTimeout(120_000);
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const board = await page.context().newPage();
  await board.goto(session);
  await goToBoard(board);
  await outline(board);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bao = await enter(await newPersonPage(), door, "Bao");
  await outline(awa);
  await outline(bao);
  await panel(board, "Déroulé");
  await begin(board).first().click();
  for (const person of [awa, bao]) await expect(person.getByText(PRIVATE).first()).toBeVisible();
  const secret = `Pour moi ${unique()}`;
  await write(awa, secret);
  await inStep(awa);
  await bao.context().setOffline(true);
  await expect(bao.getByText(/Hors connexion/)).toBeVisible();
  const late = `Dans le train ${unique()}`;
  await write(bao, late);

  await page.goto(session);
  const hidden = page.getByText("Encore à dévoiler : 1 élément, de 1 personne.");
  await expect(hidden).toBeHidden();
  await page.getByText("Clore la séance", { exact: true }).click();
  await expect(hidden).toBeVisible();
  await expect(page.getByRole("button", { name: "Tout dévoiler et clore" })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Clore sans dévoiler" }).click();
  await expect(page.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await expect(hidden).toBeVisible();

  // Whoever wrote in private sees it, and alone can show it.
  const own = awa.getByText("1 de vos éléments est encore caché");
  await expect(own).toBeVisible();
  await expect(note(awa, secret)).toBeVisible();
  await expect(awa.locator(".board-begun"), "nothing is asked any more").toBeHidden();
  await expect(board.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await expect(note(board, secret)).toHaveCount(0);
  await checkAccessibility(awa);
  await awa.getByRole("button", { name: "Dévoiler ce que j'ai écrit" }).click();
  await expect(own).toBeHidden();
  await expect(note(board, secret)).toBeVisible();

  // Whoever comes back too late is told why, and has their words.
  await bao.context().setOffline(false);
  const refused = bao.locator(".board-panel .card").filter({ hasText: late });
  await expect(refused).toContainText("La séance est close : plus rien n'est changé sur le tableau.", { timeout: 20_000 });
  await expect(refused.getByRole("button", { name: "Copier" })).toBeVisible();
  await expect(bao.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await checkAccessibility(bao);

  // Opened again, all goes on but the clock.
  await page.getByRole("button", { name: "Rouvrir la séance" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await expect(board.getByRole("region", { name: "Animer" })).toBeVisible();
  await expect(board.getByRole("timer")).toContainText("en pause");
  await expect(bao.getByText("La séance est close : le tableau se relit")).toHaveCount(0);
  await expect(bao.getByLabel("Nouvelle note")).toBeEnabled();
  await refused.getByRole("button", { name: "Proposer de nouveau" }).click();
  await expect(refused).toHaveCount(0);
  await inStep(bao);
  await expect(note(bao, late)).toBeVisible();

  // And closed again, with all shown: on the board, too.
  await page.reload();
  await closeSession(page, "Tout dévoiler et clore");
  await expect(note(board, late)).toBeVisible();
  await expect(page.getByText("Encore à dévoiler")).toHaveCount(0);
  await board.close();
});
