import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import type { ObjectSchema } from "../../model/schema/schema";
import { formsOf } from "../../model/schema/forms";
import { attributeName } from "../../model/schema/attribute-name";

/** Every object of a tenant's spec by its name. */
export function objectsOfTenant(): ReadonlyMap<string, ObjectSchema> {
  const found = new Map<string, ObjectSchema>();
  const add = (object: ObjectSchema): void => {
    if (found.has(object.name)) return;
    found.set(object.name, object);
    for (const { schema } of formsOf(object)) {
      const inner = schema.type === "list" || schema.type === "map" ? schema.of : schema;
      if (inner.type === "object") add(inner);
    }
  };
  add(TENANT_SPEC);
  return found;
}

let names: ReadonlySet<string> | undefined;

/** A text of the model as Terraform spells it: `network.allowedEgress` is `network.allowed_egress`, `expected: true` is `expected = true`. */
export function inTerraform(text: string): string {
  names ??= new Set([...objectsOfTenant().values()].flatMap(({ fields }) => Object.keys(fields)));
  const known = names;
  return ELSEWHERE.reduce((words, [theirs, ours]) => words.replaceAll(theirs, ours), text)
    .replaceAll(ASSIGNED, (all, before: string, field: string) => (known.has(field) ? `${before}${field} =` : all))
    .replaceAll(/\b[a-z]+[A-Z]\w*\b/g, (word) => (known.has(word) ? attributeName(word) : word));
}

/** Words of the model that say nothing in HCL. */
const ELSEWHERE: readonly (readonly [string, string])[] = [
  ["a YAML block that starts with `|-` has none", "`trimspace(file(…))` has none"],
  ["every JavaScript object has a field of that name", "the constructs cannot name it"],
];

/** A field and its colon, at the start of what is quoted or within braces. */
const ASSIGNED = /(`|\{ |, )(\w+):(?= |`)/g;
