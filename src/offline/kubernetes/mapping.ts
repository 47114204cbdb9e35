import {
  typeOfAttribute,
  type Attribute,
  type Block,
  type NestedBlock,
  type Value,
  type ValueRecord,
} from "../../plugin";
import { blockOf, listOf, recordOf, textMapOf, textOf, textsOf } from "../../kube-provider/values";
import { booleanIn, listIn, numberIn, objectIn, textIn, textMapIn, textsIn } from "../../model/json";
import { isZero } from "../sdkv2/equivalent";
import { patchMap, setIfChanged, type Difference, type PatchOperation } from "./patch";

/**
 * How one attribute or block of a resource type stands in the object, where the rules do not say it. The rules: its
 * name is the attribute's in camel case; a block of at most one is an object; what is empty stays out, but for
 * booleans and required texts and numbers.
 */
export interface Field {
  /** @default - the attribute's name in camel case */
  readonly name?: string;
  /** It is no part of the object. @default false */
  readonly isApart?: boolean;
  /** It is written even where it is empty. @default - see the rules */
  readonly isKept?: boolean;
  /** Whether it is written at all, by what stands beside it. @default - always */
  readonly isWritten?: (beside: ValueRecord) => boolean;
  /**
   * When it is read: always, or where the object has it; what is not read keeps its value.
   * @default - always; blocks of at most one, and what stands inside of blocks, where the object has it
   */
  readonly isRead?: "always" | "present";
  /** What is written for a value. @default - by the attribute's type */
  readonly expand?: (value: Value) => unknown;
  /** The value for what is read. @default - by the attribute's type */
  readonly flatten?: (found: unknown) => Value;
}

/** By attribute; within one resource type a name means one thing. */
export type Fields = Readonly<Record<string, Field>>;

/** Of label selectors. */
export const SELECTOR_FIELDS: Fields = {
  key: { isKept: true, isRead: "always" },
  operator: { isKept: true, isRead: "always" },
};

/** What maps a resource type to its objects. */
export interface Mapping {
  readonly block: Block;
  readonly fields: Fields;
}

type Members = Readonly<Record<string, unknown>>;

/** The part of the object that attributes and blocks say. */
export function expandBlock({ block, fields }: Mapping, values: ValueRecord): Record<string, unknown> {
  const members = partsOf({ block, fields }).flatMap((part): [string, unknown][] => {
    if (part.field.isWritten?.(values) === false) return [];
    const value = values[part.name] ?? null;
    const written = part.expand(value);
    const isKept = part.field.isKept === true || part.isKept(value, written);
    return isKept ? [[part.member, written]] : [];
  });
  return Object.fromEntries(members);
}

/** The values of an object's attributes and blocks; what it leaves out is not read. */
export function flattenBlock(mapping: Mapping, found: Members): ValueRecord {
  const values = partsOf(mapping).flatMap(({ name, member, field, isObject, flatten }): [string, Value][] => {
    const isAlways = (field.isRead ?? (isObject ? "present" : "always")) === "always";
    return isAlways || found[member] !== undefined ? [[name, flatten(found[member])]] : [];
  });
  return Object.fromEntries(values);
}

/** Changes a member of the object if its attribute or block differs; `path` is e.g. `spec.ingress`. */
export function patchMember(mapping: Mapping, path: string, { state, plan }: Difference, at = ""): PatchOperation[] {
  const [name = "", ...inner] = path.split(".");
  const part = partOf(mapping, name);
  const pointer = `${at}/${part.member}`;
  if (part.block !== undefined && inner.length > 0) {
    const difference = { state: blockOf(state[name]), plan: blockOf(plan[name]) };
    return patchMember({ ...mapping, block: part.block }, inner.join("."), difference, pointer);
  }
  if (part.isMap) return patchMap(pointer, state[name], plan[name]);
  return setIfChanged(name, { state, plan }, { path: pointer, value: part.expand });
}

/** `generate_name` is `generateName` in the object. */
export function camelCase(attribute: string): string {
  return attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An attribute or block with all that the mapping needs to know of it. */
interface Part {
  readonly name: string;
  /** Its name in the object. */
  readonly member: string;
  readonly field: Field;
  /** Whether it is a block of at most one. */
  readonly isObject: boolean;
  readonly isMap: boolean;
  /** What is inside of a block. */
  readonly block?: Block;
  readonly expand: (value: Value) => unknown;
  readonly flatten: (found: unknown) => Value;
  /** Whether a value is written. */
  readonly isKept: (value: Value, written: unknown) => boolean;
}

function partsOf(mapping: Mapping): Part[] {
  const { attributes, blocks } = mapping.block;
  return [...Object.keys(attributes ?? {}), ...Object.keys(blocks ?? {})]
    .filter((name) => mapping.fields[name]?.isApart !== true)
    .map((name) => partOf(mapping, name));
}

/** @throws Error for a name that the schema does not have */
function partOf({ block: { attributes, blocks }, fields }: Mapping, name: string): Part {
  const field = fields[name] ?? {};
  const common = { name, member: field.name ?? camelCase(name), field };
  const [attribute, nested] = [attributes?.[name], blocks?.[name]];
  if (attribute !== undefined) return { ...common, ...attributePart(attribute), ...codecOf(field) };
  if (nested !== undefined) return { ...common, ...blockPart(nested, fields), ...codecOf(field) };
  throw new Error(`the schema has no ${name}`);
}

function codecOf({ expand, flatten }: Field): Partial<Part> {
  return { ...(expand && { expand }), ...(flatten && { flatten }) };
}

type Shape = Omit<Part, "name" | "member" | "field">;

/** How values are written and read, by the kind of their type; elements are always strings. */
const CODECS: Readonly<Record<string, Pick<Part, "expand" | "flatten">>> = {
  string: { expand: textOf, flatten: textIn },
  number: { expand: (value) => value, flatten: numberIn },
  bool: { expand: (value) => value === true, flatten: booleanIn },
  list: { expand: textsOf, flatten: textsIn },
  set: { expand: textsOf, flatten: textsIn },
  map: { expand: textMapOf, flatten: textMapIn },
};

function attributePart(attribute: Attribute): Shape {
  const type = typeOfAttribute(attribute);
  const kind = typeof type === "string" ? type : type[0];
  const codec = CODECS[kind];
  if (codec === undefined) throw new Error(`no attribute of a served type is a ${kind}`);
  const isRequired = attribute.required === true && typeof type === "string";
  const isKept = (_: Value, written: unknown): boolean => isRequired || written === false || !isZero(written);
  return { ...codec, isObject: false, isMap: kind === "map", isKept };
}

function blockPart({ block, maxItems }: NestedBlock, fields: Fields): Shape {
  const mapping = { block, fields };
  const read = (found: unknown): ValueRecord => withoutEmpty(flattenBlock(mapping, objectIn(found)), fields);
  const common = { isMap: false, block };
  if (maxItems === 1) {
    return {
      ...common,
      isObject: true,
      expand: (value) => expandBlock(mapping, blockOf(value)),
      flatten: (found) => [read(found)],
      isKept: (value, written) => listOf(value).length > 0 && written !== undefined,
    };
  }
  return {
    ...common,
    isObject: false,
    expand: (value) => listOf(value).map((item) => expandBlock(mapping, recordOf(item))),
    flatten: (found) => listIn(found).map(read),
    isKept: (_, written) => !isZero(written),
  };
}

/** The old SDK takes a block in which nothing is read for one in which nothing is set. */
function withoutEmpty(values: ValueRecord, fields: Fields): ValueRecord {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.filter(([name, value]) => fields[name]?.isRead === "always" || !isZero(value)));
}
