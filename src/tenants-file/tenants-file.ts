import type { TenantTree } from "../model/tenant/document";
import type { Engine } from "../model/tenant/spec/engine";

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
  /**
   * Who the people of a tenant ask, e.g. `platform@example.com`, a link or a channel: one line of at most 120 characters. Each refusal and
   * warning ends with it.
   * @default - refusals name nobody
   */
  readonly contact?: string;
  /** What makes the objects of the tenants. @see docs/engines.md @default "kubernetes" */
  readonly engine?: Engine;
  /**
   * The engine that made the tenants before, beside `engine: hikube`. What it made is taken over as it is, and nothing is destroyed.
   * @default - they are new, or of this engine already
   */
  readonly formerEngine?: "kubernetes";
  /**
   * Labels that others write on the tenants' namespaces, and that plans of this file leave alone: whole keys, or the start of one
   * with a `*` at its end, such as `field.cattle.io/*`.
   * @default - labels of others are taken off
   */
  readonly ignoreLabels?: readonly string[];
  /** The same for annotations. @default - annotations of others are taken off */
  readonly ignoreAnnotations?: readonly string[];
  /** The top tenants. */
  readonly tenants: readonly TenantTree[];
}
