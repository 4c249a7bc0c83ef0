// Co-design sessions: preparing one, joining it from several browsers, writing in private,
// revealing, grouping, working offline, and taking up what came out.
import { anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";
import { begin, closeSession, enter, goToBoard, inStep, openSession, outline, panel, receivedBy, revealAll, unique, write } from "./room";

test("a session is prepared from a template, changed and opened", async ({ page }) => {
  await signIn(page, "lead");
  const { session, title } = await openSession(page);
  await expect(page.getByRole("img", { name: /Code à lire/ })).toBeVisible();
  await checkAccessibility(page);
  await page.goto(`${session}/edit`);
  await page.getByRole("textbox", { name: /^But/ }).fill("Choisir trois pistes");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("Choisir trois pistes")).toBeVisible();
});

test("what is written in private reaches others once it is revealed, and becomes feedback", async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session, door } = await openSession(page);
  const frames = receivedBy(page);
  await page.getByRole("button", { name: "Participer" }).or(page.getByRole("link", { name: "Ouvrir le tableau" })).click();
  await inStep(page);
  await outline(page);
  // The first phase of the template is written in private.
  const script = page.getByRole("button", { name: "Déroulé" });
  if ((await script.getAttribute("aria-pressed")) !== "true") await script.click();
  await begin(page).first().click();

  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  await expect(awa.getByText("Personne d'autre ne voit ce que vous écrivez").first()).toBeVisible();
  const secret = `Trop de clics ${unique()}`;
  await write(awa, secret);
  await inStep(awa);
  await expect(awa.getByText("vous seul·e").first()).toBeVisible();
  await expect(page.getByRole("button", { name: secret })).toHaveCount(0);
  // Nor has it come to the facilitator's browser in any other way.
  expect(frames.some((frame) => frame.includes(secret))).toBe(false);

  await revealAll(page);
  await script.click();
  await expect(page.getByRole("button", { name: secret })).toBeVisible();
  expect(frames.some((frame) => frame.includes(secret))).toBe(true);

  await page.goto(session);
  await closeSession(page);
  await page.getByRole("link", { name: "Reprendre les notes du tableau" }).click();
  const note = page.getByRole("listitem").filter({ hasText: secret });
  await note.getByRole("link", { name: "Reprendre" }).click();
  await page.getByLabel("un retour").check();
  await page.getByLabel("Sorte de retour").selectOption("obstacle");
  await page.getByRole("button", { name: "Reprendre" }).click();
  await expect(note.getByText("reprise")).toBeVisible();
  await note.getByRole("link", { name: "retour" }).click();
  await expect(page.getByText(secret).first()).toBeVisible();
});

test("two people write on one board, and who loses the network loses nothing", async ({ page, newPersonPage, expectProblem }) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, "lead");
  const { door } = await openSession(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bao = await enter(await newPersonPage(), door, "Bao");
  await outline(awa);
  await outline(bao);
  const first = `En ligne ${unique()}`;
  await write(awa, first);
  await expect(bao.getByRole("button", { name: first, exact: true })).toBeVisible();

  await bao.context().setOffline(true);
  await expect(bao.getByText(/Hors connexion/)).toBeVisible();
  const offline = `Hors ligne ${unique()}`;
  await write(bao, offline);
  await expect(bao.getByText("1 modification sur cet appareil seulement")).toBeVisible();
  const meanwhile = `Pendant ce temps ${unique()}`;
  await write(awa, meanwhile);
  await bao.context().setOffline(false);
  await inStep(bao);
  await expect(bao.getByRole("button", { name: meanwhile, exact: true })).toBeVisible();
  await expect(awa.getByRole("button", { name: offline, exact: true })).toBeVisible();
});

test("the board follows its script, and offers no tools once the session is over", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  const { session } = await openSession(page);
  const board = await page.context().newPage();
  await board.goto(session);
  await goToBoard(board);
  await panel(board, "Déroulé");
  await board.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect(board.getByRole("toolbar", { name: "Types de notes" })).toBeVisible();

  await page.goto(`${session}/edit`);
  const title = `Écrire ${unique()}`;
  await page.getByRole("textbox", { name: /^Phase/ }).first().fill(title);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText(title)).toBeVisible();
  const leading = board.getByRole("region", { name: "Animer" });
  await expect(leading.getByText(title)).toBeVisible();
  await leading.getByRole("button", { name: `Commencer : ${title}` }).click();
  await expect(board.getByRole("heading", { name: title })).toBeVisible();

  await closeSession(page);
  await expect(board.getByText("La séance est close : le tableau se relit")).toBeVisible();
  await expect(board.getByRole("toolbar", { name: "Types de notes" })).toBeHidden();
  await expect(board.getByRole("region", { name: "Animer" })).toHaveCount(0);
  await board.close();
});

test("the canvas takes notes by keyboard, and undoes", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no such keys");
  await signIn(page, "lead");
  await openSession(page);
  await page.getByRole("button", { name: "Participer" }).or(page.getByRole("link", { name: "Ouvrir le tableau" })).click();
  await inStep(page);
  const canvas = page.getByRole("application", { name: "Tableau" });
  await canvas.focus();
  await page.keyboard.press("n");
  await page.getByRole("textbox", { name: "Texte" }).fill("Au clavier");
  await page.keyboard.press("Escape");
  await checkAccessibility(page);
  await outline(page);
  await expect(page.getByRole("button", { name: "Au clavier", exact: true })).toBeVisible();
  await checkAccessibility(page);
});

test("a script is saved as a template and begins the next session", anyWidth, async ({ page }) => {
  await signIn(page, "lead");
  await openSession(page);
  await page.getByText("Enregistrer ce déroulé comme modèle").click();
  const name = `Atelier ${unique()}`;
  await page.getByLabel("Nom du modèle").fill(name);
  await page.getByLabel("À quoi il sert").fill("Pour écrire puis regrouper.");
  await page.getByRole("button", { name: "Enregistrer le modèle" }).click();
  await expect(page.getByText("Modèle enregistré")).toBeVisible();
  await page.goto(`${await demoProject(page)}/sessions/new`);
  await checkAccessibility(page);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("link", { name }) });
  await expect(card).toContainText("Pour écrire puis regrouper.");
  await page.getByRole("link", { name }).click();
  await expect(page.getByLabel("Titre").first()).toHaveValue(name);
  await page.goBack();
  await page.getByRole("button", { name: `Retirer « ${name} »` }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("a script that is offered to all begins sessions of other projects", anyWidth, async ({ page, newPersonPage }) => {
  await signIn(page, "lead");
  const { session } = await openSession(page);
  const phases = await page.locator(".script > li b").allTextContents();
  expect(phases.length).toBeGreaterThan(1);
  const [offered, kept] = [`Pour tous ${unique()}`, `Pour nous ${unique()}`];
  for (const name of [offered, kept]) {
    await page.goto(session);
    await page.getByText("Enregistrer ce déroulé comme modèle").click();
    await page.getByLabel("Nom du modèle").fill(name);
    const forAll = page.getByLabel("Le proposer à tous les projets de l'espace");
    await expect(forAll).not.toBeChecked();
    if (name === offered) await forAll.check();
    await page.getByRole("button", { name: "Enregistrer le modèle" }).click();
    await expect(page.getByText("Modèle enregistré")).toBeVisible();
  }

  // Somebody else begins a session of another project with it.
  const other = await newPersonPage();
  await signIn(other, "coordinator");
  await other.goto("/projects");
  const elsewhere = other.locator(".card-title a").filter({ hasText: "Presqu’île" });
  await other.goto(`${await elsewhere.getAttribute("href")}/sessions/new`);
  const card = other.getByRole("listitem").filter({ has: other.getByRole("link", { name: offered }) });
  await expect(card).toContainText("proposé à tout l'espace par Claire Vasseur-Diallo");
  await expect(card.getByRole("button")).toHaveCount(0);
  await expect(other.getByRole("link", { name: kept })).toHaveCount(0);
  await other.getByRole("link", { name: offered }).click();
  await expect(other.getByLabel("Titre").first()).toHaveValue(offered);
  await other.getByLabel("Début").fill("2026-12-02T14:00");
  await other.getByRole("button", { name: "Préparer cette séance" }).click();
  await expect(other.getByRole("heading", { level: 1, name: offered })).toBeVisible();
  await expect(other.locator(".script > li b")).toHaveText(phases);

  // Taken away, it is offered to nobody any more; the session that began with it keeps its script.
  await page.goto(`${await demoProject(page)}/sessions/new`);
  for (const name of [offered, kept]) {
    await page.getByRole("button", { name: `Retirer « ${name} »` }).click();
    await expect(page.getByRole("link", { name })).toHaveCount(0);
  }
  await other.reload();
  await expect(other.locator(".script > li b")).toHaveText(phases);
});
