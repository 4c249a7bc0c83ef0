// Attached files: a photo while giving feedback, a file that is refused, one that is taken away,
// one that speaks for a milestone.
import { anyWidth, checkAccessibility, demoProject, expect, signIn, test } from "./fixtures";

/** A picture of one pixel. */
const photo = {
  name: "IMG_0001.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

test("a photo is added while giving feedback, seen, and taken away", async ({ page }, info) => {
  await signIn(page, "lead");
  const project = await demoProject(page);
  await page.goto(`${project}/feedback/new`);
  await page.getByLabel("obstacle", { exact: true }).check();
  const story = `Le bouton est coupé (photo, ${info.project.name})`;
  await page.getByLabel("Que s'est-il passé ?").fill(story);
  await page.getByRole("button", { name: "Envoyer et joindre une photo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(story);
  const form = page.getByRole("form", { name: "Joindre une photo" });
  await expect(form).toBeInViewport();
  await form.getByLabel("Fichier", { exact: true }).setInputFiles(photo);
  await form.getByLabel("Ce qu'on y voit ou entend").fill("Le bouton Suivant, coupé à droite");
  await form.getByRole("button", { name: "Joindre", exact: true }).click();
  const picture = page.getByRole("img", { name: "Le bouton Suivant, coupé à droite" });
  await expect(picture).toBeVisible();
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth))
    .toBeGreaterThan(0);
  await expect(page.getByRole("link", { name: "IMG_0001.png", exact: true })).toBeVisible();
  await checkAccessibility(page);

  await page.locator(".attachments summary").click();
  await page.getByRole("button", { name: /Retirer «\sIMG_0001.png\s»/ }).click();
  await expect(picture).toHaveCount(0);
});

test("what is refused is told beside the field, and nothing is lost", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/422.*\/attachments/);
  await signIn(page, "lead");
  await page.goto(await demoProject(page));
  await page.getByText("Joindre un fichier", { exact: true }).click();
  const form = page.getByRole("form", { name: "Joindre un fichier" });
  await form.getByLabel("Fichier", { exact: true }).setInputFiles({
    name: "dessin.png",
    mimeType: "image/png",
    buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
  });
  await form.getByLabel("Ce qu'on y voit ou entend").fill("Un dessin");
  await form.getByRole("button", { name: "Joindre", exact: true }).click();
  await expect(form.getByText("Ce type de fichier n'est pas accepté")).toBeVisible();
  await expect(form.getByLabel("Ce qu'on y voit ou entend")).toHaveValue("Un dessin");
  await checkAccessibility(page);
});

test("a file speaks for a milestone: both chains tell it, until it is taken away", async ({ page }, info) => {
  const name = `preuve-${info.project.name}-${info.retry}.png`;
  await signIn(page, "lead");
  const project = await demoProject(page);
  await page.goto(`${project}/milestones`);
  const links = page.locator(`main a[href^="${project}/milestones/"]`);
  const hrefs = await links.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const milestone = hrefs.find((href) => /\/[0-9a-f-]{36}$/.test(href)) ?? "";
  expect(milestone, "a milestone").not.toBe("");

  await page.goto(project);
  await page.waitForLoadState("networkidle");
  await page.getByText("Joindre un fichier", { exact: true }).click();
  const form = page.getByRole("form", { name: "Joindre un fichier" });
  await form.getByLabel("Fichier", { exact: true }).setInputFiles({ ...photo, name });
  await form.getByLabel("Ce qu'on y voit ou entend").fill("Le tableau après l'essai");
  await form.getByRole("button", { name: "Joindre", exact: true }).click();

  // Its name leads to its page: what it shows, who attached it to what, its bytes.
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  const file = new URL(page.url()).pathname;
  expect(file).toMatch(/^\/files\/[0-9a-f-]{36}$/);
  const picture = page.getByRole("img", { name: "Le tableau après l'essai" });
  await expect
    .poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth))
    .toBeGreaterThan(0);
  await expect(page.locator(`.facts a[href="${project}"]`)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Télécharger" }).click();
  expect((await download).suggestedFilename()).toBe(name);

  await page.waitForLoadState("networkidle");
  const chain = page.locator("#evidence");
  await chain.getByText("Relier autre chose").click();
  await chain.getByLabel("L'autre élément").fill(milestone);
  await chain.getByLabel("Relation, lue d'ici vers l'autre").selectOption({ label: "appuie" });
  await chain.getByRole("button", { name: "Relier" }).click();
  await expect(chain.locator(".relation")).toHaveText(["appuie"]);
  await expect(chain.locator(`a[href="${milestone}"]`)).toBeVisible();
  await checkAccessibility(page);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, "nothing is wider than the screen").toBeLessThanOrEqual(0);

  // From the other end, and found by its name.
  await page.goto(milestone);
  const there = page.locator("#evidence .chain").getByRole("link", { name, exact: true });
  await expect(there).toHaveAttribute("href", file);
  await page.goto(`/search?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("href", file);

  await page.goto(project);
  await page.waitForLoadState("networkidle");
  const row = page.locator("#attachments li", { hasText: name });
  await row.locator("summary").click();
  await row.getByRole("button", { name: `Retirer « ${name} »` }).click();
  await expect(row).toHaveCount(0);
  await page.goto(milestone);
  await expect(page.locator("#evidence")).toContainText("Chaîne de preuves");
  await expect(page.locator("#evidence")).not.toContainText(name);
});
