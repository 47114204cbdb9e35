import { isList, isRecord, isUnknown, type Type, type Value, type ValueRecord } from "../../plugin";
import { hasUnknown } from "../../kube-provider/values";

/** Whether a value comes from a write, where the plan has the last word on empty against not set. */
export type Occasion = "apply" | "read";

/**
 * Brings what was read close to what was there before (the plan after a write, the prior state after a
 * read), where the two differ in nothing but "empty" and "not set".
 *
 * The old SDK loses that difference on its way and mends it by the same rules; whoever wants to
 * exchange state with it must follow them.
 */
export function normalize(type: Type, value: Value, before: Value, occasion: Occasion): Value {
  if (isUnknown(before)) return value;
  if (occasion === "apply" && isCollection(type) && bothEmpty(value, before)) return before;
  if (before === null) return value;
  if (type === "string") return value === null && before === "" ? before : value;
  if (typeof type === "string") return value;
  const [kind, inner] = type;
  if (kind === "object") return normalizeObject(inner, value, recordIn(before), occasion);
  const lost = occasion === "apply" && !hasUnknown(before);
  if (kind === "map" && isRecord(value)) return normalizeMap(inner, value, recordIn(before), occasion);
  if (kind === "map") return lost ? before : value;
  if (kind === "set") return lost ? before : value;
  return kind === "list" ? normalizeList(inner, value, before, occasion) : value;
}

function isCollection(type: Type): boolean {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "map");
}

function bothEmpty(value: Value, before: Value): boolean {
  return (before === null && isEmpty(value)) || (isEmpty(before) && value === null);
}

function isEmpty(value: Value): boolean {
  return isList(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

function recordIn(value: Value): ValueRecord {
  return isRecord(value) ? value : {};
}

function normalizeObject(
  attributes: Readonly<Record<string, Type>>,
  value: Value,
  before: ValueRecord,
  occasion: Occasion,
): Value {
  const current = recordIn(value);
  return Object.fromEntries(
    Object.entries(attributes).map(([name, type]) => [
      name,
      normalize(type, current[name] ?? null, before[name] ?? null, occasion),
    ]),
  );
}

function normalizeMap(inner: Type, value: ValueRecord, before: ValueRecord, occasion: Occasion): Value {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, normalize(inner, item, before[key] ?? null, occasion)]),
  );
}

function normalizeList(inner: Type, value: Value, before: Value, occasion: Occasion): Value {
  if (!isList(value) || !isList(before) || value.length !== before.length) return value;
  return value.map((item, at) => normalize(inner, item, before[at] ?? null, occasion));
}
