// In English: what the browser's program says on a board and around it. Every other page is looked
// through in `english-pages.spec.ts`, and what the server sends is compared in both languages by
// tests of its own (`server/tests/server/pages.rs`).
import { french } from "./english";
import { unique } from "./room";
import { address, expect, newLink, signIn, test } from "./fixtures";

test("a board, the problems of a form and being signed out are told in English", async ({ page, newPersonPage, expectProblem, isMobile }, info) => {
  test.skip(isMobile, "a language has no width");
  expectProblem(/422/);
  // What the board asks for after its reader was signed out.
  expectProblem(/401/);
  const [email, password] = [address("ann", info), "a phrase that is long enough"];
  await signIn(page, "administrator");
  const link = await newLink(page, "In English");
  const ann = await newPersonPage("en-GB");
  await ann.goto(link);
  await ann.getByLabel("Name shown to others").fill("Ann English");
  await ann.getByLabel("E-mail address").fill(email);
  await ann.getByLabel("Password").fill(password);
  await ann.getByRole("button", { name: "Create my account" }).click();
  await expect(ann.locator(".notice")).toContainText("yours is ready");
  await ann.getByLabel("E-mail address").fill(email);
  await ann.getByLabel("Password").fill(password);
  await ann.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(ann.getByRole("heading", { level: 1 })).toContainText("Hello Ann");
  await expect(ann.locator("html")).toHaveAttribute("lang", "en");

  await ann.goto("/projects/new");
  const title = `Reading in pairs ${unique()}`;
  await ann.getByLabel("Title").fill(title);
  await ann.getByLabel("In short").fill("A tool to read in pairs.");
  await ann.getByLabel("Programme", { exact: true }).selectOption("gtnum");
  await ann.getByLabel("Start of the three years").fill("2026-09-01");
  await ann.getByRole("button", { name: "Open the project" }).click();
  await expect(ann.getByRole("heading", { level: 1 })).toHaveText(title);
  const project = new URL(ann.url()).pathname;

  await ann.goto(`${project}/feedback/new`);
  await ann.waitForLoadState("networkidle");
  await ann.getByRole("button", { name: "Send this feedback" }).click();
  await expect(ann.locator("#story-problem")).toContainText("Fill this in.");

  await ann.goto(`${project}/sessions/new`);
  await ann.getByRole("link", { name: "Silent writing and affinity" }).click();
  await ann.getByLabel("Title").fill("First screens");
  await ann.getByLabel("Beginning").fill("2026-12-02T14:00");
  await ann.getByRole("button", { name: "Prepare this session" }).click();
  await ann.getByRole("button", { name: "Open the session" }).click();
  await expect(ann.getByText("The session is open.")).toBeVisible();
  await ann.getByRole("button", { name: "Take part" }).or(ann.getByRole("link", { name: "Open the board" })).click();
  await expect(ann.getByText("All is saved")).toBeVisible({ timeout: 20_000 });

  const panels = ann.getByRole("group", { name: "Panel" });
  const look = async (what: string) => expect.soft(await french(ann), what).toEqual([]);
  await look("the canvas and the script");
  await ann.getByRole("button", { name: "Outline", exact: true }).click();
  await ann.getByLabel("New note").fill("A timer");
  await ann.getByRole("button", { name: "Add the note" }).click();
  await expect(ann.getByRole("button", { name: "A timer", exact: true })).toBeVisible();
  for (const panel of ["Votes", /^1 person$/]) {
    await panels.getByRole("button", { name: panel }).click();
    await look(`the outline and the panel ${panel}`);
  }
  await ann.getByRole("button", { name: "Board", exact: true }).click();
  await ann.keyboard.press("Escape");
  await look("the canvas and its people");

  // Signed out from elsewhere, she is told so at once, and comes back to where she was.
  const elsewhere = await ann.context().newPage();
  await elsewhere.goto("/account");
  expect.soft(await french(elsewhere), "the account").toEqual([]);
  await elsewhere.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await expect(ann.getByText("You are no longer signed in.")).toBeVisible();
  await ann.getByRole("link", { name: "Sign in again" }).click();
  await ann.getByLabel("E-mail address").fill(email);
  await ann.getByLabel("Password").fill(password);
  await ann.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(ann).toHaveURL(/\/board\//);
  await expect(ann.getByText("All is saved")).toBeVisible({ timeout: 20_000 });
});
