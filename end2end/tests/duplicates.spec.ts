// Duplicates in a vote: brought together before it is opened and while it is under way, they count
// as one.
import { anyWidth, expect, test } from "./fixtures";
import { enter, leadInOutline, panel, unique, write } from "./room";

test("what says the same is brought together before a vote is counted, and counts as one", anyWidth, async ({ page, newPersonPage }) => {
  test.setTimeout(120_000);
  const { door } = await leadInOutline(page);
  const tag = unique();
  const [kept, before, during, other] = [`Un minuteur ${tag}`, `Un chronomètre ${tag}`, `Un sablier ${tag}`, `Relire à deux ${tag}`];
  for (const text of [kept, before, during, other]) await write(page, text);
  const awa = await enter(await newPersonPage(), door, "Awa");
  const bao = await enter(await newPersonPage(), door, "Bao");
  const merge = async (text: string, into: string) => {
    // It is open where something was brought together before.
    if (!(await page.getByLabel("Ce doublon").isVisible())) await page.getByText("Réunir deux doublons").click();
    await page.getByLabel("Ce doublon").selectOption({ label: text });
    await page.getByLabel("devient").selectOption({ label: into });
    await page.getByRole("button", { name: "Réunir", exact: true }).click();
    await expect(page.getByText(`« ${text} » est réuni à « ${into} »`)).toBeVisible();
  };

  await panel(page, "Votes");
  await page.getByRole("button", { name: "Ouvrir un vote" }).click();
  const question = `Quelle piste ${tag}`;
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.getByLabel("Façon de voter").selectOption({ label: "gommettes" });
  await page.getByLabel("Ce qui est mis au vote").selectOption({ label: "Toutes les notes du tableau (4)" });
  await page.getByLabel("Gommettes par personne").fill("2");
  await page.getByLabel("Au plus, par élément").fill("1");
  await merge(before, kept);
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();

  // Three are voted on: nobody gives anything to the one that became another.
  for (const [person, chosen] of [[awa, [kept, during]], [bao, [during, other]]] as const) {
    await panel(person, "Votes");
    const dots = person.getByRole("button", { name: /^Une gommette de plus pour/ });
    await expect(dots).toHaveCount(3);
    await expect(person.getByRole("button", { name: `Une gommette de plus pour « ${before} »` })).toHaveCount(0);
    for (const text of chosen) await person.getByRole("button", { name: `Une gommette de plus pour « ${text} »` }).click();
    await person.getByRole("button", { name: "Voter", exact: true }).click();
    await expect(person.getByText("Vous avez voté.")).toBeVisible();
  }

  // Another duplicate is seen once ballots are in: no dot is lost, one and two are three.
  await merge(during, kept);
  await page.getByRole("button", { name: "Clore le vote" }).click();
  for (const person of [page, awa, bao]) {
    const result = person.locator(".vote-result > .vote-bars > li");
    await expect(result).toHaveCount(2);
    await expect(result.nth(0)).toContainText(kept);
    await expect(result.nth(0)).toContainText("3 gommettes");
    await expect(result.nth(1)).toContainText(other);
    await expect(result.nth(1)).toContainText("1 gommette");
    for (const text of [before, during]) {
      await expect(person.getByText(`« ${text} » est réuni à « ${kept} »`)).toBeVisible();
    }
  }
});
