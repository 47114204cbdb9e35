import { hasDynamic, typeOfBlock } from "../values/implied-type";
import type { AnyProvider, AnyResource } from "../provider";
import type { Attribute, Block, NestedAttribute, NestedBlock, Schema } from "../schema";
import { rulesOf } from "../rules";
import { parseType } from "../values/type-json";
import { conformanceFaults } from "./conformance";
import { functionFaults } from "./function-rules";
import { listsOfDynamic, writeOnlyInMap } from "./panic-rules";
import { formatPath } from "./report";
import { timeoutFaults } from "./timeouts";
import { nestedBlockOf } from "./walk";

const NAME = /^[a-z_][a-z0-9_]*$/;
const TYPE_NAME = /^[a-z][a-z0-9_]*$/;
/** Arguments and blocks that Terraform itself gives to resources, data sources and provider configurations. */
const RESERVED = {
  resource: ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"],
  provider: ["alias", "count", "depends_on", "for_each", "lifecycle", "locals", "source", "version"],
} as const;

/**
 * Checks the schemas of a provider, as `serveInProcess` does, and an executable when Terraform asks for its schemas.
 * Terraform itself does not check them, and then misbehaves or panics. For a test of providers that are served in no
 * other.
 *
 * @throws Error that lists every fault
 */
export function assertProvider(provider: AnyProvider): void {
  const faults = providerFaults(provider);
  if (faults.length === 0) return;
  throw new Error(`The provider ${provider.name} has faulty schemas:\n${faults.map((line) => `- ${line}`).join("\n")}`);
}

/**
 * What is wrong with the schemas of a provider, one line a fault, each starting with its place.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/internal/configs/configschema/internal_validate.go
 */
export function providerFaults(provider: AnyProvider): readonly string[] {
  return [
    ...(TYPE_NAME.test(provider.name) ? [] : [`provider name ${JSON.stringify(provider.name)}: ${NAME_RULE}`]),
    ...schemaFaults("provider", provider.schema, RESERVED.provider),
    ...Object.entries(provider.resources ?? {}).flatMap(([name, { schema, timeouts, upgrade }]) => [
      ...typeNameFaults(provider.name, "resource", name),
      ...schemaFaults(`resource ${name}`, schema, RESERVED.resource),
      ...timeoutFaults("resource", name, { schema, timeouts }),
      ...upgradeFaults(`resource ${name}`, schema, upgrade),
    ]),
    ...Object.entries(provider.dataSources ?? {}).flatMap(([name, { schema, timeouts }]) => [
      ...typeNameFaults(provider.name, "data source", name),
      ...schemaFaults(`data source ${name}`, schema, RESERVED.resource),
      ...listsOfDynamic(`data source ${name}`, schema),
      ...timeoutFaults("data source", name, { schema, timeouts }),
    ]),
    ...Object.entries(provider.ephemerals ?? {}).flatMap(([name, { schema, timeouts }]) => [
      ...typeNameFaults(provider.name, "ephemeral resource", name),
      ...schemaFaults(`ephemeral resource ${name}`, schema, RESERVED.resource),
      ...listsOfDynamic(`ephemeral resource ${name}`, schema),
      ...timeoutFaults("ephemeral resource", name, { schema, timeouts }),
    ]),
    ...Object.entries(provider.functions ?? {}).flatMap(([name, definition]) => functionFaults(name, definition)),
  ];
}

/** An upgrade of no older version would never be called. */
function upgradeFaults(where: string, { version = 0 }: Schema, upgrade: AnyResource["upgrade"]): readonly string[] {
  if (upgrade === undefined || typeof upgrade === "function") return [];
  return Object.entries(upgrade).flatMap(([from, { schema }]) => [
    ...(Number(from) < version
      ? []
      : [`${where}: upgrades version ${from}, but version ${version} is the current one`]),
    ...schemaFaults(`${where}, version ${from}`, schema),
  ]);
}

const NAME_RULE = "may contain lower-case letters, digits and underscores only, and must start with a letter";

/** What is wrong with one schema, one line a fault, each starting with its place. */
export function schemaFaults(where: string, schema: Schema, reserved: readonly string[] = []): readonly string[] {
  const version = schema.version ?? 0;
  const names = [...Object.keys(schema.attributes ?? {}), ...Object.keys(schema.blocks ?? {})];
  return [
    ...(Number.isSafeInteger(version) && version >= 0 ? [] : [`${where}: version ${version} is no natural number`]),
    ...names.filter((name) => reserved.includes(name)).map((name) => `${where}.${name}: Terraform keeps this name`),
    ...blockFaults(where, schema, { inSet: false }),
  ];
}

interface Surroundings {
  readonly inSet: boolean;
}

function blockFaults(where: string, block: Block, around: Surroundings): readonly string[] {
  const attributes = Object.entries(block.attributes ?? {});
  const blocks = Object.entries(block.blocks ?? {});
  const twice = blocks.filter(([name]) => Object.hasOwn(block.attributes ?? {}, name));
  return [
    ...twice.map(([name]) => `${where}.${name}: is both an attribute and a block`),
    ...attributes.flatMap(([name, attribute]) => attributeFaults(`${where}.${name}`, name, attribute, around)),
    ...blocks.flatMap(([name, nested]) => nestedBlockFaults(`${where}.${name}`, name, nested, around)),
    ...ruleFaults(where, block),
    ...attributes.flatMap(([name, attribute]) => siblingFaults(`${where}.${name}`, block, attribute)),
  ];
}

/** What is computed alone is decided at the same time: it cannot be looked at. */
function siblingFaults(
  where: string,
  { attributes = {}, blocks = {} }: Block,
  attribute: Attribute,
): readonly string[] {
  const isInput = (name: string): boolean => {
    const { required, optional } = attributes[name] ?? {};
    return required === true || optional === true || blocks[name] !== undefined;
  };
  const lost = (attribute.unknownWhen ?? []).filter((name) => !isInput(name));
  return lost.map((name) => `${where}: unknownWhen names ${name}, which no configuration can change`);
}

/** Only elements of lists and sets need a key: those of maps have one. */
function keyFaults(where: string, { nesting, key, block }: NestedBlock): readonly string[] {
  if (key === undefined) return [];
  if (nesting !== "list" && nesting !== "set") return [`${where}: a ${nesting} has no key`];
  return block.attributes?.[key] === undefined ? [`${where}: its key ${key} is no attribute of its elements`] : [];
}

/** A rule about a name that leads nowhere would never apply. */
function ruleFaults(where: string, block: Block): readonly string[] {
  const names = rulesOf(block).flatMap((rule) => rule.names);
  const lost = names.filter((name) => !leads(block, name.split(".")));
  return lost.map((name) => `${where}: a rule is about ${name}, which is not in the schema`);
}

function attributeFaults(where: string, name: string, attribute: Attribute, around: Surroundings): readonly string[] {
  const faults = ATTRIBUTE_RULES.filter(({ broken }) => broken(attribute, around)).map(({ text }) => text);
  if (!NAME.test(name)) faults.unshift(`the name ${NAME_RULE}`);
  const nested = "nested" in attribute ? nestedFaults(where, attribute, around) : typeFaults(where, attribute.type);
  return [...faults.map((text) => `${where}: ${text}`), ...nested, ...defaultFaults(where, name, attribute)];
}

function leads({ attributes = {}, blocks = {} }: Block, [name = "", ...rest]: readonly string[]): boolean {
  const [attribute, nested] = [attributes[name], blocks[name]];
  if (rest.length === 0) return attribute !== undefined || nested !== undefined;
  if (nested !== undefined) return leads(nested.block, rest);
  if (attribute === undefined) return false;
  if ("nested" in attribute) return leads(nestedBlockOf(attribute).block, rest);
  const { type } = attribute;
  return typeof type !== "string" && type[0] === "object" && Object.hasOwn(type[1], rest[0] ?? "");
}

interface AttributeRule {
  readonly text: string;
  readonly broken: (attribute: Attribute, around: Surroundings) => boolean;
}

const ATTRIBUTE_RULES: readonly AttributeRule[] = [
  {
    text: "must be required, optional or computed",
    broken: ({ required, optional, computed }) => !required && !optional && !computed,
  },
  { text: "cannot be both required and optional", broken: ({ required, optional }) => !!required && !!optional },
  { text: "cannot be both required and computed", broken: ({ required, computed }) => !!required && !!computed },
  { text: "cannot be both write-only and computed", broken: ({ writeOnly, computed }) => !!writeOnly && !!computed },
  {
    text: "write-only needs required or optional",
    broken: ({ writeOnly, required, optional }) => !!writeOnly && !required && !optional,
  },
  { text: "cannot be write-only inside a set", broken: ({ writeOnly }, { inSet }) => !!writeOnly && inSet },
  {
    text: "has a default, so it must be optional and computed",
    broken: (a) => a.default !== undefined && !(a.optional && a.computed),
  },
  {
    text: "keeps its prior value, so it must be computed",
    broken: (a) => (!!a.useStateForUnknown || a.unknownWhen !== undefined) && !a.computed,
  },
  { text: "is never null, so it must be computed", broken: ({ notNull, computed }) => !!notNull && !computed },
  {
    text: "is inside of a set, where no prior value can be found: requiresReplace cannot be a function",
    broken: ({ requiresReplace }, { inSet }) => typeof requiresReplace === "function" && inSet,
  },
  {
    text: "is write-only: a change is never seen, so it cannot require replacement",
    broken: (a) => !!a.writeOnly && !!a.requiresReplace,
  },
  { text: "must have either a type or nested attributes", broken: (a) => "type" in a === "nested" in a },
];

function nestedFaults(where: string, attribute: NestedAttribute, { inSet }: Surroundings): readonly string[] {
  const { nested, computed, optional } = attribute;
  const names = Object.keys(nested.attributes);
  const inner = { inSet: inSet || nested.nesting === "set" };
  const outputOnly = computed === true && optional !== true;
  const inputs = names.filter((name) => outputOnly && nested.attributes[name]?.computed !== true);
  return [
    ...(names.length === 0 ? [`${where}: needs at least one nested attribute`] : []),
    ...(["single", "list", "set", "map"].includes(nested.nesting) ? [] : [`${where}: ${nested.nesting} is no nesting`]),
    ...inputs.map((name) => `${where}.${name}: must be computed, like the attribute around it`),
    ...dynamicInSet(where, nested.nesting, { attributes: nested.attributes }),
    ...keyFaults(where, nestedBlockOf(attribute)),
    ...blockFaults(where, nested, inner),
  ];
}

function nestedBlockFaults(
  where: string,
  name: string,
  nested: NestedBlock,
  { inSet }: Surroundings,
): readonly string[] {
  const { nesting, minItems = 0, maxItems = 0, block } = nested;
  const single = nesting === "single" || nesting === "group";
  const faults = [
    ...(NAME.test(name) ? [] : [`the name ${NAME_RULE}`]),
    ...(["single", "list", "set", "map", "group"].includes(nesting) ? [] : [`${nesting} is no nesting`]),
    ...(minItems < 0 || maxItems < 0 ? ["minItems and maxItems cannot be negative"] : []),
    ...(nesting === "single" && (minItems !== maxItems || minItems > 1)
      ? ["a single block has minItems and maxItems 0, or both 1"]
      : []),
    ...(nesting === "group" && (minItems > 0 || maxItems > 0) ? ["a group has neither minItems nor maxItems"] : []),
    ...(nesting === "map" && (minItems > 0 || maxItems > 0)
      ? ["a map of blocks has neither minItems nor maxItems"]
      : []),
    ...(!single && maxItems > 0 && minItems > maxItems ? ["minItems is above maxItems"] : []),
  ];
  return [
    ...faults.map((text) => `${where}: ${text}`),
    ...dynamicInSet(where, nesting, block),
    ...writeOnlyInMap(where, nesting, block),
    ...keyFaults(where, nested),
    ...blockFaults(where, block, { inSet: inSet || nesting === "set" }),
  ];
}

/** A set needs the whole type of its elements to tell them apart. */
function dynamicInSet(where: string, nesting: string, block: Block): readonly string[] {
  return nesting === "set" && hasDynamic(typeOfBlock(block)) ? [`${where}: a set cannot hold dynamic values`] : [];
}

function typeFaults(where: string, type: unknown): readonly string[] {
  try {
    const parsed = parseType(type, where);
    return parsed[0] === "set" && hasDynamic(parsed) ? [`${where}: a set cannot hold dynamic values`] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function defaultFaults(where: string, name: string, attribute: Attribute): readonly string[] {
  if (attribute.default === undefined || typeof attribute.default === "function") return [];
  const faults = conformanceFaults({ attributes: { [name]: attribute } }, { [name]: attribute.default });
  return faults.map(({ path, text }) => `${where}: the default ${formatPath(path)} ${text}`);
}

function typeNameFaults(provider: string, kind: string, name: string): readonly string[] {
  if (!TYPE_NAME.test(name)) return [`${kind} ${name}: the type name ${NAME_RULE}`];
  const prefixed = name === provider || name.startsWith(`${provider}_`);
  return prefixed ? [] : [`${kind} ${name}: the type name must start with ${provider}_`];
}
