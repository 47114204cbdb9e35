import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseProto, type ProtoEnum, type ProtoField, type ProtoFile, type ProtoMessage } from "./proto-file";

// Writes src/plugin/wire/tfplugin6.ts from the published definition of Terraform's plugin protocol, a copy of
// https://github.com/hashicorp/terraform/blob/v1.16.0/docs/plugin-protocol/tfplugin6.proto:
//   npx tsx scripts/protocol-table.ts

const ROOT = join(__dirname, "..");
export const TABLE = join(ROOT, "src", "plugin", "wire", "tfplugin6.ts");

/** Names that would stand in the way of TypeScript's own, or of those that authors of providers know. */
const RENAMED: Readonly<Record<string, string>> = {
  Schema: "SchemaMessage",
  "Schema.Block": "BlockMessage",
  "Schema.Attribute": "AttributeMessage",
  "Schema.NestedBlock": "NestedBlockMessage",
  "Schema.Object": "ObjectMessage",
  Diagnostic: "DiagnosticMessage",
  Function: "FunctionMessage",
  FunctionError: "FunctionErrorMessage",
};

const SCALARS: Readonly<Record<string, { readonly codec: string; readonly type: string }>> = {
  string: { codec: "STRING", type: "string" },
  bytes: { codec: "BYTES", type: "Uint8Array" },
  bool: { codec: "BOOL", type: "boolean" },
  int64: { codec: "INTEGER", type: "number" },
};

/** The generated file. */
export function protocolTable(): string {
  const proto = readFileSync(join(ROOT, "scripts", "tfplugin6.proto"), "utf8");
  const version = /protocol version (6\.\d+)/.exec(proto)?.[1] ?? "6";
  const file = parseProto(proto);
  const parts = [
    `// Terraform plugin protocol ${version}, made by scripts/protocol-table.ts. Do not edit.`,
    "/* eslint max-lines: off */",
    `import { BOOL, BYTES, INTEGER, keyed, many, map, one, optional, repeated, single, STRING } from "./fields";
import { define, type Message, type MessageOf } from "./message-type";
import { Timestamp } from "./timestamp";`,
    ...file.enums.map(enumSource),
    ...file.messages.filter(isSent).map((one) => messageSource(file, one)),
    methodsSource(file),
  ];
  return `${parts.join("\n\n")}\n`;
}

function enumSource({ name, values }: ProtoEnum): string {
  const members = Object.entries(values).map(([member, value]) => `  ${member}: ${value},\n`);
  return `export const ${nameOf(name)} = {\n${members.join("")}} as const;`;
}

/** A message that only holds others, as those of the procedures do, never stands on the wire. */
function isSent({ name, fields }: ProtoMessage): boolean {
  return name.includes(".") || fields.length > 0;
}

function messageSource(file: ProtoFile, { name, fields }: ProtoMessage): string {
  const type = nameOf(name);
  const one = (field: ProtoField) => fieldOf(file, name, field);
  const lines = (line: (field: ProtoField) => string): string => fields.map((field) => `  ${line(field)}\n`).join("");
  const types = lines((field) => `readonly ${camel(field.name)}: ${one(field).type};`);
  const table = lines((field) => `${camel(field.name)}: ${one(field).source},`);
  const shape = fields.length === 0 ? `export type ${type} = object;` : `export interface ${type} {\n${types}}`;
  const made = fields.length === 0 ? "({})" : `({\n${table}})`;
  return `${shape}\nexport const ${type}: Message<${type}> = define(() => ${made});`;
}

interface FieldSource {
  readonly type: string;
  readonly source: string;
}

function fieldOf(file: ProtoFile, within: string, { type, number, label }: ProtoField): FieldSource {
  const scalar = isEnum(file, within, type) ? SCALARS.int64 : SCALARS[type];
  const name =
    scalar?.type ?? (type === "google.protobuf.Timestamp" ? "Timestamp" : nameOf(resolve(file, within, type)));
  const source = (ofScalar: string, ofMessage: string): string =>
    scalar === undefined ? `${ofMessage}(${number}, () => ${name})` : `${ofScalar}(${number}, ${scalar.codec})`;
  if (label === "map") return { type: `ReadonlyMap<string, ${name}>`, source: source("map", "keyed") };
  if (label === "repeated") return { type: `readonly ${name}[]`, source: source("repeated", "many") };
  if (scalar !== undefined && label === "single") return { type: name, source: source("single", "one") };
  return { type: `${name} | undefined`, source: source("optional", "one") };
}

function methodsSource({ methods }: ProtoFile): string {
  const rows = methods.map(({ name, request, response, clientStream, serverStream }) => {
    const streams = clientStream ? `"client"` : serverStream ? `"server"` : `"none"`;
    return `  ${name}: { request: ${nameOf(request)}, response: ${nameOf(response)}, stream: ${streams} },`;
  });
  return `/** The procedures of \`tfplugin6.Provider\`: what they take and answer, and which side sends a stream. */
export const METHODS = {\n${rows.join("\n")}\n} as const;
export type MethodName = keyof typeof METHODS;
export type RequestOf<M extends MethodName> = MessageOf<(typeof METHODS)[M]["request"]>;
export type ResponseOf<M extends MethodName> = MessageOf<(typeof METHODS)[M]["response"]>;`;
}

function isEnum({ enums }: ProtoFile, within: string, type: string): boolean {
  return scopes(within, type).some((full) => enums.some(({ name }) => name === full));
}

function resolve({ messages }: ProtoFile, within: string, type: string): string {
  const found = scopes(within, type).find((full) => messages.some(({ name }) => name === full));
  if (found === undefined) throw new Error(`${within}: there is no message ${type}`);
  return found;
}

/** Where a name is looked for: in the message, in those around it, at the top. */
function scopes(within: string, type: string): readonly string[] {
  const outer = within.split(".");
  return outer.map((_, index) => [...outer.slice(0, outer.length - index), type].join(".")).concat(type);
}

function nameOf(full: string): string {
  return RENAMED[full] ?? full.replaceAll(".", "");
}

function camel(name: string): string {
  const text = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return text.charAt(0).toLowerCase() + text.slice(1);
}

if (require.main === module) writeFileSync(TABLE, protocolTable());
