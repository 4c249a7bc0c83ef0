// The view for the projector shows what is meant for all and nothing else, and tells the room when
// that may not be how it is.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { begin, canvasOf, inStep, leadInOutline, leadOnBoard, note, panel, PIXEL, revealAll, unique, watchDrawing, write } from "./room";

test("the projector says that it is offline, that its account was signed out, and that the time stands", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  // So is a connection that somebody asks for who is not signed in any more.
  expectProblem(/401/);
  await leadOnBoard(page);
  await panel(page, "Déroulé");
  const board = new URL(page.url()).pathname;
  const projector = await newPersonPage();
  await signIn(projector, "lead");
  await projector.goto(`${board}?screen`);
  const state = projector.locator(".board-screen-state");
  const time = projector.getByRole("timer");
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });
  await expect(state).toHaveText("");

  await begin(page).first().click();
  await expect(time).toHaveText(/^\d+:\d\d$/);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(time).toHaveText(/^\d+:\d\d\sen pause$/);
  await page.getByRole("button", { name: "Reprendre", exact: true }).click();
  await expect(time).toHaveText(/^\d+:\d\d$/);

  await projector.context().setOffline(true);
  await expect(state).toContainText(/Hors connexion\s: cette vue n'est plus à jour/);
  await checkAccessibility(projector);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await inStep(page);
  await projector.context().setOffline(false);
  await expect(state).toHaveText("", { timeout: 20_000 });
  await expect(time).toHaveText(/^\d+:\d\d\sen pause$/);

  // Its account signs out in another tab.
  const other = await projector.context().newPage();
  await other.goto("/");
  await other.locator("details.menu > summary").click();
  await other.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(state).toContainText(/n'est plus connecté\s: elle n'est plus à jour/, { timeout: 20_000 });
  await expect(state.getByRole("link")).toHaveAttribute("href", `/sign-in?next=${encodeURIComponent(`${board}?screen`)}`);
  await other.close();
});

test("the projector draws nothing that who leads has written in private", anyWidth, async ({ page }) => {
  test.setTimeout(120_000);
  await leadInOutline(page);
  await panel(page, "Déroulé");
  const board = new URL(page.url()).pathname;
  const [own, projector] = [await page.context().newPage(), await page.context().newPage()];
  const [forOne, forAll] = [await watchDrawing(own), await watchDrawing(projector)];
  const drawnForOne = async () => (await forOne()).join(" ");
  const drawnForAll = async () => (await forAll()).join(" ");
  await projector.goto(`${board}?screen`);
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });

  // Short words, which no line is broken in.
  const [secret, shared] = [unique(), unique()];
  await page.bringToFront();
  await begin(page).first().click();
  await write(page, secret);
  // The next phase is begun from the first, once that runs.
  await expect(page.locator(".board-script [aria-current=step]")).toBeVisible();
  await begin(page).nth(1).click();
  // What comes later is there later.
  await write(page, shared);
  await inStep(page);
  await own.bringToFront();
  await own.goto(board);
  await inStep(own);
  await canvasOf(own).focus();
  // All of the board, whatever of it was there at first.
  await own.keyboard.press("0");
  await expect.poll(drawnForOne).toContain(shared);
  expect(await drawnForOne()).toContain(secret);
  expect(await drawnForOne()).toContain("vous seul·e");
  await projector.bringToFront();
  await expect.poll(drawnForAll).toContain(shared);
  expect(await drawnForAll()).not.toContain(secret);
  expect(await drawnForAll()).not.toContain("vous seul·e");
  // Nor when it gets all of the board at once.
  await projector.reload();
  await expect.poll(drawnForAll, { timeout: 20_000 }).toContain(shared);
  expect(await drawnForAll()).not.toContain(secret);

  await page.bringToFront();
  await revealAll(page);
  await projector.bringToFront();
  await expect.poll(drawnForAll).toContain(secret);
  await own.close();
  await projector.close();
});

test("the projector shows what is held up, and names nobody who did not sign", anyWidth, async ({ page }) => {
  test.setTimeout(120_000);
  await leadInOutline(page);
  const board = new URL(page.url()).pathname;
  await panel(page, "Déroulé");
  // The second phase is one in which all see what is written.
  await begin(page).nth(1).click();
  const names = page.getByRole("button", { name: "Masquer les noms" });
  const [unsigned, signed] = [`Sans nom ${unique()}`, `Avec nom ${unique()}`];
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "true");
  await write(page, unsigned);
  await inStep(page);
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "false");
  await write(page, signed);
  await inStep(page);
  const described = `L'écran d'accueil ${unique()}`;
  await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await description.fill(described);
  await description.press("Escape");
  await inStep(page);

  const projector = await page.context().newPage();
  await projector.goto(`${board}?screen`);
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });
  const held = projector.locator(".board-spotlight");
  const signature = held.locator(".meta").last();
  const holdUp = page.getByRole("button", { name: "Mettre en lumière" });
  /** Holds something up, and looks at the projector. */
  const show = async (text: string) => {
    await page.bringToFront();
    if ((await holdUp.getAttribute("aria-pressed")) === "true") await holdUp.click();
    await expect(holdUp).toHaveAttribute("aria-pressed", "false");
    await note(page, text).click();
    await holdUp.click();
    await expect(holdUp).toHaveAttribute("aria-pressed", "true");
    await projector.bringToFront();
    await expect(held).toContainText(text);
  };
  await show(unsigned);
  await expect(signature).toHaveText("Quelqu'un");
  await show(described);
  await expect(held.locator("img")).toHaveJSProperty("naturalWidth", 1);
  // It has the room of the board, and the way in stays whole on a low screen.
  await expect(projector.locator(".board-view")).toBeHidden();
  await projector.setViewportSize({ width: 1440, height: 700 });
  await expect(projector.getByRole("img", { name: /Code à lire avec un téléphone/ })).toBeInViewport({ ratio: 1 });
  expect((await held.locator("img").boundingBox())!.width).toBeGreaterThan(1300);
  await show(signed);
  await expect(signature).not.toHaveText("Quelqu'un");
  // While names are hidden, what was signed bears none either.
  await page.bringToFront();
  await names.click();
  await projector.bringToFront();
  await expect(signature).toHaveText("Quelqu'un");
  await projector.close();
});
