import { stringify } from "yaml";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { POD_CIDR, SERVICE_CIDR } from "../control-plane/plan";

/** Says the cluster's ranges where kubeadm says them, so that tools which look there find them. */
export function clusterConfig(): KubeObject {
  const networking = { dnsDomain: "cluster.local", podSubnet: POD_CIDR, serviceSubnet: SERVICE_CIDR };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kubeadm-config", namespace: "kube-system" },
    data: { ClusterConfiguration: stringify({ networking }) },
  };
}
