import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Component } from "../control-plane/component";
import { startControlPlane, type ControlPlane } from "../control-plane/start";
import { runNodes } from "../nodes/run-nodes";
import { SandboxError, asDiskFull, messageOf } from "../../support/errors";
import { clearFolder, keepLogsOnly } from "../state/leftovers";
import { ownProcessId } from "../../support/process-id";
import { readState, writeState, type SandboxState } from "../state/state";
import { LAUNCH_FILE, type LaunchOrder, type Report, stopSignal } from "./protocol";

/** How much later than a refused connection the end of a process may be noticed. */
const ECHO_MS = 500;

/**
 * Starts the sandbox of a folder, keeps it alive and removes it: the whole life of a supervisor.
 *
 * @returns the exit code
 */
export async function supervise(directory: string): Promise<number> {
  const stop = stopSignal();
  const life = new Life(directory);
  try {
    const failure = await Promise.race([life.run(), stop]);
    if (failure !== undefined) throw failure;
    await life.end();
    clearFolder(directory);
    return 0;
  } catch (error) {
    await life.end();
    life.fail(asDiskFull(error, directory));
    return 1;
  }
}

class Life {
  private readonly order: LaunchOrder;
  private readonly stopNodes = new AbortController();
  private readonly components: Component[] = [];
  private state: SandboxState;
  private reported = false;

  constructor(private readonly directory: string) {
    this.order = JSON.parse(readFileSync(join(directory, LAUNCH_FILE), "utf8")) as LaunchOrder;
    const { name, nodes } = this.order;
    const state = readState(directory);
    if (state === undefined) throw new Error(`${directory} is not the folder of a sandbox`);
    this.state = { ...state, name, nodes, status: "starting", supervisor: ownProcessId(), components: {} };
    writeState(directory, this.state);
  }

  /** Ends with the reason only when something fails. */
  async run(): Promise<SandboxError> {
    const { nodes, ...order } = this.order;
    const onComponent = (component: Component) => {
      this.record(component);
    };
    const plane = await startControlPlane({ ...order, directory: this.directory, onComponent });
    await this.furnish(plane, nodes);
    this.update({ status: "ready", server: plane.cluster.server });
    this.report({ event: "ready", server: plane.cluster.server });
    return plane.failed;
  }

  /** Kills all processes; their data is not needed, so they need not shut down cleanly. */
  async end(): Promise<void> {
    this.stopNodes.abort();
    for (const component of this.components) component.kill();
    await Promise.all(this.components.map(({ ended }) => ended));
  }

  /** Leaves the logs and the reason behind. */
  fail(error: unknown): void {
    const code = error instanceof SandboxError ? error.code : "start-failed";
    const message = messageOf(error);
    process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
    this.report({ event: "failed", code, message });
    keepLogsOnly(this.directory);
    this.update({ status: "failed", reason: message, components: {} });
  }

  private async furnish({ cluster, untilUsable, failed }: ControlPlane, nodes: number): Promise<void> {
    try {
      await Promise.all([runNodes(cluster, nodes, this.stopNodes.signal), untilUsable()]);
    } catch (error) {
      // A refused connection is only the consequence of a process that ended: its own log says more.
      throw (await Promise.race([failed, sleep(ECHO_MS)])) ?? error;
    }
  }

  private record(component: Component): void {
    this.components.push(component);
    this.update({ components: { ...this.state.components, [component.name]: component.id } });
  }

  private update(change: Partial<SandboxState>): void {
    this.state = { ...this.state, ...change };
    writeState(this.directory, this.state);
  }

  private report(report: Report): void {
    if (this.reported) return;
    this.reported = true;
    process.stdout.on("error", () => undefined); // Nobody may be listening any more.
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
}
