// Picks the schemas that the offline hashicorp/kubernetes serves out of what the real one prints:
//
//   terraform providers schema -json > real.json      (with hashicorp/kubernetes 2.38.0 installed)
//   node scripts/provider-schema.mjs real.json > src/offline/kubernetes/schema.json
//
// Descriptions are left out. A file with the schemas of one provider alone is taken too.
import { readFileSync } from "node:fs";

const RESOURCES = [
  "annotations",
  "cluster_role_binding_v1",
  "cluster_role_v1",
  "config_map_v1",
  "default_service_account_v1",
  "ingress_v1",
  "labels",
  "limit_range_v1",
  "manifest",
  "namespace_v1",
  "network_policy_v1",
  "persistent_volume_claim_v1",
  "priority_class_v1",
  "resource_quota_v1",
  "role_binding_v1",
  "role_v1",
  "secret_v1",
  "service_account_v1",
  "service_v1",
  "storage_class_v1",
];
const DATA_SOURCES = ["all_namespaces", "namespace_v1", "resource", "resources", "server_version"];
const TEXTS = ["description", "description_kind"];

const file = process.argv[2];
if (file === undefined) throw new Error("usage: node scripts/provider-schema.mjs FILE");
const printed = JSON.parse(readFileSync(file, "utf8"));
const all = printed.provider_schemas?.["registry.terraform.io/hashicorp/kubernetes"] ?? printed;

const pick = (schemas, names) =>
  Object.fromEntries(names.map((name) => [`kubernetes_${name}`, schemas[`kubernetes_${name}`]]));

/** Leaves out texts, but not an attribute that is called `description`. */
function withoutTexts(value) {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => !TEXTS.includes(key) || typeof item === "object");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutTexts(item)]));
}

const served = {
  provider: all.provider,
  resource_schemas: pick(all.resource_schemas, RESOURCES),
  data_source_schemas: pick(all.data_source_schemas, DATA_SOURCES),
};
process.stdout.write(`${JSON.stringify(withoutTexts(served), null, 1)}\n`);
