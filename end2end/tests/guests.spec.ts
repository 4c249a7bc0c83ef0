// One browser without an account, in session after session: it stays who it is in each, and what
// was done there becomes an account's.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { enter, inStep, note, openSession, outline, unique, write } from "./room";

test("a guest of two sessions is themselves in both, and makes both their own", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const [first, second] = [await openSession(page), await openSession(page)];
  const guest = await newPersonPage();
  await enter(guest, first.door, "Renard");
  const board = new URL(guest.url()).pathname;
  await outline(guest);
  const text = `Un minuteur ${unique()}`;
  await write(guest, text);
  await inStep(guest);
  await enter(guest, second.door, "Loutre");

  // Back in the first, nobody is asked who they are.
  await guest.goto(first.door);
  await expect(guest.getByRole("link", { name: "Ouvrir le tableau" })).toBeVisible();
  await guest.goto(board);
  await inStep(guest);
  await outline(guest);
  await expect(guest.getByRole("listitem").filter({ has: note(guest, text) }).last()).toContainText("Renard");

  // An account is offered both.
  await signIn(guest, "contributor");
  for (const { title, session } of [second, first]) {
    await guest.goto("/");
    const offer = guest.locator(".notice").filter({ hasText: title });
    await expect(offer).toBeVisible();
    await checkAccessibility(guest);
    await guest.waitForLoadState("networkidle");
    await offer.getByRole("button", { name: "Reprendre ce travail à mon nom" }).click();
    await expect(guest).toHaveURL(new RegExp(`${session}$`));
  }
  await guest.goto("/");
  await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(guest.getByRole("button", { name: "Reprendre ce travail à mon nom" })).toHaveCount(0);
  await guest.goto(board);
  await inStep(guest);
  await outline(guest);
  await expect(note(guest, text)).toBeVisible();
  await expect(guest.getByText("Renard")).toHaveCount(0);
});
