import { readFileSync } from "node:fs";
import { textIfAny } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Engine } from "../../model/tenant/spec/engine";
import type { Terraform } from "../../terraform/terraform";
import { declaredNamespaces, declaredTenants } from "../project/declared-tenants";
import { withoutKeys, type ProviderRef } from "../project/provider-ref";
import { askCluster } from "../project/stack-cluster";
import { engineOfType } from "./engine-changes";
import type { PlannedStack } from "./plan-file";
import type { PlanReport, RemovalReport } from "./report";

/** A tenant that the plan of one stack removes, and that another stack of the same run makes or has. */
export interface StackMove {
  /** The stack that removes it, and the one that makes or has it. */
  readonly from: string;
  readonly to: string;
  /** Where it is in the other stack. */
  readonly address: string;
  /** What makes it there, and made it here. @default - the same, or another resource than those of tenants */
  readonly engines?: { readonly former: Engine; readonly now: Engine };
  /** Whether the stacks may mean two clusters, of which one gave no answer. @default false */
  readonly isUnsure?: true;
}

/** What of a namespace a stack has. */
interface Holder {
  readonly address: string;
  readonly provider?: ProviderRef;
  readonly engine?: Engine;
}

/**
 * The reports of one run, in which a tenant that one stack removes and another one makes or has is told as that: each plan for
 * itself is right, and together they would delete it with all that is in it.
 *
 * @param isEnd - whether all stacks are to be removed: what their code says is then not what they will have
 */
export async function withStackMoves(
  plans: readonly PlannedStack[],
  reports: readonly PlanReport[],
  { terraform, isEnd = false }: { readonly terraform: Terraform; readonly isEnd?: boolean },
): Promise<readonly PlanReport[]> {
  const told: PlanReport[] = [];
  for (const [index, plan] of plans.entries()) {
    const others = plans.filter((other) => other !== plan);
    const removals: RemovalReport[] = [];
    for (const removal of reports[index]?.removals ?? []) {
      const move = isWhole(removal) ? await moveOf(removal, plan, others, { terraform, isEnd }) : undefined;
      removals.push(move === undefined ? removal : { ...removal, toStack: move });
    }
    told.push(...reports.slice(index, index + 1).map((each) => (removals.length === 0 ? each : { ...each, removals })));
  }
  return told.map((report) => withoutTaken(report, told));
}

/** Whether its namespace goes, and no other resource of the same stack has it. */
function isWhole({ isBared = false, isEmptied = false, isUnguarded = false, moved }: RemovalReport): boolean {
  return !isBared && !isEmptied && !isUnguarded && moved === undefined;
}

/** That its namespace is there is no news of one that comes out of another stack, and not what its apply would fail at. */
function withoutTaken({ taken, ...report }: PlanReport, all: readonly PlanReport[]): PlanReport {
  const rest = taken?.filter(({ namespace }) => !comingTo(report.stack, all).has(namespace)) ?? [];
  return rest.length === 0 ? report : { ...report, taken: rest };
}

/** The namespaces that other stacks would remove, and this one makes or has. */
export function comingTo(stack: string, reports: readonly PlanReport[]): ReadonlySet<string> {
  const all = reports.flatMap(({ removals = [] }) => removals);
  return new Set(all.flatMap(({ namespace, toStack }) => (toStack?.to === stack ? namespace : [])));
}

interface Asking {
  readonly terraform: Terraform;
  readonly isEnd: boolean;
}

async function moveOf(
  { namespace }: RemovalReport,
  from: PlannedStack,
  others: readonly PlannedStack[],
  { terraform, isEnd }: Asking,
): Promise<StackMove | undefined> {
  // A provider that made no plan of it is the one that has plans of tenants.
  const change = from.plan.changes.find(({ removes }) => removes?.namespace === namespace);
  const former = change === undefined ? "hikube" : engineOfType(change.before?.type ?? "");
  for (const other of others) {
    const holder = holderOf(namespace, other, isEnd);
    if (holder === undefined) continue;
    const places = [
      { stack: from.stack, provider: change?.provider },
      { stack: other.stack, provider: holder.provider },
    ];
    const [left, right] = await Promise.all(places.map((place) => standingAt(place, namespace, terraform)));
    if (left !== undefined && right !== undefined && !areOne(left, right)) continue;
    const { address, engine: now } = holder;
    const isOther = former !== undefined && now !== undefined && former !== now;
    const engines = isOther ? { engines: { former, now } } : {};
    const unsure = left === undefined || right === undefined ? { isUnsure: true as const } : {};
    return { from: from.stack.name, to: other.stack.name, address, ...engines, ...unsure };
  }
  return undefined;
}

function holderOf(namespace: string, { stack, plan }: PlannedStack, isEnd: boolean): Holder | undefined {
  const left = new Set(plan.changes.flatMap(({ address, actions }) => (actions.includes("forget") ? address : [])));
  const planned = [...plan.objects, ...plan.beside].find(
    ({ address, after }) => after?.kind === "Namespace" && after.metadata.name === namespace && !left.has(address),
  );
  if (planned !== undefined) {
    const { address, provider, after } = planned;
    const isTenant = after?.metadata.labels?.[LABELS.tenant] === namespace;
    const engine = isTenant ? engineOfType(withoutKeys(address).split(".").at(-2) ?? "") : undefined;
    return { address, ...(provider === undefined ? {} : { provider }), ...(engine === undefined ? {} : { engine }) };
  }
  return isEnd ? undefined : declaredIn(stack.file, namespace);
}

/** What the code says, of stacks without a plan and of tenants whose ancestors are in another stack. */
function declaredIn(file: string, namespace: string): Holder | undefined {
  const config: unknown = parseJson(readFileSync(file, "utf8"));
  const named = (each: { readonly namespace: string }) => each.namespace === namespace;
  const tenant = declaredTenants(config).find(named);
  if (tenant !== undefined) return { address: tenant.address, provider: tenant.provider, engine: "hikube" };
  const other = declaredNamespaces(config).find(named);
  return other === undefined ? undefined : { address: other.address, engine: "kubernetes" };
}

/** A namespace in a cluster. */
interface Standing {
  readonly server: string;
  /** @default - it is not there */
  readonly uid?: string;
}

async function standingAt(
  { stack, provider }: Pick<PlannedStack, "stack"> & { readonly provider: ProviderRef | undefined },
  name: string,
  terraform: Terraform,
): Promise<Standing | undefined> {
  const reply = await askCluster(stack, terraform, provider, async (cluster): Promise<Standing> => {
    const uid = textIfAny((await cluster.get({ apiVersion: "v1", kind: "Namespace", name }))?.metadata.uid);
    return { server: cluster.server, ...(uid === undefined ? {} : { uid }) };
  });
  return "answer" in reply ? reply.answer : undefined;
}

/** Whether two stacks mean one cluster, which may have several addresses. */
function areOne(left: Standing, right: Standing): boolean {
  return left.server === right.server || (left.uid !== undefined && left.uid === right.uid);
}
