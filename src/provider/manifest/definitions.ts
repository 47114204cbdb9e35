import { listIn, objectIn, textIn, type JsonRecord } from "../../model/json";
import type { KindRef } from "../../kube/cluster";

/** Whether objects of a kind define kinds themselves. */
export function isDefinition({ apiVersion, kind }: KindRef): boolean {
  return kind === "CustomResourceDefinition" && apiVersion.startsWith("apiextensions.k8s.io/");
}

/** The kind that a definition defines, in a version that is served; `undefined` where there is none. */
export function definedBy(definition: JsonRecord | undefined): KindRef | undefined {
  const { group, names, versions } = objectIn(definition?.spec);
  const served = listIn(versions)
    .map(objectIn)
    .find((version) => version.served === true);
  if (served === undefined) return undefined;
  return { apiVersion: `${textIn(group)}/${textIn(served.name)}`, kind: textIn(objectIn(names).kind) };
}
