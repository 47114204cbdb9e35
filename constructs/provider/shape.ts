import { Tokenization } from "cdktf";
import { type Issue, SpecError } from "../../src/model/issue";
import { isRecord, type JsonRecord } from "../../src/model/json";
import { hasTemplate } from "../../src/model/terraform-text";
import { attributeName } from "../../src/model/schema/attribute-name";
import { unknownField } from "../../src/model/schema/faults";
import { mapTexts, quoted } from "../terraform-text";

/** The fields of a block or an object: its own type of value, or objects with fields of their own. */
export type Shape = Readonly<Record<string, true | Nested>>;

/** Objects inside an object. */
export interface Nested {
  /** How many there are. */
  readonly nesting: "single" | "list" | "map";
  readonly fields: Shape;
  /** Whether it is a block of Terraform. @default - an attribute */
  readonly isBlock?: true;
}

/** Meta-arguments of every block, which cdktf writes. */
const META = ["connection", "count", "dependsOn", "forEach", "lifecycle", "provider", "provisioners"];

/**
 * The given fields, each of which has a place in the schema: what has none would be lost without a word.
 * @throws SpecError with all that have none
 */
export function onlyKnown<T extends object>(config: T, shape: Shape, path: string): T {
  const issues = strays(config, shape, { path: [path], beside: META });
  if (issues.length > 0) throw new SpecError(issues);
  return config;
}

function strays(
  given: object,
  shape: Shape,
  { path, beside }: { readonly path: readonly (string | number)[]; readonly beside: readonly string[] },
): readonly Issue[] {
  const known = Object.keys(shape);
  return Object.entries(given).flatMap(([field, value]): readonly Issue[] => {
    if (value === undefined || beside.includes(field)) return [];
    const one = Object.hasOwn(shape, field) ? shape[field] : undefined;
    const at = [...path, field];
    if (one === undefined) return [{ path: at, ...unknownField(field, known) }];
    if (one === true) return [];
    return objectsIn(value, one).flatMap(([key, item]) =>
      strays(item, one.fields, { path: key === undefined ? at : [...at, key], beside: [] }),
    );
  });
}

/** The objects that a value holds, with their keys; what only Terraform knows has none. */
function objectsIn(
  value: unknown,
  { nesting }: Nested,
): readonly (readonly [string | number | undefined, JsonRecord])[] {
  if (Tokenization.isResolvable(value)) return [];
  if (nesting === "single") return isRecord(value) ? [[undefined, value]] : [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(isRecord(value) ? value : {});
  return entries.flatMap(([key, item]: [string | number, unknown]) =>
    isRecord(item) && !Tokenization.isResolvable(item) ? [[key, item] as const] : [],
  );
}

/** What a block says, in the names of Terraform. Keys of maps stay what they are. */
export function inTerraform(values: JsonRecord, shape: Shape): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([field, one]) => {
      const value = values[field];
      return value === undefined ? [] : [[attributeName(field), one === true ? value : nestedIn(value, one)]];
    }),
  );
}

function nestedIn(value: unknown, { nesting, fields }: Nested): unknown {
  const inside = (item: unknown) =>
    isRecord(item) && !Tokenization.isResolvable(item) ? inTerraform(item, fields) : item;
  if (Tokenization.isResolvable(value)) return value;
  if (nesting === "list") return Array.isArray(value) ? value.map(inside) : value;
  if (nesting === "single" || !isRecord(value)) return inside(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]));
}

/** The same for `cdktf synth --hcl`, as its printer takes it. */
export function inHcl(values: JsonRecord, shape: Shape): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([field, one]) => {
      const value = values[field];
      if (value === undefined) return [];
      const name = attributeName(field);
      if (one !== true && one.isBlock === true && isRecord(value)) {
        return [[name, { value: inHcl(value, one.fields), isBlock: true, type: "any" }]];
      }
      return Object.entries(hclAttributes({ [name]: one === true ? value : nestedIn(value, one) }));
    }),
  );
}

/** The same for attributes in the names of Terraform. */
export function hclAttributes(attributes: JsonRecord): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { value: asHcl(value), type: "any" }]),
  );
}

/** Whoever writes an expression by hand writes its quotes too. */
function asHcl(value: unknown): unknown {
  return mapTexts(value, (literal) => (hasTemplate(literal) ? literal : quoted(literal)));
}
