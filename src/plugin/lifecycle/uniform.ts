import type { Path } from "../diagnostic";
import { partsOf } from "../values/guards";
import { hasDynamic } from "../values/implied-type";
import { typeKey } from "../values/type-json";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value } from "../value";
import type { Fault } from "./conformance";
import { partOf } from "./walk";

/**
 * Where elements of one list, set or map differ in type. Only dynamic values make that possible; Terraform panics
 * on it.
 *
 * @param element type of the elements by the schema
 */
export function uniformFaults(element: Type, elements: readonly Value[], path: Path): readonly Fault[] {
  if (!hasDynamic(element)) return [];
  const types = new Set(elements.map((item) => typeKey(actualType(element, item))));
  types.delete(typeKey("dynamic"));
  if (types.size <= 1) return [];
  const found = [...types].join(" and ");
  return [{ path, text: `has elements of different types, ${found}; the values of a tuple or an object may differ` }];
}

/** The type that Terraform gives to a value when it reads it: every dynamic part has its own. */
function actualType(type: Type, value: Value): Type {
  if (value instanceof Dynamic) return actualType(value.type, value.value);
  if (value === null || value instanceof UnknownValue || typeof type === "string") return type;
  if (type[0] === "tuple") return ["tuple", type[1].map((item, index) => actualType(item, partOf(value, index)))];
  if (type[0] === "object") {
    const attributes = Object.entries(type[1]);
    return [
      "object",
      Object.fromEntries(attributes.map(([name, item]) => [name, actualType(item, partOf(value, name))])),
    ];
  }
  const [first = type[1]] = partsOf(value)
    .map((item) => actualType(type[1], item))
    .filter((item) => item !== "dynamic");
  return [type[0], first];
}
