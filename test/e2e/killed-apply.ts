import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Connection } from "../../src/kube/connection";
import { openWriteGate, type Moment } from "./write-gate";

/** An apply that may have been killed. */
export interface Interrupted {
  /** Whether it was still at work when the kill came. */
  readonly killed: boolean;
  /** Writes that the API server got from it. */
  readonly writes: number;
}

export interface InterruptOptions {
  readonly terraform: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The cluster, which terraform reaches through a gate that counts. */
  readonly connection: Connection;
  /** Path that terraform's provider reads; it is written anew. */
  readonly kubeconfig: string;
  /** Number of the write, from 1, at which `kill -9` comes, and when. */
  readonly kill: { readonly write: number; readonly moment: Moment };
}

/**
 * Runs `terraform apply` and kills it in the middle, as an out-of-memory killer or a lost runner does. The moment is
 * counted in writes, so that it is the same on every machine. Returns once what was on its way has arrived.
 */
export async function interruptedApply(options: InterruptOptions): Promise<Interrupted> {
  const { terraform, cwd, env, connection, kubeconfig, kill } = options;
  const gate = await openWriteGate(connection, kill.write, kill.moment);
  writeFileSync(kubeconfig, kubeconfigOf(gate.server));
  const child = spawn(terraform, ["apply", "-input=false", "-auto-approve"], { cwd, env, stdio: "ignore" });
  void gate.reached.then(() => child.kill("SIGKILL"));
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_code, by) => {
      resolve(by);
    });
  });
  return { killed: signal === "SIGKILL", writes: await gate.close() };
}

function kubeconfigOf(server: string): string {
  const clusters = [{ name: "gate", cluster: { server } }];
  const contexts = [{ name: "gate", context: { cluster: "gate", user: "nobody" } }];
  return JSON.stringify({ clusters, users: [{ name: "nobody", user: {} }], contexts, "current-context": "gate" });
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
