import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { platformObjects } from "../../src/model/platform/platform";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import type { TenantNode } from "../../src/model/tenant/resolve/tenant";
import { CLUSTER, SMALL, tree } from "../model/tenants";

const team = (name: string) => [{ kind: "Group", name }];

/** A strict tenant with everything that opens something, a sub-tenant, and one with the loosest profile. */
const FOREST: readonly TenantNode[] = [
  tree({
    name: "shop",
    profile: "production",
    access: {
      viewers: team("support"),
      users: team("operators"),
      admins: team("developers"),
      owners: team("leads"),
      deployers: [{ name: "ci" }],
    },
    network: {
      internet: true,
      egress: [{ toCidrs: ["192.0.2.0/24"], ports: [{ protocol: "TCP", port: 443 }] }],
      expose: [{ fromNamespace: "ingress", ports: [{ protocol: "TCP", port: 8080 }] }],
    },
    children: [{ name: "web", quota: SMALL }],
  }),
  tree({ name: "lab", profile: "sandbox", expiresAt: "never", access: { admins: team("students") } }),
];

/** All objects of a tenant and of its sub-tenants, in the order in which they must come to be. */
export function objectsOf({ tenant, children }: TenantNode): readonly KubeObject[] {
  const { namespace, isolation, bindings } = tenantObjects(
    tenant,
    children.map((child) => child.tenant),
  );
  return [namespace, ...isolationList(isolation), ...bindings, ...children.flatMap(objectsOf)];
}

/** What the restated rules get to see: the platform with its guardrails and all tenants. */
export function emittedObjects(): readonly KubeObject[] {
  const { base, guardrails } = platformObjects({ cluster: CLUSTER, guardrails: true });
  return [...base, ...guardrails, ...FOREST.flatMap(objectsOf)];
}
