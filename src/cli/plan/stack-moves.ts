import type { Engine } from "../../model/tenant/spec/engine";
import type { Terraform } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import { engineOfType } from "./engine-changes";
import type { PlannedStack } from "./plan-file";
import type { PlanReport, RemovalReport } from "./report";
import { areOneCluster, declaredIn, holderOf, type Holder } from "./stack-holders";

/** A tenant that the plan of one stack removes, and that another stack makes or has. */
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
  /** Whether the other stack is not planned in this run: its code has the tenant. @default false */
  readonly isUnplanned?: true;
}

interface Asking {
  readonly terraform: Terraform;
  /** Stacks that are not planned, and stay. @default - none */
  readonly unplanned?: readonly Stack[];
  /** Whether all stacks of the run are to be removed: what their code says is then not what they will have. @default false */
  readonly isEnd?: boolean;
}

/**
 * The reports of one run, in which a tenant that one stack removes and another one makes or has is told as that: each plan for
 * itself is right, and together they would delete it with all that is in it.
 * A stack that is not planned has what its code says.
 */
export async function withStackMoves(
  plans: readonly PlannedStack[],
  reports: readonly PlanReport[],
  asking: Asking,
): Promise<readonly PlanReport[]> {
  const told: PlanReport[] = [];
  for (const [index, plan] of plans.entries()) {
    const others = plans.filter((other) => other !== plan);
    const removals: RemovalReport[] = [];
    for (const removal of reports[index]?.removals ?? []) {
      const moves = isWhole(removal) ? await movesOf(removal, plan, others, asking) : {};
      removals.push({ ...removal, ...moves });
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

/** A stack that has the namespace of another one. */
interface Other {
  readonly stack: Stack;
  readonly holder: Holder;
  readonly isUnplanned: boolean;
}

/**
 * Of stacks that are not planned, what is not sure is no more than a warning: who has a cluster for each stack, and no access
 * to the others, plans them one by one.
 */
async function movesOf(
  { namespace }: RemovalReport,
  from: PlannedStack,
  others: readonly PlannedStack[],
  { terraform, unplanned = [], isEnd = false }: Asking,
): Promise<Pick<RemovalReport, "toStack" | "maybeInStack">> {
  // A provider that made no plan of it is the one that has plans of tenants.
  const change = from.plan.changes.find(({ removes }) => removes?.namespace === namespace);
  const former = change === undefined ? "hikube" : engineOfType(change.before?.type ?? "");
  // A stack that ends, and whose own code still has the tenant, is not one that it was moved out of: it may be a copy elsewhere.
  const isCopy = isEnd && declaredIn(from.stack, namespace) !== undefined;
  let maybe: StackMove | undefined;
  for (const { stack, holder, isUnplanned } of othersWith(namespace, others, { unplanned, isEnd })) {
    const places = [
      { stack: from.stack, provider: change?.provider },
      { stack, provider: holder.provider },
    ] as const;
    const isOne = await areOneCluster(places, namespace, terraform);
    if (isOne === false) continue;
    const { address, engine: now } = holder;
    const move: StackMove = {
      ...{ from: from.stack.name, to: stack.name, address },
      ...(former !== undefined && now !== undefined && former !== now ? { engines: { former, now } } : {}),
      ...(isOne === undefined ? { isUnsure: true } : {}),
      ...(isUnplanned ? { isUnplanned: true } : {}),
    };
    if (!isUnplanned || (isOne === true && !isCopy)) return { toStack: move };
    maybe ??= move;
  }
  return maybe === undefined ? {} : { maybeInStack: maybe };
}

function othersWith(
  namespace: string,
  others: readonly PlannedStack[],
  { unplanned, isEnd }: Required<Omit<Asking, "terraform">>,
): readonly Other[] {
  const found = (stack: Stack, holder: Holder | undefined, isUnplanned: boolean): readonly Other[] =>
    holder === undefined ? [] : [{ stack, holder, isUnplanned }];
  return [
    ...others.flatMap((other) => found(other.stack, holderOf(namespace, other, isEnd), false)),
    ...unplanned.flatMap((stack) => found(stack, declaredIn(stack, namespace), true)),
  ];
}
