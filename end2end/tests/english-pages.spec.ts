// Every page in English, in a workspace of its own where nothing is written in another language:
// it is set up, worked in by hand as people do, and looked through to its last page.
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { Server } from "../server";
import { routes } from "./addresses";
import { french } from "./english";
import { anyWidth, checkAccessibility, expect, test as base } from "./fixtures";

/** This test has a server of its own, on which nobody has an account yet. */
const test = base.extend<{ server: Server }>({
  server: async ({}, use, info) => {
    const server = await Server.create(`english-${info.project.name}-${info.parallelIndex}`, false);
    try {
      await server.start();
      await use(server);
    } finally {
      await server.end();
    }
  },
  baseURL: async ({ server }, use) => use(server.url),
});
test.use({ locale: "en-GB" });

/** A moment as English pages write it. */
const moment = /^\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}, \d\d:\d\d$/;
const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** Whether an address is one of this route's: `new` is no id. */
function isOf(route: string, address: string): boolean {
  const kinds: Record<string, string> = { code: "[A-Z0-9]{6}", kind: "[a-z_]+", secret: "[^/]+" };
  const pattern = route.replace(/:(\w+)/g, (_, name: string) => kinds[name] ?? uuid);
  return new RegExp(`^${pattern}$`).test(address);
}

/** An id as the browser makes them: of the present moment, and chance. */
function newId(): string {
  const now = Date.now().toString(16).padStart(12, "0");
  return `${now.slice(0, 8)}-${now.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Has a form sent as it is sent from a page: what is made so has its own tests. */
async function make(page: Page, name: string, form: Record<string, string | number>): Promise<void> {
  const headers = { "sec-fetch-site": "same-origin", accept: "application/json" };
  const answer = await page.request.post(`/api/${name}`, { form, headers });
  expect(answer.status(), `${name}: ${await answer.text()}`).toBe(200);
}

/** Where one is. */
const here = (page: Page) => new URL(page.url()).pathname;

test("every page is in English, whatever is done there", anyWidth, async ({ page, server }) => {
  test.setTimeout(240_000);
  const seen = new Set<string>();
  const heading = page.getByRole("heading", { level: 1 });
  /** Looks at the page as it stands. */
  const look = async () => {
    await expect(heading).toBeVisible();
    seen.add(here(page));
    await expect.soft(page.locator("html"), page.url()).toHaveAttribute("lang", "en");
    expect.soft(await french(page), page.url()).toEqual([]);
  };
  const visit = async (...paths: string[]) => {
    for (const path of paths) {
      await page.goto(path);
      await look();
    }
  };

  await test.step("setting up, signing out and in", async () => {
    // Of the links in its log, the last is that of this start.
    const link = [...server.log().matchAll(/\/setup\/\w+/g)].at(-1)?.[0] ?? "";
    await visit(link);
    await page.getByLabel("Name of the workspace").fill("Reading workshop");
    await page.getByLabel("Name shown to others").fill("Ada First");
    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByLabel("Password").fill("a phrase that is long enough");
    await page.locator("input[name='sign_up[party]'][value=academy]").check();
    await page.getByRole("button", { name: "Create my account" }).click();
    await expect(heading).toContainText("Hello Ada");
    await look();
    await page.locator("details.menu > summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await look();
    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByLabel("Password").fill("a phrase that is long enough");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(heading).toContainText("Hello Ada");
  });

  let project = "";
  await test.step("a project is opened, and its empty pages say what they are for", async () => {
    await visit("/projects", "/projects/new");
    await page.getByLabel("Title").fill("Reading in pairs");
    await page.getByLabel("In short").fill("A tool to read in pairs.");
    await page.getByLabel("Programme", { exact: true }).selectOption("gtnum");
    await page.getByLabel("Start of the three years").fill("2026-09-01");
    await page.getByRole("button", { name: "Open the project" }).click();
    await expect(heading).toHaveText("Reading in pairs");
    project = here(page);
    await expect(page.getByText("Followed from 1 September 2026 to 31 August 2029")).toBeVisible();
    await look();
    const lists = ["iterations", "feedback", "milestones", "decisions", "actions", "sessions"];
    await visit("/needs", "/imports", "/activity", ...lists.map((list) => `${project}/${list}`));
  });
  const id = project.split("/").at(-1) ?? "";

  let need = "";
  await test.step("a need is expressed", async () => {
    await visit("/needs/new");
    await page.getByLabel("What do you need?").fill("To know who has finished reading");
    await page.getByRole("button", { name: "Express this need" }).click();
    await expect(heading).toHaveText("To know who has finished reading");
    need = here(page);
  });
  const needId = need.split("/").at(-1) ?? "";
  await test.step("its project is opened on the way to a session", async () => {
    await visit(`/projects/new?need=${needId}&then=session`);
  });

  let feedback = "";
  await test.step("feedback is given", async () => {
    await visit(`${project}/feedback/new`);
    await page.getByLabel("bug", { exact: true }).check();
    await page.getByLabel("What happened?").fill("The next page opens too late");
    await page.getByRole("button", { name: "Send this feedback" }).click();
    await expect(heading).toHaveText("The next page opens too late");
    feedback = here(page);
  });
  const feedbackId = feedback.split("/").at(-1) ?? "";

  const iteration = newId();
  const [embodiment, process, mapLink, change] = [newId(), newId(), newId(), newId()];
  await test.step("an iteration is closed", async () => {
    const plan = { project: id, id: iteration, "draft[goal]": "Try it in two classes", "draft[starts_on]": "2026-11-02" };
    const rest = { "draft[hypothesis]": "A timer is enough.", "draft[tool_version]": "0.2" };
    await make(page, "plan_iteration", { ...plan, ...rest, "draft[ends_on]": "2026-12-18" });
    const tool = { "draft[column]": "embodiment", "draft[kind]": "tool", "draft[text]": "A shared timer" };
    await make(page, "add_element", { iteration, id: embodiment, ...tool });
    await make(page, "add_element", { iteration, id: process, "draft[column]": "mediation", "draft[text]": "All listen" });
    await make(page, "add_map_link", { iteration, id: mapLink, "draft[from]": embodiment, "draft[to]": process });
    await make(page, "add_change", { iteration, id: change, "draft[text]": "Sound off", "draft[need]": needId });
    await visit(`${project}/iterations/${iteration}`, `${project}/iterations/${iteration}/edit`);
    await page.goto(`${project}/iterations/${iteration}`);
    await page.getByRole("button", { name: "Start the iteration" }).click();
    await page.getByRole("button", { name: "Go to the review" }).click();
    await page.getByText("Close the iteration", { exact: true }).click();
    await page.getByRole("button", { name: "Close for good" }).click();
    await expect(page.getByText("The content matches the hash.")).toBeVisible();
    await expect(page.locator("[data-section=state] time")).toHaveText(moment);
    await look();
    const next = { project: id, id: newId(), "draft[goal]": "Measure it", "draft[starts_on]": "2027-01-04" };
    await make(page, "plan_iteration", { ...next, ...rest, "draft[ends_on]": "2027-02-12" });
    await visit(`${project}/iterations`, `${project}/iterations/new`, `${project}/iterations/compare`);
    await visit(`${project}/elements/${process}`, `${project}/changes/${change}`, `${project}/maplinks/${mapLink}`);
    await checkAccessibility(page);
  });

  const milestone = newId();
  await test.step("a criterion of a milestone is checked", async () => {
    await visit(`${project}/milestones/new`);
    const set = { project: id, id: milestone, "draft[title]": "Ready for classes", "draft[due_on]": "2027-03-31" };
    const target = { "draft[target_label]": "Pupils who finish", "draft[target_aim]": "at_least", "draft[target_value]": "60" };
    await make(page, "create_milestone", { ...set, ...target, "draft[criteria]": "Two classes try it", "draft[target_unit]": "%" });
    await make(page, "record_measure", { id: milestone, version: 1, "draft[value]": "62", "draft[n]": "214" });
    await make(page, "move_milestone", { id: milestone, version: 2, "draft[due_on]": "2027-05-28", "draft[why]": "Classes start later" });
    await page.goto(`${project}/milestones/${milestone}`);
    const criterion = page.getByRole("checkbox", { name: "Two classes try it" });
    await criterion.click();
    await expect(criterion).toBeChecked();
    await expect(page.getByText("criteria true: 1 of 1")).toBeVisible();
    await expect(page.locator("del")).toContainText("31 March 2027");
    await look();
    await visit(`${project}/milestones/${milestone}/edit`, `${project}/milestones`);
    const attachment = newId();
    const file = { name: "rows.csv", mimeType: "text/csv", buffer: Buffer.from("week;words\n1;31\n") };
    const multipart = { id: attachment, thing: `milestone:${milestone}`, page: here(page), description: "Words a minute", file };
    const attached = await page.request.post("/attachments", { multipart, headers: { "sec-fetch-site": "same-origin" } });
    expect(attached.ok(), "a file is attached").toBe(true);
    await visit(`/files/${attachment}`);
  });

  await test.step("two things are linked", async () => {
    await page.goto(need);
    const chain = page.locator("#evidence");
    await chain.getByText("Link something else").click();
    await chain.getByLabel("The other thing").fill(`${project}/milestones/${milestone}`);
    await chain.getByRole("button", { name: "Link", exact: true }).click();
    await expect(chain.getByRole("link", { name: "Ready for classes" })).toBeVisible();
    await look();
    await visit(`/evidence/need/${needId}`, `${need}/edit`);
    const other = { id: newId(), "draft[statement]": "To see who has finished the reading" };
    await make(page, "express_need", other);
    await visit(`${need}/merge?q=finished&into=${other.id}`);
    await make(page, "take_position", { id: other.id, "draft[stance]": "objection", "draft[comment]": "Noted already" });
    await page.goto(`/needs/${other.id}`);
    await page.getByText("Link a project that I take part in").click();
    const answering = page.locator("form:has(select[name=project])");
    await answering.getByLabel("Project").selectOption({ label: "Reading in pairs" });
    await answering.getByRole("button", { name: "Link", exact: true }).click();
    await page.locator(".ask-first > summary", { hasText: "Reading in pairs" }).first().click();
    await expect(page.getByRole("button", { name: "Unlink “Reading in pairs”" })).toBeVisible();
    await look();
  });

  await test.step("what was given as feedback is treated and merged", async () => {
    await visit(`${feedback}/edit`);
    const triage = { id: feedbackId, version: 1, "draft[state]": "deferred", "draft[severity]": "hindering" };
    await make(page, "triage_feedback", { ...triage, "draft[reason]": "After the holidays" });
    await make(page, "comment_feedback", { id: feedbackId, comment: newId(), "draft[text]": "Seen here" });
    const other = { project: id, id: newId(), "draft[kind]": "idea", "draft[story]": "Open the next page early" };
    await make(page, "give_feedback", other);
    await visit(feedback, `${project}/feedback?q=page&kind=idea`);
    await visit(`${feedback}/merge?q=early&into=${other.id}`);
  });

  await test.step("a decision and an action are recorded", async () => {
    const decision = { project: id, id: newId(), "draft[statement]": "The timer stays", "draft[decided_on]": "2026-11-25" };
    await make(page, "create_decision", { ...decision, "draft[reasons]": "Two classes of three", "draft[alternatives]": "None" });
    const item = { project: id, id: newId(), "draft[statement]": "Tell the classes", "draft[owner]": "", "draft[due_on]": "2026-12-18" };
    await make(page, "create_action_item", item);
    await visit(`${project}/decisions`, `${project}/decisions/${decision.id}`);
    await visit(`${project}/actions`, `${project}/actions/${item.id}`);
  });

  await test.step("a session is prepared, opened and closed", async () => {
    await visit(`${project}/sessions/new`, `${project}/sessions/new?method=none`);
    await page.goto(`${project}/sessions/new`);
    await page.getByRole("link", { name: "Silent writing and affinity" }).click();
    await page.getByLabel("Title").fill("First screens");
    await page.getByLabel("Beginning").fill("2026-12-02T14:00");
    await look();
    await page.getByRole("button", { name: "Prepare this session" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "First screens" })).toBeVisible();
    const session = here(page);
    await look();
    await page.getByRole("button", { name: "Open the session" }).click();
    await expect(page.getByText("The session is open.")).toBeVisible();
    await look();
    const door = (await page.getByRole("link", { name: /\/s\// }).getAttribute("href")) ?? "";
    await visit(new URL(door).pathname);
    // A stranger's door is another, and looked at with every page.
    await checkAccessibility(page);
    await visit("/s");
    // The code is typed as one hears it.
    await page.getByLabel("Code", { exact: true }).fill(door.slice(-6).toLowerCase());
    await page.getByRole("button", { name: "Find the session" }).click();
    await expect(heading).toHaveText("First screens");
    const saved = { session: session.split("/").at(-1) ?? "", id: newId(), "draft[name]": "Workshop" };
    await make(page, "save_script", { ...saved, "draft[purpose]": "To begin with" });
    await visit(`${session}/edit`, session);
    await page.getByText("Close the session", { exact: true }).click();
    await look();
    await page.getByRole("button", { name: "Close now" }).click();
    await expect(page.getByText("The session is closed: its board is read")).toBeVisible();
    await look();
    await visit(`${session}/report`, `${session}/history`, `${session}/outcomes`);
    await visit(`${project}/sessions`, `${project}/sessions/new`);
  });

  await test.step("a file is tried, then imported", async () => {
    await visit("/imports/new");
    const table = "comment-id,author-id,moderated,comment-body\n0,7,1,We spend too much time typing results\n";
    const file = { name: "comments.csv", mimeType: "text/csv", buffer: Buffer.from(table) };
    await page.getByLabel("File to import").setInputFiles(file);
    await page.getByRole("button", { name: "Send and choose columns" }).click();
    await expect(heading).toHaveText("What does each column become?");
    await look();
    await page.getByLabel("Name of the source").fill("Consultation of 2026");
    await page.getByRole("button", { name: "Try without writing anything" }).click();
    await expect(heading).toHaveText("What will be done");
    await look();
    await page.getByRole("button", { name: "Import 1 need" }).click();
    await expect(heading).toHaveText("Import: Consultation of 2026");
    await look();
    await visit("/imports");
  });

  await test.step("something is found, and what one receives is chosen", async () => {
    await visit("/search");
    await page.locator("#search-page").fill("timer");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: "The timer stays" })).toBeVisible();
    await look();
    await visit("/notifications", "/notifications/preferences");
    await page.getByRole("checkbox", { name: /^By e-mail: / }).first().uncheck();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  });

  await test.step("somebody is invited, and the rest is looked through", async () => {
    await visit("/people");
    await page.getByLabel("For whom").fill("A new teacher");
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = page.locator(".notice code").first();
    await expect(link).toContainText("/join/");
    await look();
    await visit(new URL((await link.textContent()) ?? "").pathname);
    await page.goto("/people");
    await page.getByRole("button", { name: "Password link" }).first().click();
    await expect(link).toContainText("/reset/");
    await visit(new URL((await link.textContent()) ?? "").pathname);
    await visit("/account");
    const person = await page.locator(".person a").first().getAttribute("href");
    await visit(person ?? "");
    await visit("/", "/needs", "/projects", project, `${project}/edit`, `${project}/activity`, "/activity");
    await visit("/audit", "/forgotten", "/email/none", "/accessibilite");
  });

  // The live board has its own test (`english.spec.ts`).
  const left = routes().filter((route) => ![...seen].some((address) => isOf(route, address)));
  expect(left, "pages that nobody looked at").toEqual(["/board/:session"]);
});
