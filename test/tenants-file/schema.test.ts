import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { DOCUMENTED, EXTENDS, fileSchemas } from "../../scripts/file-schemas";
import { fieldsOf } from "../../scripts/interface-docs";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { CLUSTER_FACTS } from "../../src/model/cluster/cluster-schema";
import { schemaOf, type ObjectSchema, type Schema } from "../../src/model/schema/schema";
import { TENANTS_FILE } from "../../src/tenants-file/file-schema";
import { ACCEPTED_FILE } from "../../src/tenants-file/accepted-file";
import { ACCESS_DOCUMENT } from "../../src/access/document";
import { REPORT_DOCUMENT } from "../../src/report/document";
import { REVIEW_DOCUMENT } from "../../src/review/document";
import { badFiles, issuesOf } from "./bad-corpus";

const ROOT = join(__dirname, "..", "..");

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function validator(file: string) {
  const schema = JSON.parse(read(file)) as object;
  return new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
}

function recordsIn(shape: Schema, found = new Map<string, ObjectSchema>()): ReadonlyMap<string, ObjectSchema> {
  const inner = shape.type === "oneOf" ? shape.of : shape.type === "list" || shape.type === "map" ? [shape.of] : [];
  for (const one of inner) recordsIn(one, found);
  if (shape.type !== "object" || found.has(shape.name)) return found;
  found.set(shape.name, shape);
  for (const field of Object.values(shape.fields)) recordsIn(schemaOf(field), found);
  return found;
}

const RECORDS = [TENANTS_FILE, CLUSTER_FACTS, REVIEW_DOCUMENT, ACCESS_DOCUMENT, REPORT_DOCUMENT, ACCEPTED_FILE].flatMap(
  (shape) => [...recordsIn(shape).values()],
);

test.each(Object.entries(fileSchemas()))(
  "%s is what the reader's schemas say; else run scripts/file-schemas.ts",
  (file, text) => {
    expect(read(file)).toBe(text);
  },
);

test.each(RECORDS.map((shape) => [shape.name, shape] as const))(
  "%s has the fields of the interface, no more and no less",
  (name, shape) => {
    const inTypeScript = DOCUMENTED.flatMap((file) => [
      ...fieldsOf(file, name),
      ...fieldsOf(file, EXTENDS[name] ?? ""),
    ]);
    const onlyForEditors = Object.keys(shape.fields).filter((field) => field === "$schema");
    expect(Object.keys(shape.fields).sort()).toEqual([...new Set([...inTypeScript, ...onlyForEditors])].sort());
  },
);

test("the examples and the files of the repository pass the schema and the reader alike", () => {
  const file = "examples/fleet/tenants.yaml";
  const passes = validator("schema/tenants.schema.json");
  expect([passes(parse(read(file))), passes.errors]).toEqual([true, null]);
  expect(checkTenants(read(file)).issues).toEqual([]);
});

test.each(["examples/company/cluster.json", "examples/fleet/cluster.json"])("%s passes the schema", (file) => {
  const passes = validator("schema/cluster.schema.json");
  expect([passes(JSON.parse(read(file))), passes.errors]).toEqual([true, null]);
});

/** Faults that no JSON Schema can see: the text itself, or what YAML makes of it. */
const NOT_IN_DATA = /^(file|alias|anchor|tag)-|^key-(twice|proto)$/;

test("what the reader refuses for its form, an editor refuses by the schema", () => {
  const formFaults = ["wrong-type", "unknown-field", "missing-field", "exactly-one-field", "unsupported-version"];
  const wrong = badFiles().filter(
    (file) => !NOT_IN_DATA.test(file.name) && issuesOf(file).some(({ code }) => formFaults.includes(code)),
  );
  const tenants = validator("schema/tenants.schema.json");
  const cluster = validator("schema/cluster.schema.json");
  const passed = wrong.filter(({ name, text }) => (name.startsWith("cluster-") ? cluster : tenants)(parse(text)));
  expect(wrong.length).toBeGreaterThan(30);
  expect(passed.map(({ name }) => name)).toEqual([]);
});
