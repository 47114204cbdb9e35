import { Decoder, ExtData } from "@msgpack/msgpack";
import type { Block, NestedBlock, Schema, Type } from "../../../src/plugin";
import { typeOfBlock } from "../../../src/plugin";
import type { DynamicValue } from "../../../src/plugin/wire/tfplugin6";

// What Terraform's decoder takes, restated from its description of the wire format and from the behaviour of the
// programs: nothing of the bridge's own encoder or checks is used here.

const CODEC = { tryToEncode: () => null, decode: (data: Uint8Array, type: number) => new ExtData(type, data) };

interface Demands {
  /** Whether something may still be unknown, as in a plan. */
  readonly unknown: boolean;
}

/** Why Terraform would not take a value of a schema, or would panic on it; `undefined` where it takes it. */
export function refusal(schema: Schema, value: DynamicValue | undefined, demands: Demands): string | undefined {
  if (value === undefined) return "there is no value";
  const packed = unpacked(value);
  if (packed === null) return undefined;
  return typed(typeOfBlock(schema), packed, demands, "") ?? blocks(schema, packed, "");
}

/** As `refusal`, of a value of a type, such as the result of a function. */
export function refusalOf(type: Type, value: DynamicValue | undefined, demands: Demands): string | undefined {
  return value === undefined ? "there is no value" : typed(type, unpacked(value), demands, "");
}

function unpacked({ msgpack }: DynamicValue): unknown {
  return new Decoder({ useBigInt64: true, extensionCodec: CODEC }).decode(msgpack);
}

function typed(type: Type, value: unknown, demands: Demands, at: string): string | undefined {
  if (value === null) return undefined;
  if (value instanceof ExtData) return demands.unknown ? unknown(value, at) : `${at} is unknown`;
  if (typeof type === "string") return primitive(type, value, demands, at);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : undefined;
  if (type[0] === "tuple") {
    if (items?.length !== type[1].length) return `${at} is no such tuple`;
    return first(type[1].map((item, index) => () => typed(item, items[index], demands, `${at}[${index}]`)));
  }
  if (type[0] === "list" || type[0] === "set") {
    if (items === undefined) return `${at} is no list`;
    return (
      first(items.map((item, index) => () => typed(type[1], item, demands, `${at}[${index}]`))) ??
      mixed(type[1], items, at)
    );
  }
  if (!isMap(value)) return `${at} is no map`;
  const entries = Object.entries(value);
  if (type[0] === "map") {
    const inner = first(
      entries.map(
        ([key, item]) =>
          () =>
            typed(type[1], item, demands, `${at}.${key}`),
      ),
    );
    return inner ?? mixed(type[1], Object.values(value), at);
  }
  const [names, wanted] = [Object.keys(value).sort(), Object.keys(type[1]).sort()];
  if (names.join() !== wanted.join()) return `${at} has the attributes ${names.join()} and not ${wanted.join()}`;
  const types = type[1] as Readonly<Record<string, Type>>;
  return first(
    entries.map(
      ([name, item]) =>
        () =>
          typed(types[name] ?? "string", item, demands, `${at}.${name}`),
    ),
  );
}

function primitive(type: string, value: unknown, demands: Demands, at: string): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" && !value.includes("\ufffd") ? undefined : `${at} is no text`;
    case "bool":
      return typeof value === "boolean" ? undefined : `${at} is no bool`;
    case "number":
      return isNumber(value) ? undefined : `${at} is no number`;
    default:
      return dynamic(value, demands, at);
  }
}

function isNumber(value: unknown): boolean {
  if (typeof value === "string") return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));
}

function dynamic(value: unknown, demands: Demands, at: string): string | undefined {
  const [json, inner, ...rest] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (!(json instanceof Uint8Array) || inner === undefined || rest.length > 0) return `${at} is no dynamic value`;
  const type = JSON.parse(Buffer.from(json).toString()) as unknown;
  return isType(type) ? typed(type, inner, demands, at) : `${at} has no type`;
}

function isType(json: unknown): json is Type {
  if (typeof json === "string") return ["string", "number", "bool", "dynamic"].includes(json);
  if (!Array.isArray(json) || json.length !== 2) return false;
  const [kind, inner] = json as readonly unknown[];
  if (kind === "object") return isMap(inner) && Object.values(inner).every(isType);
  return kind === "tuple"
    ? Array.isArray(inner) && inner.every(isType)
    : ["list", "set", "map"].includes(kind as string) && isType(inner);
}

/** Elements of one collection whose dynamic parts differ in type: Terraform panics. */
function mixed(type: Type, items: readonly unknown[], at: string): string | undefined {
  if (type !== "dynamic") return undefined;
  const types = new Set(items.filter(Array.isArray).map(([json]) => Buffer.from(json as Uint8Array).toString()));
  types.delete('"dynamic"');
  return types.size > 1 ? `${at} has elements of different types` : undefined;
}

/** What is promised of an unknown value: a map of small integers, each of its kind. */
function unknown({ type, data }: ExtData, at: string): string | undefined {
  if (type === 0) return undefined;
  if (type !== 12 || typeof data === "function") return `${at} is no unknown value`;
  const map = new Decoder({ useBigInt64: true }).decode(data) as Readonly<Record<string, unknown>>;
  const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
    1: (value) => value === false,
    2: (value) => typeof value === "string" && !value.includes("\ufffd"),
    3: isBound,
    4: isBound,
    5: Number.isSafeInteger,
    6: Number.isSafeInteger,
  };
  const wrong = Object.entries(map).find(([key, value]) => kinds[key]?.(value) !== true);
  return wrong === undefined ? undefined : `${at} promises ${wrong[0]} wrongly`;
}

function isBound(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isNumber(value[0]) && typeof value[1] === "boolean";
}

/** Where a block is null, which it never is. */
function blocks(block: Block, value: unknown, at: string): string | undefined {
  const record = value as Readonly<Record<string, unknown>>;
  return first(
    Object.entries(block.blocks ?? {}).map(
      ([name, nested]) =>
        () =>
          inBlock(nested, record[name], `${at}.${name}`),
    ),
  );
}

function inBlock({ nesting, block }: NestedBlock, value: unknown, at: string): string | undefined {
  if (value instanceof ExtData) return undefined;
  if (value === null) return nesting === "single" ? undefined : `${at} is a block and null`;
  if (nesting === "single" || nesting === "group") return blocks(block, value, at);
  const plain = Array.isArray(value) && value[0] instanceof Uint8Array ? (value as readonly unknown[])[1] : value;
  const elements = Array.isArray(plain) ? (plain as readonly unknown[]) : Object.values(plain as object);
  return first(elements.map((one) => () => (one === null ? `${at} has a block that is null` : blocks(block, one, at))));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof ExtData)
  );
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}
