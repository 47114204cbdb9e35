import type { Cluster } from "../../kube/cluster";
import { blockKey, type ProviderRef } from "../project/provider-ref";
import { openStackCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import type { PlannedChange } from "./plan";
import type { PlannedStack } from "./plan-file";

/** Changes that go through one provider block, and so to one cluster. */
export interface ProviderChanges {
  /** @default - neither the code nor the state tells it */
  readonly provider?: ProviderRef;
  readonly changes: readonly PlannedChange[];
}

/**
 * Opens the cluster that a planned resource lives in, removed ones included; the caller closes it.
 * @throws Error where that cannot be told, or the cluster's kubeconfig cannot be read
 */
export async function openResourceCluster(
  { stack }: PlannedStack,
  { address, provider }: PlannedChange,
  terraform: Terraform,
): Promise<Cluster> {
  if (provider === undefined)
    throw new Error(`neither the code nor the state says which provider block belongs to ${address}`);
  return openStackCluster(stack, terraform, provider);
}

/** The changes of our objects by provider block, in the order in which the blocks come up. */
export function byProvider(changes: readonly PlannedChange[]): readonly ProviderChanges[] {
  const groups = new Map<string, ProviderChanges>();
  for (const change of changes.filter(({ before, after }) => (before ?? after) !== undefined)) {
    const { provider } = change;
    const key = provider === undefined ? "" : blockKey(provider);
    const others = groups.get(key)?.changes ?? [];
    groups.set(key, { ...(provider === undefined ? {} : { provider }), changes: [...others, change] });
  }
  return [...groups.values()];
}
