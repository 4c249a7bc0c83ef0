// The panel beside the board: a drawer where there is no room for it, and reached by a key.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { begin, canvasOf, fillIn, goToBoard, inStep, leadOnBoard, openSession, outline, panel, textField, twoInARoom, unique, write } from "./room";

test("a long title leaves the bar on the page", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, "lead");
  const { session } = await openSession(page);
  await page.goto(`${session}/edit`);
  const title = Array(12).fill("Une séance").join(" ");
  await page.getByLabel("Titre").fill(title);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await goToBoard(page);
  const panels = (await page.getByRole("group", { name: "Volet" }).boundingBox())!;
  expect(panels.x + panels.width).toBeLessThanOrEqual(1440);
});

test("the panel is a key away, and Escape leads back from it", anyWidth, async ({ page }) => {
  await leadOnBoard(page);
  const keys = page.keyboard;
  const canvas = canvasOf(page);
  const beside = page.locator(".board-panel");
  await canvas.focus();
  await keys.press("Control+b");
  await expect(beside).toBeFocused();
  await keys.press("Tab");
  await expect(beside.locator(":focus")).toHaveCount(1);
  // There is room for both.
  await keys.press("Escape");
  await expect(canvas).toBeFocused();
  await expect(beside).toBeVisible();
  await keys.press("Control+b");
  await keys.press("Control+b");
  await expect(beside).toBeHidden();
  await expect(canvas).toBeFocused();
  await keys.press("Control+b");
  await expect(beside).toBeFocused();

  // What is taken back is so from there, too.
  await outline(page);
  const text = `À reprendre ${unique()}`;
  await write(page, text);
  await beside.focus();
  await keys.press("Control+z");
  await expect(page.getByRole("button", { name: text, exact: true })).toHaveCount(0);
});

test("on a narrow phone the views and the panel stand in one line, each by its whole name", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await leadOnBoard(page);
  const groups = ["Vue du tableau", "Volet"].map((name) => page.getByRole("group", { name, exact: true }));
  const [views, panels] = await Promise.all(groups.map(async (group) => (await group.boundingBox())!));
  expect(panels!.y).toBe(views!.y);
  expect(panels!.x + panels!.width).toBeLessThanOrEqual(360);
  for (const name of ["Tableau", "Plan", "Déroulé", "Votes", "1 personne"]) {
    const button = page.locator(".board-bar").getByRole("button", { name, exact: true });
    const { width, height } = (await button.boundingBox())!;
    expect(Math.min(width, height), name).toBeGreaterThanOrEqual(24);
  }
  await checkAccessibility(page);
});

test("on a narrow phone the bar of the board keeps to two lines while a time runs", async ({ page, isMobile }) => {
  test.skip(!isMobile, "elsewhere there is more room");
  await leadOnBoard(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await page.getByRole("button", { name: "Fermer le volet" }).click();
  const bar = page.locator(".board-bar");
  const time = bar.getByRole("timer");
  await expect(time).toHaveText(/^\d+:\d\d/);
  // What is kept is told by its sign, and to those who hear it in words.
  await expect(bar.getByRole("status").filter({ hasText: "Tout est enregistré" })).toBeVisible();
  const button = (name: string) => bar.getByRole("button", { name, exact: true });
  const parts = [bar.locator(".save-state"), bar.locator(".board-step"), time, button("Masquer le temps"), button("Son à la fin")];
  const first = await Promise.all(parts.map(async (part) => (await part.boundingBox())!));
  for (const [place, box] of first.entries()) {
    const before = first[place - 1];
    if (before) expect(box.x, `part ${place}`).toBeGreaterThanOrEqual(before.x + before.width);
    expect(Math.abs(box.y + box.height / 2 - (first[0]!.y + first[0]!.height / 2)), `part ${place}`).toBeLessThan(3);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
  }
  expect(first[1]!.width, "the phase").toBeGreaterThan(90);
  for (const box of first.slice(3)) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  const groups = ["Vue du tableau", "Volet"].map((name) => page.getByRole("group", { name, exact: true }));
  const second = await Promise.all(groups.map(async (group) => (await group.boundingBox())!));
  for (const box of second) expect(box.y).toBeGreaterThanOrEqual(Math.max(...first.map((one) => one.y + one.height)));
  expect(second[0]!.y).toBe(second[1]!.y);
  await checkAccessibility(page);
});

test("where there is no room beside the board the panel is a drawer, which the tab remembers", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await leadOnBoard(page);
  const canvas = canvasOf(page);
  const beside = page.locator(".board-panel");
  const width = async () => (await canvas.boundingBox())!.width;
  await expect(canvas).toBeVisible();
  await expect(beside).toBeHidden();
  expect(await width()).toBe(768);
  await panel(page, "Votes");
  await expect(page.getByRole("button", { name: "Ouvrir un vote" })).toBeVisible();
  expect(await width()).toBe(768);
  await checkAccessibility(page);

  await page.reload();
  await inStep(page);
  await expect(page.getByRole("button", { name: "Ouvrir un vote" })).toBeVisible();
  await page.getByRole("button", { name: "Fermer le volet" }).click();
  await expect(beside).toBeHidden();
  await expect(canvas).toBeFocused();
  await page.reload();
  await inStep(page);
  await expect(beside).toBeHidden();

  await canvas.focus();
  await page.keyboard.press("Control+b");
  await expect(beside).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(beside).toBeHidden();
  await expect(canvas).toBeFocused();
});

test("on a narrow phone the bars of the canvas keep their places while something is told", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  // What a phase asks is told over the canvas to those who have it nowhere beside it.
  await awa.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Déroulé" }).click();
  await expect(awa.locator(".board-panel")).toBeHidden();
  await awa.setViewportSize({ width: 360, height: 740 });
  await write(awa, "Un minuteur");
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await panel(page, "Déroulé");
  await begin(page).first().click();
  await panel(page, /personne/);
  await page.getByRole("button", { name: "Donner la parole à Awa" }).click();
  const told = awa.locator(".board > .notice").filter({ visible: true });
  await expect(told).toHaveCount(2);
  await canvasOf(awa).focus();
  await awa.keyboard.press("Control+a");
  const view = (await awa.locator(".board-view").boundingBox())!;
  const bars = await Promise.all(
    [".board-tools", ".board-view > .board-selection", ".board-zoom", ".board-papers"].map(async (bar) => (await awa.locator(bar).boundingBox())!),
  );
  for (const [place, bar] of bars.entries()) {
    expect(bar.x, `bar ${place}`).toBeGreaterThanOrEqual(0);
    expect(bar.x + bar.width, `bar ${place}`).toBeLessThanOrEqual(360);
    expect(bar.y, `bar ${place}`).toBeGreaterThanOrEqual(view.y);
    expect(bar.y + bar.height, `bar ${place}`).toBeLessThanOrEqual(view.y + view.height);
    const before = bars[place - 1];
    if (before) expect(bar.y, `bar ${place}`).toBeGreaterThanOrEqual(before.y + before.height);
  }
  // What is moved by the finger is reached to its end.
  const last = awa.getByRole("toolbar", { name: "Sélection" }).getByRole("button", { name: "Retirer" });
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport({ ratio: 0.9 });
  await checkAccessibility(awa);

  // Nothing covers what is being written.
  await canvasOf(awa).focus();
  await awa.keyboard.press("n");
  await expect(textField(awa)).toBeFocused();
  await expect(awa.locator(".board-view > .board-selection")).toBeHidden();
  await fillIn(awa, "Un sablier");
  await expect(awa.locator(".board-view > .board-selection")).toBeVisible();
});
