import { isRecord, listIn, objectIn } from "../../model/json";
import { kindOfType } from "../../model/kubernetes/kinds";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { UNKNOWN } from "../../review/state";
import { HIKUBE_MANIFEST } from "./hikube-values";

/** Blocks of which there is one at most: objects in Kubernetes, lists of one in a plan. */
const SINGLE = new Set([
  ...["metadata", "spec", "role_ref", "aggregation_rule"],
  ...["pod_selector", "namespace_selector", "ip_block", "scope_selector"],
]);
/** Blocks that Kubernetes calls otherwise, where camel case is not all there is to it. */
const NAMES: Readonly<Record<string, string>> = {
  rule: "rules",
  subject: "subjects",
  limit: "limits",
  match_expression: "matchExpressions",
  non_resource_urls: "nonResourceURLs",
};
/** Maps whose keys are the author's. */
export const MAPS = new Set([
  "labels",
  "annotations",
  "match_labels",
  "hard",
  "data",
  "binary_data",
  "parameters",
  "max",
  "min",
  "default",
  "default_request",
  "max_limit_request_ratio",
]);
/** What a provider has beside the object. */
const APART = new Set([
  "id",
  "timeouts",
  "wait_for_default_service_account",
  "wait_for_service_account_token",
  "default_secret_name",
]);
const METADATA = ["name", "namespace", "labels", "annotations"];

/**
 * The object that the values of a resource describe, as far as its author decides it. A `kubernetes_manifest` and a
 * `hikube_manifest` are what their author wrote.
 * @returns nothing for a resource of another kind
 */
export function resourceObject(type: string, values: unknown): KubeObject | undefined {
  if (!isRecord(values)) return undefined;
  if (type === "kubernetes_manifest" || type === HIKUBE_MANIFEST) return asObject(values.manifest);
  const kind = kindOfType(type);
  return kind === undefined ? undefined : asObject({ ...kind, ...fieldsOf(values) });
}

/** The live object of a `kubernetes_manifest`, as far as its manifest speaks of it. */
export function liveManifest(values: unknown): KubeObject | undefined {
  const { manifest, object } = objectIn(values);
  return isRecord(object) && isRecord(manifest) ? asObject(alike(object, manifest)) : asObject(manifest);
}

/** The parts of a value that another one has too; in lists, place by place. */
export function alike(value: unknown, shape: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(shape))
    return value.map((item, index) => alike(item, shape[index] ?? item));
  if (!isRecord(value) || !isRecord(shape)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key in shape ? [[key, alike(item, shape[key])]] : [])),
  );
}

/** @param unknown - `after_unknown` of a plan: `true` in the places of what is not known yet */
export function withUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const items = listIn(value);
    return Array.from({ length: Math.max(items.length, unknown.length) }, (_, index) =>
      withUnknown(items[index], unknown[index]),
    );
  }
  if (!isRecord(unknown)) return value;
  const entries = Object.entries(unknown).map(([key, part]) => [key, withUnknown(objectIn(value)[key], part)] as const);
  return isRecord(value) || entries.length > 0 ? { ...objectIn(value), ...Object.fromEntries(entries) } : value;
}

/** @returns nothing for what does not say which object it is */
export function asObject(value: unknown): KubeObject | undefined {
  if (!isRecord(value) || !isRecord(value.metadata) || typeof value.metadata.name !== "string") return undefined;
  const metadata = Object.fromEntries(METADATA.flatMap((field) => entryOf(field, objectIn(value.metadata)[field])));
  return { ...(value as unknown as KubeObject), metadata: metadata as KubeObject["metadata"] };
}

function entryOf(field: string, value: unknown): readonly (readonly [string, unknown])[] {
  return value === null || value === undefined || value === "" ? [] : [[field, value]];
}

function fieldsOf(block: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(block).flatMap(([name, value]) => {
      if (APART.has(name) || isFilledIn(name, block)) return [];
      const written = valueOf(name, value);
      return isEmpty(written) ? [] : [[NAMES[name] ?? camelCase(name), written]];
    }),
  );
}

function valueOf(name: string, value: unknown): unknown {
  if (MAPS.has(name)) return value;
  // A selector without conditions selects all, and none at all something else.
  if (SINGLE.has(name))
    return Array.isArray(value) ? (value.length === 0 ? undefined : { ...fieldsOf(objectIn(value[0])) }) : value;
  if (name === "port" && typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  if (!Array.isArray(value)) return value;
  return listIn(value).map((item) => (isRecord(item) ? fieldsOf(item) : item === null ? {} : item));
}

/** What the provider fills in where nobody wrote it, and which says nothing. */
function isFilledIn(name: string, { kind, end_port: endPort }: Readonly<Record<string, unknown>>): boolean {
  return name === "end_port" ? endPort === 0 : name === "namespace" && (kind === "Group" || kind === "User");
}

/** Terraform says of everything that it is not there. Of a rule or a selector it says so by an empty one. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
