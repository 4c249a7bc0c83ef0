// Starts the release binary for the tests, on a free port, with the demo in a data folder of its
// own; ends it and deletes the folder afterwards. E2E_BASE_URL tests a running server instead.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = resolve(import.meta.dirname, "..");
const binary = join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "release", "etabli");
const site = join(root, "target", "site");
const logFile = join(import.meta.dirname, "test-results", "server.log");

export default async function startServer(): Promise<(() => Promise<void>) | void> {
  if (process.env.E2E_BASE_URL) return;

  const data = mkdtempSync(join(tmpdir(), "etabli-end2end-"));
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (server) await end(server);
    rmSync(data, { recursive: true, force: true });
  };

  try {
    const port = await freePort();
    const env = {
      ...withoutOwnSettings(process.env),
      ETABLI_ADDR: `127.0.0.1:${port}`,
      ETABLI_DATA_DIR: data,
      ETABLI_SITE_DIR: site,
      ETABLI_LOG: "warn",
    };
    execFileSync(binary, ["demo"], { cwd: data, env, stdio: ["ignore", "ignore", "inherit"] });

    mkdirSync(join(import.meta.dirname, "test-results"), { recursive: true });
    const log = openSync(logFile, "w");
    // Detached, so that Ctrl-C ends the tests first and the server last.
    server = spawn(binary, ["serve"], { cwd: data, env, stdio: ["ignore", log, log], detached: true });
    closeSync(log);

    // The workers are started after this, and inherit it; `fixtures.ts` makes it their base URL.
    process.env.E2E_BASE_URL = `http://127.0.0.1:${port}`;
    await ready(server, `${process.env.E2E_BASE_URL}/readyz`);
  } catch (error) {
    await stop();
    throw error;
  }

  const running = server;
  return async () => {
    const died = hasEnded(running);
    await stop();
    if (died) throw new Error(`The server ended during the tests:\n${readFileSync(logFile, "utf8")}`);
  };
}

/** A developer's own configuration must not reach the server under test. */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(ETABLI|LEPTOS)_/.test(name)));
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  let failure: unknown;
  server.once("error", (error) => (failure = error)); // it could not be started at all
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && !failure && !hasEnded(server)) {
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  throw new Error(`The server is not ready: ${failure ?? ""}\n${readFileSync(logFile, "utf8")}`);
}

function hasEnded(server: ChildProcess): boolean {
  return server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
}

async function end(server: ChildProcess): Promise<void> {
  server.kill("SIGTERM");
  const deadline = Date.now() + 5_000;
  while (!hasEnded(server) && Date.now() < deadline) await sleep(50);
  if (!hasEnded(server)) server.kill("SIGKILL");
}
