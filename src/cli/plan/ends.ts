import type { Cluster } from "../../kube/cluster";
import { providerTitle } from "../project/provider-ref";
import { askCluster, type Reply } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import { bared, emptied, unguards, type Exposure } from "./isolation";
import { allTenants, standing, type Standing } from "./live";
import type { PlannedStack } from "./plan-file";
import type { ProviderChanges } from "./resource-cluster";

/** What a plan removes in one cluster, and what the cluster knows of it. */
export interface Ends {
  /** Namespaces of removed tenants, which the cluster was asked about. */
  readonly ending: readonly string[];
  /** Those of them, and of those that lose isolation, that are protected in the cluster. */
  readonly guarded: readonly string[];
  /** Namespaces that remain without isolation, unless the cluster says that they do not exist. */
  readonly bared: readonly Exposure[];
  /** Namespaces that are recreated without isolation. */
  readonly emptied: readonly Exposure[];
  /** Tenants of the cluster that stay, if the plan removes guardrails. */
  readonly unguarded: readonly Standing[];
  /** Why the cluster gave no answer about them, if the plan removes guardrails. @default - it answered, or none are removed */
  readonly unproved?: Unproved;
}

/** A cluster that may have tenants. */
export interface Unproved {
  /** Provider block that means it. @default - not even that is known */
  readonly provider?: string;
  readonly reason: string;
}

/** Asks the cluster of a provider block about what the plan removes there. Without an answer it counts as protected. */
export async function askAboutEnds(
  { provider, changes }: ProviderChanges,
  { stack, terraform }: Pick<PlannedStack, "stack"> & { readonly terraform: Terraform },
): Promise<Ends> {
  const plan = { changes };
  const ending = changes.flatMap(({ removes }) => removes?.namespace ?? []);
  const losing = bared(plan);
  const ask = <T>(isAsked: boolean, question: (cluster: Cluster) => Promise<T>): Promise<Reply<T> | undefined> =>
    isAsked ? askCluster(stack, terraform, provider, question) : Promise.resolve(undefined);
  const touched = [...ending, ...losing.map(({ namespace }) => namespace)];
  // Separate requests: an account that may read these namespaces may not be allowed to list all.
  const [found, kept] = await Promise.all([
    ask(touched.length > 0, (cluster) => standing(cluster, touched)),
    ask(unguards(plan), allTenants),
  ]);
  const answer = found !== undefined && "answer" in found ? found.answer : undefined;
  const title = provider === undefined ? {} : { provider: providerTitle(provider) };
  return {
    ending: answer === undefined ? [] : ending,
    guarded: answer?.guarded ?? [],
    bared: losing.filter(({ namespace }) => answer?.present.includes(namespace) ?? true),
    emptied: emptied(plan),
    unguarded:
      kept !== undefined && "answer" in kept ? kept.answer.filter(({ namespace }) => !ending.includes(namespace)) : [],
    ...(kept !== undefined && "reason" in kept ? { unproved: { ...title, reason: kept.reason } } : {}),
  };
}
