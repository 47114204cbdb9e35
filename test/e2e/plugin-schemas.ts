import { TOY_ADDRESS } from "./plugin-workspace";
import { toyProvider } from "../plugin/toy-provider";
import { timedProvider } from "../../src/plugin/lifecycle/timed-provider";
import { schemaFromJson, type Schema } from "../../src/plugin";

interface ProvidersJson {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: unknown;
        readonly resource_schemas: Readonly<Record<string, unknown>>;
        readonly data_source_schemas: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** The toy's schemas by name, read back from what `terraform providers schema -json` prints. */
export function announcedSchemas(text: string): Readonly<Record<string, unknown>> {
  const { provider_schemas: providers } = JSON.parse(text) as ProvidersJson;
  const json = providers[TOY_ADDRESS];
  if (json === undefined) throw new Error(`no schemas of ${TOY_ADDRESS} in ${text}`);
  const named = { provider: json.provider, ...json.resource_schemas, ...json.data_source_schemas };
  return Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, comparable(schemaFromJson(schema))]));
}

/** The toy's schemas by name, as it declares them. */
export function declaredSchemas(): Readonly<Record<string, unknown>> {
  const { schema, resources = {}, dataSources = {} } = timedProvider(toyProvider);
  const named = { provider: { schema }, ...resources, ...dataSources };
  return Object.fromEntries(Object.entries(named).map(([name, typed]) => [name, comparable(typed.schema)]));
}

/** What Terraform is told of a schema: without what stays in the bridge, and nothing that is empty. */
function comparable(schema: Schema): unknown {
  const inside = [
    ...["validate", "rules", "as", "same", "sameElement", "key"],
    ...["default", "requiresReplace", "useStateForUnknown", "unknownWhen", "notNull"],
  ];
  const text = JSON.stringify(schema, (name, value: unknown) => {
    if (inside.includes(name) && name !== "") return undefined;
    if (name === "deprecated") return true;
    const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
    return empty && (name === "attributes" || name === "blocks") ? undefined : value;
  });
  return JSON.parse(text);
}
