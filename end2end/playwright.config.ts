// The browser tests. `make test` runs them; so does `npm test` here, once `make build` has run.
import { defineConfig } from "@playwright/test";

const chromium = process.env.ETABLI_CHROMIUM ?? "/usr/bin/chromium";
const withoutJavaScript = /.*\.nojs\.spec\.ts$/;

export default defineConfig({
  testDir: "tests",
  globalSetup: "./server.ts",
  fullyParallel: true,
  workers: 2,
  // One race on a loaded machine does not hold everything up; it is told, and a few of them do
  // (`reporter.ts`).
  retries: 1,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./reporter.ts"]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    // Traces slow every test down: ask for one with `npx playwright test --trace on`.
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    {
      name: "desktop",
      testIgnore: withoutJavaScript,
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: "phone",
      // What goes wrong between a browser and its server has no width.
      testIgnore: [withoutJavaScript, /faults\.spec\.ts$/],
      grepInvert: /@any-width/,
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
    {
      name: "no-js",
      testMatch: withoutJavaScript,
      use: { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false },
    },
  ],
});
