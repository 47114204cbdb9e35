import { CONTACT } from "../model/tenant/spec/contact";
import { ENGINE, FORMER_ENGINE } from "../model/tenant/spec/engine";
import { IGNORED_KEYS } from "../model/tenant/spec/ignored-keys";
import { list, object, string, type ObjectSchema } from "../model/schema/schema";
import { TENANT_TREE } from "../model/tenant/spec/spec-schema";

/** The whole file. */
export const TENANTS_FILE: ObjectSchema = object("TenantsFile", ["formatVersion", "tenants"], {
  $schema: string("tenants.schema.json"),
  formatVersion: { type: "number", only: 1 },
  cluster: string("cluster.json"),
  contact: CONTACT,
  engine: ENGINE,
  formerEngine: FORMER_ENGINE,
  ignoreLabels: IGNORED_KEYS,
  ignoreAnnotations: IGNORED_KEYS,
  tenants: list(TENANT_TREE),
});
