import type { Cluster, KindRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";

export const NAMESPACE: KindRef = { apiVersion: "v1", kind: "Namespace" };

/** Kinds of a tenant's objects; each is listed once for all tenants. */
export const TENANT_KINDS: readonly KindRef[] = [
  NAMESPACE,
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
  { apiVersion: "v1", kind: "ServiceAccount" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
];

const ALL_OURS = `${LABELS.managedBy}=${MANAGER}`;

/**
 * What the platform manages on a cluster, as it was when it was first asked: one LIST a kind, shared by all resources of a
 * run. What this process writes is put in place of what was read.
 */
export class LiveObjects {
  private readonly kinds = new Map<string, Promise<Map<string, KubeObject>>>();

  constructor(private readonly cluster: () => Cluster) {}

  async get(kind: KindRef, name: string, namespace?: string): Promise<KubeObject | undefined> {
    return (await this.of(kind)).get(placeOf(name, namespace));
  }

  async all(kind: KindRef): Promise<readonly KubeObject[]> {
    return [...(await this.of(kind)).values()];
  }

  /** Takes over what a write gave back. */
  async put(object: KubeObject): Promise<void> {
    const { name, namespace } = object.metadata;
    // Without a list that was read there is nothing to keep true.
    await this.kinds.get(object.kind)?.then((found) => found.set(placeOf(name, namespace), object));
  }

  /** Takes over that a namespace is gone, with all that was in it. */
  async drop(namespace: string): Promise<void> {
    for (const found of await Promise.all(this.kinds.values())) {
      for (const [place, { metadata }] of found) {
        if (metadata.namespace === namespace || place === placeOf(namespace)) found.delete(place);
      }
    }
  }

  private of(kind: KindRef): Promise<Map<string, KubeObject>> {
    const known = this.kinds.get(kind.kind);
    if (known !== undefined) return known;
    const reading = this.read(kind);
    this.kinds.set(kind.kind, reading);
    // A failure is told to those who wait, and asked anew by the next.
    reading.catch(() => this.kinds.delete(kind.kind));
    return reading;
  }

  private async read(kind: KindRef): Promise<Map<string, KubeObject>> {
    const found = await this.cluster().list(kind, { labelSelector: ALL_OURS });
    return new Map(found.map((object) => [placeOf(object.metadata.name, object.metadata.namespace), object]));
  }
}

function placeOf(name: string, namespace = ""): string {
  return `${namespace}/${name}`;
}
