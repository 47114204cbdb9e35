import { inTerraform, objectsOfTenant } from "../../src/provider/schema/words";
import { schemaOf, type Schema } from "../../src/model/schema/schema";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { DOCUMENTED, EXTENDS } from "../file-schemas";
import { interfaceDocs } from "../interface-docs";

/** Where the texts of the model's comments stand for the provider, which cannot read comments. */
export const DESCRIPTIONS_FILE = "src/provider/schema/descriptions.ts";

/** That file: what the comments say, of each field that is an attribute, in the names of Terraform. */
export function descriptionsFile(): string {
  const docs = interfaceDocs(DOCUMENTED);
  const objects = objectsOfTenant();
  const lines = [...objects.values()].flatMap((object) =>
    Object.keys(object.fields).flatMap((field): string[] => {
      const own = docs.get(`${object.name}.${field}`) ?? docs.get(`${EXTENDS[object.name] ?? ""}.${field}`);
      const text = own ?? docs.get(nameOfType(schemaOf(object.fields[field] ?? TENANT_SPEC)));
      return text === undefined
        ? []
        : [`  ${JSON.stringify(`${object.name}.${field}`)}: ${quoted(inTerraform(text))},`];
    }),
  );
  return [
    "// Made by scripts/provider-docs.ts of the comments in src/model/tenant/spec.",
    'import type { Descriptions } from "./attributes";',
    "",
    "export const DESCRIPTIONS: Descriptions = {",
    ...[...new Set(lines)].sort(),
    "};",
    "",
  ].join("\n");
}

/** As Prettier quotes it. */
function quoted(text: string): string {
  const isDouble = text.split('"').length > text.split("'").length;
  return isDouble ? `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'` : JSON.stringify(text);
}

function nameOfType(schema: Schema): string {
  if (schema.type === "list" || schema.type === "map") return nameOfType(schema.of);
  return schema.type === "object" ? schema.name : "";
}
