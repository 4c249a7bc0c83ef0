// What a phase allows and asks of people: told as it begins, wherever they are on the page, and to
// those who come while it runs.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { ask, begin, enter, goToBoard, inStep, leadInOutline, leadOnBoard, note, openSession, outline, panel, receivedBy, twoInARoom, unique, write } from "./room";

test("whoever comes late waits until the phase ends, where its script says so", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const asked = `Lisez la fiche ${unique()}`;
  await page.goto(`${session}/edit`);
  await page.getByLabel("Pour qui arrive en cours de phase").first().fill(asked);
  await page.getByLabel(/^Qui arrive pendant la phase attend/).first().check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await expect(page.getByText(/^Qui arrive pendant la phase attend/)).toBeVisible();
  await goToBoard(page);
  await outline(page);
  const text = `Déjà écrit ${unique()}`;
  await write(page, text);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await inStep(page);

  const [awa, bo] = [await newPersonPage(), await newPersonPage()];
  const frames = receivedBy(awa);
  for (const [person, name] of [[awa, "Awa"], [bo, "Bo"]] as const) {
    await ask(person, door, name);
    const told = person.getByRole("region", { name: "Vous arrivez en cours de phase" });
    await expect(told).toContainText(asked);
    await expect(told.getByRole("timer")).toContainText("Temps restant");
    await expect(note(person, text)).toHaveCount(0);
  }
  await checkAccessibility(awa);
  // The door says the same to whoever comes back to it.
  await bo.goto(door);
  await expect(bo.getByText(asked)).toBeVisible();

  const waiting = page.getByRole("region", { name: "Salle d'attente" });
  await expect(waiting.getByText("2 personnes attendent d'entrer.")).toBeVisible();
  await waiting.getByRole("button", { name: "Faire entrer Bo", exact: true }).click();
  await inStep(bo);
  await outline(bo);
  await expect(note(bo, text)).toBeVisible();
  await expect(awa.getByText(asked)).toBeVisible();
  expect(frames).toEqual([]);

  await begin(page).nth(1).click();
  await inStep(awa);
  await outline(awa);
  await expect(note(awa, text)).toBeVisible();
  await expect(awa.getByText("Vous arrivez en cours de phase")).toHaveCount(0);
  await expect(waiting).toBeHidden();
});

test("what a phase does not allow is offered to nobody, and is told once", async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const text = `Écrit avant ${unique()}`;
  await write(awa, text);
  await inStep(awa);
  // In the first phase one writes, and nothing else.
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const row = awa.getByRole("listitem").filter({ has: note(awa, text) }).last();
  await row.getByLabel("Actions sur cet élément").click();
  await expect(row.getByRole("button", { name: "En faire un groupe" })).toBeDisabled();
  await checkAccessibility(awa);
  await awa.keyboard.press("Escape");
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  const tools = awa.getByRole("toolbar", { name: "Outils" });
  await expect(tools.getByRole("button", { name: "Note", exact: true })).toBeEnabled();
  const frame = tools.getByRole("button", { name: "Cadre" });
  await expect(frame).toBeDisabled();
  await expect(frame).toHaveAttribute("title", "Cadre\u00a0: La phase en cours ne le permet pas.");
  const canvas = awa.getByRole("application", { name: "Tableau" });
  const before = await canvas.boundingBox();
  await canvas.focus();
  for (const key of ["f", "c", "f"]) await awa.keyboard.press(key);
  await expect(awa.getByText("La phase en cours ne le permet pas.")).toHaveCount(1);
  expect(await canvas.boundingBox()).toEqual(before);
});

test("a phase that begins is told wherever one is on the page", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await panel(awa, "Votes");
  await panel(page, "Déroulé");
  const script = page.locator(".board-script > li");
  const begins = async (title: string) => {
    await script.filter({ hasText: title }).getByRole("button").click();
    await expect(awa.locator(".board-step")).toHaveText(title);
  };
  await begins("Écrire en silence");
  await begins("Regrouper");
  const told = awa.locator(".board-begun");
  await expect(told).toBeVisible();
  await expect(told.getByRole("status")).not.toBeEmpty();
  await checkAccessibility(awa);
  await told.getByRole("button", { name: "Compris" }).click();
  await expect(told).toBeHidden();
});

test("what a phase asks is told once, and what the next asks is told anew", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadOnBoard(page);
  await panel(page, "Déroulé");
  const awa = await enter(await newPersonPage(), door, "Awa");
  await panel(awa, "Votes");
  const told = awa.locator(".board-begun");
  await expect(told).toBeHidden();
  await begin(page).first().click();
  await expect(told).toContainText("Écrire en silence");
  await expect(told.getByRole("status")).toContainText("Une observation par note");
  await told.getByRole("button", { name: "Compris" }).click();
  await expect(told).toBeHidden();

  // Not again by another panel, nor by coming back while the phase still runs.
  await panel(awa, "Déroulé");
  await expect(awa.locator(".board-phase")).toContainText("Une observation par note");
  await panel(awa, "Votes");
  await expect(awa.locator(".board-phase")).toHaveCount(0);
  await expect(told).toBeHidden();
  await awa.reload();
  await inStep(awa);
  await expect(awa.locator(".board-step")).toHaveText("Écrire en silence");
  await expect(awa.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Votes" })).toHaveAttribute("aria-pressed", "true");
  await expect(told).toBeHidden();

  await begin(page).nth(1).click();
  await expect(told).toContainText("Regrouper");
  await expect(told.getByRole("status")).toContainText("rapprochez les notes qui vont ensemble");
  await expect(told).not.toContainText("Une observation par note");
});
