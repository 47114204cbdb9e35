import {
  resolveTenant,
  validateTenants,
  type ClusterFacts,
  type Issue,
  type QuotaSpec,
  type Tenant,
  type TenantNode,
  type TenantSpec,
} from "../../src/model";

/** A cluster of documentation addresses. */
export const CLUSTER: ClusterFacts = {
  formatVersion: 1,
  version: "v1.35.4",
  podCidrs: ["10.244.0.0/16", "2001:db8:244::/48"],
  serviceCidrs: ["10.96.0.0/16"],
  nodeCidrs: ["203.0.113.0/28"],
  apiServer: { cidrs: ["8.8.4.4/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://kubernetes.default.svc", keys: [] },
};

/** A tenant spec with anything in it, as a file or plain JavaScript would give it. */
export type LooseSpec = Partial<Record<keyof TenantSpec, unknown>> & { readonly children?: readonly LooseSpec[] };

/** Resolves a tree of specs; a top tenant without a profile gets development. */
export function tree(spec: LooseSpec, parent?: Tenant, cluster = CLUSTER): TenantNode {
  const { children = [], ...rest } = spec;
  const defaults = parent === undefined ? { profile: "development" } : {};
  const path = [parent?.path, String(rest.name)].filter((part) => part !== undefined).join("/");
  const tenant = resolveTenant({ ...defaults, ...rest } as unknown as TenantSpec, { path, parent, cluster });
  return { tenant, children: children.map((child) => tree(child, tenant, cluster)) };
}

export function tenantOf(spec: LooseSpec, cluster = CLUSTER): Tenant {
  return tree(spec, undefined, cluster).tenant;
}

/** All faults of one tree. */
export function faultsOf(spec: LooseSpec): readonly Issue[] {
  return validateTenants([tree(spec)]);
}

/** A child's share of everything that it needs. */
export const SMALL: QuotaSpec = { cpu: "1", memory: "2Gi", storage: "10Gi" };
