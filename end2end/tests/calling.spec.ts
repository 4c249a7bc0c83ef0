// Calling everyone to what one looks at: those who are there, and those who come meanwhile.
import { anyWidth, expect, signIn, test } from "./fixtures";
import { enter, goToBoard, inStep, note, openSession, outline, panel, unique, write } from "./room";

test("a call lasts while other panels are open, and leads those who read the outline", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  // A narrow screen shows the outline: whoever calls has no canvas.
  await page.setViewportSize({ width: 390, height: 844 });
  await goToBoard(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const tag = unique();
  const texts = Array.from({ length: 24 }, (_, place) => `Remarque ${place + 1} ${tag}`);
  for (const text of texts) await write(awa, text);
  await inStep(awa);
  const [first, last] = [texts.at(0) ?? "", texts.at(-1) ?? ""];
  const line = (text: string) => awa.getByRole("button", { name: text, exact: true });
  const show = (text: string) => page.getByRole("button", { name: text, exact: true }).click();
  const close = (name: string) => page.getByRole("group", { name: "Volet" }).getByRole("button", { name }).click();

  await line(first).scrollIntoViewIfNeeded();
  await show(last);
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await expect(awa.getByText("vous montre cette partie du tableau")).toBeVisible();
  // While names are hidden it is said that whoever calls leads.
  const hide = page.getByRole("button", { name: "Masquer les noms" });
  await hide.click();
  await expect(awa.getByText("L'animation vous montre cette partie du tableau.")).toBeVisible();
  await hide.click();
  await expect(awa.getByText("L'animation vous montre")).toHaveCount(0);
  // They are led there, and nothing is selected for them.
  await expect(line(last)).toBeInViewport();
  await expect(line(last)).toHaveAttribute("aria-pressed", "false");

  // Another panel opens and closes: the call goes on, and goes where the caller goes.
  await panel(page, "Votes");
  await close("Votes");
  await show(first);
  await expect(line(first)).toBeInViewport();

  // Who does not want to follow stays.
  await awa.getByRole("button", { name: "Ne pas suivre" }).click();
  await show(last);
  await expect(page.getByRole("button", { name: last, exact: true })).toHaveAttribute("aria-pressed", "true");
  await awa.waitForTimeout(500);
  await expect(line(first)).toBeInViewport();

  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await expect(awa.getByText("vous montre cette partie du tableau")).toHaveCount(0);
});

test("whoever comes during a call lands where everyone is", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  // A narrow screen shows the outline: what is selected there is what is shown to all.
  await page.setViewportSize({ width: 390, height: 844 });
  await goToBoard(page);
  const tag = unique();
  const texts = Array.from({ length: 12 }, (_, place) => `Point ${place + 1} ${tag}`);
  for (const text of texts) await write(page, text);
  const called = texts.at(-1) ?? "";
  await note(page, called).click();
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await inStep(page);

  const late = await enter(await newPersonPage(), door, "Awa");
  await expect(late.getByText("vous montre cette partie du tableau")).toBeVisible();
  const canvas = late.getByRole("application", { name: "Tableau" });
  await expect(canvas).toBeVisible();
  // What lies in the middle of the screen is what is shown, and not the middle of the board.
  await late.waitForTimeout(500);
  const { x, y, width, height } = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await late.mouse.dblclick(x + width / 2, y + height / 2);
  await expect(late.getByRole("textbox", { name: "Texte" })).toHaveValue(called);
});
