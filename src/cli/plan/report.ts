import type { Cluster } from "../../kube/cluster";
import type { Io } from "../command";
import { note } from "../printer";
import { providerTitle } from "../project/provider-ref";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../project/terraform";
import { askAboutEnds, type Ends, type Unproved } from "./ends";
import type { Exposure } from "./isolation";
import { losses, overuses, type Loss, type Overuse } from "./live";
import type { Plan } from "./plan";
import type { PlannedStack } from "./plan-file";
import { readdressed, type Readdressed } from "./readdressed";
import { byProvider, type ProviderChanges } from "./resource-cluster";
import { removedNamespaces, summarize, type TenantSummary } from "./summary";

/** A plan of one stack for people to judge. */
export interface PlanReport {
  readonly stack: string;
  /** Addresses of the clusters that it was held against, one where all provider blocks mean the same. */
  readonly clusters: readonly string[];
  readonly hasEffect: boolean;
  readonly tenants: readonly TenantSummary[];
  readonly overuses: readonly Overuse[];
  readonly losses: readonly Loss[];
  /** What could not be asked: what is in use there is not known, which is not the same as nothing. */
  readonly unasked: readonly Unasked[];
  /** Tenants that end with the plan. @default - none does */
  readonly removals?: readonly RemovalReport[];
  /** Objects of tenants that are removed at one address and made at another. @default - there are none */
  readonly readdressed?: readonly Readdressed[];
  /** Clusters that lose the guardrails that keep protected tenants, and did not say that they have none. @default - none */
  readonly unproved?: readonly Unproved[];
}

/** A tenant that ends with a plan, or loses its isolation by it. */
export interface RemovalReport {
  readonly namespace: string;
  /** Whether the platform refuses it: by the state, or by the namespace itself. */
  readonly isProtected: boolean;
  /** Whether its namespace ends before all else; else terraform ends it, after what isolates it. */
  readonly isFirst: boolean;
  /** Its namespace stays, and its isolation goes, or some of it. @default false */
  readonly isBared?: boolean;
  /** Its namespace is made anew, and its isolation is not. @default false */
  readonly isEmptied?: boolean;
  /** Of a namespace that is bared or emptied, what is taken away or not made, as `Kind name`. */
  readonly objects?: readonly string[];
  /** It stays, and the guardrails that keep it go. @default false */
  readonly isUnguarded?: boolean;
  /** Where its namespace was and is declared, when only the address changed. @default - it is declared no more */
  readonly moved?: { readonly from: string; readonly to: string };
}

/** A cluster that gave no answer. */
export interface Unasked {
  /** Provider block that means it, e.g. `kubernetes.east`. @default - not even that is known */
  readonly provider?: string;
  readonly reason: string;
  /** Namespaces that end there, with losses that nobody could look up. */
  readonly removed: readonly string[];
}

/** Sums a plan up and holds it against what lives in the clusters of its provider blocks. */
export async function reportPlan({ stack, plan }: PlannedStack, terraform: Terraform, io: Io): Promise<PlanReport> {
  const base = { stack: stack.name, hasEffect: plan.hasEffect, tenants: summarize(plan) };
  const groups = byProvider(plan.changes);
  const asked = await Promise.all(groups.map((group) => askAbout(group, { stack, terraform })));
  const answers = asked.flatMap(({ answer }) => answer ?? []);
  const unasked = asked.flatMap((each) => each.unasked ?? []);
  for (const each of unasked) note(io, `stack ${stack.name}: ${unaskedLine(each)}`);
  return {
    ...base,
    clusters: [...new Set(answers.map(({ cluster }) => cluster))],
    overuses: answers.flatMap((answer) => answer.overuses),
    losses: answers.flatMap((answer) => answer.losses),
    unasked,
    ...removalsOf(
      plan,
      asked.map(({ ends }) => ends),
    ),
  };
}

/** What is not known, and why. */
export function unaskedLine({ provider, reason, removed }: Unasked): string {
  const which = provider === undefined ? "a cluster" : `the cluster of provider "${provider}"`;
  const lost = removed.length === 0 ? "" : `, nor what would be lost with ${removed.join(", ")}`;
  return `${which} was not asked, so what is in use there is not known${lost}: ${reason}`;
}

/** What ends with the plan, and what the clusters say to that. */
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
  const left = unguarded.map((namespace) => ({ namespace, isProtected: true, isFirst: false, isUnguarded: true }));
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
  const plan = { changes, hasEffect: true };
  const [removed, tenants] = [removedNamespaces(plan), summarize(plan)];
  // By itself: who may apply tenants need not be allowed to look at their pods and volumes.
  const ends = await askAboutEnds(group, { stack, terraform });
  const ask = async (cluster: Cluster): Promise<Answer> => ({
    cluster: cluster.server,
    overuses: await overuses(cluster, tenants),
    losses: await losses(cluster, removed),
  });
  const reply = await askCluster(stack, terraform, provider, ask);
  if ("answer" in reply) return { ...reply, ends };
  // Where nothing ends and no bound moves, there was nothing to ask.
  if (removed.length === 0 && tenants.every(({ quota }) => quota.length === 0)) return { ends };
  const title = provider === undefined ? {} : { provider: providerTitle(provider) };
  return { ends, unasked: { ...title, reason: reply.reason, removed } };
}
