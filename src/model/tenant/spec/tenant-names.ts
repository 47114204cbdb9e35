import type { TenantSpec } from "./spec";

/** The rule of Hikube's own platform, so that one spec serves both; no dash, because dashes separate the tree. */
export const TENANT_NAME = /^[a-z][a-z0-9]*$/;
/** A Helm release name has at most 53 characters; `tenant-` takes seven. */
export const TENANT_NAME_LENGTH = 46;

/** Where the platform keeps what belongs to no tenant. */
export const PLATFORM_NAMESPACE = "hikube-system";

/** The child that the monitoring stack lives in. */
export const MONITORING_NAME = "monitoring";

/** Where the platform's collectors of metrics and logs run. */
export const COLLECTION_NAMESPACE = "hikube-monitoring";

/** The collectors, by what they collect: names of their ServiceAccounts and of their pods. */
export const COLLECTORS = { pods: "vmagent", platform: "vmagent-platform", logs: "vlagent" } as const;

/** The namespace of a tenant's monitoring stack. */
export function stackNamespace(tenant: string): string {
  return `${tenant}-${MONITORING_NAME}`;
}

/** The namespace of a tenant: its own choice, or its place in the tree. */
export function namespaceOf(spec: TenantSpec, parent: string | undefined): string {
  return spec.namespace ?? (parent === undefined ? `tenant-${spec.name}` : `${parent}-${spec.name}`);
}
