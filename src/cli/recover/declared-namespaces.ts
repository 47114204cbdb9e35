import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Terraform } from "../../terraform/terraform";
import type { DeclaredResource } from "../project/declared-tenants";
import { blockKey } from "../project/provider-ref";
import { openNamedCluster } from "../project/stack-cluster";
import type { Stack } from "../project/stacks";

/** A declared resource whose namespace is there. */
export interface Standing {
  readonly declared: DeclaredResource;
  readonly namespace: KubeObject;
}

/** What is not done where a cluster cannot be asked. */
export function notRecovered(stack: string): string {
  return `stack "${stack}" is not recovered`;
}

/**
 * The namespaces of resources of the provider `hikube`, but for those that end.
 * @throws Error where the cluster of one cannot be asked
 */
export async function namespacesOf(
  declared: readonly DeclaredResource[],
  stack: Stack,
  terraform: Terraform,
): Promise<readonly Standing[]> {
  const groups = new Map<string, DeclaredResource[]>();
  for (const each of declared) {
    const key = blockKey(each.provider);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const found = await Promise.all([...groups.values()].map((group) => inOneCluster(group, stack, terraform)));
  return found.flat();
}

async function inOneCluster(
  group: readonly DeclaredResource[],
  stack: Stack,
  terraform: Terraform,
): Promise<readonly Standing[]> {
  const provider = group[0]?.provider ?? {};
  const cluster = await openNamedCluster(stack, terraform, provider, notRecovered(stack.name));
  try {
    const all = group.map(async (declared): Promise<readonly Standing[]> => {
      const namespace = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: declared.namespace });
      const isThere = namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;
      return isThere ? [{ declared, namespace }] : [];
    });
    return (await Promise.all(all)).flat();
  } finally {
    cluster.close();
  }
}
