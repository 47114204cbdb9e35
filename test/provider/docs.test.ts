import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fieldsOf } from "../../scripts/interface-docs";
import { DESCRIPTIONS_FILE, descriptionsFile } from "../../scripts/provider/descriptions";
import { DOCUMENTED } from "../../scripts/file-schemas";
import { EXAMPLES, providerPages } from "../../scripts/provider/site";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import type { ObjectSchema } from "../../src/model/schema/schema";
import type { Attribute, Block } from "../../src/plugin";
import { hikubeProvider } from "../../src/provider/provider";
import { formsOf } from "../../src/model/schema/forms";
import { TIMEOUTS } from "../../src/provider/timeouts";

const ROOT = join(__dirname, "..", "..");
const read = (file: string) => (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), "utf8") : "");
const provider = hikubeProvider({});
const pages = providerPages();

test("the descriptions are those of the comments; else run scripts/provider-docs.ts", () => {
  expect(read(DESCRIPTIONS_FILE)).toBe(descriptionsFile());
});

test.each(Object.entries(pages))("%s is what the schema says; else run scripts/provider-docs.ts", (file, text) => {
  expect(read(file)).toBe(text);
});

test("no page and no example is left over", () => {
  const found = readdirSync(join(ROOT, "docs/provider"), { recursive: true }).map(String);
  const files = found.filter((file) => file.endsWith(".md")).map((file) => `docs/provider/${file}`);
  expect(files.sort()).toEqual(Object.keys(pages).sort());
  const examples = readdirSync(join(ROOT, EXAMPLES), { recursive: true }).filter((file) =>
    String(file).endsWith(".tf"),
  );
  expect(examples).toHaveLength(Object.keys(pages).length);
});

/** Attributes at any depth that say nothing of themselves, by their paths. */
function silent(block: Block, path: string): readonly string[] {
  const inside = (attributes: Readonly<Record<string, Attribute>>, at: string): readonly string[] =>
    Object.entries(attributes).flatMap(([name, one]) => [
      ...(one.description === undefined || one.descriptionKind !== "markdown" ? [`${at}.${name}`] : []),
      ...("nested" in one ? inside(one.nested.attributes, `${at}.${name}`) : []),
    ]);
  return [
    ...(block.description === undefined ? [path] : []),
    ...inside(block.attributes ?? {}, path),
    ...Object.entries(block.blocks ?? {}).flatMap(([name, nested]) => silent(nested.block, `${path}.${name}`)),
  ];
}

test("every attribute says what it is", () => {
  const { resources = {}, dataSources = {}, ephemerals = {} } = provider;
  const all = [
    ["provider", provider] as const,
    ...[resources, dataSources, ephemerals].flatMap(Object.entries<{ schema: Block }>),
  ];
  expect(all.flatMap(([name, { schema }]) => silent(schema, name))).toEqual([]);
  const texts = Object.values(provider.functions ?? {}).flatMap(
    ({ summary, description, parameters = [], variadic }) => [
      ...[summary, description, ...parameters.map((parameter) => parameter.description)],
      ...(variadic === undefined ? [] : [variadic.description]),
    ],
  );
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.every((text) => (text ?? "") !== "")).toBe(true);
});

/** All paths of the fields of an object of the model, in Terraform's words. */
function attributesIn(schema: ObjectSchema, at = ""): readonly string[] {
  return formsOf(schema).flatMap(({ attribute, schema: of }) => {
    const inner = of.type === "list" || of.type === "map" ? of.of : of;
    const path = `${at}${attribute}`;
    return [path, ...(inner.type === "object" ? attributesIn(inner, `${path}.`) : [])];
  });
}

function pathsOf(attributes: Readonly<Record<string, Attribute>>, at = ""): readonly string[] {
  return Object.entries(attributes).flatMap(([name, one]) => {
    const path = `${at}${name}`;
    return [path, ...("nested" in one ? pathsOf(one.nested.attributes, `${path}.`) : [])];
  });
}

describe("a tenant has the same fields", () => {
  const own = ["force_conflicts", "objects", "parent", "taken_over"];
  const inProvider = pathsOf(provider.resources?.hikube_tenant?.schema.attributes ?? {}).filter(
    (path) => !own.includes(path),
  );

  test("in the model's schema and the provider's", () => {
    expect([...inProvider].sort()).toEqual([...attributesIn(TENANT_SPEC)].sort());
    expect(inProvider.length).toBeGreaterThan(100);
  });

  test("in the interface that the props of the constructs take", () => {
    const declared = DOCUMENTED.flatMap((file) => fieldsOf(file, "TenantSpec"));
    expect(Object.keys(TENANT_SPEC.fields).sort()).toEqual([...declared].sort());
    // The compiler holds the rest: what extends the interface has its fields.
    expect(read("constructs/hikube-tenant.ts")).toContain('extends Omit<TenantSpec, "monitoring">, TenantOptions');
    expect(read("constructs/hikube-sub-tenant.ts")).toContain('extends Omit<TenantSpec, "monitoring">, TenantOptions');
  });

  test("in a tenants file", () => {
    const schema = JSON.parse(read("schema/tenants.schema.json")) as {
      readonly $defs: Readonly<Record<string, { readonly properties: object }>>;
    };
    const fields = Object.keys(schema.$defs.TenantTree?.properties ?? {}).filter((field) => field !== "children");
    expect(fields.sort()).toEqual(Object.keys(TENANT_SPEC.fields).sort());
  });

  test("on the page of the provider", () => {
    const page = pages["docs/provider/resources/tenant.md"] ?? "";
    const told = [...page.matchAll(/^- `(\w+)` \(/gm)].map(([, name]) => name);
    const names = (paths: readonly string[]) => paths.map((path) => path.split(".").at(-1));
    const all = [...inProvider, ...own, "timeouts", ...Object.keys(TIMEOUTS)];
    expect([...new Set(told)].sort()).toEqual([...new Set(names(all))].sort());
    expect(told).toHaveLength(all.length);
  });
});
