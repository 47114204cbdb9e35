import type { Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import { objectIn } from "../../../src/model/json";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

/** A server that keeps objects and refuses what is written by an old version, after a moment in which others may write. */
export function versionedServer(...objects: readonly KubeObject[]) {
  const kept = new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, stamped(object, 1)]));
  let writes = 0;
  const calls: string[] = [];
  const key = ({ kind, name }: { readonly kind: string; readonly name: string }) => `${kind}/${name}`;
  const moment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  const put = (object: KubeObject) => {
    writes += 1;
    const stored = stamped(object, writes + 1);
    kept.set(`${object.kind}/${object.metadata.name}`, stored);
    return stored;
  };
  const cluster: Partial<Cluster> = {
    get: async (ref) => {
      calls.push("get");
      await moment();
      return kept.get(key(ref));
    },
    list: async ({ kind }, { labelSelector } = {}) => (
      await moment(),
      [...kept.values()].filter((object) => object.kind === kind && isSelected(object, labelSelector))
    ),
    create: async (object) => {
      await moment();
      if (kept.has(`${object.kind}/${object.metadata.name}`)) throw new KubeError("there is one", 409, "AlreadyExists");
      return put(object);
    },
    apply: async (object) => {
      await moment();
      return put({ ...object, metadata: { ...object.metadata, resourceVersion: undefined } });
    },
    delete: async (ref) => {
      await moment();
      return kept.delete(key(ref));
    },
    until: () => cluster as Cluster,
    patch: async (ref, _type, body) => {
      await moment();
      const found = kept.get(key(ref))!;
      const { metadata, spec } = objectIn(body);
      const { resourceVersion, annotations } = objectIn(metadata);
      if (resourceVersion !== found.metadata.resourceVersion) throw new KubeError("changed", 409, "Conflict");
      const merged = { ...found.metadata.annotations, ...(annotations as StringMap) };
      const content = spec === undefined ? {} : { spec: { ...objectIn(found.spec), ...objectIn(spec) } };
      return put({ ...found, ...content, metadata: { ...found.metadata, annotations: merged } });
    },
  };
  return { cluster: cluster as Cluster, kept, put, calls, writes: () => writes };
}

function isSelected({ metadata }: KubeObject, selector = ""): boolean {
  const [label = "", value] = selector.split("=");
  return metadata.labels?.[label] === value;
}

function stamped(object: KubeObject, version: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}
