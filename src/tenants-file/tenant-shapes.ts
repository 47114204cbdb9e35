import { lenient, record, text, type ListShape, type RecordShape } from "../model/schema/schema";
import { TENANT_SPEC } from "../model/tenant/spec/spec-schema";

/** A tenant of the file: the fields of `TenantSpec`, and its children. */
export const TENANT: RecordShape = lenient(
  record("TenantInFile", TENANT_SPEC.required, { ...TENANT_SPEC.fields, children: () => TENANTS }),
);

const TENANTS: ListShape = { type: "list", of: TENANT, named: true };

/** The whole file. */
export const TENANTS_FILE: RecordShape = lenient(
  record("TenantsFile", ["formatVersion", "tenants"], {
    $schema: text("tenants.schema.json"),
    formatVersion: { type: "number", only: 1 },
    cluster: text("cluster.json"),
    tenants: TENANTS,
  }),
);
