import type { Type } from "../types";

const PRIMITIVES = ["string", "number", "bool", "dynamic"] as const;
const COLLECTIONS = ["list", "set", "map"] as const;

/**
 * Checks that a JSON value is a Terraform type.
 *
 * @param path the place of the value, for the message
 * @throws Error where it is not
 */
export function parseType(json: unknown, path: string): Type {
  const primitive = PRIMITIVES.find((name) => name === json);
  if (primitive !== undefined) return primitive;
  if (!Array.isArray(json)) throw notAType(json, path);
  const [kind, inner, optional] = json as unknown[];
  const collection = COLLECTIONS.find((name) => name === kind);
  if (collection !== undefined && json.length === 2) return [collection, parseType(inner, path)];
  if (kind === "tuple" && Array.isArray(inner)) return ["tuple", inner.map((item) => parseType(item, path))];
  if (kind === "object" && isRecord(inner)) return objectType(inner, optional, path);
  throw notAType(json, path);
}

function objectType(inner: Readonly<Record<string, unknown>>, optional: unknown, path: string): Type {
  const attributes = Object.fromEntries(
    Object.entries(inner).map(([name, type]) => [name, parseType(type, `${path}.${name}`)]),
  );
  if (optional === undefined) return ["object", attributes];
  if (!Array.isArray(optional) || !optional.every((name) => typeof name === "string")) throw notAType(optional, path);
  return ["object", attributes, optional];
}

/** Whether a JSON value is a Terraform type. */
export function isType(json: unknown): json is Type {
  try {
    parseType(json, "");
    return true;
  } catch {
    return false;
  }
}

/** The same text for the same type, in whatever order its attributes are written, optional or not. */
export function typeKey(type: Type): string {
  if (typeof type === "string") return type;
  switch (type[0]) {
    case "tuple":
      return `tuple(${type[1].map(typeKey).join(", ")})`;
    case "object": {
      const names = Object.keys(type[1]).sort();
      return `object(${names.map((name) => `${name}: ${typeKey(type[1][name] ?? "dynamic")}`).join(", ")})`;
    }
    default:
      return `${type[0]}(${typeKey(type[1])})`;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notAType(json: unknown, path: string): Error {
  return new Error(`${path}: ${JSON.stringify(json)} is not a Terraform type.`);
}
