// What is selected is placed by numbers.
import { expect, test } from "./fixtures";
import { inStep, leadInOutline, note, write } from "./room";

test("what is placed by numbers is reached on low screens, too", async ({ page, isMobile }) => {
  test.skip(isMobile, "the window is made smaller");
  await leadInOutline(page);
  await write(page, "Un minuteur");
  await inStep(page);
  await note(page, "Un minuteur").click();
  // On a narrow screen it would lie over the board.
  await page.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Déroulé" }).click();
  const selection = page.getByRole("toolbar", { name: "Sélection" });
  for (const [width, height] of [[1280, 600], [360, 560]] as const) {
    await page.setViewportSize({ width, height });
    for (const view of ["Plan", "Tableau"]) {
      await page.getByRole("button", { name: view, exact: true }).click();
      await selection.getByText("Position…", { exact: true }).click();
      for (const name of ["Placer là", "À gauche", "Plus bas", "Fermer"]) {
        const button = selection.getByRole("button", { name, exact: true });
        await button.click({ trial: true });
        await expect(button, `${name}, ${view}, ${width} × ${height}`).toBeInViewport({ ratio: 0.95 });
      }
      await selection.getByRole("button", { name: "Fermer", exact: true }).click();
      await expect(selection.locator(".board-placing")).toHaveCount(0);
    }
  }
});
