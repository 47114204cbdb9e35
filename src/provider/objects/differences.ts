import { isRecord, listIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

/** What others may add to: the metadata, and what the cluster writes beside the content. */
const OPEN = ["labels", "annotations"] as const;

/** Values that the API server writes where an author left the field out. */
const DEFAULTS: JsonRecord = { matchPolicy: "Equivalent", scope: "*" };

/**
 * Fields in which a live object is not what it should be, e.g. `spec.hard.pods`. Labels, annotations and fields of the
 * object itself that nobody asked for are somebody else's. Within its content one field more is a difference: it can
 * narrow a selector, or open a way. What is empty is the same as none, since the API drops it.
 */
export function differences(wanted: KubeObject, found: KubeObject): readonly string[] {
  const { metadata, ...content } = wanted;
  return [
    ...OPEN.flatMap((field) => compared(metadata[field], found.metadata[field], `metadata.${field}`, true)),
    ...compared(content, found, "", true),
  ];
}

/** A merge patch that takes out of a live object what nobody asked for; nothing where there is nothing. */
export function surplus(wanted: KubeObject, found: KubeObject): JsonRecord | undefined {
  const entries = Object.entries(wanted)
    .filter(([field]) => field !== "metadata")
    .map(([field, item]) => [field, surplusIn(item, found[field])] as const)
    .filter(([, patch]) => patch !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function surplusIn(wanted: unknown, found: unknown): JsonRecord | undefined {
  if (!isRecord(wanted) || !isRecord(found)) return undefined;
  const entries = Object.entries(found)
    .map(([key, item]) => {
      const extra = isExtra(key, item) ? null : undefined;
      return [key, key in wanted ? surplusIn(wanted[key], item) : extra] as const;
    })
    .filter(([, patch]) => patch !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function compared(wanted: unknown, found: unknown, at: string, isOpen = false): readonly string[] {
  if (isNothing(wanted)) return isOpen || isNothing(found) ? [] : [at];
  if (Array.isArray(wanted)) return comparedLists(wanted, found, at);
  if (!isRecord(wanted)) return wanted === found ? [] : [at];
  const inside = isRecord(found) ? found : {};
  const extra = Object.entries(inside).filter(([key, item]) => !(key in wanted) && isExtra(key, item));
  return [
    ...Object.entries(wanted).flatMap(([key, item]) => compared(item, inside[key], step(at, key))),
    ...(isOpen ? [] : extra.map(([key]) => step(at, key))),
  ];
}

function comparedLists(wanted: readonly unknown[], found: unknown, at: string): readonly string[] {
  if (!Array.isArray(found) || found.length !== wanted.length) return [at];
  return wanted.flatMap((item, index) => compared(item, listIn(found)[index], `${at}[${String(index)}]`));
}

function isExtra(key: string, item: unknown): boolean {
  return !isNothing(item) && DEFAULTS[key] !== item;
}

/** What the API does not keep apart from a field that is not there. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Keys of labels and of quotas have dots. */
function step(at: string, key: string): string {
  if (at === "") return key;
  return /[./]/.test(key) ? `${at}["${key}"]` : `${at}.${key}`;
}
