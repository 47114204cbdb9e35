import { isRecord, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { differences } from "../../provider/objects/differences";

/** `changed by kubectl-patch: spec.hard.pods, metadata.labels["a/b"]`. */
const CHANGED = /^changed\b.*: ([^:]+)$/;
const STEP = /\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/** The object with the fields that the provider names as they are in the cluster; nothing where it names none. */
export function withNamed(declared: KubeObject, live: KubeObject, told: string): KubeObject | undefined {
  const paths = CHANGED.exec(told)?.[1]?.split(", ");
  return paths?.reduce<unknown>((object, path) => withField(object, live, stepsOf(path)), declared) as
    KubeObject | undefined;
}

/** The names, keys and indexes of a place, such as `metadata[0].labels["a.b/c"]`. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(STEP)].map(([, key, index, name]) => key ?? index ?? name ?? "");
}

/** A copy with the value that another one has at a place; without any where that has none. */
function withField(value: unknown, live: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return live;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const others: readonly unknown[] = Array.isArray(live) ? live : [];
    return items.map((item, index) => (String(index) === step ? withField(item, others[index], rest) : item));
  }
  const other = isRecord(live) ? live[step] : undefined;
  const { [step]: own, ...left } = isRecord(value) ? value : {};
  const next = rest.length === 0 || other === undefined ? other : withField(own, other, rest);
  return next === undefined ? left : { ...left, [step]: next };
}

/**
 * A live object as far as what is declared speaks of it: of its metadata what one side of a plan has too, of its content all but what
 * the API server fills in.
 *
 * @param former - what is known of it otherwise
 */
export function asFarAs(live: KubeObject, declared: KubeObject, former = declared): KubeObject {
  if (differences(declared, live).length === 0) return declared;
  const { apiVersion, kind, metadata } = declared;
  const { labels, annotations, ...place } = metadata;
  const texts = {
    ...picked("labels", live, { ...former.metadata.labels, ...labels }),
    ...picked("annotations", live, { ...former.metadata.annotations, ...annotations }),
  };
  const content = Object.keys(declared).filter((field) => !["apiVersion", "kind", "metadata"].includes(field));
  const fields = content.map((field) => [field, shaped(live[field], declared[field])] as const);
  return { ...Object.fromEntries(fields), apiVersion, kind, metadata: { ...place, ...texts } };
}

function picked(field: "labels" | "annotations", { metadata }: KubeObject, keys: JsonRecord): JsonRecord {
  const found = Object.entries(metadata[field] ?? {}).filter(([key]) => key in keys);
  return found.length === 0 ? {} : { [field]: Object.fromEntries(found) };
}

/** The API does not tell what is empty from what is not there; in lists of another length nothing is paired. */
function shaped(live: unknown, declared: unknown): unknown {
  if (live === undefined || live === null) return isEmpty(declared) ? declared : undefined;
  if (Array.isArray(live) && Array.isArray(declared) && live.length === declared.length) {
    return live.map((item, index) => shaped(item, (declared as readonly unknown[])[index]));
  }
  if (!isRecord(live) || !isRecord(declared)) return live;
  const keys = [...new Set([...Object.keys(declared), ...Object.keys(live)])].filter((key) => !isFilledIn(key, live));
  const entries = keys.map((key) => [key, shaped(live[key], declared[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** hashicorp/kubernetes writes a namespace into subjects that have none, which says nothing there. */
function isFilledIn(key: string, { kind }: JsonRecord): boolean {
  return key === "namespace" && (kind === "Group" || kind === "User");
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
