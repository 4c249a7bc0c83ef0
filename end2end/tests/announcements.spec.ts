// Whoever hears the board hears what others do on it.
import { anyWidth, expect, signIn, test } from "./fixtures";
import { enter, goToBoard, openSession, outline, panel, unique, write } from "./room";

test("who hears the board hears politely what others do, and need not", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const heard = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
  // What is said does not stay: it is waited for while she comes.
  const [awa] = await Promise.all([
    newPersonPage().then((person) => enter(person, door, "Awa")),
    expect(heard("Awa : arrivée")).toHaveCount(1, { timeout: 30_000 }),
  ]);
  await outline(awa);
  for (const text of ["Une", "Deux"]) await write(awa, `${text} ${unique()}`);
  await expect(heard(/nouvelles? notes?/)).toHaveCount(1);
  await panel(page, /^\d+ personnes?$/);
  await page.getByRole("button", { name: "Ne pas annoncer ce qui se passe" }).click();
  const bao = await enter(await newPersonPage(), door, "Bao");
  await outline(bao);
  await write(bao, `Trois ${unique()}`);
  await expect(page.locator(".board-people").getByText("Bao").first()).toBeVisible();
  // Longer than announcements are apart.
  await page.waitForTimeout(6_000);
  await expect(heard("Bao")).toHaveCount(0);
  await page.getByRole("button", { name: "Ne pas annoncer ce qui se passe" }).click();
  await bao.context().close();
  await expect(heard("Bao : départ")).toHaveCount(1, { timeout: 30_000 });
});
