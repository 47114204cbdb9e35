/**
 * Names of the isolation that every tenant has, whatever its spec says, by kind. No change of a spec removes one of
 * them, so they can be protected from deletion; all other policies of a tenant only allow traffic, and are removed when
 * the spec no longer allows it. A release that renames one drops the old name here, so that it can be deleted.
 */
export const BASE_ISOLATION = {
  NetworkPolicy: [
    "hikube-default-deny-ingress",
    "hikube-default-deny-egress",
    "hikube-same-tenant-ingress",
    "hikube-same-tenant-egress",
    "hikube-to-descendants-egress",
    "hikube-to-dns-egress",
    "hikube-to-apiserver-egress",
  ],
  ResourceQuota: ["hikube-tenant", "hikube-no-foreign-affinity", "hikube-no-priority-class"],
  LimitRange: ["hikube-container"],
  // Without it Kubernetes makes an account whose token every pod gets.
  ServiceAccount: ["default"],
} as const;

/** The quota of the tenant's capacity. */
export const TENANT_QUOTA = BASE_ISOLATION.ResourceQuota[0];

/**
 * A quota that bounds nothing: it keeps the shares that tenants declared elsewhere are about to take of what is set aside. The
 * tenant's own objects are written whole by those who made them.
 */
export const RESERVE_QUOTA = "hikube-reserved";
