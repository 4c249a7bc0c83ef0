// Votes where the notes are: one's own while a vote is open, what came out once it is closed.
import type { Locator, Page } from "@playwright/test";
import { anyWidth, checkAccessibility, expect, test } from "./fixtures";
import { enter, inStep, leadInOutline, note, outline, panel, said, unique, watchDrawing, write } from "./room";

/** The line of a note in the outline. */
const line = (page: Page, text: string): Locator => page.locator(".board-rows > li").filter({ has: note(page, text) });

async function openVote(page: Page, question: string, kind: string) {
  await panel(page, "Votes");
  await page.getByRole("button", { name: "Ouvrir un vote" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.getByLabel("Façon de voter").selectOption({ label: kind });
  await page.getByLabel("Ce qui est mis au vote").selectOption({ label: "Toutes les notes du tableau (2)" });
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
}

test("dots are given at the notes, seen there by who gave them, and by all once they are counted", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page);
  const first = `Minuteur ${unique()}`;
  const second = `Relecture ${unique()} par deux élèves, puis par toute la classe, à voix haute`;
  await write(page, first);
  await write(page, second);
  await inStep(page);
  const [awa, bao] = [await newPersonPage(), await newPersonPage()];
  const drawnByAwa = await watchDrawing(awa);
  await enter(awa, door, "Awa");
  await enter(bao, door, "Bao");
  await outline(bao);
  const screen = await page.context().newPage();
  const drawnOnScreen = await watchDrawing(screen);
  await screen.goto(`${new URL(page.url()).pathname}?screen`);
  const shown = async () => (await drawnOnScreen()).some((text) => text.includes("Minuteur"));
  await expect.poll(shown, { timeout: 20_000 }).toBe(true);
  const question = `Quelle piste ${unique()}`;
  await openVote(page, question, "gommettes");

  // In the outline dots are given line by line, and sent together.
  await outline(awa);
  await expect(line(awa, first)).toContainText("mis au vote");
  const give = awa.getByRole("button", { name: `Une gommette de plus pour « ${first} »` });
  await give.click();
  await give.click();
  await expect(give).toHaveAttribute("aria-disabled", "true");
  await expect(give).toHaveAccessibleDescription("2 gommettes au plus par élément.");
  await expect(line(awa, first)).toContainText("votre vote : 2 gommettes, pas encore envoyé");
  await expect(note(awa, first)).toHaveAccessibleDescription(/votre vote\s: 2 gommettes/);
  await awa.getByRole("button", { name: `Une gommette de moins pour « ${first} »` }).click();
  await expect(awa.getByText("Il vous reste 2 gommettes")).toBeVisible();
  await give.click();
  await expect(awa.getByText("Il vous reste 1 gommette")).toBeVisible();
  await checkAccessibility(awa);
  // On a phone the lines have most of the screen, and what a dot is given to is read beside it.
  const wide = awa.viewportSize()!;
  await awa.setViewportSize({ width: 360, height: 740 });
  await give.evaluate((button) => button.scrollIntoView({ block: "nearest" }));
  const parts = [awa.locator(".board-view"), note(awa, first), give, awa.locator(".board-ballot")];
  const [view, words, dot, ballot] = await Promise.all(parts.map(async (part) => (await part.boundingBox())!));
  expect(ballot!.y - view!.y, "room for lines").toBeGreaterThan(330);
  expect(words!.y).toBeGreaterThanOrEqual(view!.y);
  expect(dot!.y).toBeGreaterThanOrEqual(words!.y + words!.height);
  expect(dot!.y + dot!.height).toBeLessThanOrEqual(ballot!.y);
  await awa.setViewportSize(wide);
  const send = awa.getByRole("button", { name: "Envoyer mon bulletin" });
  await expect(send).toHaveAttribute("data-kind", "primary");
  await send.click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();
  await expect(send).toBeFocused();
  await expect(send).not.toHaveAttribute("data-kind", "primary");
  await expect(line(awa, first)).toContainText("votre vote : 2 gommettes");
  await expect(line(awa, first)).not.toContainText("pas encore envoyé");
  await expect(line(awa, second)).not.toContainText("votre vote");
  // What was sent is changed, not withdrawn: without any dot it stays, and she is told so.
  const take = awa.getByRole("button", { name: `Une gommette de moins pour « ${first} »` });
  await take.click();
  await expect(send).toBeEnabled();
  await take.click();
  await expect(awa.getByRole("status").filter({ hasText: "ne se retire pas" })).toBeVisible();
  await expect(send).toBeDisabled();
  await give.click();
  await give.click();
  await expect(send).toBeEnabled();
  await expect(awa.getByText("ne se retire pas")).toHaveCount(0);
  // The same is on her ballot, and on her canvas.
  await panel(awa, "Votes");
  await expect(awa.getByText("Il vous reste 1 gommette")).toHaveCount(1);
  await expect(line(awa, first).getByRole("button", { name: /^Une gommette/ })).toHaveCount(0);
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await expect.poll(drawnByAwa).toContain("● ● 2");

  // One's own, too, for who leads; nothing of either for anybody else, nor on the projector.
  await page.getByRole("button", { name: `Une gommette de plus pour « ${second} »` }).click();
  await page.getByRole("button", { name: "Voter", exact: true }).click();
  // On the ballot the button is another now, and still has the keyboard.
  await expect(page.getByRole("button", { name: "Changer mon vote" })).toBeFocused();
  await expect(line(page, second)).toContainText("votre vote : 1 gommette");
  await expect(line(page, first)).toContainText("mis au vote");
  for (const text of [first, second]) await expect(line(bao, text)).toContainText("mis au vote");
  await expect(line(bao, first)).not.toContainText("gommette");
  await expect(screen.getByText("2 sur 3 ont voté")).toBeVisible();
  const marks = async () => (await drawnOnScreen()).filter((text) => /[●○–]|gommette/.test(text));
  expect(await marks()).toEqual([]);

  // Before somebody shares this screen.
  await page.getByRole("checkbox", { name: "Montrer les votes sur les notes" }).uncheck();
  await expect(line(page, second)).not.toContainText("votre vote");
  // Not even after the page was loaded anew.
  await page.reload();
  await inStep(page);
  await outline(page);
  await panel(page, "Votes");
  await expect(page.getByRole("button", { name: "Changer mon vote" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Montrer les votes sur les notes" })).not.toBeChecked();
  await expect(line(page, second)).not.toContainText("votre vote");
  await page.getByRole("checkbox", { name: "Montrer les votes sur les notes" }).check();
  await expect(line(page, second)).toContainText("votre vote : 1 gommette");

  // In the lines a note is named by its beginning. Whoever stands there stays in the line.
  const brief = bao.getByRole("button", { name: `Une gommette de plus pour « ${second.slice(0, 30)}` });
  await expect(brief).not.toHaveAccessibleName(/à voix haute/);
  await brief.focus();
  await page.getByRole("button", { name: "Clore le vote" }).click();
  await expect(note(bao, second)).toBeFocused();
  await outline(awa);
  for (const person of [page, awa, bao]) {
    await expect(line(person, first)).toContainText("résultat : 2 gommettes");
    await expect(line(person, second)).toContainText("résultat : 1 gommette");
    await expect(line(person, second)).not.toContainText("votre vote");
  }
  await expect.poll(marks).toEqual(expect.arrayContaining(["2 ●", "1 ●"]));
  expect((await marks()).filter((text) => !/^\d ●$/.test(text))).toEqual([]);
  await checkAccessibility(bao);
  // By keys on the canvas it is told with the note.
  await awa.getByRole("button", { name: "Tableau", exact: true }).click();
  await awa.getByRole("application", { name: "Tableau", exact: true }).focus();
  await awa.keyboard.press("j");
  await expect(said(awa)).toContainText(/, résultat\s: \d gommettes?$/);

  // What came out goes with the next vote.
  await openVote(page, `Et après ${unique()}`, "gommettes");
  await expect(line(bao, first)).toContainText("mis au vote");
  await expect(line(bao, first)).not.toContainText("résultat");
  await screen.close();
});

test("from a note one goes to its place on the ballot, and its rating is told there", anyWidth, async ({ page, newPersonPage }) => {
  const { door } = await leadInOutline(page);
  const [first, second] = [`Minuteur ${unique()}`, `Relecture ${unique()}`];
  await write(page, first);
  await write(page, second);
  await inStep(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  await openVote(page, `Quelle note ${unique()}`, "note de 1 à 5");
  await awa.getByRole("button", { name: `Aller au bulletin, à « ${second} »` }).click();
  const row = awa.locator(".ballot-rows > li").filter({ hasText: second });
  await expect(row).toBeFocused();
  await row.getByRole("radio", { name: "4", exact: true }).check();
  await expect(line(awa, second)).toContainText("votre vote : 4 sur 5, pas encore envoyé");
  await awa.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(line(awa, second)).not.toContainText("pas encore envoyé");
  await expect(line(awa, second)).toContainText("votre vote : 4 sur 5");
  await expect(line(page, second)).toContainText("mis au vote");
  // What was sent is still told after the page was loaded anew.
  await awa.reload();
  await inStep(awa);
  await outline(awa);
  await expect(line(awa, second)).toContainText("votre vote : 4 sur 5");
  await expect(line(awa, second)).not.toContainText("pas encore envoyé");
  await page.getByRole("button", { name: "Clore le vote" }).click();
  for (const person of [page, awa]) {
    await expect(line(person, second)).toContainText("résultat : moyenne 4 (1 note)");
    await expect(line(person, first)).toContainText("résultat : Aucune réponse");
  }
});

test("a ballot whose answer was lost is known to have come from here", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/cast_ballot/);
  await leadInOutline(page);
  const [first, second] = [`Minuteur ${unique()}`, `Relecture ${unique()}`];
  await write(page, first);
  await write(page, second);
  await inStep(page);
  await openVote(page, `Quelle piste ${unique()}`, "gommettes");
  await page.route("**/api/cast_ballot", async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), "sec-fetch-site": "same-origin" } });
    expect(answer.status()).toBe(200);
    await route.abort();
  });
  await page.getByRole("button", { name: `Une gommette de plus pour « ${first} »` }).click();
  await expect(line(page, first)).toContainText("votre vote : 1 gommette, pas encore envoyé");
  await page.getByRole("button", { name: "Voter", exact: true }).click();
  await expect(line(page, first)).not.toContainText("pas encore envoyé");
  await expect(line(page, first)).toContainText("votre vote : 1 gommette");
  await expect(page.getByText("Vous avez voté.")).toBeVisible();
  await expect(page.getByText("Vous avez voté depuis un autre appareil")).toBeHidden();
});

test("in a phase that holds no vote nobody is offered dots at the notes, and what was chosen stands there", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page, "Gommettes, puis objections");
  const text = `Minuteur ${unique()}`;
  for (const words of [text, `Relecture ${unique()}`]) await write(page, words);
  await inStep(page);
  const awa = await enter(await newPersonPage(), door, "Awa");
  await outline(awa);
  await openVote(page, `Quelle piste ${unique()}`, "gommettes");
  const give = awa.getByRole("button", { name: `Une gommette de plus pour « ${text} »` });
  const send = awa.getByRole("button", { name: "Envoyer mon bulletin" });
  await give.click();
  await expect(send).toBeVisible();

  await panel(page, "Déroulé");
  await page.getByRole("button", { name: "Commencer : Propositions" }).click();
  await expect(give).toHaveCount(0);
  await expect(send).toBeHidden();
  await expect(note(awa, text)).toBeFocused();
  await expect(line(awa, text)).toContainText("votre vote : 1 gommette, pas encore envoyé");

  // The next one holds a vote: they go on where they were.
  await page.getByRole("button", { name: "Commencer : Gommettes" }).click();
  await expect(give).toBeVisible();
  await send.click();
  await expect(awa.getByText("Vous avez voté.")).toBeVisible();
  await expect(line(awa, text)).not.toContainText("pas encore envoyé");
});
