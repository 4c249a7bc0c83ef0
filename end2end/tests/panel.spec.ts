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
