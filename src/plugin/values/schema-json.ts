import { mapRecord } from "./guards";
import { attributeOf } from "./implied-type";
import type { Attribute, AttributeFlags, Block, NestedAttribute, NestedBlock, Schema } from "../schema";
import { parseType } from "./type-json";

/** One schema of `terraform providers schema -json`, as far as it is read here. */
interface SchemaJson {
  readonly version?: number;
  readonly block?: BlockJson;
}

interface TextJson {
  readonly description?: string;
  readonly description_kind?: string;
  readonly deprecated?: boolean;
  readonly deprecation_message?: string;
}

interface BlockJson extends TextJson {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, BlockTypeJson>>;
}

interface AttributeJson extends TextJson {
  readonly type?: unknown;
  readonly nested_type?: {
    readonly attributes?: Readonly<Record<string, AttributeJson>>;
    readonly nesting_mode?: string;
  };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
}

interface BlockTypeJson {
  readonly nesting_mode?: string;
  readonly block?: BlockJson;
  readonly min_items?: number;
  readonly max_items?: number;
}

/**
 * Reads one schema of `terraform providers schema -json`, to imitate or to test against a provider
 * that is written elsewhere.
 *
 * @param json one value of `resource_schemas`, `data_source_schemas`, or `provider`
 * @throws Error with the place in the document where it is not such a schema
 * @see https://developer.hashicorp.com/terraform/cli/commands/providers/schema
 */
export function schemaFromJson(json: unknown): Schema {
  if (typeof json !== "object" || json === null) throw new Error("A schema in JSON form must be an object.");
  const { version, block } = json as SchemaJson;
  return { ...blockFromJson(block ?? {}, "block"), ...(version ? { version } : {}) };
}

function blockFromJson(json: BlockJson, path: string): Block {
  return {
    attributes: attributesFromJson(json.attributes ?? {}, `${path}.attributes`),
    blocks: mapRecord(json.block_types ?? {}, (blockType, name) =>
      nestedBlockFromJson(blockType, `${path}.block_types.${name}`),
    ),
    ...textFromJson(json),
  };
}

function attributesFromJson(
  json: Readonly<Record<string, AttributeJson>>,
  path: string,
): Readonly<Record<string, Attribute>> {
  return mapRecord(json, (attribute, name) => attributeFromJson(attribute, `${path}.${name}`));
}

function attributeFromJson(json: AttributeJson, path: string): Attribute {
  const flags: AttributeFlags = {
    ...(json.required && { required: true }),
    ...(json.optional && { optional: true }),
    ...(json.computed && { computed: true }),
    ...(json.sensitive && { sensitive: true }),
    ...(json.write_only && { writeOnly: true }),
    ...textFromJson(json),
  };
  if (json.nested_type === undefined) return attributeOf(parseType(json.type, path), flags);
  const nesting = oneOf(["single", "list", "set", "map"] as const, json.nested_type.nesting_mode, path);
  const attributes = attributesFromJson(json.nested_type.attributes ?? {}, `${path}.nested_type.attributes`);
  return { nested: { nesting, attributes }, ...flags } satisfies NestedAttribute;
}

function nestedBlockFromJson(json: BlockTypeJson, path: string): NestedBlock {
  return {
    nesting: oneOf(["single", "list", "set", "map", "group"] as const, json.nesting_mode, path),
    block: blockFromJson(json.block ?? {}, `${path}.block`),
    ...(json.min_items && { minItems: json.min_items }),
    ...(json.max_items && { maxItems: json.max_items }),
  };
}

function textFromJson(json: TextJson): Pick<AttributeFlags, "description" | "descriptionKind" | "deprecated"> {
  const deprecated = json.deprecation_message ?? json.deprecated;
  return {
    ...(json.description !== undefined && { description: json.description }),
    ...(json.description_kind === "markdown" && { descriptionKind: "markdown" }),
    ...(deprecated && { deprecated }),
  };
}

function oneOf<T extends string>(allowed: readonly T[], value: string | undefined, path: string): T {
  const found = allowed.find((mode) => mode === value);
  if (found === undefined)
    throw new Error(`${path}: the nesting mode is ${String(value)}, not one of ${allowed.join(", ")}.`);
  return found;
}
