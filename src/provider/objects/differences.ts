import { isRecord, listIn, objectIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";

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
  const faults: string[] = [];
  for (const field of OPEN) {
    compare({ wanted: metadata[field], found: found.metadata[field], at: `metadata.${field}` }, faults, true);
  }
  compare({ wanted: content, found, at: "" }, faults, true);
  return [...faults, ...notesLeft(wanted, found).map((key) => step("metadata.annotations", key))];
}

/** What a suspension by hand writes, each note where it is told that nothing is suspended. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  Namespace: [ANNOTATIONS.suspended, ANNOTATIONS.suspendedBecause],
  ResourceQuota: [ANNOTATIONS.replicasBeforeSuspend],
};

/** Notes that are true no more: of a suspension on what is not suspended, and on a namespace that nobody holds it. */
function notesLeft(wanted: KubeObject, { metadata }: KubeObject): readonly string[] {
  const isSuspended =
    wanted.metadata.annotations?.[ANNOTATIONS.suspended] === "true" ||
    objectIn(objectIn(wanted.spec).hard).pods === "0";
  const notes = isSuspended ? [] : (NOTES[wanted.kind] ?? []);
  const all = wanted.kind === "Namespace" ? [...notes, ANNOTATIONS.released] : notes;
  return all.filter((key) => metadata.annotations?.[key] !== undefined);
}

const OWN_DOMAIN = /^([^/]+\.)?hikube\.cloud\//;

/** Whether it has labels or annotations of ours that nobody asks for any more: whose they are is known to the server, which drops those of its own writer. */
export function hasFormer(wanted: KubeObject, found: KubeObject): boolean {
  return OPEN.some((field) =>
    Object.keys(found.metadata[field] ?? {}).some(
      (key) => OWN_DOMAIN.test(key) && wanted.metadata[field]?.[key] === undefined,
    ),
  );
}

/** A merge patch that takes out of a live object what nobody asked for; nothing where there is nothing. */
export function surplus(wanted: KubeObject, found: KubeObject): JsonRecord | undefined {
  const notes = notesLeft(wanted, found).map((key) => [key, null] as const);
  const content = surplusOfContent(wanted, found);
  return notes.length === 0 ? content : { ...content, metadata: { annotations: Object.fromEntries(notes) } };
}

function surplusOfContent(wanted: KubeObject, found: KubeObject): JsonRecord | undefined {
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

/** What should be at a place of an object, and what is. */
interface Place {
  readonly wanted: unknown;
  readonly found: unknown;
  readonly at: string;
}

/** Adds the fields that differ. A plan that changes nothing asks this of each object: where all is alike, nothing is made. */
function compare({ wanted, found, at }: Place, faults: string[], isOpen = false): void {
  if (isNothing(wanted)) {
    if (!isOpen && !isNothing(found)) faults.push(at);
  } else if (Array.isArray(wanted)) compareLists({ wanted, found, at }, faults);
  else if (isRecord(wanted)) compareRecords({ wanted, found, at }, faults, isOpen);
  else if (wanted !== found) faults.push(at);
}

function compareRecords(
  { wanted, found, at }: Place & { readonly wanted: JsonRecord },
  faults: string[],
  isOpen: boolean,
) {
  const inside = objectIn(found);
  for (const key of Object.keys(wanted)) {
    if (wanted[key] === inside[key]) continue;
    compare({ wanted: wanted[key], found: inside[key], at: step(at, key) }, faults);
  }
  if (isOpen) return;
  for (const key of Object.keys(inside)) {
    if (!(key in wanted) && isExtra(key, inside[key])) faults.push(step(at, key));
  }
}

function compareLists({ wanted, found, at }: Place & { readonly wanted: readonly unknown[] }, faults: string[]) {
  if (!Array.isArray(found) || found.length !== wanted.length) {
    faults.push(at);
    return;
  }
  for (const [index, item] of wanted.entries()) {
    compare({ wanted: item, found: listIn(found)[index], at: `${at}[${String(index)}]` }, faults);
  }
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
