import type { ApplyOptions, Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import { objectIn, textIn, textMapIn } from "../../../src/model/json";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

interface Entry {
  readonly manager: string;
  readonly time: string;
  readonly keys: readonly string[];
}

/** One config map as an API server keeps it: who applied which of its keys, and when. */
export class ApplyingServer {
  data: Record<string, string> = {};
  annotations: StringMap = {};
  entries: Entry[] = [];
  uid = "";
  writes = 0;
  private made = 0;
  /** What happens before a write is judged, by its number, from 1. */
  before: Record<number, () => void> = {};
  /** Writes whose answer is lost. */
  lost = new Set<number>();

  cluster(): Cluster {
    const cluster: Partial<Cluster> = {
      get: () => Promise.resolve(this.uid === "" ? undefined : this.object()),
      isNamespaced: () => Promise.resolve(true),
      apply: (object, options) =>
        this.written(() => {
          this.applied(object, options);
        }),
      patch: (_ref, _type, body) =>
        this.written(() => {
          this.patched(body as readonly object[]);
        }),
      until: () => cluster as Cluster,
    };
    return cluster as Cluster;
  }

  /** Whoever applies, at once. */
  applied({ metadata, data }: KubeObject, { fieldManager: manager, force = false }: ApplyOptions): void {
    if (metadata.uid !== undefined && metadata.uid !== this.uid) throw new KubeError("uid mismatch", 409, "Conflict");
    if (this.uid === "") this.uid = `uid-${String((this.made += 1))}`;
    const wanted = textMapIn(data);
    const others = this.entries.filter((entry) => entry.manager !== manager);
    const isTaken = (key: string) =>
      others.find(({ keys }) => key in wanted && keys.includes(key) && this.data[key] !== wanted[key]);
    const holder = Object.keys(wanted).map(isTaken).find(Boolean);
    if (holder !== undefined && !force) throw conflictWith(holder.manager);
    const before = this.entries.find((entry) => entry.manager === manager)?.keys ?? [];
    const isLeft = (key: string) => key in wanted || others.some(({ keys }) => keys.includes(key));
    const kept = Object.entries(this.data).filter(([key]) => !before.includes(key) || isLeft(key));
    const isSame = Object.keys(wanted).every((key) => this.data[key] === wanted[key]);
    const time = this.entries.find((entry) => entry.manager === manager)?.time ?? "";
    const left = others.map((entry) => ({ ...entry, keys: entry.keys.filter((key) => isTaken(key) === undefined) }));
    this.data = { ...Object.fromEntries(kept), ...wanted };
    this.annotations = { ...this.annotations, ...metadata.annotations };
    const own = { manager, keys: Object.keys(wanted), time: isSame ? time : this.now() };
    this.entries = [...left, own].filter(({ keys }) => keys.length > 0);
  }

  private now(): string {
    return new Date(Date.UTC(2026, 0, 1, 0, 0, this.writes)).toISOString();
  }

  private patched(operations: readonly object[]): void {
    for (const { op, path, value } of operations.map(objectIn)) {
      const index = Number(/managedFields\/(\d+)\//.exec(textIn(path))?.[1]);
      const found = path === "/metadata/uid" ? this.uid : this.entries[index]?.manager;
      if (op === "test" && found !== value) throw new KubeError("test failed", 422, "");
      if (op === "replace") this.entries[index] = { ...this.entries[index]!, manager: textIn(value) };
    }
  }

  private async written(write: () => void): Promise<KubeObject> {
    const number = (this.writes += 1);
    await Promise.resolve();
    this.before[number]?.();
    write();
    if (this.lost.has(number)) throw new KubeError("socket hang up", 0, "NoAnswer", { cause: { code: "ECONNRESET" } });
    return this.object();
  }

  private object(): KubeObject {
    const managedFields = this.entries.map(({ manager, time, keys }) => ({
      ...{ manager, time, operation: "Apply" },
      fieldsV1: { "f:data": Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
    }));
    const metadata = { name: "x", namespace: "shop", uid: this.uid, annotations: this.annotations, managedFields };
    return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { ...this.data } };
  }
}

function conflictWith(manager: string): KubeError {
  const causes = [{ reason: "FieldManagerConflict", message: `conflict with "${manager}"`, field: ".data.a" }];
  return new KubeError("Apply failed with 1 conflict", 409, "Conflict", { causes });
}
