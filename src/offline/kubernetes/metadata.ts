import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Value, ValueRecord } from "../../plugin";
import { blockOf, recordOf, textMapOf, textOf } from "../../kube-provider/values";
import type { Rule, Rules } from "../sdkv2/rules";
import type { KubernetesClient } from "../../kube-provider/client";
import { textIn } from "../../model/json";
import { validateAnnotations, validateGenerateName, validateLabels, validateName, validateSegment } from "./names";
import { patchMap, type Difference, type PatchOperation } from "./patch";

export interface MetadataKind {
  readonly namespaced: boolean;
  /** Roles and bindings take names that are no DNS names. @default "subdomain" */
  readonly names?: "subdomain" | "segment";
}

/** Rules of a `metadata` block. */
export function metadataRules({ namespaced, names }: MetadataKind): Rules {
  const segment = names === "segment";
  const name: Rule = { forceNew: true, validate: segment ? validateSegment : validateName };
  const generateName: Rule = { forceNew: true, validate: segment ? validateSegment : validateGenerateName };
  return {
    "metadata.annotations": { validate: validateAnnotations },
    "metadata.labels": { validate: validateLabels },
    // The real provider names a path that does not exist where there is a namespace: both may be set there.
    "metadata.name": namespaced ? name : { ...name, conflictsWith: ["metadata.0.generate_name"] },
    "metadata.generate_name": namespaced ? generateName : { ...generateName, conflictsWith: ["metadata.0.name"] },
    ...(namespaced ? { "metadata.namespace": { forceNew: true, default: "default" } } : {}),
  };
}

/** The object's metadata from a `metadata` block; a name may be left to the server. */
export function expandMetadata(values: ValueRecord): KubeObject["metadata"] {
  const metadata = blockOf(values.metadata);
  const texts = { name: "name", namespace: "namespace", generate_name: "generateName" };
  const maps = { annotations: textMapOf(metadata.annotations), labels: textMapOf(metadata.labels) };
  const given = [
    ...Object.entries(texts).map(([attribute, field]) => [field, textOf(metadata[attribute])] as const),
    ...Object.entries(maps),
  ].filter(([, value]) => (typeof value === "string" ? value !== "" : Object.keys(value).length > 0));
  // Without a name the server makes one from generateName, which the type does not foresee.
  return Object.fromEntries(given) as KubeObject["metadata"];
}

/** The `metadata` block of an object; `known` is the plan or the state, which says what is configured. */
export function flattenMetadata(object: KubeObject, known: ValueRecord, client: KubernetesClient): Value {
  const configured = blockOf(known.metadata);
  const { labels, annotations } = object.metadata;
  return [
    {
      ...allMetadata(object),
      labels: shownKeys(labels, configured.labels, client.ignoreLabels),
      annotations: shownKeys(annotations, configured.annotations, client.ignoreAnnotations),
    },
  ];
}

/** All of an object's metadata, as data sources show it. */
export function allMetadata(object: KubeObject): ValueRecord {
  const { metadata } = object;
  const { generateName } = metadata;
  return {
    annotations: { ...metadata.annotations },
    ...(typeof generateName === "string" ? { generate_name: generateName } : {}),
    generation: typeof metadata.generation === "number" ? metadata.generation : 0,
    labels: { ...metadata.labels },
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    resource_version: textIn(metadata.resourceVersion),
    uid: textIn(metadata.uid),
  };
}

/** Changes labels and annotations. */
export function patchMetadata({ state, plan }: Difference): PatchOperation[] {
  const [before, after] = [blockOf(state.metadata), blockOf(plan.metadata)];
  return [
    ...patchMap("/metadata/annotations", before.annotations, after.annotations),
    ...patchMap("/metadata/labels", before.labels, after.labels),
  ];
}

function shownKeys(
  found: Readonly<Record<string, string>> | undefined,
  configured: Value | undefined,
  ignored: readonly RegExp[],
): ValueRecord {
  const kept = recordOf(configured);
  const isHidden = (key: string): boolean => isInternalKey(key) || ignored.some((pattern) => pattern.test(key));
  return Object.fromEntries(Object.entries(found ?? {}).filter(([key]) => Object.hasOwn(kept, key) || !isHidden(key)));
}

/** Keys that Kubernetes itself puts on objects; two prefixes of that domain are meant for users. */
export function isInternalKey(key: string): boolean {
  const host = key.split(/[/:?#]/, 1)[0] ?? "";
  if (host === "app.kubernetes.io" || host === "service.beta.kubernetes.io") return false;
  return host.endsWith("kubernetes.io") || key.includes("deprecated.daemonset.template.generation");
}
