import type { ClusterFacts } from "../model/cluster/cluster-facts";

/** What most clusters have in common, where the facts of one are not at hand. No address is taken for its own. */
export const STAND_IN_FACTS: ClusterFacts = {
  formatVersion: 1,
  version: "v1.34.0",
  podCidrs: [],
  serviceCidrs: [],
  nodeCidrs: [],
  apiServer: { cidrs: [], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "", keys: [] },
};
