import { stringify } from "yaml";
import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { POD_CIDR, SERVICE_CIDR } from "../control-plane/plan";
import { runController } from "./controller";
import { dnsObjects } from "./dns";
import { keepAlive, registerNode } from "./heartbeat";
import { LoadBalancerController } from "./load-balancers";
import { fakeNode } from "./node-object";
import { PodController } from "./pods";
import { ClaimController, VolumeController, storageObjects } from "./volumes";

/**
 * Populates an empty API server: nodes, storage, DNS. Resolves once all exist; leases, pods, volumes and addresses are
 * maintained until the signal aborts.
 */
export async function runNodes(cluster: Cluster, count: number, signal: AbortSignal): Promise<void> {
  const nodes = Array.from({ length: count }, (_, index) => fakeNode(index));
  const { gitVersion } = (await cluster.raw("GET", "/version")) as { gitVersion: string };
  await Promise.all([
    ...nodes.map((node) => registerNode(cluster, node, gitVersion)),
    ...[...storageObjects(), ...dnsObjects(), clusterConfig()].map((object) =>
      cluster.apply(object, { fieldManager: "hikube-sandbox", force: true }),
    ),
  ]);
  const controllers = [
    new PodController(cluster, nodes),
    new ClaimController(cluster),
    new VolumeController(cluster),
    new LoadBalancerController(cluster),
  ];
  for (const node of nodes) void keepAlive(cluster, node, signal);
  for (const controller of controllers) void runController(cluster, controller, signal);
}

/** Says the cluster's ranges where kubeadm says them, so that tools which look there find them. */
function clusterConfig(): KubeObject {
  const networking = { dnsDomain: "cluster.local", podSubnet: POD_CIDR, serviceSubnet: SERVICE_CIDR };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kubeadm-config", namespace: "kube-system" },
    data: { ClusterConfiguration: stringify({ networking }) },
  };
}
