// Accounts: signing in and out, invitations, resets, roles, sessions.
import type { Page } from "@playwright/test";
import {
  accounts,
  address,
  anyWidth,
  checkAccessibility,
  expect,
  join,
  newLink,
  signIn,
  signInAs,
  test,
  watchHydration,
  type Role,
} from "./fixtures";

test("a wrong password is told beside the field, and the address stays", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Adresse électronique").fill("member@demo.etabli.example");
  await page.getByLabel("Mot de passe").fill("ce n'est pas le bon");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.locator("#password-problem")).toContainText("ne convient pas");
  await expect(page.getByLabel("Adresse électronique")).toHaveValue("member@demo.etabli.example");
  await expect(page.getByLabel("Mot de passe")).toHaveValue("");
});

test("one is led where one wanted to go", anyWidth, async ({ page }) => {
  await page.goto("/needs?order=newest");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Adresse électronique").fill(accounts.member.email);
  await page.getByLabel("Mot de passe").fill(accounts.member.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/needs\?order=newest/);
});

test("signing out closes the door", anyWidth, async ({ page }) => {
  await signInAs(page, accounts.member.email, accounts.member.password);
  await page.locator("details.menu > summary").click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an invitation makes one account and no second", async ({ page, newPersonPage }, info) => {
  await signIn(page, "administrator");
  const path = await newLink(page, "Une nouvelle enseignante");
  const guest = await newPersonPage();
  await guest.goto(path);
  await guest.getByLabel("Nom affiché aux autres").fill("Inès Aubry");
  const email = address("ines", info);
  await guest.getByLabel("Adresse électronique").fill(email);
  await guest.getByLabel("Mot de passe").fill("trop court");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.locator("#password-problem")).toContainText("12 caractères");
  await expect(guest.getByLabel("Nom affiché aux autres")).toHaveValue("Inès Aubry");
  await guest.getByLabel("Mot de passe").fill("une phrase assez longue");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.locator(".notice")).toContainText("le vôtre est prêt");
  await checkAccessibility(guest);
  await guest.getByLabel("Adresse électronique").fill(email);
  await guest.getByLabel("Mot de passe").fill("une phrase assez longue");
  await guest.getByRole("button", { name: "Se connecter" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Bonjour Inès");

  const late = await newPersonPage();
  await late.goto(path);
  await expect(late.getByRole("alert")).toContainText("déjà servi");
});

test("whoever is invited as a partner joins as one, until an administrator corrects it", async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "administrator");
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill("Une partenaire");
  await page.getByLabel("En tant que").selectOption("edtech");
  await page.getByRole("button", { name: "Créer le lien" }).click();
  const link = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  const guest = await newPersonPage();
  await guest.goto(link);
  await expect(guest.getByText("Vous participez en tant que")).toContainText("partenaire EdTech");
  await expect(guest.getByRole("radio")).toHaveCount(0);
  const [email, password] = [address("paula", info), "une phrase assez longue"];
  await guest.getByLabel("Nom affiché aux autres").fill("Paula Éditrice");
  await guest.getByLabel("Adresse électronique").fill(email);
  await guest.getByLabel("Mot de passe").fill(password);
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest.locator("#declared_interests-problem")).toContainText("À remplir");
  await checkAccessibility(guest);
  await guest.getByLabel("Intérêts déclarés").fill("Manuels de lecture");
  await guest.getByLabel("Mot de passe").fill(password);
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(guest).toHaveURL(/\/sign-in\?joined=yes$/);
  await signInAs(guest, email, password);
  await guest.goto("/projects");
  await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
  const open = guest.getByRole("link", { name: "Ouvrir un projet" });
  await expect(open).toHaveCount(0);

  await page.goto("/people");
  const row = page.locator("li.card", { hasText: email });
  await expect(row).toContainText("Intérêts déclarés : Manuels de lecture");
  const party = row.getByLabel(/^Partie prenante/);
  await expect(party).toHaveValue("edtech");
  await party.selectOption("teacher");
  await row.getByRole("button", { name: "Enregistrer" }).click();
  await expect(row.locator(".party")).toHaveText("enseignant·e");
  await expect(row.getByRole("status")).toHaveText("Enregistré");
  await checkAccessibility(page);
  await guest.reload();
  await expect(open).toBeVisible();
});

test("a reset link handed over by the administrator sets a new password", anyWidth, async ({
  page,
  newPersonPage,
}, info) => {
  await signIn(page, "administrator");
  const email = address("nour", info);
  const guest = await newPersonPage();
  await join(guest, await newLink(page, "Pour essayer le lien"), "Nour Essai", email, "le tout premier mot");

  await page.reload();
  const row = page.locator("li.card", { hasText: email });
  await row.getByRole("button", { name: "Lien de mot de passe" }).click();
  const reset = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  await guest.goto(reset);
  await guest.getByLabel("Mot de passe").fill("un second mot de passe");
  await guest.getByRole("button", { name: "Choisir un nouveau mot de passe" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Bonjour Nour");
});

test("whoever asks for a reset learns nothing about accounts", anyWidth, async ({ page }) => {
  const answers: string[] = [];
  for (const email of ["member@demo.etabli.example", "personne@exemple.fr"]) {
    await page.goto("/forgotten");
    await page.getByLabel("Adresse électronique").fill(email);
    await page.getByRole("button", { name: "Demander un lien" }).click();
    answers.push((await page.locator(".notice[role=status]").textContent()) ?? "");
  }
  expect(answers[0]).toContain("Si un compte utilise cette adresse");
  expect(answers[0]).toBe(answers[1]);
});

test("where no messages are sent, administrators see who waits for a link", anyWidth, async ({ page, newPersonPage }, info) => {
  const email = address("oubli", info);
  await signIn(page, "administrator");
  const guest = await newPersonPage();
  await join(guest, await newLink(page, "Pour oublier"), "Oriane Oubli", email, "le tout premier mot");
  const forgetful = await newPersonPage();
  await forgetful.goto("/forgotten");
  await expect(forgetful.getByText("n'envoie pas de messages")).toBeVisible();
  await forgetful.getByLabel("Adresse électronique").fill(email);
  await forgetful.getByRole("button", { name: "Demander un lien" }).click();
  await expect(forgetful.locator(".notice")).toContainText("vous remettra un lien");

  const waiting = page.locator("section", { has: page.getByRole("heading", { name: "Mots de passe oubliés" }) });
  const row = waiting.locator("li.card", { hasText: email });
  // What is asked for is noted after the answer.
  await expect(async () => {
    await page.goto("/people");
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row.getByRole("button", { name: "Remettre un lien" }).click();
  const link = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  await expect(row).toHaveCount(0);
  await forgetful.goto(link);
  await forgetful.getByLabel("Mot de passe").fill("un second mot de passe");
  await forgetful.getByRole("button", { name: "Choisir un nouveau mot de passe" }).click();
  await expect(forgetful.getByRole("heading", { level: 1 })).toContainText("Bonjour Oriane");
});

test("on a phone the end of a form in a card is of the card's colour", anyWidth, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, "administrator");
  await page.goto("/people");
  const end = page.locator(".form-actions", { has: page.getByRole("button", { name: "Créer le lien" }) });
  await expect(end).toHaveCSS("position", "sticky");
  for (const colorScheme of ["light", "dark"] as const) {
    for (const contrast of ["no-preference", "more"] as const) {
      await page.emulateMedia({ colorScheme, contrast });
      const paper = await page.locator(".card", { has: end }).evaluate((card) => getComputedStyle(card).backgroundColor);
      await expect(end, `${colorScheme}, contrast: ${contrast}`).toHaveCSS("background-color", paper);
    }
  }
});

test("an invitation is withdrawn, and its link opens nothing any more", anyWidth, async ({ page, newPersonPage }, info) => {
  const note = `À retirer ${info.project.name} ${info.repeatEachIndex} ${info.retry}`;
  await signIn(page, "administrator");
  const link = await newLink(page, note);
  const row = page.locator("li.card", { hasText: note });
  await expect(row).toContainText("Valable jusqu'au");
  await row.getByText("Retirer", { exact: true }).click();
  await row.getByRole("button", { name: "Retirer cette invitation" }).click();
  await expect(row).toHaveCount(0);
  const guest = await newPersonPage();
  await guest.goto(link);
  await expect(guest.getByRole("alert")).toContainText("déjà servi");
});

test("an invitation that was used says when", anyWidth, async ({ page, newPersonPage }, info) => {
  const note = `Utilisée ${info.project.name} ${info.repeatEachIndex} ${info.retry}`;
  await signIn(page, "administrator");
  const link = await newLink(page, note);
  const guest = await newPersonPage();
  await join(guest, link, "Ugo Essai", address("ugo", info), "une phrase assez longue");
  await page.reload();
  const row = page.locator("li.card", { hasText: note });
  await expect(row).toContainText("Utilisée le");
  await expect(row.getByText("Retirer", { exact: true })).toHaveCount(0);
});

test("a session of one's own can be ended from another browser", anyWidth, async ({ page, newPersonPage }, info) => {
  const [email, password] = [address("sacha", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Pour finir"), "Sacha Essai", email, password);
  const other = await newPersonPage();
  await signInAs(other, email, password);
  await here.goto("/account");
  const rows = here.locator("li.card", { hasText: "Dernier usage" });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "ce navigateur" })).toHaveCount(1);
  await rows
    .filter({ hasNotText: "ce navigateur" })
    .getByRole("button", { name: "Mettre fin" })
    .click();
  await expect(rows).toHaveCount(1);
  await other.goto("/needs");
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await here.goto("/needs");
  await expect(here.getByRole("heading", { level: 1 })).toHaveText("Besoins");
});

test("signing out everywhere ends every browser", anyWidth, async ({ page, newPersonPage }, info) => {
  const [email, password] = [address("partout", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Pour partir"), "Paule Partout", email, password);
  const other = await newPersonPage();
  await signInAs(other, email, password);
  await here.goto("/account");
  await here.getByRole("button", { name: "Se déconnecter partout" }).click();
  await expect(here).toHaveURL(/\/sign-in/);
  for (const browser of [here, other]) {
    await browser.goto("/needs");
    await expect(browser).toHaveURL(/\/sign-in\?next=/);
  }
});

/** What is typed in the form of a need while one's session ends, by the names of its fields. */
const typed = { statement: "Écrit avant la fin", affected: "Mes CM2", level: "cycle3", pupils: "24" };
type Typed = Record<keyof typeof typed, string>;
const nothing: Typed = { statement: "", affected: "", level: "", pupils: "" };
const formOfNeed = (page: Page) => page.locator("form[action='/api/express_need']");

/**
 * Types a need and sends it once one's session has ended: one is asked to sign in again. The program
 * sends it: what the browser sends by itself waits on the server.
 */
async function typeUntilTheSessionEnds(page: Page, isAlive: () => Promise<unknown>): Promise<void> {
  await page.goto("/needs/new");
  await isAlive();
  const field = (name: keyof Typed) => formOfNeed(page).locator(`[name$='[${name}]']`);
  await field("statement").fill(typed.statement);
  await field("affected").fill(typed.affected);
  await field("level").selectOption(typed.level);
  await field("pupils").fill(typed.pupils);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Exprimer ce besoin" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fneeds%2Fnew&ended=yes$/);
  await expect(page.getByText("Votre session a pris fin")).toBeVisible();
}

/** Signs in on the page as it stands, and is led on to the form of a need. */
async function signInToForm(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/needs\/new$/);
}

/** What stands in the form of a need once the program has brought it to life, and put back what it kept. */
async function whatStands(page: Page, isAlive: () => Promise<unknown>): Promise<Typed> {
  await isAlive();
  await page.waitForTimeout(200);
  const read = (name: keyof Typed) => formOfNeed(page).locator(`[name$='[${name}]']`).inputValue();
  return {
    statement: await read("statement"),
    affected: await read("affected"),
    level: await read("level"),
    pupils: await read("pupils"),
  };
}

test("what was typed when a session ended comes back to whoever typed it, and to nobody else", anyWidth, async ({
  page,
  context,
  expectProblem,
}) => {
  expectProblem(/401/);
  const isAlive = await watchHydration(page);
  await signIn(page, "member");
  await typeUntilTheSessionEnds(page, isAlive);
  await signInToForm(page, accounts.coordinator);
  expect(await whatStands(page, isAlive)).toEqual(nothing);

  await context.clearCookies();
  await page.goto("/sign-in?next=/needs/new");
  await signInToForm(page, accounts.member);
  expect(await whatStands(page, isAlive)).toEqual(typed);
  // Once, and no more.
  await page.reload();
  expect(await whatStands(page, isAlive)).toEqual(nothing);
});

test("what was typed when a session ended is forgotten by signing out", anyWidth, async ({
  page,
  newPersonPage,
  expectProblem,
}, info) => {
  expectProblem(/401/);
  const [email, password] = [address("oublieuse", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Pour oublier ce qui est écrit"), "Odile Oublie", email, password);
  const isAlive = await watchHydration(here);
  const ways: Record<string, () => Promise<void>> = {
    // On the home page, where the program only comes once it is needed.
    "of this browser": async () => {
      await here.locator("details.menu > summary").click();
      await here.getByRole("button", { name: "Se déconnecter" }).click();
    },
    "of all": async () => {
      await here.goto("/account");
      await here.getByRole("button", { name: "Se déconnecter partout" }).click();
    },
  };
  for (const [which, signOut] of Object.entries(ways)) {
    await test.step(`signing out ${which}`, async () => {
      await typeUntilTheSessionEnds(here, isAlive);
      await signInAs(here, email, password);
      await signOut();
      await expect(here).toHaveURL(/\/sign-in$/);
      await here.goto("/sign-in?next=/needs/new");
      await signInToForm(here, { email, password });
      expect(await whatStands(here, isAlive)).toEqual(nothing);
    });
  }
});

test("name, language, address and password are one's own to change", async ({ page, newPersonPage }, info) => {
  const [email, password] = [address("maud", info), "une phrase assez longue"];
  await signIn(page, "administrator");
  const here = await newPersonPage();
  await join(here, await newLink(page, "Pour changer"), "Maud Avant", email, password);
  const other = await newPersonPage();
  await signInAs(other, email, password);
  await here.goto("/account");
  await checkAccessibility(here);
  const part = (heading: string) => here.locator("section", { has: here.getByRole("heading", { name: heading }) });

  await part("Nom et langue").getByLabel("Nom affiché aux autres").fill("Maud Après");
  await part("Nom et langue").getByRole("button", { name: "Enregistrer" }).click();
  await expect(here.locator(".notice")).toContainText("Votre compte est à jour");
  await expect(here.locator(".facts")).toContainText("Maud Après");

  const words = part("Changer de mot de passe");
  await words.getByLabel("Mot de passe actuel").fill("ce n'est pas le bon");
  await words.getByLabel("Nouveau mot de passe").fill("un second mot de passe");
  await words.getByRole("button", { name: "Changer de mot de passe" }).click();
  await expect(here.locator("#password-present_password-problem")).toContainText("pas votre mot de passe");
  await checkAccessibility(here);
  await words.getByLabel("Mot de passe actuel").fill(password);
  await words.getByLabel("Nouveau mot de passe").fill("un second mot de passe");
  await words.getByRole("button", { name: "Changer de mot de passe" }).click();
  await expect(here.locator(".notice")).toContainText("Votre mot de passe est changé");
  await other.goto("/needs");
  await expect(other).toHaveURL(/\/sign-in\?next=/);

  const letters = part("Changer d'adresse électronique");
  await letters.getByLabel("Nouvelle adresse électronique").fill(address("maud-apres", info));
  await letters.getByLabel("Mot de passe actuel").fill("un second mot de passe");
  await letters.getByRole("button", { name: "Changer d'adresse électronique" }).click();
  await expect(here.locator(".notice")).toContainText("vous remettra un lien");
  await expect(letters).toContainText(`Votre adresse est ${email}`);

  // No messages are sent here: administrators see who asks, and hand the link over.
  await page.goto("/people");
  const waiting = page.locator("section", { has: page.getByRole("heading", { name: "Adresses à changer" }) });
  const row = waiting.locator("li.card", { hasText: address("maud-apres", info) });
  await expect(row).toContainText(email);
  await checkAccessibility(page);
  await row.getByRole("button", { name: "Remettre un lien" }).click();
  const link = new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
  await expect(row).toHaveCount(0);
  await here.goto(link);
  await here.getByRole("button", { name: "Confirmer votre adresse" }).click();
  await expect(here.locator(".notice")).toContainText("Votre adresse est changée");
  await signInAs(other, address("maud-apres", info), "un second mot de passe");

  // In a browser that has chosen nothing, pages come in the language of the account.
  await part("Nom et langue").getByLabel("Langue des pages et des messages").selectOption("en");
  await part("Nom et langue").getByRole("button", { name: "Enregistrer" }).click();
  await expect(here.locator("html")).toHaveAttribute("lang", "en");
  await other.goto("/needs");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Needs");
});

test("the menu leads to the audit log only those who may read it", anyWidth, async ({ page, newPersonPage }) => {
  const opened = async (person: Page, role: Role) => {
    await signIn(person, role);
    await person.goto("/");
    await person.locator("details.menu > summary").click();
    return person.getByRole("link", { name: "Journal des modifications" });
  };
  await expect(await opened(await newPersonPage(), "administrator")).toBeVisible();
  await expect(await opened(page, "observer")).toHaveCount(0);
});

test("people and audit are for those who run the workspace", anyWidth, async ({ page, expectProblem }) => {
  expectProblem(/403/);
  await signIn(page, "member");
  for (const path of ["/people", "/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("alert")).toContainText("Votre rôle ne permet pas");
  }
});

test("language and appearance are remembered", async ({ page }) => {
  await signIn(page, "member");
  await page.goto("/");
  const foot = page.locator("footer");
  await foot.getByLabel("Langue").selectOption("en");
  await foot.getByLabel("Apparence").selectOption("dark");
  await foot.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("link", { name: "Needs", exact: true }).first()).toBeVisible();
  await page.goto("/projects");
  await expect(page.locator("footer").getByLabel("Appearance")).toHaveValue("dark");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Projects");
});
