import type { Attribute, Block, NestedBlock, Schema } from "../schema";
import {
  SchemaNestedBlockNestingMode,
  SchemaObjectNestingMode,
  StringKind,
  type AttributeMessage,
  type BlockMessage,
  type NestedBlockMessage,
  type ObjectMessage,
  type SchemaMessage,
} from "./tfplugin6";

const { SINGLE, LIST, SET, MAP } = SchemaObjectNestingMode;
const ATTRIBUTE_NESTING = { single: SINGLE, list: LIST, set: SET, map: MAP } as const;
const BLOCK_NESTING = { ...ATTRIBUTE_NESTING, group: SchemaNestedBlockNestingMode.GROUP } as const;
const DESCRIPTION_KIND = { plain: StringKind.PLAIN, markdown: StringKind.MARKDOWN } as const;

/** A schema as Terraform receives it. */
export function toSchemaMessage(schema: Schema): SchemaMessage {
  return { version: schema.version ?? 0, block: toBlockMessage(schema) };
}

function toBlockMessage(block: Block): BlockMessage {
  return {
    version: 0,
    attributes: toAttributeMessages(block.attributes ?? {}),
    blockTypes: sortedEntries(block.blocks ?? {}).map(([name, nested]) => toNestedBlockMessage(name, nested)),
    ...toText(block),
    computed: false,
  };
}

function toNestedBlockMessage(typeName: string, nested: NestedBlock): NestedBlockMessage {
  return {
    typeName,
    block: toBlockMessage(nested.block),
    nesting: BLOCK_NESTING[nested.nesting],
    minItems: nested.minItems ?? 0,
    maxItems: nested.maxItems ?? 0,
  };
}

function toAttributeMessages(attributes: Readonly<Record<string, Attribute>>): readonly AttributeMessage[] {
  return sortedEntries(attributes).map(([name, attribute]) => ({
    name,
    type: !("nested" in attribute) ? Buffer.from(JSON.stringify(attribute.type)) : new Uint8Array(0),
    nestedType: "nested" in attribute ? toObjectMessage(attribute.nested) : undefined,
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    writeOnly: attribute.writeOnly ?? false,
    ...toText(attribute),
  }));
}

function toObjectMessage({
  nesting,
  attributes,
}: {
  readonly nesting: keyof typeof ATTRIBUTE_NESTING;
  readonly attributes: Readonly<Record<string, Attribute>>;
}): ObjectMessage {
  return { attributes: toAttributeMessages(attributes), nesting: ATTRIBUTE_NESTING[nesting], minItems: 0, maxItems: 0 };
}

function toText({
  description = "",
  descriptionKind = "plain",
  deprecated = false,
}: Pick<Block, "description" | "descriptionKind" | "deprecated">): Pick<
  BlockMessage,
  "description" | "descriptionKind" | "deprecated" | "deprecationMessage"
> {
  return {
    description,
    descriptionKind: DESCRIPTION_KIND[descriptionKind],
    deprecated: deprecated !== false && deprecated !== "",
    deprecationMessage: typeof deprecated === "string" ? deprecated : "",
  };
}

/** Sorted, so that the same schema is the same bytes. */
function sortedEntries<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
