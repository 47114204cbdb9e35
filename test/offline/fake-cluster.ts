import type { ApplyOptions, Cluster, ObjectRef } from "../../src/kube/cluster";
import { KubeError } from "../../src/kube/kube-error";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { KubernetesClient } from "../../src/kube-provider/client";

type Json = Record<string, unknown>;

/** Objects in memory, with as much of an API server as the provider's life cycle needs. */
export class FakeCluster implements Cluster {
  readonly server = "https://fake";
  readonly objects = new Map<string, KubeObject>();
  /** What is done to an object when it is stored, as a server or a controller would. */
  onStore: (object: KubeObject) => KubeObject = (object) => object;
  calls: string[] = [];
  private version = 0;

  until(): Cluster {
    return this;
  }

  anew(): Cluster {
    return this;
  }

  get(ref: ObjectRef): Promise<KubeObject | undefined> {
    this.calls.push("get");
    return Promise.resolve(this.objects.get(keyOf(ref)));
  }

  list(): Promise<readonly KubeObject[]> {
    return Promise.resolve([...this.objects.values()]);
  }

  create(object: KubeObject): Promise<KubeObject> {
    this.calls.push("create");
    const named = withName(object);
    const key = keyOf({ ...named, ...named.metadata });
    if (this.objects.has(key)) {
      return Promise.reject(new KubeError(`things "${named.metadata.name}" already exists`, 409, "AlreadyExists"));
    }
    return Promise.resolve(this.store({ ...named, metadata: { ...named.metadata, uid: `uid-${this.version}` } }));
  }

  replace(object: KubeObject): Promise<KubeObject> {
    this.calls.push("replace");
    return Promise.resolve(this.store(object));
  }

  dryRunPatch(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  patch(ref: ObjectRef, _type: string, body: unknown): Promise<KubeObject> {
    this.calls.push("patch");
    const object = structuredClone(this.objects.get(keyOf(ref))) as unknown as Json;
    for (const step of body as { op: "add" | "remove"; path: string; value?: unknown }[]) patchOne(object, step);
    return Promise.resolve(this.store(object as unknown as KubeObject));
  }

  apply(object: KubeObject, { dryRun }: ApplyOptions): Promise<KubeObject> {
    this.calls.push(dryRun === true ? "dry-run" : "apply");
    const found = this.objects.get(keyOf({ ...object, ...object.metadata }));
    const merged = merge(structuredClone(found ?? {}), object) as unknown as KubeObject;
    return Promise.resolve(dryRun === true ? this.onStore(merged) : this.store(merged));
  }

  delete(ref: ObjectRef): Promise<boolean> {
    this.calls.push("delete");
    return Promise.resolve(this.objects.delete(keyOf(ref)));
  }

  isNamespaced({ kind }: { kind: string }): Promise<boolean> {
    return Promise.resolve(!["Namespace", "ClusterRole", "StorageClass", "ValidatingAdmissionPolicy"].includes(kind));
  }

  raw(): Promise<unknown> {
    return Promise.resolve({ gitVersion: "v1.35.4", major: "1", minor: "35" });
  }

  watch(): AsyncIterable<never> {
    throw new Error("not used");
  }

  close(): void {
    this.objects.clear();
  }

  /** Puts an object there as somebody else would. */
  store(object: KubeObject): KubeObject {
    this.version += 1;
    const stored = this.onStore({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.version) },
    });
    this.objects.set(keyOf({ ...stored, ...stored.metadata }), stored);
    return stored;
  }
}

export function clientOf(cluster: Cluster, ignored: Partial<KubernetesClient> = {}): KubernetesClient {
  return { cluster: () => cluster, ignoreLabels: [], ignoreAnnotations: [], ...ignored };
}

function keyOf({ apiVersion, kind, name, namespace }: ObjectRef): string {
  return [apiVersion, kind, namespace ?? "", name].join("|");
}

function withName(object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata as { name?: string; generateName?: string };
  return { ...object, metadata: { ...object.metadata, name: name ?? `${generateName ?? ""}x7k2p` } };
}

function patchOne(object: Json, { op, path, value }: { op: "add" | "remove"; path: string; value?: unknown }): void {
  const steps = path
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.pop() ?? "";
  const parent = steps.reduce<Json>((inner, step) => inner[step] as Json, object);
  if (op === "add") parent[last] = value;
  else if (!(last in parent)) throw new KubeError(`nothing at ${path}`, 422, "Invalid");
  else Reflect.deleteProperty(parent, last);
}

function merge(into: Json, from: Json): Json {
  for (const [key, value] of Object.entries(from)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    into[key] = isObject ? merge((into[key] ?? {}) as Json, value as Json) : value;
  }
  return into;
}
