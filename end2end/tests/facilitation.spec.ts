// Leading a session: revealing, who is done, who speaks, who leads, the time, and groups.
import type { Page } from "@playwright/test";
import { anyWidth, expect, signIn, test } from "./fixtures";
import { addFrame, becomes, begin, enter, goToBoard, inStep, leadInOutline, note, openSession, outline, panel, unique, write } from "./room";

test("nothing is revealed before the button is pressed, and a phase begins with nobody done", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page);
  await panel(page, "Déroulé");
  await begin(page).first().click();
  const notes = new Map<string, string>();
  const people = new Map();
  for (const name of ["Awa", "Bao"]) {
    const person = await enter(await newPersonPage(), door, name);
    // Whoever comes while a phase runs is told what it asks of them.
    await expect(person.getByText("Vous arrivez en cours de phase")).toBeVisible();
    await person.getByRole("button", { name: "J'ai lu" }).click();
    await expect(person.getByText("Vous arrivez en cours de phase")).toHaveCount(0);
    await outline(person);
    const text = `Secret de ${name} ${unique()}`;
    await write(person, text);
    await inStep(person);
    notes.set(name, text);
    people.set(name, person);
  }
  const note = (name: string) => page.getByRole("button", { name: notes.get(name), exact: true });
  const leading = page.getByRole("region", { name: "Animer" });
  const list = leading.getByLabel("Dévoiler les notes de");
  const reveal = leading.getByRole("button", { name: "Dévoiler", exact: true });
  await expect(reveal).toBeDisabled();
  // Whoever steps through the names by keys passes all of them.
  await list.selectOption({ label: "Bao" });
  await list.selectOption({ label: "Awa" });
  await expect(reveal).toBeEnabled();
  await page.waitForTimeout(500);
  for (const name of notes.keys()) await expect(note(name)).toHaveCount(0);
  await reveal.click();
  await expect(note("Awa")).toBeVisible();
  await expect(note("Bao")).toHaveCount(0);
  await expect(reveal).toBeDisabled();

  const bao = people.get("Bao");
  await panel(bao, /personne/);
  const done = bao.getByRole("button", { name: "J'ai fini" });
  await done.click();
  await expect(leading.getByText("1 sur 2 ont fini")).toBeVisible();
  await begin(page).nth(1).click();
  await expect(leading.getByText("0 sur 2 ont fini")).toBeVisible();
  await expect(done).toHaveAttribute("aria-pressed", "false");
  // The same phase begun again is another.
  await done.click();
  await expect(leading.getByText("1 sur 2 ont fini")).toBeVisible();
  await begin(page).nth(1).click();
  await expect(leading.getByText("0 sur 2 ont fini")).toBeVisible();
});

test("the floor is given to anyone, the lead passes on, and the projector shows the way in", async ({ page, newPersonPage, isMobile }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const board = await page.context().newPage();
  await board.goto(session);
  await goToBoard(board);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bao = await enter(await newPersonPage(), door, "Bao");
  const has = "Vous avez la parole.";

  // A hand goes down with the floor, and its owner is told.
  await panel(bao, /personne/);
  const hand = bao.getByRole("button", { name: "Demander la parole" });
  await hand.click();
  // It is seen whatever stands beside the board.
  const raised = board.getByRole("group", { name: "Volet" }).getByText("1 demande de parole");
  await expect(raised).toHaveCount(1);
  await panel(board, /personne/);
  await expect(board.getByText("demande la parole")).toBeVisible();
  await board.getByRole("button", { name: "Donner la parole à Bao" }).click();
  await expect(bao.getByText(has)).toBeVisible();
  await expect(hand).toHaveAttribute("aria-pressed", "false");
  await expect(board.getByText("demande la parole")).toHaveCount(0);
  await expect(raised).toHaveCount(0);
  await expect(board.getByText("1 prise de parole")).toBeVisible();
  // Who has not asked is given it, too.
  await board.getByRole("button", { name: "Donner la parole à Awa" }).click();
  await expect(awa.getByText(has)).toBeVisible();
  await expect(bao.getByText(has)).toHaveCount(0);
  await awa.getByRole("button", { name: "Compris" }).click();
  await expect(awa.getByText(has)).toHaveCount(0);

  // Whoever is to lead from now on need not load the page anew.
  await panel(awa, "Déroulé");
  await expect(awa.getByRole("region", { name: "Animer" })).toHaveCount(0);
  await page.goto(session);
  await becomes(page, "Awa", "facilitator", "anime");
  await expect(awa.getByRole("region", { name: "Animer" })).toBeVisible();
  // A projector is not led from a phone.
  await expect(awa.getByRole("link", { name: "Vue pour le projecteur" })).toBeVisible({ visible: !isMobile });

  await board.goto(`${new URL(board.url()).pathname}?screen`);
  await expect(board.getByRole("img", { name: /Code à lire avec un téléphone/ })).toBeVisible();
  await expect(board.getByText(/Pour participer/)).toContainText(door);
  await board.close();
});

test("the time, a lock, what is held up and groups reach everybody", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page);
  const awa = await enter(await newPersonPage(), door, "Awa, Collège Pagnol");
  await outline(awa);
  await panel(page, "Déroulé");
  // The second phase is one in which all see what is written.
  await begin(page).nth(1).click();
  const time = awa.getByRole("timer");
  await expect(time).toHaveText(/^\d+:\d\d/);
  // Nobody is startled who did not ask for it.
  await expect(awa.getByRole("button", { name: "Son à la fin" })).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(time).toContainText("en pause");
  const stopped = await time.textContent();
  await page.getByRole("button", { name: "2 minutes de plus" }).click();
  await expect(time).not.toHaveText(stopped ?? "");
  await awa.getByRole("button", { name: "Masquer le temps" }).click();
  await expect(time).toBeHidden();

  const text = `À garder ${unique()}`;
  await write(page, text);
  await note(page, text).click();
  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  const line = awa.getByRole("listitem").filter({ has: note(awa, text) }).last();
  await expect(line).toContainText("verrouillé");
  await page.getByRole("button", { name: "Mettre en lumière" }).click();
  await expect(awa.getByText("met en lumière")).toBeVisible();
  await page.getByRole("button", { name: "Mettre en lumière" }).click();
  await expect(awa.getByText("met en lumière")).toHaveCount(0);
  // Who holds it up takes it down where it is told, too.
  await page.getByRole("button", { name: "Mettre en lumière" }).click();
  await expect(awa.getByText("met en lumière")).toBeVisible();
  await page.getByRole("button", { name: "Ne plus montrer" }).click();
  await expect(awa.getByText("met en lumière")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Mettre en lumière" })).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("button", { name: "Mettre au parking" }).click();
  await expect(note(awa, "Parking")).toBeVisible();
  await page.getByRole("button", { name: "Former des groupes au hasard" }).click();
  await awa.getByRole("button", { name: "Aller à mon cadre : Groupe 1" }).click();
  await expect(awa.locator(".board-rows").getByRole("button", { name: /^Groupe 1\s: / })).toBeFocused();
  // It stays the group's whatever it is called.
  await page.locator(".board-rows").getByRole("button", { name: /^Groupe 1\s: / }).press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Les lecteurs");
  await page.keyboard.press("Escape");
  await awa.getByRole("button", { name: "Aller à mon cadre : Les lecteurs" }).click();
  await expect(awa.locator(".board-rows").getByRole("button", { name: "Les lecteurs", exact: true })).toBeFocused();
  // So does the parking lot: what is put aside later lies in the same frame.
  await page.locator(".board-rows").getByRole("button", { name: "Parking", exact: true }).press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Pour plus tard");
  await page.keyboard.press("Escape");
  const later = `Plus tard ${unique()}`;
  await page.getByLabel("Où").selectOption({ label: "Sur le tableau" });
  await write(page, later);
  await expect(page.locator(".board-rows > li").filter({ has: note(page, later) })).toHaveAttribute("aria-level", "1");
  await note(page, later).click();
  await page.getByRole("button", { name: "Mettre au parking" }).click();
  await inStep(page);
  await expect(page.locator(".board-rows > li").filter({ has: note(page, later) })).toHaveAttribute("aria-level", "2");
  await expect(note(awa, "Pour plus tard")).toBeVisible();
  await expect(note(awa, "Parking")).toHaveCount(0);
  // While names are hidden, the frames of groups bear a number alone.
  await page.getByRole("button", { name: "Masquer les noms" }).click();
  await expect(page.getByText("ne portent qu'un numéro")).toBeVisible();
  await page.getByRole("button", { name: "Former des groupes au hasard" }).click();
  await expect(note(awa, "Groupe 1")).toBeVisible();
  await awa.getByRole("button", { name: "Aller à mon cadre : Groupe 1" }).click();
  await expect(note(awa, "Groupe 1")).toBeFocused();
});

test("of a frame that is put aside, such as another parking lot, what lies in it goes to the parking lot", anyWidth, async ({ page }) => {
  await leadInOutline(page);
  await addFrame(page, "Autre parking");
  // What is written lies in the only frame.
  const text = `Plus tard ${unique()}`;
  await write(page, text);
  const line = page.getByRole("listitem").filter({ has: note(page, text) }).last();
  const lines = page.locator(".board-rows .board-line");
  await expect(lines).toContainText(["Autre parking", text]);
  await expect(line).toHaveAttribute("aria-level", "2");
  await panel(page, "Déroulé");
  await lines.filter({ hasText: "Autre parking" }).click();
  await page.getByRole("button", { name: "Mettre au parking" }).click();
  await expect(lines.filter({ hasText: /^\s*Parking\s*$/ })).toHaveCount(1);
  // What lies in a frame follows it.
  await expect(lines).toContainText(["Autre parking", "Parking", text]);
  await expect(line).toHaveAttribute("aria-level", "2");
  await inStep(page);
});

test("random groups hold everybody once, and lead each to the frame that names them", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page);
  const people = new Map<string, Page>();
  for (const name of ["Awa", "Bao", "Chloé", "Driss", "Elif"]) people.set(name, await enter(await newPersonPage(), door, name));
  await expect(page.getByRole("group", { name: "Volet" }).getByRole("button", { name: "6 personnes" })).toBeVisible();
  await panel(page, "Déroulé");
  await page.getByLabel("Taille des groupes").fill("2");
  await page.getByRole("button", { name: "Former des groupes au hasard" }).click();

  // Of five, two groups of two at least; who leads is in none.
  const frames = page.locator(".board-rows").getByRole("button", { name: /^Groupe \d\s: / });
  await expect(frames).toHaveCount(2);
  const groups = (await frames.allTextContents()).map((title) => {
    const [group, names] = title.trim().split(/\s: /);
    return { group: group ?? "", names: (names ?? "").split(", ") };
  });
  expect(groups.map(({ names }) => names.length).sort()).toEqual([2, 3]);
  expect(groups.flatMap(({ names }) => names).sort()).toEqual([...people.keys()].sort());
  for (const [name, person] of people) {
    const own = groups.filter(({ names }) => names.includes(name)).map(({ group }) => group);
    await panel(person, "Déroulé");
    const ways = person.getByRole("button", { name: /^Aller à mon cadre/ });
    await expect(ways).toHaveCount(1);
    await expect(ways).toHaveText(`Aller à mon cadre : ${own.join()}`);
  }
  await expect(page.getByRole("button", { name: /^Aller à mon cadre/ })).toHaveCount(0);
});
