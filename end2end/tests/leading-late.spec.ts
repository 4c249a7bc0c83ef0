// Several who lead: what is pressed in one phase changes nothing in another, nothing of it is
// kept by a device that has lost its connection, and what they press in one phase adds up.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { becomes, begin, enter, goToBoard, inStep, note, openSession, outline, panel, unique, write } from "./room";

const OFFLINE = "Conduire la séance demande la connexion";
const TOO_LATE = "Cela n'a pas été fait";

/** A phase of the script, from 0: one is the present step. */
const runs = (person: Page, place: number) => person.locator(".board-script > li").nth(place);

/** Two who lead the same session, each on their own device, with the script beside the board. */
async function twoWhoLead(page: Page, newPersonPage: () => Promise<Page>): Promise<{ awa: Page; door: string }> {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await page.goto(session);
  await becomes(page, "Awa", "facilitator", "anime");
  await goToBoard(page);
  await panel(page, "Déroulé");
  await panel(awa, "Déroulé");
  await expect(begin(awa).first()).toBeEnabled();
  return { awa, door };
}

test("who leads from a device without connection sets nothing back, and reveals nothing on coming back", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  test.setTimeout(120_000);
  const { awa, door } = await twoWhoLead(page, newPersonPage);
  await begin(page).first().click();
  await expect(runs(awa, 0)).toHaveAttribute("aria-current", "step");

  await awa.context().setOffline(true);
  await expect(awa.getByText(/Hors connexion/)).toBeVisible();
  const [pause, more, names, reveal] = ["Pause", "2 minutes de plus", "Masquer les noms", "Tout dévoiler"].map((name) =>
    awa.getByRole("button", { name, exact: true }),
  );
  for (const button of [pause!, more!, names!, reveal!, begin(awa).nth(1)]) {
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAttribute("title", new RegExp(OFFLINE));
    await button.press("Enter");
  }
  await expect(awa.getByText(OFFLINE)).toBeVisible();
  await expect(awa.getByRole("button", { name: "Oui, tout dévoiler" })).toBeHidden();
  await checkAccessibility(awa);

  // Meanwhile the session goes on, and somebody writes in private in a later phase.
  await begin(page).nth(1).click();
  await expect(runs(page, 1)).toHaveAttribute("aria-current", "step");
  await begin(page).first().click();
  await expect(runs(page, 0)).toHaveAttribute("aria-current", "step");
  const bo = await enter(await newPersonPage(), door, "Bo");
  await outline(bo);
  const secret = `Pour moi ${unique()}`;
  await write(bo, secret);
  await inStep(bo);

  await awa.context().setOffline(false);
  await inStep(awa);
  await outline(awa);
  await outline(page);
  // What comes after whatever she had pressed.
  const after = `Après ${unique()}`;
  await write(bo, after);
  await inStep(bo);
  await panel(page, "Déroulé");
  await expect(runs(page, 0)).toHaveAttribute("aria-current", "step");
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Masquer les noms" })).toHaveAttribute("aria-pressed", "false");
  for (const person of [page, awa]) {
    for (const text of [secret, after]) await expect(note(person, text)).toHaveCount(0);
  }
  // In step again, she leads again.
  await panel(awa, "Déroulé");
  await expect(pause!).not.toHaveAttribute("aria-disabled", "true");
  await pause!.click();
  await expect(page.getByRole("button", { name: "Reprendre", exact: true })).toBeVisible();
});

test("what two who lead press in one phase adds up, and is refused in the next", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  // Awa's device is slow to send what she presses: as long as it is held, nothing of it arrives.
  let held: (() => void)[] | null = null;
  const awaPage = async () => {
    const person = await newPersonPage();
    await person.routeWebSocket(/\/live\//, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => (held ? held.push(() => server.send(message)) : server.send(message)));
    });
    return person;
  };
  const { awa } = await twoWhoLead(page, awaPage);
  await begin(page).first().click();
  await expect(runs(awa, 0)).toHaveAttribute("aria-current", "step");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(awa.getByRole("button", { name: "Reprendre", exact: true })).toBeVisible();
  const seconds = async () => {
    const told = (await page.locator(".board-bar").getByRole("timer").textContent()) ?? "";
    const [, minutes, rest] = /(\d+):(\d\d)/.exec(told) ?? [];
    return Number(minutes) * 60 + Number(rest);
  };
  const before = await seconds();
  // Twice, before the room has answered the first; and somebody hides names meanwhile.
  held = [];
  for (let press = 0; press < 2; press++) await awa.getByRole("button", { name: "2 minutes de plus" }).click();
  await page.getByRole("button", { name: "Masquer les noms" }).click();
  await expect(page.getByRole("button", { name: "Masquer les noms" })).toHaveAttribute("aria-pressed", "true");
  const release = () => {
    const waiting = held ?? [];
    held = null;
    for (const send of waiting) send();
  };
  release();
  await expect.poll(seconds).toBe(before + 240);
  await expect(page.getByRole("button", { name: "Masquer les noms" })).toHaveAttribute("aria-pressed", "true");

  // Pressed in the first phase, and told to the room in the second.
  held = [];
  await awa.getByRole("button", { name: "Reprendre", exact: true }).click();
  await begin(page).nth(1).click();
  await expect(runs(page, 1)).toHaveAttribute("aria-current", "step");
  release();
  await expect(awa.getByText(TOO_LATE)).toBeVisible();
  for (const person of [page, awa]) await expect(runs(person, 1)).toHaveAttribute("aria-current", "step");
  await inStep(awa);
});
