import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { AddressPool } from "./addresses";
import { uidOf, type Controller } from "./controller";

const SERVICE = { apiVersion: "v1", kind: "Service" };

interface LoadBalancerService extends KubeObject {
  readonly spec: { readonly type?: string; readonly loadBalancerIP?: string; readonly loadBalancerClass?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly unknown[] } };
}

/**
 * Gives each LoadBalancer Service an address out of a range for documentation.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5737
 */
export class LoadBalancerController implements Controller {
  readonly kind = SERVICE;
  private readonly addresses = new AddressPool("203.0.113.1", 254);

  constructor(private readonly cluster: Cluster) {}

  async reconcile(object: KubeObject): Promise<void> {
    const { metadata, spec, status } = object as LoadBalancerService; // The API server vouches for the shape.
    if (spec.type !== "LoadBalancer") {
      this.forget(uidOf(object));
      return;
    }
    // A class of its own asks for somebody else's load balancer.
    if (spec.loadBalancerClass !== undefined || (status?.loadBalancer?.ingress ?? []).length > 0) return;
    const ip = spec.loadBalancerIP ?? this.addresses.take(uidOf(object));
    if (ip === undefined) return;
    const patch = { metadata: { uid: uidOf(object) }, status: { loadBalancer: { ingress: [{ ip, ipMode: "VIP" }] } } };
    const { name, namespace } = metadata;
    await this.cluster.patch({ ...SERVICE, name, namespace }, "merge", patch, { subresource: "status" });
  }

  forget(uid: string): void {
    this.addresses.release(uid);
  }
}
