import { networkPolicies } from "../../src/model/tenant/objects/network-policies";
import type { NetworkPolicy } from "../../src/model/tenant/objects/network-policy";
import { formatPath, type Issue } from "../../src/model/issue";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import type { Parent, Tenant, TenantNode } from "../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../src/model/tenant/rules/validate";
import type { QuotaSpec } from "../../src/model/tenant/spec/quota-spec";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import { knownCluster } from "../../src/model/cluster/known-cluster";

/** A public key of an elliptic curve: that of the standard's own example. @see https://www.rfc-editor.org/rfc/rfc7517#appendix-A.1 */
export const KEY = {
  ...{ kty: "EC", crv: "P-256", kid: "1" },
  x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
  y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
};

/** A cluster of documentation addresses. */
export const CLUSTER: ClusterFacts = {
  formatVersion: 1,
  version: "v1.35.4",
  podCidrs: ["10.244.0.0/16", "2001:db8:244::/48"],
  serviceCidrs: ["10.96.0.0/16"],
  nodeCidrs: ["203.0.113.0/28"],
  apiServer: { cidrs: ["8.8.4.4/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://kubernetes.default.svc", keys: [KEY] },
};

/** A tenant spec with anything in it, as a file or plain JavaScript would give it. */
export type LooseSpec = Partial<Record<keyof TenantSpec, unknown>> & { readonly children?: readonly LooseSpec[] };

/** Resolves a tree of specs; a top tenant without a profile gets development. */
export function tree(spec: LooseSpec, parent?: Parent, cluster = CLUSTER): TenantNode {
  const { children = [], ...rest } = spec;
  const defaults = parent === undefined ? { profile: "development" } : {};
  const path = [parent?.path, String(rest.name)].filter((part) => part !== undefined).join("/");
  const tenant = resolveTenant({ ...defaults, ...rest } as unknown as TenantSpec, {
    path,
    parent,
    cluster: parent?.cluster ?? knownCluster(cluster),
  });
  return { tenant, children: children.map((child) => tree(child, tenant, cluster)) };
}

export function tenantOf(spec: LooseSpec, cluster = CLUSTER): Tenant {
  return tree(spec, undefined, cluster).tenant;
}

/** All faults of one tree. */
export function faultsOf(spec: LooseSpec): readonly Issue[] {
  return validateTenants([tree(spec)]);
}

/** Where an issue is, as it is printed. */
export function pathOf({ path }: Issue): string {
  return formatPath(path);
}

/** A child's share of everything that it needs. */
export const SMALL: QuotaSpec = { cpu: "1", memory: "2Gi", storage: "10Gi" };

/** All policies of a tenant: first the two that deny. */
export function policiesFor(tenant: Tenant): readonly NetworkPolicy[] {
  const { denials, ways } = networkPolicies(tenant);
  return [...denials, ...ways];
}
