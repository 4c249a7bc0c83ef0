// The past of a board: its slider, named versions, and what is different between two moments.
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { inStep, leadInOutline, unique, write } from "./room";

test("a board's past is gone through, named and compared", anyWidth, async ({ page }) => {
  const { session } = await leadInOutline(page);
  const [first, second] = [`Un minuteur ${unique()}`, `Un sablier ${unique()}`];
  await write(page, first);
  await inStep(page);
  await write(page, second);
  await inStep(page);

  await page.goto(session);
  await page.getByRole("link", { name: "Histoire du tableau" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Histoire du tableau" })).toBeVisible();
  const notes = page.getByRole("listitem");
  await expect(notes.filter({ hasText: second })).toBeVisible();
  const picture = page.getByRole("img", { name: /Image du tableau/ });
  await expect(picture).toHaveJSProperty("complete", true);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await checkAccessibility(page);

  // By keys: one moment back, the second note is not there yet.
  await page.getByRole("slider", { name: "Moment" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/at=1$/);
  await expect(notes.filter({ hasText: second })).toHaveCount(0);
  await expect(notes.filter({ hasText: first })).toBeVisible();
  // Who did what is told to those who do not see the picture change.
  await expect(page.getByRole("status").filter({ hasText: first })).toHaveText(/^\S.*\s: ajout de la note «/);

  await page.getByLabel("Nom de la version").fill("Avant le sablier");
  await page.getByRole("button", { name: "Nommer ce moment" }).click();
  await expect(page.getByRole("link", { name: "Version : Avant le sablier" })).toBeVisible();

  const end = page.getByRole("link", { name: "À la fin" });
  await end.click();
  await expect(notes.filter({ hasText: second })).toBeVisible();
  // Where it leads nowhere it keeps its place.
  await expect(end).toBeDisabled();
  await page.getByLabel("Comparer ce moment avec").selectOption({ label: "Version : Avant le sablier" });
  await page.getByRole("button", { name: "Comparer" }).click();
  // What is pressed has no name, and leaves none in the address.
  await expect(page).toHaveURL(/[?&]since=\d+$/);
  const added = page.getByRole("listitem").filter({ hasText: "ajout" });
  await expect(added).toContainText(second);
  await expect(added).toHaveCount(1);
  await checkAccessibility(page);

  await page.getByRole("button", { name: "Retirer ce nom" }).click();
  await expect(page.getByRole("link", { name: "Version : Avant le sablier" })).toHaveCount(0);
});

test("a lock between two moments is named among their differences", anyWidth, async ({ page }) => {
  const { session } = await leadInOutline(page);
  const text = `Un minuteur ${unique()}`;
  await write(page, text);
  await inStep(page);
  await page.getByRole("button", { name: text, exact: true }).click();
  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  await expect(page.getByRole("button", { name: "Déverrouiller", exact: true })).toBeVisible();
  await inStep(page);
  await page.goto(`${session}/history?at=2&since=1`);
  const differences = page.locator(".differences > li");
  await expect(differences).toHaveCount(1);
  await expect(differences).toContainText("verrouillage");
  await expect(differences).toContainText(text);
});
