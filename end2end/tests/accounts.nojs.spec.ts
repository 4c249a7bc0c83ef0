// Accounts with JavaScript switched off: a link made by a form is shown once, on the page that follows,
// and one's own account is changed by forms that the browser sends.
import { address, expect, join, newLink, signIn, signInAs, test } from "./fixtures";

test("a link made for somebody is shown once", async ({ page }) => {
  await signIn(page, "administrator");
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill("Une collègue sans script");
  await page.getByRole("button", { name: "Créer le lien" }).click();
  await expect(page.locator(".notice code")).toContainText("/join/");
  await page.goto("/people");
  await expect(page.locator(".notice code")).toHaveCount(0);
});

test("one's own name, password and language are changed", async ({ page, newPersonPage }, info) => {
  const [email, password] = [address("lou", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Sans script"), "Lou Avant", email, password);
  await here.goto("/account");
  const part = (heading: string) => here.locator("section", { has: here.getByRole("heading", { name: heading }) });
  await part("Nom et langue").getByLabel("Nom affiché aux autres").fill("");
  await part("Nom et langue").getByRole("button", { name: "Enregistrer" }).click();
  await expect(here.locator("#own-name-problem")).toContainText("À remplir");
  await part("Nom et langue").getByLabel("Nom affiché aux autres").fill("Lou Après");
  await part("Nom et langue").getByRole("button", { name: "Enregistrer" }).click();
  await expect(here.locator(".notice")).toContainText("Votre compte est à jour");
  await expect(here.locator(".facts")).toContainText("Lou Après");

  const words = part("Changer de mot de passe");
  await words.getByLabel("Mot de passe actuel").fill(password);
  await words.getByLabel("Nouveau mot de passe").fill("court");
  await words.getByRole("button", { name: "Changer de mot de passe" }).click();
  await expect(here.locator("#password-password-problem")).toContainText("12 caractères");
  await words.getByLabel("Mot de passe actuel").fill(password);
  await words.getByLabel("Nouveau mot de passe").fill("un second mot de passe");
  await words.getByRole("button", { name: "Changer de mot de passe" }).click();
  await expect(here.locator(".notice")).toContainText("Votre mot de passe est changé");
  await signInAs(await newPersonPage(), email, "un second mot de passe");
});

test("whether somebody has an address is not told to whoever asks for it", async ({ page, newPersonPage }, info) => {
  const [email, password] = [address("lia", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Pour demander"), "Lia Demande", email, password);
  const answers: string[] = [];
  for (const asked of ["member@demo.etabli.example", address("lia-apres", info)]) {
    await here.goto("/account");
    await here.getByLabel("Nouvelle adresse électronique").fill(asked);
    await here.locator("#email-present_password").fill(password);
    await here.getByRole("button", { name: "Changer d'adresse électronique" }).click();
    answers.push((await here.locator(".notice").textContent()) ?? "");
    await page.goto("/people");
    const row = page.locator("li.card", { hasText: asked }).filter({ hasText: email });
    await expect(row.getByRole("button", { name: "Remettre un lien" })).toHaveCount(asked.includes("demo") ? 0 : 1);
  }
  expect(answers[0]).toContain("vous remettra un lien");
  expect(answers[0]).toBe(answers[1]);
});

test("an invitation is withdrawn", async ({ page }, info) => {
  const note = `À retirer ${info.project.name} ${info.repeatEachIndex} ${info.retry}`;
  await signIn(page, "administrator");
  await newLink(page, note);
  const row = page.locator("li.card", { hasText: note });
  await row.getByText("Retirer", { exact: true }).click();
  await row.getByRole("button", { name: "Retirer cette invitation" }).click();
  await expect(row).toHaveCount(0);
});
