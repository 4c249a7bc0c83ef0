// Leading a session: calling everyone, revealing, who is done, who speaks, who leads, and the
// view for the projector.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, signIn, test } from "./fixtures";
import { ask, canvasOf, enter, goToBoard, inStep, note, openSession, outline, panel, PIXEL, receivedBy, revealAll, unique, write } from "./room";

test("a call lasts while other panels are open, and leads those who read the outline", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  // A narrow screen shows the outline: whoever calls has no canvas.
  await page.setViewportSize({ width: 390, height: 844 });
  await goToBoard(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const tag = unique();
  const texts = Array.from({ length: 24 }, (_, place) => `Remarque ${place + 1} ${tag}`);
  for (const text of texts) await write(awa, text);
  await inStep(awa);
  const [first, last] = [texts.at(0) ?? "", texts.at(-1) ?? ""];
  const line = (text: string) => awa.getByRole("button", { name: text, exact: true });
  const show = (text: string) => page.getByRole("button", { name: text, exact: true }).click();
  const close = (name: string) => page.getByRole("group", { name: "Volet" }).getByRole("button", { name }).click();

  await line(first).scrollIntoViewIfNeeded();
  await show(last);
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await expect(awa.getByText("vous montre cette partie du tableau")).toBeVisible();
  // They are led there, and nothing is selected for them.
  await expect(line(last)).toBeInViewport();
  await expect(line(last)).toHaveAttribute("aria-pressed", "false");

  // Another panel opens and closes: the call goes on, and goes where the caller goes.
  await panel(page, "Votes");
  await close("Votes");
  await show(first);
  await expect(line(first)).toBeInViewport();

  // Who does not want to follow stays.
  await awa.getByRole("button", { name: "Ne pas suivre" }).click();
  await show(last);
  await expect(page.getByRole("button", { name: last, exact: true })).toHaveAttribute("aria-pressed", "true");
  await awa.waitForTimeout(500);
  await expect(line(first)).toBeInViewport();

  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await expect(awa.getByText("vous montre cette partie du tableau")).toHaveCount(0);
});

test("whoever comes during a call lands where everyone is", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  // A narrow screen shows the outline: what is selected there is what is shown to all.
  await page.setViewportSize({ width: 390, height: 844 });
  await goToBoard(page);
  const tag = unique();
  const texts = Array.from({ length: 12 }, (_, place) => `Point ${place + 1} ${tag}`);
  for (const text of texts) await write(page, text);
  const called = texts.at(-1) ?? "";
  await note(page, called).click();
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Appeler tout le monde ici" }).click();
  await inStep(page);

  const late = await enter(await newPersonPage(), door, "Awa");
  await expect(late.getByText("vous montre cette partie du tableau")).toBeVisible();
  const canvas = late.getByRole("application", { name: "Tableau" });
  await expect(canvas).toBeVisible();
  // What lies in the middle of the screen is what is shown, and not the middle of the board.
  await late.waitForTimeout(500);
  const { x, y, width, height } = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await late.mouse.dblclick(x + width / 2, y + height / 2);
  await expect(late.getByRole("textbox", { name: "Texte" })).toHaveValue(called);
});

test("whoever comes late waits until the phase ends, where its script says so", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const asked = `Lisez la fiche ${unique()}`;
  await page.goto(`${session}/edit`);
  await page.getByLabel("Pour qui arrive en cours de phase").first().fill(asked);
  await page.getByLabel(/^Qui arrive pendant la phase attend/).first().check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La séance est ouverte.")).toBeVisible();
  await expect(page.getByText(/^Qui arrive pendant la phase attend/)).toBeVisible();
  await goToBoard(page);
  await outline(page);
  const text = `Déjà écrit ${unique()}`;
  await write(page, text);
  await panel(page, "Déroulé");
  const begin = page.getByRole("button", { name: /ommencer\s: / });
  await begin.first().click();
  await inStep(page);

  const [awa, bo] = [await newPersonPage(), await newPersonPage()];
  const frames = receivedBy(awa);
  for (const [person, name] of [[awa, "Awa"], [bo, "Bo"]] as const) {
    await ask(person, door, name);
    const told = person.getByRole("region", { name: "Vous arrivez en cours de phase" });
    await expect(told).toContainText(asked);
    await expect(told.getByRole("timer")).toContainText("Temps restant");
    await expect(note(person, text)).toHaveCount(0);
  }
  await checkAccessibility(awa);
  // The door says the same to whoever comes back to it.
  await bo.goto(door);
  await expect(bo.getByText(asked)).toBeVisible();

  const waiting = page.getByRole("region", { name: "Salle d'attente" });
  await expect(waiting.getByText("2 personnes attendent d'entrer.")).toBeVisible();
  await waiting.getByRole("button", { name: "Faire entrer Bo", exact: true }).click();
  await inStep(bo);
  await outline(bo);
  await expect(note(bo, text)).toBeVisible();
  await expect(awa.getByText(asked)).toBeVisible();
  expect(frames).toEqual([]);

  await begin.nth(1).click();
  await inStep(awa);
  await outline(awa);
  await expect(note(awa, text)).toBeVisible();
  await expect(awa.getByText("Vous arrivez en cours de phase")).toHaveCount(0);
  await expect(waiting).toBeHidden();
});

test("nothing is revealed before the button is pressed, and a phase begins with nobody done", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /ommencer\s: / }).first().click();
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
  await page.getByRole("button", { name: /ommencer\s: / }).nth(1).click();
  await expect(leading.getByText("0 sur 2 ont fini")).toBeVisible();
  await expect(done).toHaveAttribute("aria-pressed", "false");
  // The same phase begun again is another.
  await done.click();
  await expect(leading.getByText("1 sur 2 ont fini")).toBeVisible();
  await page.getByRole("button", { name: /ommencer\s: / }).nth(1).click();
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
  await panel(board, /personne/);
  await expect(board.getByText("demande la parole")).toBeVisible();
  await board.getByRole("button", { name: "Donner la parole à Bao" }).click();
  await expect(bao.getByText(has)).toBeVisible();
  await expect(hand).toHaveAttribute("aria-pressed", "false");
  await expect(board.getByText("demande la parole")).toHaveCount(0);
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
  const row = page.getByRole("listitem").filter({ hasText: "Awa" });
  await row.getByLabel("Actions : Awa").click();
  await row.getByLabel("Rôle de Awa").selectOption("facilitator");
  await row.getByRole("button", { name: "Changer de rôle" }).click();
  await expect(awa.getByRole("region", { name: "Animer" })).toBeVisible();
  // A projector is not led from a phone.
  await expect(awa.getByRole("link", { name: "Vue pour le projecteur" })).toBeVisible({ visible: !isMobile });

  await board.goto(`${new URL(board.url()).pathname}?screen`);
  await expect(board.getByRole("img", { name: /Code à lire avec un téléphone/ })).toBeVisible();
  await expect(board.getByText(/Pour participer/)).toContainText(door);
  await board.close();
});

/** Has a page remember what it writes on its canvases, from when it is opened next, and gives what tells it. */
async function watchDrawing(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (
      this: CanvasRenderingContext2D,
      text: string,
      ...place: [number, number, number?]
    ) {
      drawn.push(text);
      fillText.call(this, text, ...place);
    };
    Object.assign(window, { drawn });
  });
  return () => page.evaluate(() => (window as { drawn?: string[] }).drawn?.join(" ") ?? "");
}

test("the projector draws nothing that who leads has written in private", anyWidth, async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await outline(page);
  await panel(page, "Déroulé");
  const board = new URL(page.url()).pathname;
  const [own, projector] = [await page.context().newPage(), await page.context().newPage()];
  const [drawnForOne, drawnForAll] = [await watchDrawing(own), await watchDrawing(projector)];
  await projector.goto(`${board}?screen`);
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });

  // Short words, which no line is broken in.
  const [secret, shared] = [unique(), unique()];
  await page.bringToFront();
  const begin = page.getByRole("button", { name: /ommencer\s: / });
  await begin.first().click();
  await write(page, secret);
  // The next phase is begun from the first, once that runs.
  await expect(page.locator(".board-script [aria-current=step]")).toBeVisible();
  await begin.nth(1).click();
  // What comes later is there later.
  await write(page, shared);
  await inStep(page);
  await own.bringToFront();
  await own.goto(board);
  await inStep(own);
  await canvasOf(own).focus();
  // All of the board, whatever of it was there at first.
  await own.keyboard.press("0");
  await expect.poll(drawnForOne).toContain(shared);
  expect(await drawnForOne()).toContain(secret);
  expect(await drawnForOne()).toContain("vous seul·e");
  await projector.bringToFront();
  await expect.poll(drawnForAll).toContain(shared);
  expect(await drawnForAll()).not.toContain(secret);
  expect(await drawnForAll()).not.toContain("vous seul·e");
  // Nor when it gets all of the board at once.
  await projector.reload();
  await expect.poll(drawnForAll, { timeout: 20_000 }).toContain(shared);
  expect(await drawnForAll()).not.toContain(secret);

  await page.bringToFront();
  await revealAll(page);
  await projector.bringToFront();
  await expect.poll(drawnForAll).toContain(secret);
  await own.close();
  await projector.close();
});

test("the projector shows what is held up, and names nobody who did not sign", anyWidth, async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  await openSession(page);
  await goToBoard(page);
  await outline(page);
  const board = new URL(page.url()).pathname;
  await panel(page, "Déroulé");
  // The second phase is one in which all see what is written.
  await page.getByRole("button", { name: /ommencer\s: / }).nth(1).click();
  const names = page.getByRole("button", { name: "Masquer les noms" });
  const [unsigned, signed] = [`Sans nom ${unique()}`, `Avec nom ${unique()}`];
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "true");
  await write(page, unsigned);
  await inStep(page);
  await names.click();
  await expect(names).toHaveAttribute("aria-pressed", "false");
  await write(page, signed);
  await inStep(page);
  const described = `L'écran d'accueil ${unique()}`;
  await page.locator(".board-outline input[type=file]").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: PIXEL });
  const description = page.getByRole("textbox", { name: "Description de l'image" });
  await description.fill(described);
  await description.press("Escape");
  await inStep(page);

  const projector = await page.context().newPage();
  await projector.goto(`${board}?screen`);
  await expect(projector.getByText(/Pour participer/)).toBeVisible({ timeout: 20_000 });
  const held = projector.locator(".board-spotlight");
  const signature = held.locator(".meta").last();
  const holdUp = page.getByRole("button", { name: "Mettre en lumière" });
  /** Holds something up, and looks at the projector. */
  const show = async (text: string) => {
    await page.bringToFront();
    if ((await holdUp.getAttribute("aria-pressed")) === "true") await holdUp.click();
    await expect(holdUp).toHaveAttribute("aria-pressed", "false");
    await note(page, text).click();
    await holdUp.click();
    await expect(holdUp).toHaveAttribute("aria-pressed", "true");
    await projector.bringToFront();
    await expect(held).toContainText(text);
  };
  await show(unsigned);
  await expect(signature).toHaveText("Quelqu'un");
  await show(described);
  await expect(held.locator("img")).toHaveJSProperty("naturalWidth", 1);
  // It has the room of the board, and the way in stays whole on a low screen.
  await expect(projector.locator(".board-view")).toBeHidden();
  await projector.setViewportSize({ width: 1440, height: 700 });
  await expect(projector.getByRole("img", { name: /Code à lire avec un téléphone/ })).toBeInViewport({ ratio: 1 });
  expect((await held.locator("img").boundingBox())!.width).toBeGreaterThan(1300);
  await show(signed);
  await expect(signature).not.toHaveText("Quelqu'un");
  // While names are hidden, what was signed bears none either.
  await page.bringToFront();
  await names.click();
  await projector.bringToFront();
  await expect(signature).toHaveText("Quelqu'un");
  await projector.close();
});

test("the time, a lock, what is held up and groups reach everybody", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const awa = await enter(await newPersonPage(), door, "Awa, Collège Pagnol");
  await outline(awa);
  await panel(page, "Déroulé");
  // The second phase is one in which all see what is written.
  await page.getByRole("button", { name: /ommencer\s: / }).nth(1).click();
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
  await write(page, later);
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

test("random groups hold everybody once, and lead each to the frame that names them", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
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

test("where WebSockets are blocked, requests carry the board", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  expectProblem(/WebSocket/);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const blocked = await newPersonPage();
  await blocked.routeWebSocket(/.*/, (socket) => socket.close());
  const awa = await enter(blocked, door, "Awa");
  await outline(awa);
  const [hers, theirs] = [`Par requêtes ${unique()}`, `Par WebSocket ${unique()}`];
  await write(awa, hers);
  await expect(note(page, hers)).toBeVisible();
  await write(page, theirs);
  await expect(note(awa, theirs)).toBeVisible({ timeout: 20_000 });
});

test("what a phase does not allow is offered to nobody, and is told once", async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  const text = `Écrit avant ${unique()}`;
  await write(awa, text);
  await inStep(awa);
  // In the first phase one writes, and nothing else.
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: /ommencer\s: / }).first().click();
  const row = awa.getByRole("listitem").filter({ has: note(awa, text) }).last();
  await row.getByLabel("Actions sur cet élément").click();
  await expect(row.getByRole("button", { name: "En faire un groupe" })).toBeDisabled();
  await checkAccessibility(awa);
  await awa.keyboard.press("Escape");
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  const tools = awa.getByRole("toolbar", { name: "Outils" });
  await expect(tools.getByRole("button", { name: "Note", exact: true })).toBeEnabled();
  const frame = tools.getByRole("button", { name: "Cadre" });
  await expect(frame).toBeDisabled();
  await expect(frame).toHaveAttribute("title", "Cadre\u00a0: La phase en cours ne le permet pas.");
  const canvas = awa.getByRole("application", { name: "Tableau" });
  const before = await canvas.boundingBox();
  await canvas.focus();
  for (const key of ["f", "c", "f"]) await awa.keyboard.press(key);
  await expect(awa.getByText("La phase en cours ne le permet pas.")).toHaveCount(1);
  expect(await canvas.boundingBox()).toEqual(before);
});

test("a phase that begins is told wherever one is on the page", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await outline(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await panel(awa, "Votes");
  await panel(page, "Déroulé");
  const script = page.locator(".board-script > li");
  const begins = async (title: string) => {
    await script.filter({ hasText: title }).getByRole("button").click();
    await expect(awa.locator(".board-step")).toHaveText(title);
  };
  await begins("Écrire en silence");
  await begins("Regrouper");
  const told = awa.locator(".board-begun");
  await expect(told).toBeVisible();
  await expect(told.getByRole("status")).not.toBeEmpty();
  await checkAccessibility(awa);
  await told.getByRole("button", { name: "Compris" }).click();
  await expect(told).toBeHidden();
});

test("what a phase asks is told once, and what the next asks is told anew", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { door } = await openSession(page);
  await goToBoard(page);
  await panel(page, "Déroulé");
  const awa = await enter(await newPersonPage(), door, "Awa");
  await panel(awa, "Votes");
  const told = awa.locator(".board-begun");
  const begin = page.getByRole("button", { name: /ommencer\s: / });
  await expect(told).toBeHidden();
  await begin.first().click();
  await expect(told).toContainText("Écrire en silence");
  await expect(told.getByRole("status")).toContainText("Une observation par note");
  await told.getByRole("button", { name: "Compris" }).click();
  await expect(told).toBeHidden();

  // Not again by another panel, nor by coming back while the phase still runs.
  await panel(awa, "Déroulé");
  await expect(awa.locator(".board-phase")).toContainText("Une observation par note");
  await panel(awa, "Votes");
  await expect(awa.locator(".board-phase")).toHaveCount(0);
  await expect(told).toBeHidden();
  await awa.reload();
  await inStep(awa);
  await expect(awa.locator(".board-step")).toHaveText("Écrire en silence");
  await expect(awa.getByRole("group", { name: "Volet" }).getByRole("button", { name: "Votes" })).toHaveAttribute("aria-pressed", "true");
  await expect(told).toBeHidden();

  await begin.nth(1).click();
  await expect(told).toContainText("Regrouper");
  await expect(told.getByRole("status")).toContainText("rapprochez les notes qui vont ensemble");
  await expect(told).not.toContainText("Une observation par note");
});
