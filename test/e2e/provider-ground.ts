import { execFileSync, spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../src/kube/cluster";
import { objectIn, textIn } from "../../src/model/json";
import { parseQuantity } from "../../src/model/kubernetes/quantity";
import type { Sandbox } from "../../src/sandbox";
import { openWriteGate, type Moment } from "./write-gate";

const ROOT = join(__dirname, "..", "..");
const PROVIDER = `
terraform {
  required_providers {
    hikube = { source = "hikube/hikube" }
  }
}
`;

/** What a run of terraform came to. */
interface Ended {
  readonly code: number | null;
  readonly out: string;
}

/** Where the provider is killed, or the terraform that launched it. */
export interface Kill {
  readonly victim: "terraform" | "provider";
  /** Number of the write, from 1. */
  readonly write: number;
  readonly moment: Moment;
}

/** A configuration in a folder of its own, and the installed provider. */
export class HclProject {
  constructor(
    private readonly terraform: string,
    readonly folder: string,
    private readonly home: string,
    private readonly sandbox: Sandbox,
  ) {}

  write(main: string): void {
    writeFileSync(join(this.folder, "main.tf"), PROVIDER + main);
  }

  /** @param server - a way to the API server that needs no credentials. Default: as its administrator */
  async run(args: readonly string[], server?: string): Promise<Ended> {
    return endOf(this.start(args, server));
  }

  /** @throws Error with what it printed where it fails */
  async succeed(args: readonly string[], server?: string): Promise<string> {
    const { code, out } = await this.run(args, server);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${String(code)}:\n${out}`);
    return out;
  }

  /** How many writes it takes. */
  async writesOf(args: readonly string[]): Promise<number> {
    const gate = await openWriteGate(this.sandbox.connection, Infinity, "before");
    await this.succeed(args, gate.server);
    return gate.close();
  }

  /** Runs terraform, and ends it or its provider by `kill -9` at a write. @returns whether it came to that */
  async interrupt(args: readonly string[], { victim, write, moment }: Kill): Promise<boolean> {
    const gate = await openWriteGate(this.sandbox.connection, write, moment);
    const child = this.start(args, gate.server);
    let isReached = false;
    void gate.reached.then(() => {
      const pids = victim === "terraform" ? [child.pid ?? 0] : this.providers();
      isReached = pids.length > 0;
      for (const pid of isReached ? pids : [child.pid ?? 0]) process.kill(pid, "SIGKILL");
    });
    await new Promise((resolve) => child.once("close", resolve));
    await gate.close();
    return isReached;
  }

  /** Runs terraform, and presses Ctrl-C when a write is on its way: all processes of the terminal get the signal. */
  async stopAt(args: readonly string[], write: number): Promise<Ended> {
    const gate = await openWriteGate(this.sandbox.connection, write, "before");
    const child = this.start(args, gate.server);
    const ended = endOf(child);
    await Promise.race([gate.reached, ended]);
    const pids = child.exitCode === null ? [child.pid ?? 0, ...this.providers()] : [];
    for (const pid of pids) process.kill(pid, "SIGINT");
    gate.open();
    const answer = await ended;
    await gate.close();
    return answer;
  }

  /** Processes of the provider that this configuration has launched. */
  providers(): readonly number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => commandOf(pid).includes("main.cjs") && folderOf(pid) === this.folder)
      .map(Number);
  }

  private start(args: readonly string[], server?: string) {
    const place = server === undefined ? { KUBE_CONFIG_PATH: this.sandbox.kubeconfig } : { KUBE_HOST: server };
    const own = { PATH: process.env.PATH, HOME: this.home, TMPDIR: join(this.folder, "tmp"), CHECKPOINT_DISABLE: "1" };
    return spawn(this.terraform, [...args, "-no-color"], {
      cwd: this.folder,
      env: { ...own, ...place },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.once("error", reject).once("close", (code) => {
      resolve({ code, out });
    });
  });
}

/** A process may be gone before it is looked at. */
function commandOf(pid: string): string {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8");
  } catch {
    return "";
  }
}

function folderOf(pid: string): string {
  try {
    return /(?:^|\0)PWD=([^\0]*)/.exec(readFileSync(join("/proc", pid, "environ"), "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** The provider as users install it, and configurations that use it. */
export interface HclGround {
  /** A configuration that is initialised. */
  project(name: string, main: string): Promise<HclProject>;
  close(): void;
}

export function openHclGround(terraform: string, sandbox: Sandbox): HclGround {
  const root = mkdtempSync(join(tmpdir(), "hcl-ground-"));
  const plugins = join(root, ".terraform.d", "plugins");
  execFileSync(process.execPath, [join(ROOT, "dist", "src", "cli", "main.js"), "provider", "install", plugins]);
  return {
    async project(name, main) {
      const folder = join(root, name);
      mkdirSync(join(folder, "tmp"), { recursive: true });
      const project = new HclProject(terraform, folder, root, sandbox);
      project.write(main);
      await project.succeed(["init"]);
      return project;
    },
    close() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Watches what the quotas of a tree grant together, until stopped. @returns the most at any moment, in millicores */
export function watchGranted(cluster: Cluster, top: string): { stop(): Promise<number> } {
  let [most, isOver] = [0n, false];
  const watching = (async () => {
    while (!isOver) {
      const quotas = await cluster.list(
        { apiVersion: "v1", kind: "ResourceQuota" },
        { labelSelector: "hikube.cloud/tenant" },
      );
      const amounts = quotas
        .filter(({ metadata }) => `${metadata.namespace ?? ""}-`.startsWith(`${top}-`))
        .map(({ spec }) => parseQuantity(textIn(objectIn(objectIn(spec).hard)["limits.cpu"]))?.nano ?? 0n);
      const sum = amounts.reduce((all, one) => all + one, 0n);
      if (sum > most) most = sum;
      await sleep(25);
    }
    return Number(most / 1_000_000n);
  })();
  return {
    stop() {
      isOver = true;
      return watching;
    },
  };
}
