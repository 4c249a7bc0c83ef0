// The view for the projector tells the room when what it shows may not be how it is.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { goToBoard, inStep, openSession, panel } from "./room";

test("the projector says that it is offline, that its account was signed out, and that the time stands", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  // So is a connection that somebody asks for who is not signed in any more.
  expectProblem(/401/);
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await panel(page, "Déroulé");
  const board = new URL(page.url()).pathname;
  const projector = await newPersonPage();
  await signIn(projector, "lead");
  await projector.goto(`${board}?screen`);
  const state = projector.locator(".board-screen-state");
  const time = projector.getByRole("timer");
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });
  await expect(state).toHaveText("");

  await page.getByRole("button", { name: /ommencer\s: / }).first().click();
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
