import type { Cluster, ObjectRef } from "../../../src/kube/cluster";
import { refOf } from "../../../src/kube/http-cluster";
import { KubeError } from "../../../src/kube/kube-error";
import { objectIn } from "../../../src/model/json";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

/** A server that keeps objects and refuses what is written by an old version, after a moment in which others may write. */
export function versionedServer(...objects: readonly KubeObject[]) {
  const kept = new Map<string, KubeObject>();
  /** Kind and name; of a second one with these its namespace, too. */
  const key = ({ kind, name, namespace = "" }: Omit<ObjectRef, "apiVersion">) => {
    const first = kept.get(`${kind}/${name}`);
    const isFirst = first === undefined || (first.metadata.namespace ?? "") === namespace;
    return isFirst ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
  };
  for (const object of objects) kept.set(key(refOf(object)), stamped(object, 1));
  let writes = 0;
  const calls: string[] = [];
  const moment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  const put = (object: KubeObject) => {
    writes += 1;
    const stored = stamped(object, writes + 1);
    kept.set(key(refOf(object)), stored);
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
      if (kept.has(key(refOf(object)))) throw new KubeError("there is one", 409, "AlreadyExists");
      return put(object);
    },
    apply: async (object, { force }) => {
      await moment();
      const found = kept.get(key(refOf(object)));
      assertVersion(object.metadata.resourceVersion, found);
      if (force !== true) assertSameNotes(object, found);
      return put({ ...object, metadata: { ...object.metadata, resourceVersion: undefined } });
    },
    delete: async (ref, { resourceVersion } = {}) => {
      await moment();
      assertVersion(resourceVersion, kept.get(key(ref)));
      const isThere = kept.delete(key(ref));
      const inside = [...kept].filter(
        ([, { metadata }]) => ref.kind === "Namespace" && metadata.namespace === ref.name,
      );
      for (const [place] of inside) kept.delete(place);
      return isThere;
    },
    until: () => cluster as Cluster,
    patch: async (ref, _type, body) => {
      await moment();
      const found = kept.get(key(ref))!;
      const { metadata, spec } = objectIn(body);
      const { resourceVersion, annotations } = objectIn(metadata);
      assertVersion(resourceVersion, found);
      const merged = { ...found.metadata.annotations, ...(annotations as StringMap) };
      const hard = { ...objectIn(objectIn(found.spec).hard), ...objectIn(objectIn(spec).hard) };
      const content = spec === undefined ? {} : { spec: { ...objectIn(found.spec), ...objectIn(spec), hard } };
      return put({ ...found, ...content, metadata: { ...found.metadata, annotations: merged } });
    },
  };
  return { cluster: cluster as Cluster, kept, put, calls, writes: () => writes };
}

/** What others declare is a conflict for who does not force it. */
function assertSameNotes({ metadata }: KubeObject, found: KubeObject | undefined): void {
  const own = Object.entries(metadata.annotations ?? {});
  const isOthers = ([key, text]: [string, string]) => ![undefined, text].includes(found?.metadata.annotations?.[key]);
  if (own.some(isOthers)) throw new KubeError("conflict", 409, "Conflict");
}

function assertVersion(asked: unknown, found: KubeObject | undefined): void {
  if (asked === undefined || asked === found?.metadata.resourceVersion) return;
  throw new KubeError("changed", 409, "Conflict");
}

function isSelected({ metadata }: KubeObject, selector = ""): boolean {
  const [label = "", value] = selector.split("=");
  const found = metadata.labels?.[label];
  return selector === "" || (value === undefined ? found !== undefined : found === value);
}

function stamped(object: KubeObject, version: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}
