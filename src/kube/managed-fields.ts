import { isRecord, listIn, objectIn, sameJson, textIn, textIfAny, type JsonRecord } from "../model/json";

/**
 * Fields of an object as the API server writes them down: `f:` is a member, `k:` an element of a list by its keys, `v:` one by
 * its value, `i:` one by its index; `.` is the member or element itself, beside what is in it.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ (FieldsV1)
 */
export type FieldSet = JsonRecord;

/** Stands in a set for the member or element itself. */
export const SELF = ".";

/** Who owns fields of an object. */
export interface FieldOwner {
  /** Name of the field manager, e.g. `kubectl-edit`. */
  readonly manager: string;
  /** `Apply` for server-side apply, `Update` for all else. */
  readonly operation: string;
  /** Through which it writes, e.g. `status`; "" for the object itself. */
  readonly subresource: string;
  /** When it changed what it owns, RFC 3339; "" where that is not told. */
  readonly time: string;
  readonly fields: FieldSet;
}

/** The owners that an object names. */
export function ownersOf(object: { readonly metadata?: unknown }): readonly FieldOwner[] {
  return listIn(objectIn(object.metadata).managedFields)
    .map(objectIn)
    .map(({ manager, operation, subresource, time, fieldsV1 }) => ({
      manager: textIn(manager),
      operation: textIn(operation),
      subresource: textIn(subresource),
      time: textIfAny(time) ?? "",
      fields: objectIn(fieldsV1),
    }));
}

/** What managers own by server-side apply. */
export function appliedBy(object: { readonly metadata?: unknown }, isOne: (manager: string) => boolean): FieldSet {
  const own = ownersOf(object).filter((owner) => owner.operation === "Apply" && isOne(owner.manager));
  return own.map(({ fields }) => fields).reduce<FieldSet>(union, {});
}

/** The fields of both sets. */
export function union(one: FieldSet, other: FieldSet): FieldSet {
  const added = Object.entries(other).map(([step, inner]) => {
    const before = one[step];
    return [step, before === undefined ? inner : unionOfSame(objectIn(before), objectIn(inner))] as const;
  });
  return { ...one, ...Object.fromEntries(added) };
}

/** A leaf is the member itself, which a set that has more in it must say. */
function unionOfSame(one: FieldSet, other: FieldSet): FieldSet {
  const both = union(one, other);
  const hasLeaf = [one, other].some((set) => Object.keys(set).length === 0);
  return hasLeaf && Object.keys(both).length > 0 ? { [SELF]: {}, ...both } : both;
}

/**
 * The set without a member and all in it; the names lead to it.
 *
 * @returns `undefined` where the set is one value as a whole, which the member is a part of
 */
export function withoutMember(set: FieldSet, [name, ...rest]: readonly string[]): FieldSet | undefined {
  if (name === undefined || Object.keys(set).length === 0) return undefined;
  const step = `f:${name}`;
  const inner = set[step];
  const others = Object.fromEntries(Object.entries(set).filter(([key]) => key !== step));
  const left = isRecord(inner) ? (withoutMember(inner, rest) ?? {}) : {};
  // Nothing is not a leaf, which would be all of it.
  return Object.keys(left).length === 0 ? others : { ...others, [step]: left };
}

/** Each field of a set as conflicts name it, e.g. `.spec.containers[name="web"].image`. */
export function pathsIn(set: FieldSet, at = ""): readonly string[] {
  return Object.entries(set).flatMap(([step, inner]) => {
    if (step === SELF) return at === "" ? [] : [at];
    const path = at + shownStep(step);
    return Object.keys(objectIn(inner)).length === 0 ? [path] : pathsIn(objectIn(inner), path);
  });
}

function shownStep(step: string): string {
  const text = step.slice(2);
  if (step.startsWith("f:")) return `.${text}`;
  if (step.startsWith("k:")) {
    const keys = Object.entries(objectIn(parsedStep(step)));
    return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
  }
  return step.startsWith("v:") ? `[=${text}]` : `[${text}]`;
}

/** The keys or the value that a step names; `undefined` where it is no JSON. */
export function parsedStep(step: string): unknown {
  try {
    return JSON.parse(step.slice(2));
  } catch {
    return undefined;
  }
}

/** Whether an element of a list is the one that a step means. */
export function isElement(element: unknown, step: string, index: number): boolean {
  if (step.startsWith("i:")) return String(index) === step.slice(2);
  const wanted = parsedStep(step);
  if (step.startsWith("v:")) return sameJson(element, wanted);
  return Object.entries(objectIn(wanted)).every(([key, value]) => sameJson(objectIn(element)[key], value));
}
