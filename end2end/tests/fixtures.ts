// What every test stands on. Import `test` and `expect` from here, never from Playwright itself:
// a test then fails on any error in the browser, even when what it looks at is right.
import { test as base, expect, type BrowserContext, type Locator, type Page, type TestInfo } from "@playwright/test";
import axe, { type RunOptions, type Result } from "axe-core";

/** The demo's people, one for each role. */
export const accounts = {
  administrator: { email: "administrator@demo.etabli.example", password: "etabli-demo-2026" },
  coordinator: { email: "coordinator@demo.etabli.example", password: "etabli-demo-2026" },
  member: { email: "member@demo.etabli.example", password: "etabli-demo-2026" },
  observer: { email: "observer@demo.etabli.example", password: "etabli-demo-2026" },
  lead: { email: "lead@demo.etabli.example", password: "etabli-demo-2026" },
  facilitator: { email: "facilitator@demo.etabli.example", password: "etabli-demo-2026" },
  contributor: { email: "contributor@demo.etabli.example", password: "etabli-demo-2026" },
  partner: { email: "partner@demo.etabli.example", password: "etabli-demo-2026" },
} as const;

export type Role = keyof typeof accounts;

/** Marks a test of what the width of a screen changes nothing in: it is played on desktops only. */
export const anyWidth = { tag: "@any-width" };

interface Fixtures {
  /**
   * Declares a problem that this test provokes: `expectProblem(/404/)`. The pattern is matched
   * against the line that would be reported, which holds the status and the address:
   * "response 404: GET http://…/nowhere" and "console: Failed to load … (http://…/nowhere)".
   */
  expectProblem: (pattern: RegExp | string) => void;
  /**
   * Opens a page for another person: cookies and storage of their own, watched like the first, and
   * a browser in French unless another language is asked for.
   */
  newPersonPage: (locale?: string) => Promise<Page>;
  /** Internal: collects what goes wrong in the browser. */
  problems: Problems;
}

export const test = base.extend<Fixtures>({
  // Read here rather than in the configuration: server.ts chooses the port after that was loaded.
  baseURL: async ({}, use) => use(process.env.E2E_BASE_URL),

  problems: [
    async ({ context }, use) => {
      const problems = new Problems();
      problems.watch(context);
      await use(problems);
      expect(problems.unexpected(), "problems in the browser").toEqual([]);
    },
    { auto: true },
  ],

  expectProblem: async ({ problems }, use) => use((pattern) => problems.expect(pattern)),

  newPersonPage: async ({ browser, baseURL, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (locale = "fr-FR") => {
      const context = await browser.newContext({ baseURL, locale });
      contexts.push(context);
      problems.watch(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

class Problems {
  private readonly seen: string[] = [];
  private readonly expected: (RegExp | string)[] = [];

  expect(pattern: RegExp | string) {
    this.expected.push(pattern);
  }

  unexpected(): string[] {
    return this.seen.filter((problem) => !this.expected.some((pattern) => problem.match(pattern)));
  }

  watch(context: BrowserContext) {
    context.on("console", (message) => {
      if (message.type() === "error") this.seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.seen.push(`exception: ${error.error().stack ?? error.error()}`));
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // Leaving a page ends what it was still loading: nobody is concerned.
      // Where scripts are switched off, the browser refuses to load them and says so.
      const refused = reason === "csp" && request.resourceType() === "script";
      if (reason !== "net::ERR_ABORTED" && !refused) this.seen.push(`request: ${reason}: ${request.method()} ${request.url()}`);
    });
    context.on("response", (response) => {
      const request = response.request();
      if (response.status() >= 400) this.seen.push(`response ${response.status()}: ${request.method()} ${request.url()}`);
    });
  }
}

/** Asserts that on paper this can be read, and nothing stands there by which one gets about. */
export async function checkPaper(page: Page, read: Locator): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await expect(read).toBeVisible();
  for (const way of ["nav", ".masthead", ".button", ".colophon form", ".keys-hint", "[data-print=no]"]) {
    await expect(page.locator(way).filter({ visible: true }), `${way} on paper`).toHaveCount(0);
  }
  await page.emulateMedia({ media: null });
}

/**
 * Lets one of the demo's people in, without the form: most tests are of what comes after it, and
 * loading two pages for each of them takes minutes in all. The page stays as it is.
 */
export async function signIn(page: Page, role: Role): Promise<void> {
  const answer = await page.request.post("/api/sign_in", {
    form: { ...accounts[role], next: "/accessibilite" },
    headers: { "sec-fetch-site": "same-origin", accept: "text/html" },
    maxRedirects: 0,
  });
  expect(answer.headers()["location"], `${role} is let in`).toMatch(/\/accessibilite$/);
}

/**
 * Watches for the program's bringing a page to life, from the next page on that is opened: it
 * lets go of links and forms then, which were the browser's alone (hydration.rs). Gives what
 * waits for that.
 */
export async function watchHydration(page: Page): Promise<() => Promise<unknown>> {
  await page.addInitScript(() => {
    type Listener = EventListenerOrEventListenerObject | null;
    const { removeEventListener } = EventTarget.prototype;
    window.removeEventListener = (type: string, listener: Listener, options?: boolean | EventListenerOptions) => {
      removeEventListener.call(window, type, listener, options);
      if (type === "submit") (window as { isAlive?: boolean }).isAlive = true;
    };
  });
  return () => page.waitForFunction(() => (window as { isAlive?: boolean }).isAlive);
}

/** Signs in through the form, as a person does, and waits until they are let in. */
export async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("input[name=email][type=email]").fill(email);
  await page.locator("input[name=password][type=password]").fill(password);
  await page.locator("form:has(input[type=password]) button[type=submit]").click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Has an administrator who is signed in make an invitation, and gives the path of its link. */
export async function newLink(page: Page, note: string): Promise<string> {
  await page.goto("/people");
  await page.getByLabel("Pour qui").fill(note);
  await page.getByRole("button", { name: "Créer le lien" }).click();
  return new URL((await page.locator(".notice code").first().textContent()) ?? "").pathname;
}

/** An address that no other test and no other run of this one uses. */
export const address = (name: string, info: TestInfo) =>
  `${name}-${info.project.name}-${info.repeatEachIndex}-${info.retry}@exemple.fr`;

/** Joins by an invitation link, with an account of one's own. */
export async function join(page: Page, link: string, name: string, email: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Nom affiché aux autres").fill(name);
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  await expect(page).toHaveURL(/\/sign-in\?joined=yes$/);
  await signInAs(page, email, password);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bonjour");
}

/** The address of the demo's first project: by name, for other tests open projects meanwhile. */
export async function demoProject(page: Page): Promise<string> {
  await page.goto("/projects?q=fluence");
  return (await page.getByRole("link", { name: /^Fluence/ }).first().getAttribute("href")) ?? "";
}

/** The rules that every page keeps. */
export const allRules: RunOptions["runOnly"] = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"],
};
const rulesOfColours: RunOptions["runOnly"] = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/**
 * Whether the page has taken the colours over: in the browser, asked again and again. Parts of it
 * are repainted one after the other, so that its colours must be the same twice in a row.
 */
function isSettled(scheme: string): boolean {
  const colours = [...document.querySelectorAll("html, body, main, .page, .card, button, .button, a, p")]
    .slice(0, 200)
    .map((element) => getComputedStyle(element).backgroundColor + getComputedStyle(element).color)
    .join();
  const state = window as { lastColours?: string };
  const isSame = state.lastColours === colours;
  state.lastColours = colours;
  const isAsked = matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
  return isAsked && isSame && !document.getAnimations().some((animation) => animation instanceof CSSTransition);
}

/**
 * What axe finds on this page. Its script is handed over once for each document, and it names the
 * elements at fault only: naming all that it looked at takes as long as looking.
 */
async function violations(page: Page, runOnly: RunOptions["runOnly"]): Promise<Result[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return (await axe.run(document, options)).violations;
  }, { runOnly, resultTypes: ["violations"] } satisfies RunOptions);
}

/**
 * Asserts that axe finds nothing on this page as it stands, in light and in dark. In the dark only
 * the colours are another: where nothing else is asked for, only their rules are checked anew, for
 * each page is checked by all of them once (`pages.spec.ts`). Axe is a script: it cannot run in the
 * project without JavaScript.
 */
export async function checkAccessibility(page: Page, inDark = rulesOfColours): Promise<void> {
  // Without motion, for a colour half-way through a transition has no contrast to speak of. First,
  // or the change of colours would still be a slow one.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(isSettled, colorScheme, { polling: 100 });
    const all = await violations(page, colorScheme === "light" ? allRules : inDark);
    const found = all.map(({ id, help, helpUrl, nodes }) =>
      [
        `${id}: ${help} (${helpUrl})`,
        ...nodes.map((node) => `  ${node.target.join(" ")}\n    ${node.failureSummary?.replaceAll("\n", "\n    ")}`),
      ].join("\n"),
    );
    expect(found.length, `accessibility of ${page.url()}, ${colorScheme}:\n${found.join("\n")}`).toBe(0);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
