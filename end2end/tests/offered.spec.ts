// What the rules refuse is not offered, for a selection as a whole, and it is said why (S22), or for which
// there is no room (S62).
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { becomes, begin, canvasOf, enter, goToBoard, inStep, note, openSession, outline, panel, pasteText, said, twoInARoom, unique, write } from "./room";

test("what others made or is locked is not offered to be taken off, alone or among one's own", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const [theirs, own] = [`De l'animation ${unique()}`, `D'Awa ${unique()}`];
  await write(page, theirs);
  await write(awa, own);
  await expect(note(awa, theirs)).toBeVisible();
  await inStep(awa);
  const selection = awa.getByRole("toolbar", { name: "Sélection" });
  const act = (name: string) => selection.getByRole("button", { name, exact: true });
  const remove = act("Retirer");

  await note(awa, own).click();
  await expect(remove).toBeEnabled();
  await note(awa, theirs).click();
  await expect(remove).toBeDisabled();
  await expect(remove).toHaveAttribute("title", "Retirer\u00a0: Cela revient à quelqu'un d'autre.");
  await expect(act("Écrire")).toBeEnabled();
  await expect(act("Grouper")).toBeEnabled();
  await note(awa, own).click({ modifiers: ["ControlOrMeta"] });
  await expect(awa.locator("#board-said")).toContainText("2 éléments choisis");
  await expect(remove).toBeDisabled();
  // Pressed all the same, it says why and takes nothing off.
  await remove.click({ force: true });
  await expect(awa.getByText("Cela revient à quelqu'un d'autre.")).toBeVisible();
  await awa.getByRole("button", { name: "Compris" }).click();
  await expect(note(awa, own)).toBeVisible();

  // A lock reaches whoever has the note selected.
  await note(awa, own).click();
  await expect(remove).toBeEnabled();
  await note(page, own).click();
  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  for (const name of ["Retirer", "Écrire", "Grouper"]) {
    await expect(act(name)).toBeDisabled();
    await expect(act(name)).toHaveAttribute("title", `${name}\u00a0: L'animation a verrouillé l'élément.`);
  }
  await selection.getByText("Ranger", { exact: true }).click();
  await expect(selection.getByRole("button", { name: "Derrière" })).toBeDisabled();
  await checkAccessibility(awa);
  await awa.keyboard.press("Escape");
  await selection.getByText("Placer dans", { exact: true }).click();
  await expect(selection.getByRole("button", { name: "Sur le tableau" })).toBeDisabled();

  // What is hidden is not offered to be shown before its phase is over.
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(awa.getByText("Personne d'autre ne voit ce que vous écrivez").first()).toBeVisible();
  const secret = `Secret ${unique()}`;
  await write(awa, secret);
  await inStep(awa);
  await note(awa, secret).click();
  const reveal = act("Dévoiler");
  await expect(reveal).toBeDisabled();
  await expect(reveal).toHaveAttribute("title", "La phase en cours ne le permet pas.");
});

test("what there is no room for is not offered, and what is pasted is not asked about", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const duplicate = awa.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Dupliquer" });
  const lines = (count: number) => Array.from({ length: count }, (_, place) => `L${place}`).join("\n");
  const share = "Vous avez déjà sur ce tableau tout ce qu'une personne peut y mettre";
  const question = awa.getByRole("alertdialog");

  // All but one of what one person may have on a board.
  await canvasOf(awa).focus();
  await pasteText(awa, lines(4_999));
  await question.getByRole("button", { name: /^Créer les/ }).click();
  await inStep(awa);
  await expect(said(awa)).toContainText(/4\s999 éléments choisis/);
  await expect(duplicate).toBeDisabled();
  await expect(duplicate).toHaveAttribute("title", new RegExp(`^Dupliquer\\s: ${share}`));
  await canvasOf(awa).focus();
  await awa.keyboard.press("Escape");
  await awa.keyboard.press("j");
  await expect(duplicate).toBeEnabled();
  await duplicate.click();
  await expect(duplicate).toBeDisabled();

  // Now there is room for nothing more: neither is it asked how much is meant.
  await pasteText(awa, lines(300));
  const told = awa.locator(".board-told");
  await expect(told).toContainText(share);
  await expect(question).toHaveCount(0);

  // Nor is anything offered that would make one more; by keys it is told why not.
  const tools = awa.getByRole("toolbar", { name: "Outils" });
  const act = (name: string) => tools.getByRole("button", { name, exact: true });
  const refused = async (name: string) => {
    await expect(act(name)).toBeDisabled();
    await expect(act(name)).toHaveAttribute("title", new RegExp(`^${name}\\s: ${share}`));
  };
  for (const name of ["Note", "Texte", "Cadre", "Flèche", "Dessin", "Ajouter une image"]) await refused(name);
  await expect(act("Sélectionner")).toBeEnabled();
  await awa.getByRole("button", { name: "Compris" }).click();
  await expect(told).not.toContainText(share);
  await canvasOf(awa).focus();
  await awa.keyboard.press("t");
  await expect(told).toContainText(share);
  await expect(act("Texte")).toHaveAttribute("aria-pressed", "false");

  // The outline stands there with five thousand lines: by role each would be looked at.
  await awa.getByRole("button", { name: "Plan", exact: true }).click();
  const writing = awa.locator(".board-writing");
  await expect(writing.locator("textarea")).toBeDisabled({ timeout: 30_000 });
  await expect(writing).toContainText(share);
  await expect(writing.locator("button[type=submit]")).toHaveAttribute("disabled", "");
});

test("whoever looks on is told so, and promised nothing about what they would write", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await page.goto(session);
  await becomes(page, "Awa", "observer", "observe");
  await goToBoard(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await expect(page.getByText("Personne d'autre ne voit ce que vous écrivez").filter({ visible: true })).not.toHaveCount(0);

  await panel(awa, "Déroulé");
  await expect(awa.getByText("Vous assistez à la séance")).toBeVisible();
  await expect(awa.getByText("Importer un tableau")).toBeHidden();
  const promised = awa.getByText("Personne d'autre ne voit ce que vous écrivez").filter({ visible: true });
  await expect(promised).toHaveCount(0);
  await checkAccessibility(awa);
  await awa.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Déroulé" }).click();
  await outline(awa);
  await expect(promised).toHaveCount(0);
});
