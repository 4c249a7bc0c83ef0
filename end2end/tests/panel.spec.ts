// The panel beside the board: a drawer where there is no room for it, and reached by a key.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { canvasOf, goToBoard, inStep, openSession, outline, panel, unique, write } from "./room";

test("the panel is a key away, and Escape leads back from it", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
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
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
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
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /ommencer\s: / }).first().click();
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
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
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
