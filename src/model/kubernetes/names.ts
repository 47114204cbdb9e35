import type { TenantSpec } from "../tenant/spec/spec";

/** The rule of Hikube's own platform, so that one spec serves both; no dash, because dashes separate the tree. */
export const TENANT_NAME = /^[a-z][a-z0-9]*$/;
/** A Helm release name has at most 53 characters; `tenant-` takes seven. */
export const TENANT_NAME_LENGTH = 46;

/** A DNS label. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const DNS_LABEL_LENGTH = 63;

/** Where the platform keeps what belongs to no tenant. */
export const PLATFORM_NAMESPACE = "hikube-system";

/** The child that the monitoring stack lives in. */
export const MONITORING_NAME = "monitoring";

/** Whether a value is a DNS label of at most 63 characters. */
export function isDnsLabel(value: unknown): value is string {
  return typeof value === "string" && value.length <= DNS_LABEL_LENGTH && DNS_LABEL.test(value);
}

/** Whether a value is DNS labels joined by dots, at most 253 characters. */
export function isDnsSubdomain(value: unknown): value is string {
  return typeof value === "string" && value.length <= 253 && value.split(".").every(isDnsLabel);
}

/** The namespace of a tenant: its own choice, or its place in the tree. */
export function namespaceOf(spec: TenantSpec, parent: string | undefined): string {
  return spec.namespace ?? (parent === undefined ? `tenant-${spec.name}` : `${parent}-${spec.name}`);
}
