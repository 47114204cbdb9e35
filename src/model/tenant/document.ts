import { SpecError } from "../issue";
import type { ClusterFacts } from "../platform/cluster-facts";
import { validateClusterFacts } from "../platform/cluster-facts-rules";
import { externalTenant } from "./external";
import { namespaceOf } from "../kubernetes/names";
import { resolveTenant } from "./resolve/resolve";
import { show } from "./rules/rule";
import type { TenantSpec } from "./spec/spec";
import type { Tenant, TenantNode } from "./resolve/tenant";

/** Version of the document's form; a reader refuses any other. */
const FORMAT_VERSION = 1;

/** All tenants of an app as plain data: what synth writes to `cdktf.out/hikube.json` and the CLI reads. */
export interface TenantsDocument {
  /** Version of this form. */
  readonly formatVersion: 1;
  readonly cluster: ClusterFacts;
  readonly tenants: readonly TenantEntry[];
}

/** A spec with its place and its children. */
export interface TenantEntry extends TenantSpec {
  /** Where the tenant stands in the app. */
  readonly path: string;
  readonly namespace: string;
  /**
   * Given where the tenant itself is declared elsewhere and its children here; `quota` is what is available for them.
   * @default - the tenant is declared here
   */
  readonly external?: { readonly ancestors?: readonly string[] };
  readonly children: readonly TenantEntry[];
}

/** The document of a forest; the same forest gives the same document. */
export function tenantsDocument(roots: readonly TenantNode[], cluster: ClusterFacts): TenantsDocument {
  return { formatVersion: FORMAT_VERSION, cluster, tenants: roots.map(entryOf) };
}

/**
 * The document that a file holds, its facts checked; the tenants are checked by `validateTenants` on `forestOf`.
 * @throws SpecError where the file is no such document
 */
export function parseTenantsDocument(value: unknown, path = "hikube.json"): TenantsDocument {
  assertDocument(value, path);
  return value;
}

/** The tenants of a document, resolved anew. */
export function forestOf(document: TenantsDocument): readonly TenantNode[] {
  return document.tenants.map((entry) => nodeOf(entry, document.cluster, undefined));
}

function entryOf({ tenant, children }: TenantNode): TenantEntry {
  const { spec, path, namespace } = tenant;
  return { ...spec, path, namespace, ...externalOf(tenant), children: children.map(entryOf) };
}

function externalOf({ external, ancestors }: Tenant): Pick<TenantEntry, "external"> {
  if (external === undefined) return {};
  return { external: external.unknown.includes("ancestors") ? {} : { ancestors } };
}

function nodeOf(entry: TenantEntry, cluster: ClusterFacts, parent: Tenant | undefined): TenantNode {
  const { path, namespace, external, children, ...spec } = entry;
  const chosen = namespace !== namespaceOf(spec, parent?.namespace);
  const tenant =
    external === undefined
      ? resolveTenant(chosen ? { ...spec, namespace } : spec, { path, parent, cluster })
      : externalTenant({ ...spec, ...external, namespace, available: spec.quota }, cluster);
  return { tenant, children: children.map((child) => nodeOf(child, cluster, tenant)) };
}

function assertDocument(value: unknown, path: string): asserts value is TenantsDocument {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  const mend = "write it anew by `cdktf synth` with this version of cdktf-hikube";
  if (fields.formatVersion !== FORMAT_VERSION || !areEntries(fields.tenants)) {
    const allowed = `an object with formatVersion ${FORMAT_VERSION}, cluster and tenants`;
    const message = "this is no document of tenants";
    throw new SpecError([{ path, message, given: `formatVersion ${show(fields.formatVersion)}`, allowed, mend }]);
  }
  const issues = validateClusterFacts(fields.cluster, `${path}.cluster`);
  if (issues.length > 0) throw new SpecError(issues);
}

function areEntries(value: unknown): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, path, namespace, children } = Object.fromEntries(Object.entries(value)) as Record<string, unknown>;
  return [name, path, namespace].every((text) => typeof text === "string") && areEntries(children);
}
