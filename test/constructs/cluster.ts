import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";

/** Facts of a cluster that tests and benchmarks of the constructs share. */
export const CLUSTER: ClusterFacts = {
  formatVersion: 1,
  version: "v1.35.4",
  podCidrs: ["10.244.0.0/16"],
  serviceCidrs: ["10.96.0.0/16"],
  nodeCidrs: ["192.0.2.0/24"],
  apiServer: { cidrs: ["192.0.2.10/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://kubernetes.default.svc", keys: [] },
};
