import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { AddressPool } from "./addresses";
import { uidOf, type Controller } from "./controller";
import type { FakeNode } from "./node-object";
import { ADDRESS_ANNOTATION, podOutcome, podStatus, type Pod } from "./pod-status";

/** A node with the addresses that it may give away. */
interface Host {
  readonly node: FakeNode;
  readonly addresses: AddressPool;
}

/** The fake kubelet of all nodes: scheduled pods run at once, pods of Jobs succeed, deleted pods are gone. */
export class PodController implements Controller {
  readonly kind = { apiVersion: "v1", kind: "Pod" };
  readonly select = { fieldSelector: "spec.nodeName!=" };
  private readonly hosts: ReadonlyMap<string, Host>;

  constructor(
    private readonly cluster: Cluster,
    nodes: readonly FakeNode[],
  ) {
    const host = (node: FakeNode) => ({
      node,
      addresses: new AddressPool(node.firstPodAddress, node.podAddresses),
    });
    this.hosts = new Map(nodes.map((node) => [node.name, host(node)]));
  }

  async reconcile(object: KubeObject): Promise<void> {
    const pod = object as Pod; // The API server's own schema vouches for the shape.
    const host = this.hosts.get(pod.spec.nodeName ?? "");
    const outcome = podOutcome(pod);
    if (host === undefined || outcome === "settled") return;
    if (outcome === "removed") return this.remove(pod);
    const address = addressFor(pod, host);
    if (address === undefined) return; // The range is used up; a later look tries again.
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    const place = { hostAddress: host.node.address, podAddress: address, now };
    const { name, namespace } = pod.metadata;
    // The uid makes a late patch miss a successor of the same name.
    const patch = { metadata: { uid: uidOf(pod) }, status: podStatus(pod, outcome, place) };
    await this.cluster.patch({ ...this.kind, name, namespace }, "strategic", patch, { subresource: "status" });
  }

  forget(uid: string): void {
    for (const { addresses } of this.hosts.values()) addresses.release(uid);
  }

  private async remove(pod: Pod): Promise<void> {
    const { name, namespace = "" } = pod.metadata;
    const body = { gracePeriodSeconds: 0, preconditions: { uid: uidOf(pod) } };
    await this.cluster.raw("DELETE", `/api/v1/namespaces/${namespace}/pods/${name}`, body);
  }
}

function addressFor(pod: Pod, host: Host): string | undefined {
  if (pod.spec.hostNetwork === true) return host.node.address;
  return pod.metadata.annotations?.[ADDRESS_ANNOTATION] ?? pod.status?.podIP ?? host.addresses.take(uidOf(pod));
}
