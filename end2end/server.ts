// Servers for the tests: the release binary on a free port, with the demo in a data folder of its
// own that is deleted afterwards. E2E_BASE_URL tests a running server instead.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = resolve(import.meta.dirname, "..");
const binary = join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "release", "etabli");
const site = join(root, "target", "site");
const results = join(import.meta.dirname, "test-results");

/** The server for all tests; they are told where it is. */
export default async function startServer(): Promise<(() => Promise<void>) | void> {
  if (process.env.E2E_BASE_URL) return;
  const server = await Server.create("server");
  try {
    await server.start();
  } catch (error) {
    await server.end();
    throw error;
  }
  // The workers are started after this, and inherit it; `fixtures.ts` makes it their base URL.
  process.env.E2E_BASE_URL = server.url;
  return async () => {
    const died = server.hasEnded();
    await server.end();
    if (died) throw new Error(`The server ended during the tests:\n${server.log()}`);
  };
}

/** A server with the demo in a data folder of its own, on a port of its own. */
export class Server {
  private process: ChildProcess | undefined;
  private readonly logFile: string;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(name: string, private readonly data: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.logFile = join(results, `${name}.log`);
    this.env = {
      ...withoutOwnSettings(process.env),
      ETABLI_ADDR: `127.0.0.1:${port}`,
      ETABLI_DATA_DIR: data,
      ETABLI_SITE_DIR: site,
      ETABLI_LOG: "warn",
    };
  }

  /** Where it answers. */
  readonly url: string;

  /**
   * Makes its data; it does not run yet. `name` is that of its log; a workspace without the demo
   * has nobody in it.
   */
  static async create(name: string, withDemo = true): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), "etabli-end2end-"));
    mkdirSync(results, { recursive: true });
    const server = new Server(name, data, await freePort());
    try {
      if (withDemo) execFileSync(binary, ["demo"], { cwd: data, env: server.env, stdio: ["ignore", "ignore", "inherit"] });
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  /** Runs it until it answers; again after it was killed. */
  async start(): Promise<void> {
    const log = openSync(this.logFile, "a");
    // Detached, so that Ctrl-C ends the tests first and the server last. A write beyond the limit
    // of `fillDisk` fails, as on a full disk, and does not end the server.
    const command = ["-c", 'trap "" XFSZ; exec "$0" serve', binary];
    this.process = spawn("sh", command, { cwd: this.data, env: this.env, stdio: ["ignore", log, log], detached: true });
    closeSync(log);
    await this.ready();
  }

  /** Takes it away without a warning, as a power cut would. */
  async kill(): Promise<void> {
    this.process?.kill("SIGKILL");
    while (!this.hasEnded()) await sleep(20);
  }

  /** From now on it can write nothing more to any file, until `freeDisk`. */
  fillDisk() {
    this.limitFiles("1");
  }

  /** It can write again. */
  freeDisk() {
    this.limitFiles("unlimited");
  }

  private limitFiles(bytes: string) {
    execFileSync("prlimit", ["--pid", `${this.process?.pid}`, `--fsize=${bytes}:unlimited`]);
  }

  /** Ends it and deletes its data. Told to end, it cuts off after ten seconds what is not done. */
  async end(): Promise<void> {
    this.process?.kill("SIGTERM");
    const deadline = Date.now() + 15_000;
    while (!this.hasEnded() && Date.now() < deadline) await sleep(50);
    const late = !this.hasEnded();
    if (late) await this.kill();
    rmSync(this.data, { recursive: true, force: true });
    if (late) throw new Error(`The server was told to end, and did not:\n${this.log()}`);
  }

  hasEnded(): boolean {
    const server = this.process;
    return server?.pid === undefined || server.exitCode !== null || server.signalCode !== null;
  }

  log(): string {
    return readFileSync(this.logFile, "utf8");
  }

  private async ready(): Promise<void> {
    let failure: unknown;
    this.process?.once("error", (error) => (failure = error)); // it could not be started at all
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && !failure && !this.hasEnded()) {
      try {
        if ((await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok) return;
      } catch {
        // Not listening yet.
      }
      await sleep(100);
    }
    throw new Error(`The server is not ready: ${failure ?? ""}\n${this.log()}`);
  }
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
