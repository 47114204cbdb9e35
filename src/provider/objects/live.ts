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

/** The objects of one kind, and by the value of a label. */
class Listed {
  /** Rises with each change. */
  version = 0;
  private readonly objects: Map<string, KubeObject>;
  private readonly indexes = new Map<string, { readonly version: number; readonly by: Map<string, KubeObject[]> }>();

  constructor(found: readonly KubeObject[]) {
    this.objects = new Map(found.map((object) => [placeOf(object.metadata.name, object.metadata.namespace), object]));
  }

  get(place: string): KubeObject | undefined {
    return this.objects.get(place);
  }

  all(): readonly KubeObject[] {
    return [...this.objects.values()];
  }

  put(object: KubeObject): void {
    this.objects.set(placeOf(object.metadata.name, object.metadata.namespace), object);
    this.version += 1;
  }

  /** Takes out a namespace, or what was in it. */
  drop(namespace: string): void {
    for (const [place, { metadata }] of this.objects) {
      if (metadata.namespace === namespace || place === placeOf(namespace)) this.objects.delete(place);
    }
    this.version += 1;
  }

  /** Those whose label has a value: a plan of many tenants asks that of each. */
  labelled(label: string, value: string): readonly KubeObject[] {
    const known = this.indexes.get(label);
    if (known?.version === this.version) return known.by.get(value) ?? [];
    const by = new Map<string, KubeObject[]>();
    for (const object of this.objects.values()) {
      const held = object.metadata.labels?.[label];
      if (held === undefined) continue;
      const same = by.get(held);
      if (same === undefined) by.set(held, [object]);
      else same.push(object);
    }
    this.indexes.set(label, { version: this.version, by });
    return by.get(value) ?? [];
  }
}

/**
 * What the platform manages on a cluster, as it was when it was first asked: one LIST a kind, shared by all resources of a
 * run. What this process writes is put in place of what was read.
 */
export class LiveObjects {
  private readonly kinds = new Map<string, Promise<Listed>>();

  constructor(private readonly cluster: () => Cluster) {}

  async get(kind: KindRef, name: string, namespace?: string): Promise<KubeObject | undefined> {
    return (await this.of(kind)).get(placeOf(name, namespace));
  }

  async all(kind: KindRef): Promise<readonly KubeObject[]> {
    return (await this.of(kind)).all();
  }

  /** Those whose label has a value. */
  async labelled(kind: KindRef, label: string, value: string): Promise<readonly KubeObject[]> {
    return (await this.of(kind)).labelled(label, value);
  }

  /** Another number after each change of this process: what was derived of the objects is old then. */
  async version(kind: KindRef): Promise<number> {
    return (await this.of(kind)).version;
  }

  /** Takes over what a write gave back. */
  async put(object: KubeObject): Promise<void> {
    // Without a list that was read there is nothing to keep true.
    (await this.kinds.get(object.kind))?.put(object);
  }

  /** Takes over that a namespace is gone, with all that was in it. */
  async drop(namespace: string): Promise<void> {
    for (const found of await Promise.all(this.kinds.values())) found.drop(namespace);
  }

  private of(kind: KindRef): Promise<Listed> {
    const known = this.kinds.get(kind.kind);
    if (known !== undefined) return known;
    const reading = this.read(kind);
    this.kinds.set(kind.kind, reading);
    // A failure is told to those who wait, and asked anew by the next.
    reading.catch(() => this.kinds.delete(kind.kind));
    return reading;
  }

  private async read(kind: KindRef): Promise<Listed> {
    return new Listed(await this.cluster().list(kind, { labelSelector: ALL_OURS }));
  }
}

function placeOf(name: string, namespace = ""): string {
  return `${namespace}/${name}`;
}
