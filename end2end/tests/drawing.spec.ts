// The canvas draws only what looks different: it must look as if all were drawn anew.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { enter, inStep, leadOnBoard, outline, unique, write } from "./room";

/** Pixels of the canvas, once it has drawn what there is to draw: four bytes for each. */
async function drawn(page: Page): Promise<Uint8Array> {
  const pixels = await page.evaluate(
    () =>
      new Promise<string>((done) => {
        const canvas = document.querySelector<HTMLCanvasElement>(".board-stage canvas")!;
        const read = () => {
          const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
          const reader = new FileReader();
          reader.onload = () => done((reader.result as string).split(",")[1] ?? "");
          reader.readAsDataURL(new Blob([data]));
        };
        requestAnimationFrame(() => requestAnimationFrame(read));
      }),
  );
  return Buffer.from(pixels, "base64");
}

/** What an eye could see: the same edge drawn twice differs by a level or two of 255 here and there. */
function differs(one: Uint8Array, other: Uint8Array): boolean {
  return one.length !== other.length || one.some((level, place) => Math.abs(level - (other[place] ?? 0)) > 8);
}

/** Takes the canvas what it shows, has everything drawn anew as after such a loss, and compares. */
async function expectSameAnew(page: Page, what: string) {
  const before = await drawn(page);
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".board-stage canvas")!;
    canvas.getContext("2d")!.clearRect(0, 0, canvas.width, canvas.height);
  });
  expect(differs(await drawn(page), before), "it is cleared").toBe(true);
  await page.locator(".board-stage canvas").first().dispatchEvent("contextrestored");
  expect(differs(await drawn(page), before), what).toBe(false);
}

test("what is drawn bit by bit looks like what is drawn at once", async ({ page, newPersonPage, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  const { door } = await leadOnBoard(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  for (const about of ["Le bouton est trop petit", "On ne sait pas où cliquer", "Bravo"]) {
    await write(awa, `${about} ${unique()}`);
  }
  await inStep(awa);
  await page.waitForTimeout(300);
  await expectSameAnew(page, "others write");

  // Notes of one's own, an arrow between them by keys, then all of it is moved.
  const canvas = page.getByRole("application", { name: "Tableau" });
  await canvas.focus();
  for (const text of ["Une", "Deux"]) {
    await page.keyboard.press("n");
    await page.getByRole("textbox", { name: "Texte" }).fill(text);
    await page.keyboard.press("Escape");
    await expect(canvas).toBeFocused();
  }
  await expectSameAnew(page, "notes of one's own");
  await page.keyboard.press("Control+a");
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowDown"]) {
    await page.keyboard.press(`Shift+${key}`);
  }
  await expectSameAnew(page, "all is moved");

  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (const [dx, dy] of [[40, 0], [-15, 33], [7, -120], [0, 9]] as const) {
    await page.mouse.wheel(dx, dy);
    await drawn(page);
  }
  await expectSameAnew(page, "the view is moved");
  await page.keyboard.press("Delete");
  await expectSameAnew(page, "all is deleted");
  await page.keyboard.press("Control+z");
  await expectSameAnew(page, "and back again");
});

test("a note is put down by a tap, and by no other lifting of a hand", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  await leadOnBoard(page);
  const canvas = page.getByRole("application", { name: "Tableau" });
  const writing = page.getByRole("textbox", { name: "Texte" });
  const tool = page.getByRole("toolbar", { name: "Outils" }).getByRole("button", { name: "Note" });
  await tool.click();
  const position = { x: 300, y: 300 };
  await canvas.click({ button: "right", position });
  await page.waitForTimeout(300);
  await expect(writing).toHaveCount(0);

  // Two fingers that pinch, lifted one after the other.
  await canvas.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const finger = (type: string, pointerId: number, x: number) => {
      const place = { clientX: box.left + x, clientY: box.top + 300 };
      element.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", bubbles: true, ...place }));
    };
    element.setPointerCapture = () => {};
    finger("pointerdown", 11, 200);
    finger("pointerdown", 12, 400);
    finger("pointermove", 12, 450);
    finger("pointerup", 12, 450);
    finger("pointerup", 11, 200);
  });
  await page.waitForTimeout(300);
  await expect(writing).toHaveCount(0);
  await expect(tool).toHaveAttribute("aria-pressed", "true");

  await canvas.click({ position });
  await expect(writing).toBeVisible();
});

test("what is drawn has the colours of the page, when light becomes dark as well", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones show the outline first");
  await leadOnBoard(page);
  const corner = (pixels: Uint8Array) => Math.max(...pixels.subarray(0, 3));
  await expect.poll(async () => corner(await drawn(page)), { message: "light" }).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(async () => corner(await drawn(page)), { message: "dark" }).toBeLessThan(80);
});
