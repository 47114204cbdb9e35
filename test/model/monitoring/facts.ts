import type { ClusterFacts } from "../../../src/model/cluster/cluster-facts";
import type { CollectionSpec } from "../../../src/model/monitoring/collection/collection-spec";
import type { StackRoute } from "../../../src/model/monitoring/collection/stack-route";

export const CLUSTER: ClusterFacts = {
  formatVersion: 1,
  version: "v1.35.4",
  podCidrs: ["10.244.0.0/16"],
  serviceCidrs: ["10.96.0.0/12"],
  nodeCidrs: ["192.0.2.0/24"],
  apiServer: { cidrs: ["192.0.2.10/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://kubernetes.default.svc.cluster.local", keys: [] },
};

export function stack(tenant: string, more: Partial<StackRoute> = {}): StackRoute {
  const namespace = `${tenant}-monitoring`;
  return { namespace, tenant, gateway: `vmauth.${namespace}.svc:8427`, ...more };
}

export const ACME = stack("tenant-acme");
export const OWN = stack("tenant-acme-own");
export const BETA = stack("tenant-beta");

export const SPEC: CollectionSpec = { cluster: CLUSTER, stacks: [OWN, BETA, ACME] };
