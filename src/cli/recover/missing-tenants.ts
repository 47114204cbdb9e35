import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { isUnfinished } from "../../provider/objects/mark";
import { memberOn } from "../../provider/tenant/record";
import type { Terraform } from "../../terraform/terraform";
import { tenantsOf, type DeclaredTenant } from "../project/declared-tenants";
import { openNamedCluster } from "../project/stack-cluster";
import type { ConfiguredObject } from "../project/stack-config";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT, tenantResources } from "../project/tenant-resources";
import { namespacesOf } from "./declared-namespaces";

/** A `hikube_tenant` that a stack declares, the cluster has, and the state lacks. */
export interface MissingTenant {
  /** Its namespace, which stands for all of it. */
  readonly object: ConfiguredObject;
  readonly isReleased: boolean;
}

/**
 * What the provider did not finish, and what another engine made, is left to it.
 * @throws Error where a cluster cannot be asked: what is there is not known then, which is not the same as nothing
 */
export async function missingTenants(
  stack: Stack,
  state: string,
  terraform: Terraform,
): Promise<readonly MissingTenant[]> {
  if (stack.config.hikube === undefined) return [];
  const held = tenantResources(state).flatMap(({ address, namespace }) => [address, namespace]);
  const lacking = tenantsOf(stack).filter(
    ({ address, namespace }) => !held.includes(address) && !held.includes(namespace),
  );
  const found = await namespacesOf(lacking, stack, terraform);
  return found.flatMap(({ declared, namespace }) => missingOf(declared, namespace));
}

function missingOf({ address, namespace, provider }: DeclaredTenant, found: KubeObject): readonly MissingTenant[] {
  if (memberOn(found) === undefined || isUnfinished(found)) return [];
  const { alias } = provider;
  const kind = { type: HIKUBE_TENANT, apiVersion: "v1", kind: "Namespace" };
  const object = { ...kind, address, name: namespace, tenant: namespace, hard: {} };
  return [
    {
      object: { ...object, ...(alias === undefined ? {} : { alias }) },
      isReleased: found.metadata.annotations?.[ANNOTATIONS.released] !== undefined,
    },
  ];
}

/** Somebody manages it again: its provider leaves alone what it did not write. */
export async function unmarkReleased(
  stack: Stack,
  terraform: Terraform,
  tenants: readonly MissingTenant[],
): Promise<void> {
  for (const { object, isReleased } of tenants) {
    if (!isReleased) continue;
    const { name, alias } = object;
    const provider = { engine: "hikube", ...(alias === undefined ? {} : { alias }) } as const;
    const cluster = await openNamedCluster(stack, terraform, provider, `${name} stays marked as released`);
    try {
      const annotations = { [ANNOTATIONS.released]: null };
      await cluster.patch({ apiVersion: "v1", kind: "Namespace", name }, "merge", { metadata: { annotations } });
    } finally {
      cluster.close();
    }
  }
}
