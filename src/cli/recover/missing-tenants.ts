import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { isUnfinished, memberOn } from "../../provider/tenant/record";
import type { Terraform } from "../../terraform/terraform";
import type { Io } from "../command";
import { note } from "../printer";
import { tenantsOf, type DeclaredTenant } from "../project/declared-tenants";
import { askCluster, openNamedCluster } from "../project/stack-cluster";
import type { ConfiguredObject } from "../project/stack-config";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT, tenantResources } from "../project/tenant-resources";

/** A `hikube_tenant` that a stack declares, the cluster has, and the state lacks. */
export interface MissingTenant {
  /** Its namespace, which stands for all of it. */
  readonly object: ConfiguredObject;
  readonly isReleased: boolean;
}

/** What the provider did not finish, and what another engine made, is left to it. A cluster that does not answer is noted. */
export async function missingTenants(
  stack: Stack,
  state: string,
  { terraform, io }: { readonly terraform: Terraform; readonly io: Io },
): Promise<readonly MissingTenant[]> {
  if (stack.config.hikube === undefined) return [];
  const held = tenantResources(state).flatMap(({ address, namespace }) => [address, namespace]);
  const lacking = tenantsOf(stack).filter(
    ({ address, namespace }) => !held.includes(address) && !held.includes(namespace),
  );
  const found = await Promise.all(
    lacking.map(async (tenant) => {
      const ref = { apiVersion: "v1", kind: "Namespace", name: tenant.namespace };
      const reply = await askCluster(stack, terraform, tenant.provider, (cluster) => cluster.get(ref));
      if ("answer" in reply) return missingOf(tenant, reply.answer);
      const what = `stack ${stack.name}: whether ${tenant.namespace} is there is not known`;
      note(io, "cluster-not-asked", `${what}: ${reply.reason}`);
      return [];
    }),
  );
  return found.flat();
}

function missingOf(
  { address, namespace, provider }: DeclaredTenant,
  found: KubeObject | undefined,
): readonly MissingTenant[] {
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) return [];
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
