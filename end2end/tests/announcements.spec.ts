// Whoever hears the board hears what others do on it.
import type { Page } from "@playwright/test";
import { anyWidth, expect, test } from "./fixtures";
import { addFrame, enter, fillIn, leadInOutline, note, outline, panel, twoInARoom, unique, write } from "./room";

test("who hears the board hears politely what others do, and need not", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const heard = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
  // What is said does not stay: it is waited for while she comes.
  const [awa] = await Promise.all([
    newPersonPage().then((person) => enter(person, door, "Awa")),
    expect(heard("Awa : arrivée")).toHaveCount(1, { timeout: 30_000 }),
  ]);
  await outline(awa);
  for (const text of ["Une", "Deux"]) await write(awa, `${text} ${unique()}`);
  await expect(heard(/Ajout\s: \d notes?/)).toHaveCount(1, { timeout: 30_000 });
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

test("who hears the board hears what others change on it, and nothing of their own", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(150_000);
  const { awa } = await twoInARoom(page, newPersonPage);
  const hears = (person: Page, text: RegExp) =>
    expect(person.getByRole("status").filter({ hasText: text })).toHaveCount(1, { timeout: 40_000 });
  const neverHeard = async (text: RegExp) => {
    // Longer than it takes until what is written is told.
    await awa.waitForTimeout(10_000);
    await expect(awa.getByRole("status").filter({ hasText: text })).toHaveCount(0);
  };
  // What was there when she came is not told.
  await awa.waitForTimeout(1_000);

  // What is told does not stay: it is waited for while it is done.
  const text = `Un minuteur ${unique()}`;
  const put = async () => {
    await addFrame(page, "Idées");
    // Not in the only frame, into which it is put later.
    await page.getByLabel("Où").selectOption({ label: "Sur le tableau" });
    await write(page, text);
  };
  await Promise.all([hears(awa, /cadre «\sIdées\s»/), hears(awa, /Ajout\s: 1 note/), put()]);

  const changed = `${text} de table`;
  const change = async () => {
    await note(page, text).focus();
    await page.keyboard.press("F2");
    await fillIn(page, " de table");
    const line = page.getByRole("listitem").filter({ has: note(page, changed) }).last();
    await line.getByLabel("Actions sur cet élément").click();
    await line.getByText("Placer dans").click();
    await line.getByRole("button", { name: "Idées", exact: true }).click();
  };
  await Promise.all([hears(awa, /Modification\s: 1 note/), hears(awa, /Déplacement vers «\sIdées\s»\s: 1 note/), change()]);

  // What she does herself, others hear.
  const rename = async () => {
    await note(awa, "Idées").focus();
    await awa.keyboard.press("F2");
    await fillIn(awa, " retenues");
  };
  await Promise.all([hears(page, /Nouveau nom\s: cadre «\sIdées retenues\s»/), rename()]);
  await neverHeard(/Nouveau nom/);

  // Whoever does not want to hear it does not, and hears later what comes later.
  await panel(awa, /^\d+ personnes?$/);
  const mute = awa.getByRole("button", { name: "Ne pas annoncer ce qui se passe" });
  await mute.click();
  await note(page, changed).focus();
  await page.keyboard.press("Delete");
  await expect(note(awa, changed)).toHaveCount(0);
  await neverHeard(/Retrait/);
  await mute.click();
  await Promise.all([hears(awa, /Ajout\s: 1 note/), page.getByRole("button", { name: "Annuler", exact: true }).click()]);
});
