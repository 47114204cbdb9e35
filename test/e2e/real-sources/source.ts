import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort, serve, type Served } from "../served";

/** A server with its exporter, started for a test. */
export interface RealSource {
  /** Where metrics are read: port, path and query. */
  readonly target: {
    readonly port: number;
    readonly path?: string;
    readonly params?: Readonly<Record<string, string>>;
  };
  /** Does what users do, so that counters grow. */
  traffic(): Promise<void>;
  stop(): Promise<void>;
}

/** Databases refuse to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", ...postgresFolders()];

function postgresFolders(): readonly string[] {
  const root = "/usr/lib/postgresql";
  return existsSync(root) ? readdirSync(root).map((version) => join(root, version, "bin")) : [];
}

/** Path of a program of the system. */
export function program(name: string): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

/** Which of these programs are missing. */
export function missingOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => !FOLDERS.some((folder) => existsSync(join(folder, name))));
}

/** Programs of one source: they run as nobody, in a folder of their own that goes with them. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "real-source-"));
  private readonly started: Served[] = [];

  constructor() {
    if (NOBODY.uid !== undefined) chownSync(this.folder, NOBODY.uid, NOBODY.gid);
  }

  /** Runs a program to its end. */
  run(name: string, ...args: readonly string[]): void {
    execFileSync(program(name), args, { ...NOBODY, cwd: this.folder, stdio: "pipe" });
  }

  /** Starts a program on a free port. */
  async serve(
    name: string,
    argsFor: (port: number) => readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Served> {
    const port = await freePort();
    const options = { port, cwd: this.folder, env: { HOME: this.folder, ...env }, ...NOBODY };
    const served = await serve(program(name), argsFor(port), options);
    this.started.push(served);
    return served;
  }

  async stop(): Promise<void> {
    for (const served of this.started.reverse()) await served.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
