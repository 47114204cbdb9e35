import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import type { Tenant } from "../../src/model/tenant/resolve/tenant";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import { withSamplePods, snapshotOf, type ClusterSnapshot } from "../../src/connectivity";
import { knownCluster } from "../../src/model/cluster/known-cluster";

export const CLUSTER: ClusterFacts = {
  ...{ formatVersion: 1, version: "v1.35.4" },
  ...{ podCidrs: ["10.244.0.0/16"], serviceCidrs: ["10.96.0.0/12"], nodeCidrs: ["203.0.114.0/24"] },
  apiServer: { cidrs: ["203.0.114.10/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://issuer.example", keys: [] },
};

const tenant = (spec: TenantSpec, parent?: Tenant) =>
  resolveTenant(spec, { path: spec.name, cluster: knownCluster(CLUSTER), ...(parent === undefined ? {} : { parent }) });
const closed = tenant({ name: "live", profile: "production" });
const open = tenant({ name: "play", profile: "development" });
const child = tenant({ name: "shop" }, closed);
const shy = tenant({ name: "shy", network: { fromAncestors: false } }, closed);
const sibling = tenant(
  { name: "bank", network: { expose: [{ fromNamespace: "ingress", ports: [{ protocol: "TCP", port: 8080 }] }] } },
  closed,
);

/** Two trees of tenants and an ingress controller's namespace, by the objects that the model emits. */
export function tenantSnapshot(): ClusterSnapshot {
  const objects = [closed, open, child, shy, sibling].flatMap((one) => {
    const { namespace, isolation } = tenantObjects(one, one === closed ? [child, shy, sibling] : []);
    return [namespace, ...isolationList(isolation)];
  });
  const ingress = { apiVersion: "v1", kind: "Namespace", metadata: { name: "ingress" } };
  return withSamplePods(snapshotOf([...objects, ingress]), CLUSTER);
}
