import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attributeName } from "../../src/model/schema/attribute-name";
import type { Attribute, Block, Type } from "../../src/plugin";
import { hikubeProvider } from "../../src/provider/provider";

const FOLDER = "constructs/provider";

/** What a file of bindings is made of. */
interface Source {
  /** Name of the class. */
  readonly name: string;
  /** Terraform's name of the type. */
  readonly type: string;
  /** Class that it extends, in `bound.ts`. */
  readonly base: string;
  /** Interface of the meta-arguments, and where it is. */
  readonly meta: readonly [name: string, from: string];
  readonly block: Block;
  /** Methods whose time can be set. */
  readonly timeouts: readonly string[];
}

/** The bindings by their files, and the list of all. */
export function bindings(): Readonly<Record<string, string>> {
  const sources = allSources();
  const files = sources.map((source): [string, string] => [
    `${FOLDER}/bindings/${fileOf(source)}.ts`,
    fileText(source),
  ]);
  return Object.fromEntries([...files, [`${FOLDER}/index.ts`, indexText(sources)]]);
}

interface Described {
  readonly schema: Block;
  readonly timeouts?: object;
}

function allSources(): readonly Source[] {
  const { schema, resources = {}, dataSources = {}, ephemerals = {} } = hikubeProvider({});
  const of = (all: Readonly<Record<string, Described>>, prefix: string, rest: Pick<Source, "base" | "meta">) =>
    Object.entries(all).map(([type, { schema: block, timeouts = {} }]): Source => {
      const name = prefix + pascal(prefix === "" ? type.replace(/^hikube_/, "") : type);
      return { name, type, block, timeouts: Object.keys(timeouts).filter((method) => method !== "as"), ...rest };
    });
  const cdktf = ["TerraformMetaArguments", "cdktf"] as const;
  return [
    ...[{ name: "HikubeProvider", type: "hikube", base: "BoundProvider", block: schema, timeouts: [] }].map(
      (one): Source => ({ ...one, meta: ["ProviderMetaArguments", "../bound"] }),
    ),
    ...of(resources, "", { base: "BoundResource", meta: cdktf }),
    ...of(dataSources, "Data", { base: "BoundDataSource", meta: cdktf }),
    ...of(ephemerals, "Ephemeral", { base: "BoundEphemeral", meta: ["EphemeralMetaArguments", "../bound"] }),
  ];
}

function fileOf({ name }: Source): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
}

function indexText(sources: readonly Source[]): string {
  const lines = sources.map((source) => {
    const names = [source.name, ...interfacesOf(source).map(({ name }) => `type ${name}`)].sort(byName);
    const file = `"./bindings/${fileOf(source)}"`;
    const line = `export { ${names.join(", ")} } from ${file};`;
    return line.length <= WIDTH ? line : `export {\n${names.map((name) => `  ${name},\n`).join("")}} from ${file};`;
  });
  return [
    "/** The provider `hikube` as classes of cdktf: its block, resources, data sources and ephemeral resources. */",
    "// Made by scripts/provider-bindings.ts of the provider's schema.",
    "",
    'import "./installed";',
    "",
    'export type { EphemeralMetaArguments, OrToken, ProviderMetaArguments } from "./bound";',
    ...lines,
    "",
  ].join("\n");
}

const WIDTH = 120;

function byName(left: string, right: string): number {
  const bare = (name: string) => name.replace(/^type /, "");
  return bare(left) < bare(right) ? -1 : 1;
}

/** One interface of a file. */
interface Interface {
  readonly name: string;
  readonly extends?: string;
  readonly doc: string;
  readonly fields: Fields;
}

type Fields = readonly Field[];

interface Field {
  readonly attribute: string;
  readonly doc: string;
  readonly type: string;
  readonly required: boolean;
  /** As the shape has it. */
  readonly shape: string;
  readonly inner?: Interface;
}

function interfacesOf(source: Source): readonly Interface[] {
  const config: Interface = {
    name: `${source.name}Config`,
    extends: source.meta[0],
    doc: `Arguments of \`${source.type}\`.`,
    fields: fieldsOf(source.block, source.name, source.timeouts),
  };
  return withInner(config);
}

function withInner(one: Interface): readonly Interface[] {
  return [one, ...one.fields.flatMap(({ inner }) => (inner === undefined ? [] : withInner(inner)))];
}

function fieldsOf({ attributes = {}, blocks = {} }: Block, owner: string, timeouts: readonly string[] = []): Fields {
  const times: Interface = {
    name: `${owner}Timeouts`,
    doc: "How long each action may take, such as `30m`.",
    fields: timeouts.map((attribute) => {
      const doc = `How long a ${attribute} may take, such as \`30m\`.`;
      return { attribute, doc, type: "string", required: false, shape: "true" };
    }),
  };
  return [
    ...Object.entries(attributes)
      .filter(isArgument)
      .map(([name, one]) => fieldOf(name, one, owner)),
    ...Object.entries(blocks).map(([name, { block }]) =>
      blockField(name, {
        name: `${owner}${pascal(name)}`,
        doc: block.description ?? "",
        fields: fieldsOf(block, `${owner}${pascal(name)}`),
      }),
    ),
    ...(timeouts.length === 0 ? [] : [blockField("timeouts", times)]),
  ];
}

function isArgument([, { required, optional }]: readonly [string, Attribute]): boolean {
  return required === true || optional === true;
}

function blockField(attribute: string, inner: Interface): Field {
  const shape = `{ nesting: "single", isBlock: true, fields: ${shapeOf(inner.fields)} }`;
  return { attribute, doc: inner.doc, type: inner.name, required: false, shape, inner };
}

function fieldOf(attribute: string, one: Attribute, owner: string): Field {
  const common = { attribute, doc: one.description ?? "", required: one.required === true };
  if (!("nested" in one)) return { ...common, type: argumentType(one.type), shape: "true" };
  const { nesting, attributes } = one.nested;
  const name = `${owner}${pascal(attribute)}`;
  const inner: Interface = { name, doc: common.doc, fields: fieldsOf({ attributes }, name) };
  const how = nesting === "set" ? "list" : nesting;
  const types = { single: name, list: `readonly ${name}[]`, map: `Readonly<Record<string, ${name}>>` };
  const shape = `{ nesting: "${how}", fields: ${shapeOf(inner.fields)} }`;
  return { ...common, type: `OrToken<${types[how]}>`, shape, inner };
}

function shapeOf(fields: Fields): string {
  const entries = fields.map(({ attribute, shape }) => `${camel(attribute)}: ${shape}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** What an argument takes. Tokens of texts, numbers and lists of texts have these types themselves. */
function argumentType(type: Type): string {
  if (type === "string" || type === "number") return type;
  if (type === "bool") return "OrToken<boolean>";
  if (type === "dynamic") return "object";
  const [kind, of] = type;
  if (kind === "map") return `OrToken<Readonly<Record<string, ${plainType(of)}>>>`;
  if (kind !== "list" && kind !== "set") throw new Error(`no argument of a binding is ${JSON.stringify(type)}`);
  const list = `readonly ${plainType(of)}[]`;
  return of === "string" || of === "number" ? list : `OrToken<${list}>`;
}

function plainType(type: Type): string {
  return type === "bool" ? "boolean" : type === "string" || type === "number" ? type : "unknown";
}

function fileText(source: Source): string {
  const interfaces = interfacesOf(source);
  const [config] = interfaces;
  const [meta, from] = source.meta;
  const usesToken = interfaces.some(({ fields }) => fields.some(({ type }) => type.includes("OrToken")));
  const own = [
    source.base,
    "type Binding",
    ...(from === "cdktf" ? [] : [`type ${meta}`]),
    ...(usesToken ? ["type OrToken"] : []),
  ];
  const getters = gettersOf(source);
  const cdktf = [
    ...(getters.some((line) => line.includes("IResolvable")) ? ["IResolvable"] : []),
    ...(from === "cdktf" ? [meta] : []),
  ];
  return [
    "// Made by scripts/provider-bindings.ts of the provider's schema.",
    ...(cdktf.length === 0 ? [] : [`import type { ${cdktf.join(", ")} } from "cdktf";`]),
    'import type { Construct } from "constructs";',
    `import { ${own.sort(byName).join(", ")} } from "../bound";`,
    "",
    ...interfaces.flatMap(interfaceText),
    "/** What the schema says of the arguments. */",
    `const BINDING: Binding = { type: "${source.type}", version: "${version()}", shape: ${shapeOf(config?.fields ?? [])} };`,
    "",
    docOf(source.block.description ?? "", ""),
    `export class ${source.name} extends ${source.base} {`,
    "  /** Terraform's name of the type. */",
    `  static readonly tfResourceType = "${source.type}";`,
    "",
    ...constructorOf(source, config?.fields.some(({ required }) => required) === true),
    ...getters,
    "}",
    "",
  ].join("\n");
}

function constructorOf({ name }: Source, isRequired: boolean): readonly string[] {
  return [
    "  /** @throws SpecError where a field is none of these */",
    `  constructor(scope: Construct, id: string, config: ${name}Config${isRequired ? "" : " = {}"}) {`,
    "    super(scope, id, BINDING, config);",
    "  }",
  ];
}

function interfaceText({ name, extends: base, doc, fields }: Interface): readonly string[] {
  return [
    docOf(doc, ""),
    `export interface ${name}${base === undefined ? "" : ` extends ${base}`} {`,
    ...fields.flatMap(({ attribute, doc: text, type, required }) => [
      ...(text === "" ? [] : [docOf(text, "  ")]),
      `  readonly ${camel(attribute)}${required ? "" : "?"}: ${type};`,
    ]),
    "}",
    "",
  ];
}

/** What others may name of it. A provider's block has nothing of the kind. */
function gettersOf({ base, block }: Source): readonly string[] {
  if (base === "BoundProvider") return [];
  return Object.entries(block.attributes ?? {})
    .filter(([, one]) => one.writeOnly !== true && (base !== "BoundEphemeral" || one.computed === true))
    .flatMap(([attribute, one]) => {
      const [type, call] = resultOf(one);
      const body = `return this.${call}("${attribute}");`;
      return ["", docOf(one.description ?? "", "  "), `  get ${camel(attribute)}(): ${type} {`, `    ${body}`, "  }"];
    });
}

function resultOf(one: Attribute): readonly [string, string] {
  if ("nested" in one) return ["IResolvable", "interpolationForAttribute"];
  const { type } = one;
  if (type === "string") return ["string", "getStringAttribute"];
  if (type === "number") return ["number", "getNumberAttribute"];
  if (Array.isArray(type) && type[1] === "string" && type[0] === "map") {
    return ["Record<string, string>", "getStringMapAttribute"];
  }
  if (Array.isArray(type) && type[1] === "string" && type[0] === "list") return ["string[]", "getListAttribute"];
  return ["IResolvable", "interpolationForAttribute"];
}

function docOf(text: string, indent: string): string {
  return `${indent}/** ${text.replaceAll("*/", "*\\/").trim()} */`;
}

function version(): string {
  const manifest = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** The field whose attribute it is. @throws Error where the name does not lead back */
function camel(attribute: string): string {
  const field = attribute.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (attributeName(field) !== attribute) throw new Error(`${attribute} is no field of TypeScript`);
  return field;
}

function pascal(name: string): string {
  const field = camel(name);
  return field.charAt(0).toUpperCase() + field.slice(1);
}
