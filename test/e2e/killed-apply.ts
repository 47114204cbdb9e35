import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** An apply that may have been killed. */
export interface Interrupted {
  /** Whether it was still at work when the kill came. */
  readonly killed: boolean;
  /** Milliseconds from the first change to the end. */
  readonly duration: number;
}

export interface InterruptOptions {
  readonly terraform: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds from the first change to `kill -9`. @default - it runs to its end */
  readonly after?: number;
}

/** Runs `terraform apply` and kills it in the middle, as an out-of-memory killer or a lost runner does. */
export async function interruptedApply({ terraform, cwd, env, after }: InterruptOptions): Promise<Interrupted> {
  const child = spawn(terraform, ["apply", "-input=false", "-auto-approve", "-json"], { cwd, env });
  let started: number | undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (started !== undefined || !line.includes('"apply_start"')) return;
    started = performance.now();
    if (after !== undefined) void sleep(after).then(() => child.kill("SIGKILL"));
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_code, by) => {
      resolve(by);
    });
  });
  return { killed: signal === "SIGKILL", duration: performance.now() - (started ?? performance.now()) };
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Constants of Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
