import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { binaryCache } from "../../support/home";
import { isAlive, ownProcessId, processIdOf, type ProcessId } from "../../support/process-id";

/** Which release of which cluster. */
export interface MarkedRelease {
  readonly server: string;
  readonly namespace: string;
  readonly name: string;
}

/** A call of Helm of which perhaps nobody has heard how it ended. */
interface Mark {
  readonly helm: ProcessId;
  readonly provider: ProcessId;
}

/** What is known of the last call for a release. */
export type Trace = "none" | "running" | "lost";

const POLL_MS = 50;

/**
 * Notes, in the user's cache, which release Helm is working on. A note stays where the provider was killed, or where Terraform
 * went away before it was told how the call ended: the release is then of an apply that was lost.
 */
export class Marks {
  readonly #folder: string;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#folder = join(dirname(binaryCache(environment)), "releases");
  }

  set(release: MarkedRelease, pid: number | undefined): void {
    const helm = pid === undefined ? undefined : processIdOf(pid);
    if (helm === undefined) return;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const mark: Mark = { helm, provider: ownProcessId() };
    writeFileSync(this.#path(release), JSON.stringify(mark), { mode: 0o600 });
  }

  clear(release: MarkedRelease): void {
    rmSync(this.#path(release), { force: true });
  }

  /** Ends a Helm that outlived its provider, and tells what there was. */
  async trace(release: MarkedRelease): Promise<Trace> {
    const mark = this.#read(release);
    if (mark === undefined) return "none";
    if (!isAlive(mark.helm)) return "lost";
    if (isAlive(mark.provider)) return "running";
    process.kill(mark.helm.pid, "SIGKILL");
    while (isAlive(mark.helm)) await sleep(POLL_MS);
    return "lost";
  }

  #read(release: MarkedRelease): Mark | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(release), "utf8")) as Mark;
    } catch {
      return undefined;
    }
  }

  #path({ server, namespace, name }: MarkedRelease): string {
    const hash = createHash("sha256").update(JSON.stringify([server, namespace, name]));
    return join(this.#folder, `${hash.digest("hex")}.json`);
  }
}
