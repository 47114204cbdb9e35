import { setMaxListeners } from "node:events";
import type { Cluster, KindRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { waited } from "./waited";

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

const OURS = { labelSelector: `${LABELS.managedBy}=${MANAGER}` };

/** What became of objects; of those that are gone, nothing. */
export interface Changes {
  readonly until: number;
  /** By name. */
  readonly objects: ReadonlyMap<string, KubeObject | undefined>;
}

/** The objects of one kind, and by the value of a label. */
class Listed {
  /** Names of what was changed, one for each change. */
  readonly changed: string[] = [];
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
    this.changed.push(object.metadata.name);
  }

  /** Takes out a namespace, or what was in it. */
  drop(namespace: string): void {
    for (const [place, { metadata }] of this.objects) {
      if (metadata.namespace === namespace || place === placeOf(namespace)) this.objects.delete(place);
    }
    this.changed.push(namespace);
  }

  /** Those whose label has a value: a plan of many tenants asks that of each. */
  labelled(label: string, value: string): readonly KubeObject[] {
    const known = this.indexes.get(label);
    const version = this.changed.length;
    if (known?.version === version) return known.by.get(value) ?? [];
    const by = new Map<string, KubeObject[]>();
    for (const object of this.objects.values()) {
      const held = object.metadata.labels?.[label];
      if (held === undefined) continue;
      const same = by.get(held);
      if (same === undefined) by.set(held, [object]);
      else same.push(object);
    }
    this.indexes.set(label, { version, by });
    return by.get(value) ?? [];
  }
}

/**
 * No list takes longer, in milliseconds: the API server ends each call after a minute, and a busy one is asked again for up to
 * three.
 */
const LONGEST_LIST_MS = 5 * 60_000;

/**
 * What the platform manages on a cluster, as it was when it was first asked: one LIST a kind, shared by all resources of a
 * run. Of namespaces these are all, since a tenant may meet one that is not its own. What this process writes is put in place
 * of what was read.
 */
export class LiveObjects {
  /**
   * @param cluster - opens it for calls that end with a signal
   * @param end - ends the waiting of who asks. @default - that of a list itself
   */
  constructor(
    private readonly cluster: (end: AbortSignal) => Cluster,
    private readonly kinds = new Map<string, Promise<Listed>>(),
    private readonly end?: AbortSignal,
  ) {}

  /** The same objects, for who waits for them until a signal aborts. */
  until(end: AbortSignal): LiveObjects {
    // As many questions as are asked at once listen to it.
    setMaxListeners(0, end);
    return new LiveObjects(this.cluster, this.kinds, end);
  }

  /** Begins to list kinds that will be asked for: side by side, and not each after the answer of another. */
  begin(kinds: readonly KindRef[]): void {
    // What fails is told to whoever asks.
    for (const kind of kinds) void this.of(kind).catch(() => undefined);
  }

  async get(kind: KindRef, name: string, namespace?: string): Promise<KubeObject | undefined> {
    return (await this.of(kind)).get(placeOf(name, namespace));
  }

  /** Those whose label has a value. */
  async labelled(kind: KindRef, label: string, value: string): Promise<readonly KubeObject[]> {
    return (await this.of(kind)).labelled(label, value);
  }

  /**
   * Objects of a kind without namespaces that this process changed, or all of them at first.
   * @param since - `until` of the last answer. Default: this is the first question
   */
  async changes(kind: KindRef, since?: number): Promise<Changes> {
    const listed = await this.of(kind);
    const all = since === undefined ? listed.all().map(({ metadata }) => metadata.name) : listed.changed.slice(since);
    const objects = new Map(all.map((name) => [name, listed.get(placeOf(name))]));
    return { until: listed.changed.length, objects };
  }

  /** Takes over what a write gave back. */
  put(object: KubeObject): void {
    // Without a list that was read there is nothing to keep true.
    this.keepTrue(object.kind, (found) => {
      found.put(object);
    });
  }

  /** Takes over that a namespace is gone, with all that was in it. */
  drop(namespace: string): void {
    for (const kind of this.kinds.keys()) {
      this.keepTrue(kind, (found) => {
        found.drop(namespace);
      });
    }
  }

  /** Whoever asks later sees it; a list that is still on its way is not waited for. */
  private keepTrue(kind: string, change: (found: Listed) => void): void {
    this.kinds.get(kind)?.then(change, () => undefined);
  }

  private of(kind: KindRef): Promise<Listed> {
    return waited(titleOf(kind), this.kinds.get(kind.kind) ?? this.asked(kind), this.end);
  }

  private asked(kind: KindRef): Promise<Listed> {
    const reading = this.read(kind);
    this.kinds.set(kind.kind, reading);
    // A failure is told to those who wait, and asked anew by the next.
    reading.catch(() => this.kinds.delete(kind.kind));
    return reading;
  }

  private async read(kind: KindRef): Promise<Listed> {
    const selected = kind.kind === NAMESPACE.kind ? {} : OURS;
    const over = new AbortController();
    const timer = setTimeout(() => {
      over.abort();
    }, LONGEST_LIST_MS).unref();
    try {
      return new Listed(await waited(titleOf(kind), this.cluster(over.signal).list(kind, selected), over.signal));
    } finally {
      clearTimeout(timer);
    }
  }
}

function titleOf({ kind }: KindRef): string {
  return `the list of kind ${kind}`;
}

function placeOf(name: string, namespace = ""): string {
  return `${namespace}/${name}`;
}
