import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";

/** An object with more annotations. */
export function annotated(object: KubeObject, more: StringMap): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...more } } };
}

/** An object without some annotations. */
export function withoutAnnotations(object: KubeObject, keys: readonly string[]): KubeObject {
  const { annotations = {} } = object.metadata;
  const kept = Object.entries(annotations).filter(([key]) => !keys.includes(key));
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(kept) } };
}
