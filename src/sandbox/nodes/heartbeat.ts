import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { messageOf } from "../../support/errors";
import { nodeObject, nodeStatus, type FakeNode } from "./node-object";

const RENEW_MS = 10_000;
const RETRY_MS = 200;

const NODE = { apiVersion: "v1", kind: "Node" };

/** Registers the node and reports it ready. */
export async function registerNode(cluster: Cluster, node: FakeNode, version: string): Promise<void> {
  try {
    await cluster.create(nodeObject(node));
  } catch (error) {
    if (!(error instanceof KubeError && error.reason === "AlreadyExists")) throw error;
  }
  await reportReady(cluster, node, version);
  // Admission taints every new node; its controller would clear that a second later.
  await cluster.patch({ ...NODE, name: node.name }, "merge", { spec: { taints: null } });
}

/**
 * Renews the node's lease, as a kubelet does, until the signal aborts. After a pause of the whole
 * machine the node may have been called lost: then it reports itself ready again.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats
 */
export async function keepAlive(cluster: Cluster, node: FakeNode, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const renewed = await renew(cluster, node);
    await sleep(renewed ? RENEW_MS : RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function renew(cluster: Cluster, node: FakeNode): Promise<boolean> {
  try {
    await cluster.apply(leaseOf(node), { fieldManager: "sandbox-kubelet", force: true });
    const object = await cluster.get({ ...NODE, name: node.name });
    if (object !== undefined && !isReady(object)) await reportReady(cluster, node, kubeletVersion(object));
    return true;
  } catch (error) {
    process.stderr.write(`${new Date().toISOString()} lease of ${node.name}: ${messageOf(error)}\n`);
    return false;
  }
}

async function reportReady(cluster: Cluster, node: FakeNode, version: string): Promise<void> {
  const status = nodeStatus(node, version, new Date().toISOString());
  await cluster.patch({ ...NODE, name: node.name }, "merge", { status }, { subresource: "status" });
}

interface NodeStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly nodeInfo?: { readonly kubeletVersion: string };
}

function isReady(object: KubeObject): boolean {
  const { conditions = [] } = (object.status ?? {}) as NodeStatus;
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

function kubeletVersion(object: KubeObject): string {
  return ((object.status ?? {}) as NodeStatus).nodeInfo?.kubeletVersion ?? "";
}

function leaseOf(node: FakeNode): KubeObject {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: node.name, namespace: "kube-node-lease" },
    // A MicroTime: six digits behind the point.
    spec: {
      holderIdentity: node.name,
      leaseDurationSeconds: 40,
      renewTime: new Date().toISOString().replace("Z", "000Z"),
    },
  };
}
