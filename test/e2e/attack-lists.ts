/** A schema as a Kubernetes API server describes it. */
interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** A list or map in an object, and how one of some entries is written. */
export interface ListField {
  readonly path: string;
  /** Type of what is in it. */
  readonly of: string;
  readonly make: (count: number) => object;
}

/** Every list and map at any depth below a schema, with the least that each entry may be. */
export function listsBelow(schemas: Schemas, name: string): readonly ListField[] {
  return fieldsOf(schemas, resolved(schemas, { $ref: `#/components/schemas/${name}` }));
}

function fieldsOf(schemas: Schemas, { properties = {} }: Schema): readonly ListField[] {
  return Object.entries(properties).flatMap(([field, schema]) =>
    under(field, "", fieldsIn(schemas, resolved(schemas, schema)), (value) => ({ [field]: value })),
  );
}

/** The list or map itself, and what is below it; or below an object. */
function fieldsIn(schemas: Schemas, schema: Schema): readonly ListField[] {
  const inner = schema.items ?? schema.additionalProperties;
  if (inner === undefined) return fieldsOf(schemas, schema);
  const entry = resolved(schemas, inner);
  const wrap = schema.items === undefined ? (value: object) => ({ key: value }) : (value: object) => [value];
  const own = { path: "", of: kindOf(entry), make: (count: number) => entries(schema, entry, count) };
  return [own, ...under("", "[]", fieldsIn(schemas, entry), wrap)];
}

function under(
  field: string,
  mark: string,
  fields: readonly ListField[],
  wrap: (value: object) => object,
): readonly ListField[] {
  return fields.map(({ path, of, make }) => ({
    path: [field + mark, path].filter((part) => part !== "").join(path.startsWith("[]") ? "" : "."),
    of,
    make: (count) => wrap(make(count)),
  }));
}

function entries(list: Schema, entry: Schema, count: number): object {
  const all = Array.from({ length: count }, (_, index) => [`k${index}`, leastOf(entry)] as const);
  return list.items === undefined ? Object.fromEntries(all) : all.map(([, value]) => value);
}

function leastOf(schema: Schema): unknown {
  const least: Readonly<Record<string, unknown>> = { string: "", integer: 0, number: 0, boolean: false, array: [] };
  return least[kindOf(schema)] ?? {};
}

function kindOf({ type, items, properties, additionalProperties }: Schema): string {
  if (items !== undefined) return "array";
  if (properties !== undefined || additionalProperties !== undefined) return "object";
  // A quantity is a text or a number.
  return type ?? "string";
}

function resolved(schemas: Schemas, schema: Schema): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref === undefined) return schema;
  return schemas[ref.replace("#/components/schemas/", "")] ?? {};
}
