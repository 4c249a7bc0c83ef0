// Eight browsers through one whole session: writing in private, revealing, grouping, voting,
// closing, and the feedback log at the end. One of them is a phone, one has only a keyboard, one
// loses its network on the way.
import type { Locator, Page } from "@playwright/test";
import { checkAccessibility, expect, signIn, test } from "./fixtures";
import {
  begin,
  canvasOf,
  closeSession,
  enter,
  goToBoard,
  inStep,
  openSession,
  outline,
  panel,
  receivedBy,
  revealAll,
  tabTo,
  unique,
  write,
} from "./room";

/** Notes what a pointer does on a page, from when it is opened next. */
async function watchPointer(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction("sayPointer", (kind: string) => void seen.push(kind));
  await page.addInitScript(() => {
    const { sayPointer } = window as unknown as { sayPointer: (kind: string) => void };
    for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
      window.addEventListener(kind, () => sayPointer(kind), { capture: true, passive: true });
    }
  });
  return seen;
}

/** Somebody without an account comes by keys alone from the door to the board. */
async function enterByKeys(page: Page, door: string, name: string) {
  await page.goto(door);
  await tabTo(page, page.getByLabel("Pseudonyme"));
  await page.keyboard.type(name);
  const party = page.getByLabel("Vous parlez en tant que");
  await tabTo(page, party);
  await page.keyboard.type("enseignant");
  await expect(party).toHaveValue("teacher");
  await tabTo(page, page.getByRole("button", { name: "Participer sans compte" }));
  await page.keyboard.press("Enter");
  await inStep(page);
}

/** Chooses what can be done with a line of the outline. */
async function menu(page: Page, note: string): Promise<Locator> {
  const line = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: note, exact: true }) }).last();
  await line.getByLabel("Actions sur cet élément").click();
  return line;
}

test("eight people hold a session from the first private note to the feedback log", async ({
  page,
  newPersonPage,
  expectProblem,
  isMobile,
}) => {
  test.skip(isMobile, "one of the eight is a phone already");
  test.setTimeout(240_000);
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const frames = receivedBy(page);
  await goToBoard(page);
  await outline(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();

  const come = async (name: string) => enter(await newPersonPage(), door, name);
  const phone = await newPersonPage();
  await phone.setViewportSize({ width: 390, height: 844 });
  await enter(phone, door, "Awa");
  const keyboard = await newPersonPage();
  const pointed = await watchPointer(keyboard);
  await enterByKeys(keyboard, door, "Bao");
  const lost = await come("Chloé");
  const driss = await come("Driss");
  const people = new Map([
    ["Awa", phone],
    ["Bao", keyboard],
    ["Chloé", lost],
    ["Driss", driss],
    ["Elif", await come("Elif")],
    ["Farid", await come("Farid")],
    ["Gaëlle", await come("Gaëlle")],
  ]);
  const names = [...people.keys()];
  const everybody = [page, ...people.values()];
  // A narrow screen shows the outline without being asked.
  await expect(phone.getByLabel("Nouvelle note")).toBeVisible();
  for (const person of people.values()) if (person !== phone && person !== keyboard) await outline(person);

  const tag = unique();
  const note = (name: string) => `${name} : trop de clics ${tag}`;
  await lost.context().setOffline(true);
  await expect(lost.getByText(/Hors connexion/)).toBeVisible();
  for (const [name, person] of people) if (person !== keyboard) await write(person, note(name));
  await tabTo(keyboard, keyboard.getByRole("button", { name: "Plan", exact: true }));
  await keyboard.keyboard.press("Enter");
  await tabTo(keyboard, keyboard.getByLabel("Nouvelle note"));
  await keyboard.keyboard.type(note("Bao"));
  await keyboard.keyboard.press("Enter");
  await expect(keyboard.getByRole("button", { name: note("Bao"), exact: true })).toBeVisible();
  await expect(lost.getByText("1 modification sur cet appareil seulement")).toBeVisible();
  await lost.context().setOffline(false);
  for (const person of people.values()) await inStep(person);
  // What everybody writes for themselves alone, in the outline of a phone.
  await checkAccessibility(phone);

  // Nobody's note has come to anybody else, in whatever form.
  for (const name of names) expect(frames.some((frame) => frame.includes(note(name)))).toBe(false);
  await expect(page.getByRole("button", { name: new RegExp(tag) })).toHaveCount(0);
  await revealAll(page);
  for (const person of everybody) {
    for (const name of names) await expect(person.getByRole("button", { name: note(name), exact: true })).toBeVisible();
  }

  // Grouping: one makes a cluster of a note, another puts theirs into it.
  await begin(page).nth(1).click();
  const first = await menu(driss, note("Driss"));
  await first.getByRole("button", { name: "En faire un groupe" }).click();
  await expect(phone.getByRole("button", { name: "Groupe sans nom" })).toBeVisible();
  const second = await menu(phone, note("Awa"));
  await second.getByText("Placer dans").click();
  await second.getByRole("button", { name: "Groupe sans nom" }).click();
  await inStep(phone);
  // A third does so by keys alone, from the line to its menu and the list in it.
  await expect(keyboard.getByRole("button", { name: "Groupe sans nom" })).toBeVisible();
  await tabTo(keyboard, keyboard.getByRole("button", { name: note("Bao"), exact: true }));
  const acts = keyboard.locator(".board-rows > li").filter({ has: keyboard.getByRole("button", { name: note("Bao"), exact: true }) });
  await keyboard.keyboard.press("Shift+F10");
  await keyboard.keyboard.press("ArrowDown");
  await expect(acts.getByRole("button", { name: "Écrire" })).toBeFocused();
  for (let press = 0; press < 3; press++) await keyboard.keyboard.press("ArrowDown");
  await keyboard.keyboard.press("ArrowRight");
  await expect(acts.getByRole("button", { name: "Sur le tableau" })).toBeFocused();
  // All of them wrote in the only frame, which is the first place; the group in it is the next.
  for (let press = 0; press < 2; press++) await keyboard.keyboard.press("ArrowDown");
  await expect(acts.getByRole("button", { name: "Groupe sans nom" })).toBeFocused();
  await keyboard.keyboard.press("Enter");
  const placed = page.locator(".board-rows > li").filter({ has: page.getByRole("button", { name: note("Bao"), exact: true }) });
  await expect(placed).toHaveAttribute("aria-level", "3");
  // What was grouped, on the canvas of whoever leads.
  await page.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(canvasOf(page)).toBeVisible();
  await checkAccessibility(page);
  await outline(page);

  // A vote of everybody's, in a phase that holds one; the totals come to nobody before it is closed.
  await panel(page, "Votes");
  await expect(page.getByRole("button", { name: "Ouvrir un vote" })).toBeDisabled();
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Commencer : Choisir" }).click();
  await expect(page.locator(".board-step")).toHaveText("Choisir");
  await panel(page, "Votes");
  await page.getByRole("button", { name: "Ouvrir un vote" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill("Par quoi commencer ?");
  await page.getByLabel("Ce qui est mis au vote").selectOption({ label: "Toutes les notes du tableau (7)" });
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  const give = (person: Page, name: string) =>
    person.getByRole("button", { name: `Une gommette de plus pour « ${note(name)} »` });
  for (const [place, person] of [...people.values()].entries()) {
    await expect(person.getByText("Un vote est ouvert.")).toBeVisible();
    if (person === keyboard) {
      await tabTo(person, person.getByRole("button", { name: "Voter" }));
      await person.keyboard.press("Enter");
      await expect(give(person, "Driss")).toBeVisible();
      await checkAccessibility(person);
      await tabTo(person, give(person, "Driss"));
      await person.keyboard.press("Enter");
      await tabTo(person, person.getByRole("button", { name: "Voter", exact: true }));
      await person.keyboard.press("Enter");
    } else {
      await person.getByRole("button", { name: "Voter" }).click();
      await give(person, place % 2 === 0 ? "Driss" : "Elif").click();
      await person.getByRole("button", { name: "Voter", exact: true }).click();
    }
    await expect(person.getByText("Vous avez voté.")).toBeVisible();
  }
  await expect(page.getByText("7 sur 8 ont voté")).toBeVisible();
  await expect(page.getByText("Les résultats restent cachés")).toBeVisible();
  await checkAccessibility(page);
  const projector = await page.context().newPage();
  await projector.goto(`${new URL(page.url()).pathname}?screen`);
  await expect(projector.getByText("7 sur 8 ont voté")).toBeVisible({ timeout: 20_000 });
  await page.bringToFront();
  await page.getByRole("button", { name: "Clore le vote" }).click();
  for (const person of everybody) await expect(person.locator(".vote-bars").getByText("5 gommettes")).toBeVisible();
  // What came of it, on the projector.
  await projector.bringToFront();
  await expect(projector.locator(".vote-bars").getByText("5 gommettes")).toBeVisible();
  await checkAccessibility(projector);
  await projector.close();
  expect(pointed, "what a pointer did where there is a keyboard only").toEqual([]);
  // It would have been seen.
  await keyboard.mouse.click(1, 1);
  await expect.poll(() => pointed).toContain("pointerdown");

  await page.goto(session);
  await closeSession(page);
  // Whoever is still on the board is told.
  await expect(phone.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await expect(phone.getByLabel("Nouvelle note")).toBeHidden();
  await checkAccessibility(phone);
  await expect(page.getByRole("heading", { name: "Par quoi commencer ?" })).toBeVisible();
  await page.getByRole("link", { name: "Reprendre les notes du tableau" }).click();
  const winner = page.getByRole("listitem").filter({ hasText: note("Driss") });
  await winner.getByRole("link", { name: "Reprendre" }).click();
  await winner.getByRole("radio", { name: "un retour" }).check();
  await winner.getByRole("button", { name: "Reprendre" }).click();
  await winner.getByRole("link", { name: "retour" }).click();
  await expect(page.getByText(note("Driss")).first()).toBeVisible();
});
