// Votes of a session: totals that stay hidden, ties, reasons, and ballots that can be verified.
import type { Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { begin, enter, fillIn, inStep, leadInOutline, outline, panel, twoInARoom, unique, write } from "./room";

/** What a page is answered from now on. */
function answersTo(page: Page): Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/load_votes")) answers.push(response.text().catch(() => ""));
  });
  return answers;
}

async function openVote(page: Page, question: string, kind: string) {
  await panel(page, "Votes");
  await page.getByRole("button", { name: "Ouvrir un vote" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.getByLabel("Façon de voter").selectOption({ label: kind });
  return page.getByRole("button", { name: "Ouvrir le vote" });
}

test("a phase that is for a vote leads to its form, in which frames are voted on as well", anyWidth, async ({ page }) => {
  await leadInOutline(page, "Gommettes, puis objections");
  await write(page, `Minuteur ${unique()}`);
  await panel(page, "Déroulé");
  const wanted = page.getByText("Cette phase est faite pour un vote");
  await page.getByRole("button", { name: "Commencer : Propositions" }).click();
  await expect(page.locator(".board-step")).toHaveText("Propositions");
  await expect(wanted).toHaveCount(0);
  await page.getByRole("button", { name: "Commencer : Objections" }).click();
  await expect(wanted).toContainText("oui, non ou objection motivée");
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Préparer le vote" }).click();
  await expect(page.getByLabel("Façon de voter")).toHaveValue("objection");
  const frames = page.getByLabel("Ce qui est mis au vote").locator("option", { hasText: /^Les? cadres? / });
  await expect(frames).toHaveCount(1);
  const question = `Gêne-t-il quelqu'un ${unique()}`;
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  // What the phase was for is under way.
  await panel(page, "Déroulé");
  await expect(begin(page).first()).toBeVisible();
  await expect(wanted).toHaveCount(0);
});

test("a vote that is left open is told as the next phase begins, and nobody votes in a phase that holds none", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}) => {
  test.setTimeout(120_000);
  // A ballot that a phase does not allow is refused.
  expectProblem(/403/);
  const { door } = await leadInOutline(page, "Gommettes, puis objections");
  const first = `Minuteur ${unique()}`;
  await write(page, first);
  const question = `Quelle piste ${unique()}`;
  await (await openVote(page, question, "gommettes")).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  const awa = await enter(await newPersonPage(), door, "Awa");
  await panel(awa, "Votes");
  await awa.getByRole("button", { name: `Une gommette de plus pour « ${first} »` }).click();

  // The first phase holds no vote.
  await panel(page, "Déroulé");
  await expect(page.getByText(`Le vote « ${question} » est encore ouvert.`)).toHaveCount(0);
  await page.getByRole("button", { name: "Commencer : Propositions" }).click();
  await expect(page.getByText(`Le vote « ${question} » est encore ouvert.`)).toBeVisible();
  await expect(page.getByText("Dans cette phase, personne ne peut voter.")).toBeVisible();
  await checkAccessibility(page);
  await expect(awa.getByText("Ce vote est encore ouvert, mais la phase en cours ne permet pas de voter.")).toBeVisible();
  await expect(awa.getByText(`Le vote « ${question} » est encore ouvert.`)).toHaveCount(0);
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("La phase en cours de la séance ne le permet pas.")).toBeVisible();
  await panel(page, "Votes");
  await expect(page.getByRole("button", { name: "Ouvrir un vote" })).toBeDisabled();
  await expect(page.getByText(/^0 sur [12] ont voté$/)).toBeVisible();

  // The next one holds one: whoever waited votes, and whoever leads closes it from the notice.
  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Commencer : Gommettes" }).click();
  await expect(page.getByText("Dans cette phase, personne ne peut voter.")).toBeHidden();
  await expect(awa.getByText("Ce vote est encore ouvert")).toBeHidden();
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();
  await page.getByRole("button", { name: `Clore « ${question} »` }).click();
  await expect(page.getByText(`Le vote « ${question} » est encore ouvert.`)).toHaveCount(0);
  await expect(awa.getByText("Le vote est clos.")).toBeVisible();
});

test("what a vote is held on stays as it was chosen, whatever comes to the board", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const text = `Minuteur ${unique()}`;
  await write(page, text);
  const question = `Laquelle ${unique()}`;
  await openVote(page, question, "gommettes");
  const list = page.getByLabel("Ce qui est mis au vote");
  const chosen = list.locator("option:checked");
  await expect(chosen).toHaveText("La note du tableau (1)");

  // A cluster comes to stand before what was chosen.
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  await write(awa, `Relecture ${unique()}`);
  const act = async (on: string, what: string) => {
    const line = awa.locator(".board-rows > li").filter({ has: awa.getByRole("button", { name: on, exact: true }) });
    await line.getByLabel("Actions sur cet élément").click();
    await line.getByRole("button", { name: what, exact: true }).click();
  };
  await act(text, "En faire un groupe");
  await act("Groupe sans nom", "Écrire");
  await fillIn(awa, "Temps");
  await expect(list.locator("option", { hasText: "Le groupe (1)" })).toHaveCount(1);
  await expect(chosen).toHaveText("Toutes les notes du tableau (2)");
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  await expect(page.getByRole("button", { name: `Une gommette de plus pour « ${text} »` })).toBeVisible();
  await expect(page.getByRole("button", { name: "Une gommette de plus pour « Temps »" })).toHaveCount(0);
});

test("a vote that was opened while somebody had no network is there when they come back", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}) => {
  // What tries to connect while there is no network is told so by the browser.
  expectProblem(/ERR_INTERNET_DISCONNECTED/);
  const { door } = await leadInOutline(page);
  await write(page, `Minuteur ${unique()}`);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await awa.context().setOffline(true);
  await expect(awa.getByText(/Hors connexion/)).toBeVisible();
  const question = `Quelle piste ${unique()}`;
  await (await openVote(page, question, "gommettes")).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  await expect(awa.getByText("Un vote est ouvert.")).toHaveCount(0);
  await awa.context().setOffline(false);
  await expect(awa.getByText("Un vote est ouvert.")).toBeVisible();
});

test("dots are anonymous and limited, a tie is voted on again, and a ballot can be verified", async ({
  page,
  newPersonPage,
}) => {
  test.setTimeout(120_000);
  const { session, door } = await leadInOutline(page);
  const [first, second] = [`Minuteur ${unique()}`, `Relecture ${unique()}`];
  await write(page, first);
  await write(page, second);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bao = await enter(await newPersonPage(), door, "Bao");
  const told = answersTo(bao);

  const question = `Quelle piste ${unique()}`;
  const open = await openVote(page, question, "gommettes");
  await page.getByLabel("Gommettes par personne").fill("2");
  await page.getByLabel("Au plus, par élément").fill("1");
  // What says the same is brought together beforehand, and taken apart again.
  await page.getByText("Réunir deux doublons").click();
  await page.getByLabel("Ce doublon").selectOption({ label: second });
  await page.getByLabel("devient").selectOption({ label: first });
  await page.getByRole("button", { name: "Réunir", exact: true }).click();
  await expect(page.getByText(`« ${second} » est réuni à « ${first} »`)).toBeVisible();
  await checkAccessibility(page);
  await page.getByRole("button", { name: `Séparer « ${second} »` }).click();
  await expect(page.getByText("est réuni à")).toHaveCount(0);
  await open.click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();

  // Who has not voted is told, and led there.
  await expect(awa.getByText("Un vote est ouvert.")).toBeVisible();
  await awa.getByRole("button", { name: "Voter" }).click();
  await expect(awa.getByText("Il vous reste 2 gommettes")).toBeVisible();
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Choisissez quelque chose avant de voter.")).toBeVisible();
  const give = awa.getByRole("button", { name: `Une gommette de plus pour « ${first} »` });
  // At its limit a button keeps the keyboard, does nothing, and says why.
  await give.press("Enter");
  await expect(awa.getByText("Choisissez quelque chose avant de voter.")).toBeHidden();
  await expect(give).toHaveAttribute("aria-disabled", "true");
  await expect(give).toBeFocused();
  await expect(give).toHaveAccessibleDescription("1 gommette au plus par élément.");
  const refused = awa.getByRole("status").filter({ hasText: "1 gommette au plus par élément." });
  await expect(refused).toHaveCount(0);
  await give.press("Enter");
  await expect(refused).toBeVisible();
  await expect(give).toBeFocused();
  await expect(awa.getByText("Il vous reste 1 gommette")).toBeVisible();
  const take = awa.getByRole("button", { name: `Une gommette de moins pour « ${first} »` });
  await take.press("Enter");
  await expect(take).toHaveAttribute("aria-disabled", "true");
  await expect(take).toBeFocused();
  await expect(refused).toHaveCount(0);
  await expect(awa.getByText("Il vous reste 2 gommettes")).toBeVisible();
  await give.click();
  await expect(awa.getByText("Il vous reste 1 gommette")).toBeVisible();
  await checkAccessibility(awa);
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();

  await panel(bao, "Votes");
  await expect(bao.getByText("1 sur 3 ont voté")).toBeVisible();
  await bao.getByRole("button", { name: `Une gommette de plus pour « ${second} »` }).click();
  await bao.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(bao.getByText("Vous avez voté.")).toBeVisible();
  // Neither totals nor anybody's ballot have come to anybody.
  for (const answer of await Promise.all(told)) expect(answer).not.toContain("result\":{");
  await expect(page.getByText("2 sur 3 ont voté")).toBeVisible();
  await expect(page.getByText("Les résultats restent cachés")).toBeVisible();

  await page.getByRole("button", { name: "Clore le vote" }).click();
  await expect(page.getByText("Égalité").first()).toBeVisible();
  await expect(awa.getByText("Égalité").first()).toBeVisible();
  await awa.getByRole("button", { name: "Vérifier que mon bulletin compte" }).click();
  const verified = awa.getByText("Votre bulletin compte, sous le reçu");
  await expect(verified).toContainText(`${first} (1 gommette)`);
  const receipt = /sous le reçu ([0-9a-f]{12})/.exec(await verified.innerText())![1]!;
  // All ballots are there to be counted again; hers is the one under her receipt.
  await awa.getByText("Recompter : les 2 bulletins").click();
  await expect(awa.getByText("ces bulletins donnent les totaux affichés")).toBeVisible();
  const ballots = awa.getByRole("region", { name: "Recompter : les 2 bulletins" }).getByRole("row");
  await expect(ballots).toHaveCount(3);
  await expect(ballots.filter({ hasText: receipt })).toContainText(`${first} (1 gommette)`);
  await expect(ballots.filter({ hasText: receipt })).toContainText("le vôtre");
  await expect(ballots.filter({ hasText: "le vôtre" })).toHaveCount(1);
  await expect(ballots.filter({ hasText: `${second} (1 gommette)` })).toHaveCount(1);
  await checkAccessibility(awa);

  // Pressed twice in a row, it opens one vote, and is not offered while there is one.
  await page.getByRole("button", { name: "Revoter entre ces éléments" }).dblclick();
  await expect(page.getByText("départage un vote précédent")).toBeVisible();
  await expect(page.getByText("départage un vote précédent")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Revoter entre ces éléments" })).toHaveCount(0);
  await page.getByRole("button", { name: `Une gommette de plus pour « ${second} »` }).click();
  await page.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(page.getByText("Vous avez voté.")).toBeVisible();
  await page.getByRole("button", { name: "Clore le vote" }).click();
  await expect(page.getByText("Les résultats restent cachés")).toHaveCount(0);

  await page.goto(session);
  await expect(page.getByRole("heading", { name: question, exact: true })).toBeVisible();
  await checkAccessibility(page);
});

test("an objection says why, and everybody reads it once the vote is closed", anyWidth, async ({ page, newPersonPage, expectProblem }) => {
  expectProblem(/422/);
  const { door } = await leadInOutline(page);
  const note = `Noter les élèves ${unique()}`;
  await write(page, note);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const open = await openVote(page, "Peut-on vivre avec ?", "oui, non ou objection motivée");
  await page.getByLabel("Vote anonyme").uncheck();
  await open.click();
  // Where the panel of votes is open it is said too, and once.
  await expect(page.getByRole("status").filter({ hasText: "Un vote est ouvert." })).toHaveCount(1);
  await expect(awa.getByRole("status").filter({ hasText: "Un vote est ouvert." })).toHaveCount(1);
  await panel(awa, "Votes");
  await expect(awa.getByText("Un vote est ouvert.")).toHaveCount(0);
  await expect(awa.getByText("À la clôture, chacun voit qui a voté quoi.")).toBeVisible();
  await awa.getByRole("radio", { name: "Objection" }).check();
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Dites en quoi cela nuirait.")).toBeVisible();
  await expect(awa.getByRole("alert").filter({ hasText: "une raison manque" })).toBeVisible();
  const reason = `Cela les décourage ${unique()}`;
  await awa.getByLabel("Pourquoi").fill(reason);
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();
  await page.getByRole("radio", { name: "Oui" }).check();
  await page.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(page.getByText("2 sur 2 ont voté")).toBeVisible();
  await expect(page.getByText(reason)).toHaveCount(0);
  // The projector of whoever has voted shows the vote, and nothing of how they voted.
  const screen = await page.context().newPage();
  await screen.goto(`${new URL(page.url()).pathname}?screen`);
  await expect(screen.getByRole("heading", { name: "Peut-on vivre avec ?" })).toBeVisible({ timeout: 20_000 });
  await expect(screen.getByText("2 sur 2 ont voté")).toBeVisible();
  await expect(screen.getByRole("radio")).toHaveCount(0);
  await expect(screen.getByText("Vous avez voté.")).toHaveCount(0);
  await checkAccessibility(screen);
  await page.getByRole("button", { name: "Clore le vote" }).click();
  for (const person of [page, awa]) {
    await expect(person.getByRole("status").filter({ hasText: "Le vote est clos." })).toHaveCount(1);
  }
  await expect(screen.getByText("1 objection").first()).toBeVisible();
  await expect(screen.getByText("Qui a voté quoi")).toHaveCount(0);
  await screen.close();
  await expect(page.getByText(reason).first()).toBeVisible();
  await expect(page.getByText("1 objection").first()).toBeVisible();
  await page.getByText("Qui a voté quoi").click();
  await expect(page.getByText(`Awa : ${note}`)).toBeVisible();
});

test("an order is made by keys, which stay with the item that they move", anyWidth, async ({ page }) => {
  await leadInOutline(page);
  const [first, second, third] = [`Un ${unique()}`, `Deux ${unique()}`, `Trois ${unique()}`];
  for (const text of [first, second, third]) await write(page, text);
  await (await openVote(page, "Dans quel ordre ?", "classement")).click();
  const button = (what: string, text: string) => page.getByRole("button", { name: `${what} « ${text} »` });
  for (const text of [first, second, third]) await button("Donner une place à", text).click();
  const list = page.getByRole("list").filter({ has: page.getByRole("button", { name: /^Monter/ }) }).last();
  const order = list.getByRole("listitem");
  await expect(order).toContainText([first, second, third]);

  const up = button("Monter", third);
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(order).toContainText([first, third, second]);
  await expect(up).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(order).toContainText([third, first, second]);
  // At the end of the order a button keeps the keyboard, does nothing, and says why.
  await expect(up).toBeFocused();
  await expect(up).toHaveAttribute("aria-disabled", "true");
  await expect(up).toHaveAccessibleDescription("Cet élément est déjà le premier.");
  const refused = page.getByRole("status").filter({ hasText: "Cet élément est déjà le premier." });
  await expect(refused).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(refused).toBeVisible();
  await expect(up).toBeFocused();
  await expect(order).toContainText([third, first, second]);

  const down = button("Descendre", third);
  await down.focus();
  await page.keyboard.press("Enter");
  await expect(order).toContainText([first, third, second]);
  await expect(down).toBeFocused();
  await expect(refused).toHaveCount(0);

  // Taken out of the order and given a place again, the item keeps the keyboard as well.
  await button("Enlever", third).focus();
  await page.keyboard.press("Enter");
  await expect(order).toContainText([first, second]);
  await expect(button("Donner une place à", third)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(order).toContainText([first, second, third]);
  await expect(up).toBeFocused();
  await checkAccessibility(page);
});

test("a ballot that was not sent is still there after the page was loaded anew", anyWidth, async ({ page }) => {
  await leadInOutline(page);
  const [first, second] = [`Un ${unique()}`, `Deux ${unique()}`];
  await write(page, first);
  await write(page, second);
  await (await openVote(page, "Dans quel ordre ?", "classement")).click();
  await page.getByRole("button", { name: `Donner une place à « ${second} »` }).click();
  await page.getByRole("button", { name: `Donner une place à « ${first} »` }).click();
  await page.getByRole("button", { name: `Monter « ${first} »` }).click();
  await page.reload();
  await inStep(page);
  await panel(page, "Votes");
  const order = page.getByRole("list").filter({ has: page.getByRole("button", { name: /^Monter/ }) });
  await expect(order.last().getByRole("listitem").first()).toContainText(first);
});

test("who shares the victory of a run-off has not won, and is voted on again", anyWidth, async ({ page, newPersonPage }) => {
  const { awa } = await twoInARoom(page, newPersonPage);
  const [first, second] = [`Un ${unique()}`, `Deux ${unique()}`];
  await write(page, first);
  await write(page, second);
  await (await openVote(page, "Dans quel ordre ?", "classement")).click();
  for (const [person, best] of [[page, first], [awa, second]] as const) {
    await panel(person, "Votes");
    await person.getByRole("button", { name: `Donner une place à « ${best} »` }).click();
    await person.getByRole("button", { name: "Voter", exact: true }).click();
    await expect(person.getByText("Vous avez voté.")).toBeVisible();
  }
  await page.getByRole("button", { name: "Clore le vote" }).click();
  for (const person of [page, awa]) {
    const rounds = person.getByRole("region", { name: "Tours successifs" });
    await expect(rounds.getByText("Égalité")).toHaveCount(2);
    await expect(rounds.getByText("Gagne")).toHaveCount(0);
  }
  await expect(page.getByRole("button", { name: "Revoter entre ces éléments" })).toBeVisible();
});

/** What of a vote its voters are asked, as the page reads it. */
interface Asked {
  id: string;
  facts: { rules: { items: string[] }; texts: string[] };
}

test("ratings are told by group only where each group that voted has five people", anyWidth, async ({ page, newPersonPage, playwright, baseURL }) => {
  test.setTimeout(90_000);
  const { session, door } = await leadInOutline(page);
  const [first, second] = [`Minuteur ${unique()}`, `Relecture ${unique()}`];
  await write(page, first);
  await write(page, second);
  await inStep(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  // Ten more, who send what their browsers would send.
  const extraHTTPHeaders = { "sec-fetch-site": "same-origin", accept: "application/json" };
  const people = ["teacher", "researcher"].flatMap((party) => Array.from({ length: 5 }, () => party));
  const voters: { party: string; post: (name: string, form: Record<string, string>) => Promise<void>; leave: () => Promise<void> }[] = [];
  for (const party of people) {
    const browser = await playwright.request.newContext({ baseURL, extraHTTPHeaders });
    const post = async (name: string, form: Record<string, string>) => {
      const answer = await browser.post(`/api/${name}`, { form });
      expect(answer.status(), `${name}: ${await answer.text()}`).toBe(200);
    };
    await post("join_as_guest", { code: door.slice("/s/".length), "draft[pseudonym]": `Quelqu'un ${unique()}`, "draft[party]": party });
    voters.push({ party, post, leave: () => browser.dispose() });
  }
  const id = session.slice("/sessions/".length);
  /** So many of them rate the first note: teachers, who come first, with four, researchers with two. */
  const rate = async (count: number) => {
    const votes = (await (await page.request.get(`/api/load_votes?session=${id}`)).json()) as Asked[];
    const { id: vote, facts } = votes[0]!;
    const item = facts.rules.items[facts.texts.indexOf(first)]!;
    for (const { party, post } of voters.slice(0, count)) {
      const ballot = JSON.stringify({ rating: { [item]: party === "teacher" ? 4 : 2 } });
      await post("cast_ballot", { session: id, id: vote, ballot });
    }
  };
  const card = (question: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: question, exact: true }) });
  const ask = async (question: string) => {
    const open = await openVote(page, question, "note de 1 à 5");
    await page.getByLabel("Vote anonyme").uncheck();
    await open.click();
    await expect(card(question)).toBeVisible();
  };

  // Six teachers, with her, and four researchers.
  const untold = `Sans groupes ${unique()}`;
  await ask(untold);
  await panel(awa, "Votes");
  const rating = (text: string, value: string) => awa.getByRole("group", { name: text }).getByRole("radio", { name: value, exact: true });
  await expect(rating(second, "sans avis")).toBeChecked();
  await rating(first, "5").check();
  await rating(second, "2").check();
  await checkAccessibility(awa);
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();
  await rate(9);
  await page.getByRole("button", { name: "Clore le vote" }).click();
  const best = card(untold).locator(".vote-bars > li").first();
  await expect(best).toContainText(first);
  await expect(best).toContainText("moyenne 3,3 (10 notes)");
  await expect(best).toContainText("0 · 4 · 0 · 5 · 1");
  await expect(card(untold).getByText("Qui a voté quoi")).toBeVisible();
  await expect(card(untold).getByText("Par groupe")).toHaveCount(0);

  const told = `Par groupes ${unique()}`;
  await ask(told);
  await rate(10);
  await page.getByRole("button", { name: "Clore le vote" }).click();
  await card(told).getByText("Par groupe", { exact: true }).click();
  for (const [group, mean] of [["enseignant·e", "4"], ["chercheur·se", "2"]] as const) {
    const share = card(told).locator("section").filter({ has: page.getByRole("heading", { name: group }) });
    await expect(share).toContainText("5 bulletins");
    await expect(share).toContainText(`moyenne ${mean} (5 notes)`);
  }
  for (const { leave } of voters) await leave();
});

test("a projector shows the first of many items, and how many follow", anyWidth, async ({ page }) => {
  await leadInOutline(page);
  const mark = unique();
  const texts = Array.from({ length: 7 }, (_, place) => `Piste ${place + 1} ${mark}`);
  for (const text of texts) await write(page, text);
  const question = `Laquelle ${mark}`;
  const open = await openVote(page, question, "gommettes");
  // Of what holds several, all of it is voted on unless something else is chosen.
  await expect(page.getByLabel("Ce qui est mis au vote").locator("option:checked")).toHaveText("Toutes les notes du tableau (7)");
  await open.click();
  await page.getByRole("button", { name: `Une gommette de plus pour « ${texts[6]} »` }).click();
  await page.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(page.getByText("Vous avez voté.")).toBeVisible();
  await page.getByRole("button", { name: "Clore le vote" }).click();
  await inStep(page);

  const screen = await page.context().newPage();
  await screen.setViewportSize({ width: 1280, height: 800 });
  await screen.goto(`${new URL(page.url()).pathname}?screen`);
  const vote = screen.locator(".board-screen-vote");
  await expect(vote.getByRole("heading", { name: question })).toBeVisible({ timeout: 20_000 });
  await expect(vote.locator(".vote-bars > li")).toHaveCount(5);
  await expect(vote.locator(".vote-bars > li").first()).toContainText(texts[6]!);
  const more = vote.getByText("et 2 autres");
  const [whole, last] = [(await vote.boundingBox())!, (await more.boundingBox())!];
  expect(last.y + last.height, "it is not cut off").toBeLessThanOrEqual(whole.y + whole.height);
  await screen.close();
});
