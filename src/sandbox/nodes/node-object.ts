import type { KubeObject } from "../../model/kubernetes/kube-object";
import { addAddress } from "../../model/kubernetes/cidr";

/** A fake node: declared, not run. */
export interface FakeNode {
  readonly name: string;
  /** Its InternalIP, out of a range for documentation. */
  readonly address: string;
  readonly podCidr: string;
  /** First address that a pod may get, and how many there are. */
  readonly firstPodAddress: string;
  readonly podAddresses: number;
}

/** Pods that one node takes: more than a tenant's quota, so that the quota is what one meets. */
const MAX_PODS = 1000;

/** Each node has a /22 of the pod range. */
const ADDRESSES_PER_NODE = 1024;

/** Nodes for which the pod range holds a /22 each. */
export const MAX_NODES = 64;

const CAPACITY = { cpu: "256", memory: "1Ti", "ephemeral-storage": "4Ti", pods: String(MAX_PODS) };

export function fakeNode(index: number): FakeNode {
  const base = addAddress("10.244.0.0", index * ADDRESSES_PER_NODE);
  return {
    name: `sandbox-${String(index)}`,
    address: addAddress("192.0.2.10", index),
    podCidr: `${base}/22`,
    firstPodAddress: addAddress(base, 2),
    podAddresses: ADDRESSES_PER_NODE - 3,
  };
}

export function nodeObject(node: FakeNode): KubeObject {
  const labels = {
    "kubernetes.io/hostname": node.name,
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": process.arch === "arm64" ? "arm64" : "amd64",
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: node.name, labels, annotations: { "sandbox.hikube.cloud/fake": "true" } },
    spec: { podCIDR: node.podCidr, podCIDRs: [node.podCidr] },
  };
}

/** @param version version of the API server, which the pretended kubelet shares */
export function nodeStatus(node: FakeNode, version: string, now: string): object {
  return {
    capacity: CAPACITY,
    allocatable: CAPACITY,
    addresses: [
      { type: "InternalIP", address: node.address },
      { type: "Hostname", address: node.name },
    ],
    conditions: [
      condition("Ready", "True", now),
      condition("MemoryPressure", "False", now),
      condition("DiskPressure", "False", now),
      condition("PIDPressure", "False", now),
      condition("NetworkUnavailable", "False", now),
    ],
    nodeInfo: {
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      bootID: "",
      containerRuntimeVersion: "fake://1",
      kernelVersion: "fake",
      kubeProxyVersion: "",
      kubeletVersion: version,
      machineID: "",
      operatingSystem: "linux",
      osImage: "hikube sandbox",
      systemUUID: "",
    },
  };
}

function condition(type: string, status: "True" | "False", now: string): object {
  return { type, status, reason: "Sandbox", message: "", lastHeartbeatTime: now, lastTransitionTime: now };
}
