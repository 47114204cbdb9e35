import { fieldOf, schemaOf, type ObjectSchema, type Schema } from "../../../src/model/schema/schema";

/** A step into plain data: a field, or the one entry of a list or a map. */
export type Path = readonly string[];

/** The paths of all values that a schema has, a tenant's children aside. */
export function pathsOf(schema: Schema, path: Path = []): readonly Path[] {
  if (schema.type === "oneOf") return pathsOf(schema.of[0]!, path);
  if (schema.type === "list" || schema.type === "map") return pathsOf(schema.of, [...path, "*"]);
  if (schema.type !== "object") return [path];
  return Object.keys(schema.fields)
    .filter((field) => field !== "children")
    .flatMap((field) => pathsOf(fieldOf(schema, field)!, [...path, field]));
}

/**
 * A value of a schema that has everything.
 * @param target - its place is there, also where only one of several fields may be
 * @param isOther - whether the value at the target is another one
 */
export function sampleOf(schema: Schema, target: Path, isOther: boolean): unknown {
  switch (schema.type) {
    case "oneOf":
      return sampleOf(schema.of[0]!, target, isOther);
    case "list":
      return [sampleOf(schema.of, target.slice(1), isOther && target.length > 0)];
    case "map":
      return { "a.example": sampleOf(schema.of, target.slice(1), isOther) };
    case "object":
      return objectSample(schema, target, isOther);
    case "boolean":
      return schema.only === true ? (isOther ? undefined : true) : isOther;
    case "number":
      return (schema.hint?.least ?? 1) + (isOther ? 2 : 1);
    case "string":
      return isOther ? otherText(schema.example, schema.hint?.choices) : schema.example;
  }
}

function objectSample(schema: ObjectSchema, [field, ...rest]: Path, isOther: boolean): unknown {
  const { fields, exactlyOne = [] } = schema;
  const chosen = exactlyOne.includes(field ?? "") ? field : exactlyOne[0];
  const isLeftOut = (name: string) => name === "children" || (exactlyOne.includes(name) && name !== chosen);
  const entries = Object.keys(fields).filter((name) => !isLeftOut(name));
  return Object.fromEntries(
    entries.map((name) => [
      name,
      sampleOf(schemaOf(fields[name]!), name === field ? rest : [], isOther && name === field),
    ]),
  );
}

function otherText(example: string, choices: readonly string[] = []): string {
  const other = choices.find((choice) => choice !== example);
  if (other !== undefined) return other;
  if (example === "203.0.113.0/24") return "198.51.100.0/24";
  return /\d/.test(example) ? example.replace(/\d/, (digit) => String((Number(digit) % 8) + 1)) : `${example}x`;
}
