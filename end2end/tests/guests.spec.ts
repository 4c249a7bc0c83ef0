// One browser without an account, in session after session: it stays who it is in each, and what
// was done there becomes an account's; and what is read there without one once it is over.
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { closeSession, enter, goToBoard, inStep, note, openSession, outline, unique, write } from "./room";

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

test("a guest who takes part with an account as well is one person once the session is over", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { session, door, title } = await openSession(page);
  const person = await newPersonPage();
  await enter(person, door, "Renard");
  await outline(person);
  const text = `Un minuteur ${unique()}`;
  await write(person, text);
  await inStep(person);

  // The same person signs in and joins: two seats, as long as the session goes on.
  await signIn(person, "contributor");
  await person.goto(session);
  await goToBoard(person);
  await person.goto("/");
  const offer = person.locator(".notice").filter({ hasText: title });
  await expect(offer).toContainText("Une fois la séance close");
  await expect(offer.getByRole("button")).toHaveCount(0);
  const people = page.getByRole("heading", { level: 2, name: /^Participant·es/ });
  await page.goto(session);
  await expect(people).toHaveText("Participant·es 3");
  await page.waitForLoadState("networkidle");
  await closeSession(page);

  await person.goto("/");
  await expect(offer).toContainText("vous serez une seule personne");
  await checkAccessibility(person);
  await person.waitForLoadState("networkidle");
  await offer.getByRole("button", { name: "Reprendre ce travail à mon nom" }).click();
  await expect(person).toHaveURL(new RegExp(`${session}$`));
  await person.goto("/");
  await expect(person.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);

  // Everybody reads of two people, and of no guest.
  await page.goto(session);
  await expect(people).toHaveText("Participant·es 2");
  await expect(page.getByText("Renard")).toHaveCount(0);
  await page.goto(`${session}/report`);
  await expect(page.getByRole("main")).toContainText(text);
  await expect(page.getByText("Renard")).toHaveCount(0);
  const there = page.locator("section").filter({ has: people }).last().locator("dd");
  expect((await there.allTextContents()).join(", ").split(", ")).toHaveLength(2);
});

test("a guest reads past, differences and report once the session is over", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { session, door, title } = await openSession(page);
  const guest = await enter(await newPersonPage(), door, "Renard");
  await outline(guest);
  const [first, second] = [`Un minuteur ${unique()}`, `Un sablier ${unique()}`];
  for (const text of [first, second]) {
    await write(guest, text);
    await inStep(guest);
  }
  await closeSession(page);

  // The board says that it is over, and what is read of it.
  await expect(guest.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await guest.getByRole("link", { name: "Histoire du tableau" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Histoire du tableau" })).toBeVisible();
  const notes = guest.getByRole("listitem");
  await expect(notes.filter({ hasText: second })).toBeVisible();
  const picture = guest.getByRole("img", { name: /Image du tableau/ });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await checkAccessibility(guest);

  // One moment back, the second note is not there yet.
  await guest.getByRole("slider", { name: "Moment" }).focus();
  await guest.keyboard.press("ArrowLeft");
  await expect(guest).toHaveURL(/at=1$/);
  await expect(notes.filter({ hasText: second })).toHaveCount(0);
  await guest.getByRole("link", { name: "À la fin" }).click();
  await expect(notes.filter({ hasText: second })).toBeVisible();
  await guest.getByLabel("Comparer ce moment avec").selectOption({ label: "le début (tableau vide)" });
  await guest.getByRole("button", { name: "Comparer" }).click();
  const added = notes.filter({ hasText: "ajout" });
  await expect(added).toHaveCount(2);
  for (const text of [first, second]) await expect(added.filter({ hasText: text })).toHaveCount(1);
  await expect(guest.getByLabel("Nom de la version")).toHaveCount(0);
  await checkAccessibility(guest);

  // Back on the board, on to the report: what is in it, and no way into the project.
  await guest.getByRole("link", { name: title }).click();
  await expect(guest.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await guest.getByRole("link", { name: "Compte rendu" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(/^Compte rendu/);
  await expect(guest.getByText("Ce qui en est sorti appartient au projet")).toBeVisible();
  await expect(notes.filter({ hasText: first })).toContainText("Renard");
  await expect(guest.locator("a[href^='/projects']")).toHaveCount(0);
  await checkAccessibility(guest);
  // It opens directly as well, and leaves as a file.
  await guest.goto(`${session}/report`);
  await expect(notes.filter({ hasText: first })).toBeVisible();
  const file = await guest.request.get(`${session}/report.md`);
  expect(await file.text()).toContain(first);

  // Nobody reads it who was not there.
  const stranger = await newPersonPage();
  for (const read of ["report", "history"]) {
    await stranger.goto(`${session}/${read}`);
    await expect(stranger).toHaveURL(/\/sign-in/);
  }
});
