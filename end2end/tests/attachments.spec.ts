// Attached files: a photo while giving feedback, a file that is refused, one that is taken away.
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
  await expect(page.getByRole("link", { name: "IMG_0001.png" })).toBeVisible();
  await checkAccessibility(page);

  await page.locator("#attachments summary").click();
  await page.getByRole("button", { name: /Retirer « IMG_0001.png »/ }).click();
  await expect(picture).toHaveCount(0);
});

test("what is refused is told beside the field, and nothing is lost", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/422.*\/attachments/);
  await signIn(page, "lead");
  await page.goto(await demoProject(page));
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
