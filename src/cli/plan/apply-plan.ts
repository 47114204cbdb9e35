import { codedLines } from "../../support/errors";
import { counted } from "../text";
import { redrawOn, streamProgress, type Step } from "../../support/progress";
import { printableLine } from "../../model/printable";
import type { Io } from "../command";
import { note } from "../printer";
import type { Message } from "../../terraform/diagnostics";
import { runFailure, runWithMessages, type Terraform } from "../../terraform/terraform";
import type { PlannedStack } from "./plan-file";
import { groupOf } from "./summary";
import { toolWarning, toolWarningsOf } from "./tool-warnings";

/** The result of applying one plan. */
export interface Applied {
  readonly stack: string;
  /** How many changes were made. */
  readonly done: number;
  /** Addresses of the resources that failed. */
  readonly failed: readonly string[];
  /** The error of terraform. @default - it succeeded */
  readonly error?: string;
}

/** Applies exactly what was planned. A failure is returned, not thrown: earlier changes remain. */
export async function applyPlan(planned: PlannedStack, terraform: Terraform, io: Io): Promise<Applied> {
  const { stack, file, plan } = planned;
  if (!plan.hasEffect) return { stack: stack.name, done: 0, failed: [] };
  const step = streamProgress(io.stderr).step(`applying ${stack.name}`);
  const counter = new TenantCounter(planned, step, io);
  const call: [string, ...string[]] = ["apply", "-input=false", file];
  const run = await runWithMessages(terraform, stack, call, (message) => {
    counter.take(message);
  });
  step.done(run.code === 0 ? counted(counter.done, "change") : "failed");
  for (const each of toolWarningsOf(run.diagnostics, { taken: [], losses: [] })) {
    const { code, message } = toolWarning(each);
    note(io, code, printableLine(`stack ${stack.name}: ${message}`));
  }
  const result = { stack: stack.name, done: counter.done, failed: counter.failed };
  return run.code === 0 ? result : { ...result, error: codedLines(runFailure(stack, call, run)).join("\n") };
}

/** Counts changes, and reports when a tenant is complete. */
class TenantCounter {
  done = 0;
  readonly failed: string[] = [];
  private readonly tenants: ReadonlyMap<string, string>;
  private readonly left = new Map<string, number>();

  constructor(
    { plan }: PlannedStack,
    private readonly step: Step,
    private readonly io: Io,
  ) {
    // Terraform does not report what only leaves the state or moves within it.
    const reported = plan.changes.filter(({ actions }) =>
      actions.some((action) => !["forget", "move"].includes(action)),
    );
    this.tenants = new Map(reported.map((change) => [change.address, groupOf(change)]));
    for (const tenant of this.tenants.values()) this.left.set(tenant, (this.left.get(tenant) ?? 0) + 1);
  }

  take({ type, address }: Message): void {
    const tenant = this.tenants.get(address ?? "");
    if (address === undefined || tenant === undefined) return;
    if (type === "apply_errored") this.failed.push(address);
    if (type !== "apply_complete") return;
    this.done += 1;
    const left = (this.left.get(tenant) ?? 0) - 1;
    this.left.set(tenant, left);
    this.step.update(`${this.done} of ${this.tenants.size}, ${tenant}`);
    if (left === 0) this.say(printableLine(`  ${tenant} is done`));
  }

  private say(line: string): void {
    const { stderr } = this.io;
    if (stderr.isTTY === true) redrawOn(stderr, `${line}\n`);
    else stderr.write(`${line}\n`);
  }
}
