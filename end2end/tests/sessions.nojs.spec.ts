// Co-design sessions with JavaScript switched off.
import { expect, signIn, test } from "./fixtures";
import { closeSession, openSession } from "./room";

test("a session is opened, closed once that was asked again, and opened again", async ({ page }) => {
  await signIn(page, "lead");
  await openSession(page);
  const now = page.getByRole("button", { name: "Clore maintenant" });
  await expect(now).toBeHidden();
  await closeSession(page);
  await page.getByRole("button", { name: "Rouvrir la séance" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await expect(now).toBeHidden();
});
