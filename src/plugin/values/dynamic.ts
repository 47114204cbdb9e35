import { isList, isPlainRecord } from "./guards";
import { isNumber } from "./number";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value } from "../value";

/**
 * Gives a value the type that Terraform itself infers from a literal: records are objects, arrays are
 * tuples. Parts that are null or not known yet have the type `dynamic`.
 */
export function dynamicOf(value: Value): Dynamic {
  return value instanceof Dynamic ? value : new Dynamic(typeOfLiteral(value), value);
}

function typeOfLiteral(value: Value): Type {
  if (value === null || value instanceof UnknownValue || value instanceof Dynamic) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (isNumber(value)) return "number";
  if (isList(value)) return ["tuple", value.map(typeOfLiteral)];
  if (!isPlainRecord(value)) return "dynamic"; // to be refused as none
  const attributes = Object.entries(value).map(([name, item]) => [name, typeOfLiteral(item)] as const);
  return ["object", Object.fromEntries(attributes)];
}
