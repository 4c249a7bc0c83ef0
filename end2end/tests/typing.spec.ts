// What is typed on a live board is kept, whatever happens meanwhile: another phase, another view,
// somebody else in the same note, a browser that keeps nothing.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { inStep, note, outline, panel, textField, twoInARoom, unique, write } from "./room";

/** The phases of the script that are begun here, from 0. */
const GROUPING = 1;
const NAMING = 2;

/** Begins a phase, of which one more person hears. */
async function begin(lead: Page, place: number, person: Page, title: string) {
  await panel(lead, "Déroulé");
  await lead.locator(".board-script > li").nth(place).getByRole("button").click();
  await expect(person.locator(".board-step")).toHaveAttribute("title", new RegExp(title));
}

/** Writes more in a note, at its beginning, and leaves it. */
async function writeBefore(page: Page, text: string, words: string) {
  await note(page, text).press("F2");
  await expect(textField(page)).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.type(words);
  await page.keyboard.press("Escape");
  await expect(note(page, words + text)).toBeVisible();
}

const card = (page: Page, words: string) => page.locator(".board-panel .card").filter({ hasText: words });
const WHY = "La phase en cours ne le permet pas.";

test("what is typed on after a phase forbids it stays in its field, and is kept with the reason", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `Un minuteur ${unique()}`;
  await write(awa, text);
  await note(awa, text).press("F2");
  await expect(textField(awa)).toBeFocused();
  await awa.keyboard.type(", posé");
  await expect(note(page, `${text}, posé`)).toBeVisible();

  await begin(page, GROUPING, awa, "Regrouper");
  await expect(textField(awa)).toHaveAccessibleDescription(new RegExp(WHY));
  await awa.keyboard.type(" sur chaque table");
  await expect(awa.locator(".board-told").getByText("Une modification n'a pas été acceptée")).toBeVisible();
  const unsaved = awa.getByText("Enregistré, sauf 1 modification refusée, gardée sur cet appareil");
  await expect(unsaved).toBeVisible();
  await checkAccessibility(awa);

  // Whoever leads is bound by no phase, and writes in the same note.
  await writeBefore(page, `${text}, posé`, "Idée : ");
  const whole = `Idée : ${text}, posé sur chaque table`;
  await expect(textField(awa)).toHaveValue(whole);
  await expect(textField(awa)).toBeFocused();
  await awa.keyboard.press("Escape");
  await expect(note(awa, `Idée : ${text}, posé`)).toBeVisible();
  await expect(card(awa, "sur chaque table")).toContainText(WHY);

  // It outlives the tab, and is taken in once that is allowed again.
  await awa.reload();
  await expect(card(awa, "sur chaque table")).toBeVisible({ timeout: 20_000 });
  await expect(unsaved).toBeVisible();
  await begin(page, NAMING, awa, "Nommer");
  await card(awa, "sur chaque table").getByRole("button", { name: "Proposer de nouveau" }).click();
  await inStep(awa);
  await outline(awa);
  for (const person of [page, awa]) await expect(note(person, whole)).toBeVisible();
  await expect(card(awa, "sur chaque table")).toHaveCount(0);
});

test("what may not be undone in a phase is told, and undone in the next", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const [first, second] = [`D'abord ${unique()}`, `Ensuite ${unique()}`];
  for (const text of [first, second]) await write(awa, text);
  await begin(page, GROUPING, awa, "Regrouper");
  const undo = awa.getByRole("button", { name: "Annuler", exact: true });
  await undo.click();
  await expect(awa.locator(".board-told").getByText(WHY)).toBeVisible();
  for (const text of [first, second]) await expect(note(awa, text)).toBeVisible();

  await begin(page, NAMING, awa, "Nommer");
  await undo.click();
  for (const person of [page, awa]) {
    await expect(note(person, second)).toHaveCount(0);
    await expect(note(person, first)).toBeVisible();
  }
});

test("a note that is begun outlasts the view and the tab, until it is made", async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const field = awa.getByLabel("Nouvelle note");
  const text = `Deux phrases. Pas encore envoyées ${unique()}`;
  await field.fill(text);
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(field).toHaveCount(0);
  await outline(awa);
  await expect(field).toHaveValue(text);

  // Another tab of hers has another note to begin; this one is there again in its own.
  const other = await awa.context().newPage();
  await other.goto(awa.url());
  await inStep(other);
  await outline(other);
  await expect(other.getByLabel("Nouvelle note")).toHaveValue("");
  await awa.reload();
  await inStep(awa);
  await outline(awa);
  await expect(field).toHaveValue(text);

  await awa.getByRole("button", { name: "Ajouter la note" }).click();
  await expect(note(page, text)).toBeVisible();
  await expect(field).toHaveValue("");
  await awa.reload();
  await inStep(awa);
  await outline(awa);
  await expect(note(awa, text)).toHaveCount(1);
  await expect(field).toHaveValue("");
});

test("what a closed tab had begun is there in the next", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `Onglet fermé ${unique()}`;
  await awa.getByLabel("Nouvelle note").fill(text);
  // It is found again with what the device keeps of her, which it does a moment later.
  await awa.waitForTimeout(500);
  const [board, context] = [awa.url(), awa.context()];
  await awa.close();
  const again = await context.newPage();
  await again.goto(board);
  await inStep(again);
  await outline(again);
  await expect(again.getByLabel("Nouvelle note")).toHaveValue(text);
});

/** Closing this page asks first; whoever is asked stays. */
async function expectAsked(page: Page) {
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
}

test("a browser that keeps nothing asks before a begun note or a refused change is lost", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, async () => {
    const person = await newPersonPage();
    await person.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    return person;
  });
  const field = awa.getByLabel("Nouvelle note");
  await field.click();
  await awa.keyboard.type("Pas encore");
  await expectAsked(awa);
  await field.fill("");

  const text = `Un sablier ${unique()}`;
  await write(awa, text);
  await inStep(awa);
  await note(awa, text).press("F2");
  await expect(textField(awa)).toBeFocused();
  await begin(page, GROUPING, awa, "Regrouper");
  await awa.keyboard.type(" de trois minutes");
  await expect(awa.getByText("1 modification refusée, dans cette page seulement. Ne la fermez pas")).toBeVisible();
  await expectAsked(awa);
  await awa.keyboard.press("Escape");
  await card(awa, "de trois minutes").getByRole("button", { name: "Écarter" }).click();
  await inStep(awa);
});

test("letters that are composed while somebody else types in the same note are there once", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `À deux ${unique()}`;
  await write(awa, text);
  await note(awa, text).press("F2");
  await expect(textField(awa)).toBeFocused();
  const keyboard = await awa.context().newCDPSession(awa);
  const compose = (letters: string) =>
    keyboard.send("Input.imeSetComposition", { text: letters, selectionStart: letters.length, selectionEnd: letters.length });
  await compose("n");
  await compose("に");
  await compose("にh");
  await expect(note(page, `${text}にh`)).toBeVisible();

  // Her field is left alone while she composes, although the board goes on.
  await writeBefore(page, `${text}にh`, "Idée : ");
  const marker = `Pendant ce temps ${unique()}`;
  await write(page, marker);
  await expect(note(awa, marker)).toBeVisible();
  await expect(textField(awa)).toHaveValue(`${text}にh`);
  await compose("にほ");
  await compose("日本");
  await keyboard.send("Input.insertText", { text: "日本" });
  const whole = `Idée : ${text}日本`;
  await expect(textField(awa)).toHaveValue(whole);
  await expect(note(page, whole)).toBeVisible();
  await awa.keyboard.type(" et après");
  await expect(note(page, `${whole} et après`)).toBeVisible();
  await awa.keyboard.press("Escape");
  await expect(note(awa, `${whole} et après`)).toBeVisible();
  await inStep(awa);
});
