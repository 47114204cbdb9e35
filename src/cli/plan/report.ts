import type { Cluster } from "../../kube/cluster";
import type { Io } from "../command";
import { note } from "../printer";
import { providerTitle } from "../project/provider-ref";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import { driftOf, type Drift } from "./drift";
import { askAboutEnds, type Ends, type Unproved } from "./ends";
import { changesEngine } from "./engine-changes";
import type { Exposure } from "./isolation";
import { losses as lossesOf, overuses, type Loss, type Overuse } from "./live";
import { overdraftsOf, type Overdraft } from "./overdrafts";
import type { OpenEnd, PastEnd } from "./past-end";
import type { Plan } from "./plan";
import type { PlannedStack } from "./plan-file";
import { readdressed, type Readdressed } from "./readdressed";
import { byProvider, type ProviderChanges } from "./resource-cluster";
import type { StackMove } from "./stack-moves";
import type { StaleClusterFact } from "./stale-facts";
import { removedNamespaces, summarize, type TenantSummary } from "./summary";
import { takenNamespaces, type Taken } from "./taken";
import { toolWarningsOf, type ToolWarning } from "./tool-warnings";

/** The report on a plan of one stack. */
export interface PlanReport {
  readonly stack: string;
  /** Addresses of the clusters that it was compared with; one if all provider blocks name the same. */
  readonly clusters: readonly string[];
  readonly hasEffect: boolean;
  readonly tenants: readonly TenantSummary[];
  readonly overuses: readonly Overuse[];
  readonly losses: readonly Loss[];
  /** Clusters that gave no answer: their use is unknown, which is not the same as none. */
  readonly unasked: readonly Unasked[];
  /** Tenants that the plan removes. @default - none */
  readonly removals?: readonly RemovalReport[];
  /** Objects of tenants that are removed at one address and created at another. @default - none */
  readonly readdressed?: readonly Readdressed[];
  /** Tenants that stay suspended, because the code itself says that they are past their end. @default - none */
  readonly suspended?: readonly PastEnd[];
  /** Tenants that are past their end and marked as suspended, and take pods all the same. @default - none */
  readonly openEnds?: readonly OpenEnd[];
  /** Tenants that it creates although their namespaces are there. @default - none */
  readonly taken?: readonly Taken[];
  /** Tenants that will set aside less than others take of it. @default - none */
  readonly overdrafts?: readonly Overdraft[];
  /** Objects that others changed or removed. @default - none, or of resources that do not tell it */
  readonly drift?: readonly Drift[];
  /** What terraform and its providers warn of, but for what is told otherwise. @default - nothing */
  readonly toolWarnings?: readonly ToolWarning[];
  /** Facts of `cluster.json` that a cluster tells otherwise. @default - none */
  readonly staleFacts?: readonly StaleClusterFact[];
  /** Clusters that lose guardrails, and did not confirm that they have no tenants. @default - none */
  readonly unproved?: readonly Unproved[];
}

/** A tenant that a plan removes, or whose isolation it removes. */
export interface RemovalReport {
  readonly namespace: string;
  /** Whether the platform refuses it: by the state, or by the namespace itself. */
  readonly isProtected: boolean;
  /** Whether its namespace is deleted first; else terraform deletes it, after its isolation. */
  readonly isFirst: boolean;
  /** Its namespace stays, and some of its isolation is removed. @default false */
  readonly isBared?: boolean;
  /** Its namespace is recreated, and its isolation is not. @default false */
  readonly isEmptied?: boolean;
  /** The isolation that is removed or not recreated, as `Kind name`. */
  readonly objects?: readonly string[];
  /** It stays, and guardrails are removed. @default false */
  readonly isUnguarded?: boolean;
  /** Its provider refused it, and so Terraform made no plan. @default false */
  readonly isUnplanned?: boolean;
  /** The address that it is declared at, and made again. @default - its provider refused nothing, or it is not declared there */
  readonly replaces?: string;
  /** Whether that is because Terraform has marked it as tainted. @default false */
  readonly isTainted?: boolean;
  /**
   * The former and the present address of its namespace, if only the address changed, or the engine. @default - it is no
   * longer declared
   */
  readonly moved?: Pick<Readdressed, "from" | "to" | "engine">;
  /** The other stack that makes or has it. @default - none */
  readonly toStack?: StackMove;
  /** A stack that is not planned and whose code has it, perhaps in another cluster. @default - none */
  readonly maybeInStack?: StackMove;
}

/** A cluster that gave no answer. */
export interface Unasked {
  /** Provider block that means it, e.g. `kubernetes.east`. @default - not even that is known */
  readonly provider?: string;
  readonly reason: string;
  /** Namespaces that are removed there, with unknown losses. */
  readonly removed: readonly string[];
}

/** Sums up a plan and compares it with the clusters of its provider blocks. */
export async function reportPlan(planned: PlannedStack, terraform: Terraform, io: Io): Promise<PlanReport> {
  const { stack, plan } = planned;
  const drift = driftOf(plan);
  const base = {
    ...{ stack: stack.name, hasEffect: plan.hasEffect, tenants: summarize(plan) },
    ...(drift.length === 0 ? {} : { drift }),
  };
  const groups = byProvider(plan.changes);
  const asked = await Promise.all(groups.map((group) => askAbout(group, { stack, terraform })));
  const ended = removalsOf(
    plan,
    asked.map(({ ends }) => ends),
  );
  const remade = new Set((ended.removals ?? []).filter(changesEngine).map(({ namespace }) => namespace));
  const found = (await Promise.all(groups.map((group) => takenNamespaces(group, stack, terraform)))).flat();
  const taken = found.filter(({ namespace }) => !remade.has(namespace));
  const overdrafts = await overdraftsOf(planned, terraform);
  const answers = asked.flatMap(({ answer }) => answer ?? []);
  const losses = answers.flatMap((answer) => answer.losses);
  const toolWarnings = toolWarningsOf(planned.warnings ?? [], { taken, losses });
  const unasked = asked.flatMap((each) => each.unasked ?? []);
  for (const each of unasked) note(io, "cluster-not-asked", `stack ${stack.name}: ${unaskedLine(each)}`);
  return {
    ...base,
    clusters: [...new Set(answers.map(({ cluster }) => cluster))],
    overuses: answers.flatMap((answer) => answer.overuses),
    losses,
    unasked,
    ...(toolWarnings.length === 0 ? {} : { toolWarnings }),
    ...(taken.length === 0 ? {} : { taken }),
    ...(overdrafts.length === 0 ? {} : { overdrafts }),
    ...ended,
  };
}

/** What is not known, and why. */
export function unaskedLine({ provider, reason, removed }: Unasked): string {
  const which = provider === undefined ? "a cluster" : `the cluster of provider "${provider}"`;
  const lost = removed.length === 0 ? "" : `, nor what would be lost with ${removed.join(", ")}`;
  return `${which} was not asked, so what is in use there is not known${lost}: ${reason}`;
}

/** What the plan removes, and what the clusters know of it. */
function removalsOf(plan: Plan, ends: readonly Ends[]): Pick<PlanReport, "removals" | "readdressed" | "unproved"> {
  const moved = readdressed(plan);
  const asked = new Set(ends.flatMap((each) => each.ending));
  const guarded = new Set(ends.flatMap((each) => each.guarded));
  const ending = plan.changes.flatMap(({ address, removes }) => {
    if (removes === undefined) return [];
    const { namespace } = removes;
    const pair = moved.find(({ from }) => from === address);
    const isProtected = removes.isProtected || guarded.has(namespace);
    return [{ namespace, isProtected, isFirst: asked.has(namespace), ...(pair === undefined ? {} : { moved: pair }) }];
  });
  const exposed = (kind: "isBared" | "isEmptied", exposures: readonly Exposure[]): readonly RemovalReport[] =>
    exposures.map((each) => ({ ...each, isProtected: guarded.has(each.namespace), isFirst: false, [kind]: true }));
  const unguarded = ends.flatMap((each) => each.unguarded);
  const left = unguarded.map((tenant) => ({ ...tenant, isFirst: false, isUnguarded: true }));
  const removals = [
    ...ending,
    ...ends.flatMap((each) => exposed("isBared", each.bared)),
    ...ends.flatMap((each) => exposed("isEmptied", each.emptied)),
    ...left,
  ];
  const unproved = ends.flatMap((each) => each.unproved ?? []);
  return {
    ...(removals.length === 0 ? {} : { removals }),
    ...(moved.length === 0 ? {} : { readdressed: moved }),
    ...(unproved.length === 0 ? {} : { unproved }),
  };
}

interface Answer {
  readonly cluster: string;
  readonly overuses: readonly Overuse[];
  readonly losses: readonly Loss[];
}

async function askAbout(
  group: ProviderChanges,
  { stack, terraform }: Pick<PlannedStack, "stack"> & { readonly terraform: Terraform },
): Promise<{ readonly answer?: Answer; readonly ends: Ends; readonly unasked?: Unasked }> {
  const { provider, changes } = group;
  const plan = { changes };
  const [removed, tenants] = [removedNamespaces(plan), summarize(plan)];
  // A separate request: an account that may apply tenants may not be allowed to list their pods and volumes.
  const ends = await askAboutEnds(group, { stack, terraform });
  const ask = async (cluster: Cluster): Promise<Answer> => ({
    cluster: cluster.server,
    overuses: await overuses(cluster, tenants),
    losses: await lossesOf(cluster, removed),
  });
  const reply = await askCluster(stack, terraform, provider, ask);
  if ("answer" in reply) return { ...reply, ends };
  // If nothing is removed and no bound changes, there is nothing to ask.
  if (removed.length === 0 && tenants.every(({ quota }) => quota.length === 0)) return { ends };
  const title = provider === undefined ? {} : { provider: providerTitle(provider) };
  return { ends, unasked: { ...title, reason: reply.reason, removed } };
}
