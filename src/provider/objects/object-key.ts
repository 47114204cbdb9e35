import { createHash } from "node:crypto";
import type { ObjectRef } from "../../kube/cluster";
import { sortedJson } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

/** How an object is called in a state: `ResourceQuota/hikube-tenant`, `ServiceAccount/hikube-system/ci` in another namespace. */
export function objectKey({ kind, metadata }: KubeObject, home: string): string {
  const { name, namespace = home } = metadata;
  return namespace === home ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** The object that a key names, of one of these kinds. */
export function refOfKey(key: string, home: string, versions: ReadonlyMap<string, string>): ObjectRef | undefined {
  const [kind = "", ...place] = key.split("/");
  const [name = "", namespace = home] = place.reverse();
  const apiVersion = versions.get(kind);
  if (apiVersion === undefined || name === "") return undefined;
  return kind === "Namespace" ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace };
}

/** Short name of a content: the same objects have the same, in whatever order their fields stand. */
export function digestOf(object: KubeObject): string {
  return createHash("sha256").update(sortedJson(object)).digest("hex").slice(0, 12);
}
