import { TENANT_SPEC } from "../../../src/model/tenant/spec/spec-schema";
import { assertProvider } from "../../../src/plugin/testing";
import { attributesOf } from "../../../src/provider/schema/attributes";
import { hikubeProvider } from "../../../src/provider/provider";
import type { Attribute, NestedAttribute } from "../../../src/plugin";

const attributes = attributesOf(TENANT_SPEC, { "TenantSpec.name": "Name of the tenant." });

function inside(attribute: Attribute | undefined): NestedAttribute["nested"] {
  if (attribute?.type !== undefined || attribute === undefined) throw new Error("not a nested attribute");
  return attribute.nested;
}

test("the fields of a spec are attributes in Terraform's words, with their descriptions", () => {
  expect(attributes.name).toMatchObject({ type: "string", required: true, description: "Name of the tenant." });
  expect(attributes.expires_at).toMatchObject({ type: "string", optional: true });
  expect(inside(attributes.network)).toMatchObject({
    nesting: "single",
    attributes: { from_ancestors: { type: "bool" }, expose: { nested: { nesting: "list" } } },
  });
});

test("an amount that may be one text or two is three attributes, of which two exclude the first", () => {
  const { attributes: quota, rules = [] } = inside(attributes.quota);
  expect(quota).toMatchObject({
    cpu: { type: "string", optional: true },
    cpu_requests: { type: "string", optional: true },
    cpu_limits: { type: "string", optional: true },
    storage_classes: { type: ["map", "string"] },
    extended_resources: { type: ["map", "string"] },
    counts: { type: ["map", "number"] },
    load_balancers: { type: "number", as: "int" },
    share: { type: "number", as: "float" },
  });
  expect(rules.map(({ names }) => names)).toContainEqual(["cpu", "cpu_limits"]);
});

test("the provider is one that the bridge serves", () => {
  expect(() => { assertProvider(hikubeProvider({})); }).not.toThrow();
});
