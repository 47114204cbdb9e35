import { isList, isPlainRecord } from "./guards";
import type { Type } from "../types";
import { Dynamic, type Value } from "../value";

/** Below U+0300 no character combines with another one. */
const MAY_COMBINE = /[\u0300-\uffff]/;

/** Text as Terraform holds it, in Unicode's normal form C. */
export function nfc(text: string): string {
  return MAY_COMBINE.test(text) ? text.normalize("NFC") : text;
}

/** Half of a character, which no UTF-8 can hold: Terraform would store U+FFFD in its place. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/**
 * The value with every text, map key and attribute name as Terraform holds it; the same object where that changes
 * nothing. What is no plain value stays as it is.
 *
 * @see https://github.com/zclconf/go-cty/blob/main/docs/types.md#primitive-types
 */
export function normalized<V extends Value | undefined>(value: V): V;
export function normalized(value: Value | undefined): Value | undefined {
  return isSimple(value) ? value : renewed(value);
}

/** Whether no text in it can combine, as in most values: nothing is made of those. */
function isSimple(value: Value | undefined): boolean {
  if (typeof value === "string") return !MAY_COMBINE.test(value);
  if (value instanceof Dynamic) return false;
  if (isList(value)) return value.every(isSimple);
  if (!isPlainRecord(value)) return true;
  return Object.keys(value).every((name) => !MAY_COMBINE.test(name) && isSimple(value[name]));
}

function renewed(value: Value): Value;
function renewed(value: Value | undefined): Value | undefined;
function renewed(value: Value | undefined): Value | undefined {
  if (typeof value === "string") return nfc(value);
  if (value instanceof Dynamic) {
    const [type, inner] = [normalizedType(value.type), renewed(value.value)];
    return type === value.type && inner === value.value ? value : new Dynamic(type, inner);
  }
  if (isList(value)) {
    const items = value.map((item) => renewed(item));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isPlainRecord(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [nfc(name), renewed(item)] as const);
  const changed = entries.some(([name, item]) => !Object.hasOwn(value, name) || value[name] !== item);
  return changed ? Object.fromEntries(entries) : value;
}

function normalizedType(type: Type): Type {
  const text = JSON.stringify(type);
  return MAY_COMBINE.test(text) ? (JSON.parse(nfc(text)) as Type) : type; // Of JSON, which a type is, only names change.
}
