import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCEPTED_FILE } from "../src/tenants-file/accepted-file";
import { ACCESS_DOCUMENT } from "../src/access/document";
import { CLUSTER_FACTS } from "../src/model/cluster/cluster-schema";
import { schemaOf, type ObjectSchema, type Schema } from "../src/model/schema/schema";
import { REPORT_DOCUMENT } from "../src/report/document";
import { REVIEW_DOCUMENT } from "../src/review/document";
import { TENANTS_FILE } from "../src/tenants-file/file-schema";
import { interfaceDocs } from "./interface-docs";

const ROOT = join(__dirname, "..");

/** Where the comments stand that become descriptions. */
export const DOCUMENTED = [
  "src/tenants-file/accepted-file.ts",
  "src/tenants-file/tenants-file.ts",
  "src/model/tenant/document.ts",
  "src/model/tenant/spec/spec.ts",
  "src/model/tenant/spec/quota-spec.ts",
  "src/model/tenant/spec/security-spec.ts",
  "src/model/tenant/spec/monitoring-spec.ts",
  "src/model/cluster/cluster-facts.ts",
  "src/model/cluster/custom-resources.ts",
  "src/access/document.ts",
  "src/access/findings.ts",
  "src/access/grant.ts",
  "src/access/subject.ts",
  "src/report/document.ts",
  "src/review/document.ts",
  "src/review/change.ts",
].map((file) => join(ROOT, file));

/** An interface that takes over the fields of another one. */
export const EXTENDS: Readonly<Record<string, string>> = {
  TenantTree: "TenantSpec",
  QuotaSpec: "CapacitySpec",
  PeerSpec: "PeerDetails",
  AcceptedFinding: "Finding",
};

type Json = Readonly<Record<string, unknown>>;

/** The published schemas by the file they are written to; the shapes of the reader are their only source. */
export function fileSchemas(): Readonly<Record<string, string>> {
  return {
    "schema/tenants.schema.json": print(jsonSchema(TENANTS_FILE, "Tenants for cdktf-hikube")),
    "schema/accepted.schema.json": print(jsonSchema(ACCEPTED_FILE, "Accepted findings for cdktf-hikube")),
    "schema/access.schema.json": print(jsonSchema(ACCESS_DOCUMENT, "Who may do what, by cdktf-hikube")),
    "schema/report.schema.json": print(jsonSchema(REPORT_DOCUMENT, "A report of cdktf-hikube")),
    "schema/review.schema.json": print(jsonSchema(REVIEW_DOCUMENT, "A review of cdktf-hikube")),
    "schema/cluster.schema.json": print(jsonSchema(CLUSTER_FACTS, "Facts of a cluster for cdktf-hikube")),
  };
}

function print(schema: Json): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function jsonSchema(root: ObjectSchema, title: string): Json {
  const maker = new SchemaMaker(interfaceDocs(DOCUMENTED));
  const body = maker.body(root);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...body, $defs: maker.defs };
}

class SchemaMaker {
  readonly defs: Record<string, Json> = {};

  constructor(private readonly docs: ReadonlyMap<string, string>) {}

  body(shape: ObjectSchema): Json {
    const properties = Object.entries(shape.fields).map(([field, of]) => [
      field,
      { ...describe(this.textFor(shape.name, field)), ...this.schema(schemaOf(of)) },
    ]);
    return {
      ...describe(this.docs.get(shape.name)),
      type: "object",
      properties: Object.fromEntries(properties),
      ...(shape.required.length === 0 ? {} : { required: shape.required }),
      ...(shape.together === undefined ? {} : wholeGroups(shape.together)),
      ...(shape.exactlyOne === undefined ? {} : { oneOf: shape.exactlyOne.map((field) => ({ required: [field] })) }),
      additionalProperties: false,
    };
  }

  private schema(shape: Schema): Json {
    switch (shape.type) {
      case "string":
        return {
          type: "string",
          ...defined({ enum: shape.hint?.choices, pattern: shape.hint?.pattern, maxLength: shape.hint?.longest }),
          ...(shape.hint?.choices === undefined ? { examples: [shape.example] } : {}),
        };
      case "number":
        return shape.only === undefined
          ? {
              type: shape.hint?.fractions === true ? "number" : "integer",
              ...defined({ minimum: shape.hint?.least, maximum: shape.hint?.most }),
            }
          : { const: shape.only };
      case "boolean":
        return shape.only === undefined ? { type: "boolean" } : { const: shape.only };
      case "list":
        return { type: "array", items: this.schema(shape.of), ...defined({ minItems: shape.hint?.least }) };
      case "map":
        return { type: "object", additionalProperties: this.schema(shape.of) };
      case "oneOf":
        return { anyOf: shape.of.map((one) => this.schema(one)) };
      case "object":
        return this.reference(shape);
    }
  }

  private reference(shape: ObjectSchema): Json {
    if (!(shape.name in this.defs)) {
      // Taken before it is made: a tenant has children that are tenants.
      this.defs[shape.name] = {};
      this.defs[shape.name] = this.body(shape);
    }
    return { $ref: `#/$defs/${shape.name}` };
  }

  private textFor(name: string, field: string): string | undefined {
    return this.docs.get(`${name}.${field}`) ?? this.docs.get(`${EXTENDS[name] ?? ""}.${field}`);
  }
}

/** One group at least, and none in part. */
function wholeGroups(groups: readonly (readonly string[])[]) {
  const rest = (group: readonly string[], field: string) => group.filter((other) => other !== field);
  const parts = groups.filter(({ length }) => length > 1);
  return {
    anyOf: groups.map((required) => ({ required })),
    dependentRequired: Object.fromEntries(
      parts.flatMap((group) => group.map((field) => [field, rest(group, field)] as const)),
    ),
  };
}

function describe(text: string | undefined): Json {
  return text === undefined ? {} : { description: text };
}

function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

if (require.main === module) {
  for (const [file, text] of Object.entries(fileSchemas())) writeFileSync(join(ROOT, file), text);
}
