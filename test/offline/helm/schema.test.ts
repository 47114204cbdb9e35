import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HELM_PROVIDER_SCHEMA } from "../../../src/offline/helm/provider-schema";
import { releaseResource } from "../../../src/offline/helm/release/resource";
import { schemaFromJson, type Attribute, type Schema } from "../../../src/plugin";
import { timedResource } from "../../../src/plugin/lifecycle/timed-resource";

const real = JSON.parse(readFileSync(join(__dirname, "real-schema.json"), "utf8")) as Record<string, unknown>;

/** What Terraform sees of a schema: no defaults, checks or rules. */
function seen({ version = 0, attributes = {} }: Schema): unknown {
  return {
    version,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, facts(one)])),
  };
}

function facts(attribute: Attribute): unknown {
  const { required, optional, computed, sensitive, writeOnly } = attribute;
  const nested = "nested" in attribute ? attribute.nested : undefined;
  const inner = Object.entries(nested?.attributes ?? {}).map(([name, one]) => [name, facts(one)] as const);
  const flags = { required, optional, computed, sensitive, writeOnly };
  return { ...flags, type: attribute.type, nesting: nested?.nesting, nested: nested && Object.fromEntries(inner) };
}

test("helm_release has the schema of the real provider, version and write-only attributes too", () => {
  const ours = timedResource(releaseResource("default")).schema;
  expect(seen(ours)).toEqual(seen(schemaFromJson(real.helm_release)));
});

test("the provider block is that of the real provider", () => {
  expect(seen(HELM_PROVIDER_SCHEMA)).toEqual(seen(schemaFromJson(real.provider)));
});
