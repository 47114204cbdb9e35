import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaFromJson, type Schema } from "../../plugin";

/** The part of `terraform providers schema -json` that is served; docs/offline-providers.md says how it is made. */
interface ProviderSchemas {
  readonly provider: unknown;
  readonly resource_schemas: Readonly<Record<string, unknown>>;
  readonly data_source_schemas: Readonly<Record<string, unknown>>;
}

let schemas: ProviderSchemas | undefined;

/** Schemas stand beside this file, in a bundle beside the bundle. */
function providerSchemas(): ProviderSchemas {
  schemas ??= JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8")) as ProviderSchemas;
  return schemas;
}

export function providerSchema(): Schema {
  return schemaFromJson(providerSchemas().provider);
}

/** @throws Error for a type whose schema is not in the file */
export function resourceSchema(typeName: string): Schema {
  return schemaFromJson(known(providerSchemas().resource_schemas, typeName));
}

export function dataSourceSchema(typeName: string): Schema {
  return schemaFromJson(known(providerSchemas().data_source_schemas, typeName));
}

function known(all: Readonly<Record<string, unknown>>, typeName: string): unknown {
  if (!Object.hasOwn(all, typeName)) throw new Error(`schema.json has no ${typeName}`);
  return all[typeName];
}
