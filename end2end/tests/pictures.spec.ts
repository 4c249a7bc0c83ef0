// Pictures on a board: chosen, described, commented, and seen by the others.
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { inStep, note, PIXEL, twoInARoom, unique, write } from "./room";

test("a picture is put on the board, described and seen by others", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  expectProblem(/422/);
  const { awa } = await twoInARoom(page, newPersonPage);

  const chooser = page.locator(".board-outline input[type=file]");
  await chooser.setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await expect(description).toBeFocused();
  const said = `L'écran d'accueil ${unique()}`;
  await description.fill(said);
  await description.press("Escape");
  await inStep(page);
  const seen = awa.getByRole("listitem").filter({ has: awa.getByRole("button", { name: said }) });
  await expect(seen).toBeVisible();
  const picture = seen.locator("img");
  await expect(picture).toHaveJSProperty("naturalWidth", 1);
  await checkAccessibility(awa);

  // A comment is pinned on it.
  const comment = `Le bouton est trop bas ${unique()}`;
  await write(page, comment);
  const line = page.getByRole("listitem").filter({ has: note(page, comment) }).last();
  await line.getByLabel("Actions sur cet élément").click();
  await line.getByText("Placer dans").click();
  await line.getByRole("button", { name: said }).click();
  const pinned = awa.getByRole("listitem").filter({ has: note(awa, comment) }).last();
  await expect(pinned).toHaveAttribute("aria-level", "2");

  // What is none is refused, and says why.
  const broken = Buffer.from("rien d'une image");
  await chooser.setInputFiles({ name: "faux.png", mimeType: "image/png", buffer: broken });
  await expect(page.getByText("n'en est pas une")).toBeVisible();
});

test("a picture that comes late takes the field from nobody who writes", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/\/pictures$/, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const field = page.getByLabel("Nouvelle note");
  await field.fill("À moitié");
  await expect(field).toBeFocused();
  arrive();
  const image = page.locator(".board-rows").getByRole("button", { name: "Image", exact: true });
  await expect(image).toBeVisible();
  await expect(field).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Description de l'image" })).toHaveCount(0);
  await page.keyboard.type(" écrite");
  await page.keyboard.press("Enter");
  await expect(note(awa, "À moitié écrite")).toBeVisible();
  await inStep(page);
});
