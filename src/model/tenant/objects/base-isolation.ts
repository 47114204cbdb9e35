/**
 * Names of the isolation that every tenant has, whatever its spec says, by kind. No change of a spec removes one of
 * them, so that they can be kept from deletion; all other policies of a tenant only open ways, and go when the spec
 * closes them. A release that renames one drops the old name here: it can be removed then.
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

/** The quota that the tenant's capacity stands in. */
export const TENANT_QUOTA = BASE_ISOLATION.ResourceQuota[0];
