import { untilInForce, type InForce } from "../../kube/in-force";
import { printableLine } from "../../model/printable";
import { messageOf } from "../../support/errors";
import { streamProgress } from "../../support/progress";
import type { Terraform } from "../../terraform/terraform";
import type { Io } from "../command";
import type { Applied } from "./apply-plan";
import type { PlannedAction, PlannedChange } from "./plan";
import type { PlannedStack } from "./plan-file";
import { byProvider, openResourceCluster } from "./resource-cluster";

/** How long the API server may take, in milliseconds; as long as the provider `hikube` gives it by default. */
const PATIENCE_MS = 10 * 60_000;

const KINDS: readonly string[] = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
/** What leaves the object in the cluster as it was. */
const LEAVES: ReadonlySet<PlannedAction> = new Set(["forget", "move", "remove"]);

/**
 * Waits until the guardrails that a stack wrote are in force: stacks of tenants come after it, and what is said to be done is done.
 * hashicorp/kubernetes does not wait for that; the provider `hikube` does so itself.
 *
 * @returns what became of the stack: an error where they are not in force in time, so that no other one is begun
 */
export async function withGuardrailsInForce(
  planned: PlannedStack,
  applied: Applied,
  { terraform, io }: { readonly terraform: Terraform; readonly io: Io },
): Promise<Applied> {
  if (applied.error !== undefined) return applied;
  for (const { changes } of byProvider(planned.plan.changes.filter(writesGuardrail))) {
    const [change] = changes;
    const error = change === undefined ? undefined : await waited(planned, change, { terraform, io });
    if (error !== undefined) return { ...applied, error };
  }
  return applied;
}

/** Whether it is a policy or a binding of the platform that Terraform writes by a provider which does not wait for it. */
export function writesGuardrail({ actions, after, isRecord }: PlannedChange): boolean {
  if (after === undefined || isRecord === true || after.type.startsWith("hikube_")) return false;
  return KINDS.includes(after.kind) && actions.some((action) => !LEAVES.has(action));
}

/** @returns an error, where they are not in force in time */
async function waited(
  planned: PlannedStack,
  change: PlannedChange,
  { terraform, io }: { readonly terraform: Terraform; readonly io: Io },
): Promise<string | undefined> {
  const step = streamProgress(io.stderr).step(printableLine(`waiting for the guardrails of ${planned.stack.name}`));
  try {
    const cluster = await openResourceCluster(planned, change, terraform);
    try {
      const outcome = await untilInForce(cluster, { signal: AbortSignal.timeout(PATIENCE_MS) });
      step.done(outcomeOf(outcome));
      return outcome.is === "late" ? late(outcome.said) : undefined;
    } finally {
      cluster.close();
    }
  } catch (error) {
    // Terraform has done its part, and may be the only one that can reach the cluster.
    step.done(printableLine(`it cannot be told whether they are in force: ${messageOf(error)}`));
    return undefined;
  }
}

function outcomeOf(outcome: InForce): string {
  if (outcome.is === "in force") return outcome.is;
  if (outcome.is === "late") return "failed";
  return printableLine(`it cannot be told whether they are in force: ${outcome.said}`);
}

function late(said: string): string {
  return [
    printableLine(
      `the guardrails are written, and not in force after ${String(PATIENCE_MS / 60_000)} minutes: the API server does not judge by them yet; its last answer: ${said}`,
    ),
    "  hint: see whether kube-apiserver runs the admission plugin ValidatingAdmissionPolicy, and what its log says of policies; no other stack was begun, run the command again to go on",
  ].join("\n");
}
