// Every page that there is: by its route, and where the demonstration has one. What looks at every
// page goes through this list; a route that is missing in it fails a test (`pages.spec.ts`).
import { readFileSync } from "node:fs";
import type { Page, TestInfo } from "@playwright/test";
import { accounts, demoProject, expect, join, newLink, type Role, signIn } from "./fixtures";
import { give } from "./log";
import { goToBoard, openSession, unique } from "./room";

/** What there is to find or to make pages with. */
export interface Here {
  /** The browser in which the pages are opened. */
  page: Page;
  /** Opens a page for somebody else. */
  newPersonPage: () => Promise<Page>;
  info: TestInfo;
}

/** Pages that one person opens, one after another. */
export interface Part {
  name: string;
  /** Who opens them; a stranger unless told. */
  reader?: Role;
  /** Their addresses, as routes are written: what stands behind a colon is found first. */
  paths: string[];
  /** Finds what stands behind the colons, or makes it. */
  find?: (here: Here) => Promise<Record<string, string>>;
}

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** Where a page's links lead, as the server sends it. */
async function links(page: Page, from: string): Promise<string[]> {
  const answer = await page.request.get(from, { headers: { accept: "text/html" } });
  const found = [...(await answer.text()).matchAll(/\shref="([^"?#]+)/g)];
  return [...new Set(found.map(([, href]) => href ?? ""))];
}

/** The ids of the things that a page links to, of those whose pages lie in this folder. */
async function idsIn(page: Page, from: string, folder: string): Promise<string[]> {
  const form = new RegExp(`^${folder}/(${uuid})$`);
  return (await links(page, from)).flatMap((href) => form.exec(href)?.[1] ?? []);
}

/** The first of those to which one of these pages links, and that will do. */
async function idIn(
  page: Page,
  from: string[],
  folder: string,
  willDo: (id: string) => Promise<boolean> = async () => true,
): Promise<string> {
  for (const one of from) {
    for (const id of await idsIn(page, one, folder)) if (await willDo(id)) return id;
  }
  throw new Error(`nothing in ${folder} is linked to from ${from.join(", ")}`);
}

/** Whether a thing's page leads its reader to another of this name, such as that on which it is edited. */
const leadsTo = (page: Page, folder: string, name: string) => async (id: string) =>
  (await links(page, `${folder}/${id}`)).includes(`${folder}/${id}/${name}`);

/** What an address ends with: an id, a code, a secret. */
const endOf = (address: string) => address.split("/").at(-1) ?? "";

const firstProject = async (page: Page) => endOf(await demoProject(page));

/** Two needs, of which the reader may edit the one. */
async function twoNeeds({ page }: Here): Promise<Record<string, string>> {
  const need = await idIn(page, ["/needs"], "/needs", leadsTo(page, "/needs", "edit"));
  const other = await idIn(page, ["/needs"], "/needs", async (id) => id !== need);
  return { need, other };
}

/** An iteration that can be edited, and what conjectures and changes hold in any. */
async function iterations({ page }: Here): Promise<Record<string, string>> {
  const project = await firstProject(page);
  const [inside, list] = [`/projects/${project}`, `/projects/${project}/iterations`];
  const iteration = await idIn(page, [list], list, leadsTo(page, list, "edit"));
  const all = (await idsIn(page, list, list)).map((id) => `${list}/${id}`);
  const [element, maplink, change] = [
    await idIn(page, all, `${inside}/elements`),
    await idIn(page, all, `${inside}/maplinks`),
    await idIn(page, all, `${inside}/changes`),
  ];
  return { project, iteration, element, maplink, change };
}

/** What else a project holds. */
async function common({ page }: Here): Promise<Record<string, string>> {
  const project = await firstProject(page);
  const inside = `/projects/${project}`;
  const [decisions, actions, milestones] = [`${inside}/decisions`, `${inside}/actions`, `${inside}/milestones`];
  return {
    project,
    decision: await idIn(page, [decisions], decisions),
    item: await idIn(page, [actions], actions),
    milestone: await idIn(page, [milestones], milestones, leadsTo(page, milestones, "edit")),
    file: await idIn(page, [inside], "/files"),
  };
}

/** An entry of one's own, which alone can be edited, and another. */
async function feedback({ page }: Here): Promise<Record<string, string>> {
  const project = await firstProject(page);
  const log = `/projects/${project}/feedback`;
  const given = await give(page, log, "obstacle", `La page suivante s'ouvre trop tard ${unique()}`);
  const entry = endOf(given);
  return { project, entry, other: await idIn(page, [log], log, async (id) => id !== entry) };
}

/** A session that is open, with its reader on the board, and one that is closed. */
async function sessions({ page }: Here): Promise<Record<string, string>> {
  const project = await firstProject(page);
  const { session } = await openSession(page);
  await goToBoard(page);
  const list = `/projects/${project}/sessions`;
  const [hasBegun, canBeEdited] = [leadsTo(page, "/sessions", "outcomes"), leadsTo(page, "/sessions", "edit")];
  const closed = await idIn(page, [list], "/sessions", async (id) => (await hasBegun(id)) && !(await canBeEdited(id)));
  return { project, session: endOf(session), closed };
}

/** The code of a session that is open. */
async function door({ newPersonPage }: Here): Promise<Record<string, string>> {
  const lead = await newPersonPage();
  await signIn(lead, "lead");
  const { door } = await openSession(lead);
  return { code: endOf(door) };
}

/** A link by which somebody joins, and one by which somebody chooses a new password. */
async function linksByHand({ newPersonPage }: Here): Promise<Record<string, string>> {
  const administrator = await newPersonPage();
  await signIn(administrator, "administrator");
  const invitation = await newLink(administrator, "Pour regarder");
  const row = administrator.locator("li.card", { hasText: accounts.observer.email });
  await row.getByRole("button", { name: "Lien de mot de passe" }).click();
  const ready = administrator.locator(".notice code", { hasText: "/reset/" });
  return { invitation: endOf(invitation), reset: endOf((await ready.first().textContent()) ?? "") };
}

/** A link by which the reader, who joins for that, takes on another address: no messages are sent here. */
async function anotherAddress({ page, newPersonPage }: Here): Promise<Record<string, string>> {
  // Of this call alone: several tests go through the pages.
  const [email, wanted] = [`avant-${unique()}@exemple.fr`, `apres-${unique()}@exemple.fr`];
  const password = "une phrase assez longue";
  const administrator = await newPersonPage();
  await signIn(administrator, "administrator");
  await join(page, await newLink(administrator, "Pour une adresse"), "Noé Avant", email, password);
  await page.goto("/account");
  const letters = page.locator("section", { has: page.getByRole("heading", { name: "Changer d'adresse électronique" }) });
  await letters.getByLabel("Nouvelle adresse électronique").fill(wanted);
  await letters.getByLabel("Mot de passe actuel").fill(password);
  await letters.getByRole("button", { name: "Changer d'adresse électronique" }).click();
  await expect(page.locator(".notice")).toContainText("vous remettra un lien");
  await administrator.goto("/people");
  const row = administrator.locator("li.card", { hasText: wanted });
  await row.getByRole("button", { name: "Remettre un lien" }).click();
  const link = administrator.locator(".notice code", { hasText: "/email/" });
  return { secret: endOf((await link.first().textContent()) ?? "") };
}

/** An import that was tried and waits. */
async function waitingImport({ page, info }: Here): Promise<Record<string, string>> {
  const folder = new URL("../../server/store/tests/fixtures/consultation/", import.meta.url);
  const buffer = readFileSync(new URL("comments.csv", folder));
  await page.goto("/imports/new");
  await page.getByLabel("Fichier à importer").setInputFiles({ name: "comments.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Envoyer et choisir les colonnes" }).click();
  await page.getByLabel("Nom de la source").fill(`En attente (${info.project.name})`);
  await page.getByRole("button", { name: "Essayer sans rien écrire" }).click();
  await expect(page).toHaveURL(/\/check$/);
  return { import: endOf(new URL(page.url()).pathname.replace(/\/check$/, "")) };
}

/** All of them but that of the first start, which wants a server on which nobody has an account. */
export const PARTS: Part[] = [
  { name: "the way in", paths: ["/sign-in", "/sign-in?ended=yes", "/forgotten", "/forgotten?sent=yes", "/accessibilite", "/join/none"] },
  { name: "links", paths: ["/join/:invitation", "/reset/:reset"], find: linksByHand },
  { name: "another address", paths: ["/email/:secret", "/email/none"], find: anotherAddress },
  { name: "the door of a session", paths: ["/s", "/s/:code"], find: door },
  {
    name: "home and what concerns oneself",
    reader: "administrator",
    paths: ["/", "/account", "/notifications", "/notifications/preferences", "/activity", "/search?q=lecture"],
  },
  {
    name: "the workspace",
    reader: "administrator",
    paths: ["/people", "/people/:person", "/audit", "/imports", "/imports/new"],
    find: async ({ page }) => ({ person: await idIn(page, ["/people"], "/people") }),
  },
  {
    name: "an import",
    reader: "coordinator",
    paths: ["/imports/:import", "/imports/:import/columns", "/imports/:import/check"],
    find: waitingImport,
  },
  {
    name: "needs",
    reader: "administrator",
    paths: [
      "/needs",
      "/needs/new",
      "/needs/:need",
      "/needs/:need/edit",
      "/needs/:need/merge",
      "/needs/:need/merge?q=lecture&into=:other",
      "/evidence/need/:need",
    ],
    find: twoNeeds,
  },
  {
    name: "projects",
    reader: "administrator",
    paths: ["/projects", "/projects/new", "/projects/:project", "/projects/:project/edit", "/projects/:project/activity"],
    find: async ({ page }) => ({ project: await firstProject(page) }),
  },
  {
    name: "iterations",
    reader: "lead",
    paths: [
      "/projects/:project/iterations",
      "/projects/:project/iterations/new",
      "/projects/:project/iterations/compare",
      "/projects/:project/iterations/:iteration",
      "/projects/:project/iterations/:iteration/edit",
      "/projects/:project/elements/:element",
      "/projects/:project/maplinks/:maplink",
      "/projects/:project/changes/:change",
    ],
    find: iterations,
  },
  {
    name: "milestones, decisions, actions and files",
    reader: "lead",
    paths: [
      "/projects/:project/milestones",
      "/projects/:project/milestones/new",
      "/projects/:project/milestones/:milestone",
      "/projects/:project/milestones/:milestone/edit",
      "/projects/:project/decisions",
      "/projects/:project/decisions/:decision",
      "/projects/:project/actions",
      "/projects/:project/actions/:item",
      "/files/:file",
    ],
    find: common,
  },
  {
    name: "feedback",
    reader: "lead",
    paths: [
      "/projects/:project/feedback",
      "/projects/:project/feedback/new",
      "/projects/:project/feedback/:entry",
      "/projects/:project/feedback/:entry/edit",
      "/projects/:project/feedback/:entry/merge",
      "/projects/:project/feedback/:entry/merge?q=page&into=:other",
    ],
    find: feedback,
  },
  {
    name: "sessions",
    reader: "lead",
    paths: [
      "/projects/:project/sessions",
      "/projects/:project/sessions/new",
      "/projects/:project/sessions/new?method=affinity",
      "/projects/:project/sessions/new?method=none",
      "/sessions/:session",
      "/sessions/:session/edit",
      "/board/:session",
      "/sessions/:closed",
      "/sessions/:closed/report",
      "/sessions/:closed/history",
      "/sessions/:closed/outcomes",
    ],
    find: sessions,
  },
];

/** An address with what was found for it. */
export const filled = (path: string, found: Record<string, string>): string =>
  path.replace(/:(\w+)/g, (whole, name: string) => found[name] ?? whole);

/** The pages that there are, as the program routes them. */
export function routes(): string[] {
  const source = readFileSync(new URL("../../app/src/app.rs", import.meta.url), "utf8");
  return [...source.matchAll(/path!\("([^"]+)"\)/g)].map(([, path]) => path ?? "");
}

/** Whether an address of the list is one of this route's, whatever it calls what stands behind its colons. */
export function isListed(route: string): boolean {
  const form = new RegExp(`^${route.replace(/:(kind|id)\b/g, "[^/]+").replace(/:\w+/g, ":\\w+")}$`);
  return PARTS.some(({ paths }) => paths.some((path) => form.test(path.split("?")[0] ?? "")));
}
