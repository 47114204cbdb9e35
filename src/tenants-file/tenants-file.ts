import type { TenantTree } from "../model/tenant/document";

/** What a file of tenants holds, in YAML or JSON. */
export interface TenantsFile {
  /** The JSON Schema that an editor checks the file by; not read. */
  readonly $schema?: string;
  /** Version of this form. */
  readonly formatVersion: 1;
  /**
   * Path of the facts of the cluster, as `hikube cluster inspect` writes them: in the folder of this file, or below it.
   * @default - whoever reads the file names them
   */
  readonly cluster?: string;
  /** The top tenants. */
  readonly tenants: readonly TenantTree[];
}
