/** Attributes of a resource, as a plan has them. */
export type Values = Readonly<Record<string, unknown>>;

/** A tenant and its sub-tenant, as `hikube_tenant` says them. */
export const TOP = {
  name: "shop",
  namespace: "tenant-shop",
  profile: "production",
  quota: { cpu: "8", memory: "16Gi", storage: "1Ti" },
};
export const WEB = {
  name: "web",
  namespace: "tenant-shop-web",
  parent: "tenant-shop",
  quota: { cpu: "2", memory: "4Gi", storage: "10Gi" },
};
