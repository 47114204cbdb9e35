/** Of quotas and resources of containers. */
export const QUOTA_CODES = {
  "container-exceeds-quota": {
    cause: "The default limit of a container is more than the quota of its tenant, so no such container could start.",
    cure: "Lower the container's limit, or raise the quota.",
  },
  "invalid-count": {
    cause: "A number of objects is not a whole number, is negative, or is less than what every tenant needs.",
    cure: "Write a whole number, at least the one that the message names.",
  },
  "invalid-extended-resource": {
    cause: "A key of `extendedResources` is not the name of an extended resource or of huge pages.",
    cure: "Use the name that the nodes report, such as `nvidia.com/gpu` or `hugepages-2Mi`.",
  },
  "invalid-object-count": {
    cause: "A key of `quota.counts` is not an object count of a ResourceQuota.",
    cure: "Use `configmaps`, `secrets`, `services` or `count/KIND.GROUP`; capacity has fields of its own.",
  },
  "invalid-quantity": {
    cause: "An amount is not a Kubernetes quantity, is negative, or is finer than what can be granted.",
    cure: 'Write it as a string such as `"500m"`, `"32"` or `"128Gi"`.',
  },
  "invalid-share": {
    cause: "A share is not a percentage, or is so small that cpu or memory are rounded down to 0.",
    cure: "Write a number above 0, at most 100: 25 for a quarter.",
  },
  "invalid-storage-class-name": {
    cause: "A key of `storageClasses` is not the name of a StorageClass.",
    cure: "Use a name that `kubectl get storageclass` shows.",
  },
  "missing-quota": {
    cause:
      "A sub-tenant has no amount of a resource that is bounded for its parent, or it is not known what the parent has.",
    cure: "Give the amount or a share, or make the parent's unlimited.",
  },
  "node-ports-without-quota": {
    cause: "Services of type NodePort are allowed, and the quota grants no node port.",
    cure: 'Grant some by `quota.counts["services.nodeports"]`, or do not allow the type.',
  },
  "quota-exceeds-parent": {
    cause: "A sub-tenant takes more than its parent has left after the sub-tenants before it.",
    cure: "Lower it or a sibling's amount, or raise the parent's.",
  },
  "requests-exceed-limits": {
    cause: "Requests are more than limits, which the API server refuses.",
    cure: "Lower the requests, or raise the limits.",
  },
  "reserve-below-shares": {
    cause: "A plan sets aside less than tenants declared elsewhere take of it.",
    cure: "Lower or remove them where they are declared, apply that, and lower the reserve then.",
  },
  "reserve-exceeds-quota": {
    cause: "`quota.reserved` sets aside more than the tenant has.",
    cure: "Lower the reserve, or raise the quota.",
  },
  "resource-not-granted": {
    cause: "A sub-tenant asks for an extended resource that its parent's quota does not name.",
    cure: "Leave it out, or grant it to the parent too.",
  },
  "share-without-parent": {
    cause:
      "A share is a part of the parent's quota, and the tenant has no parent, or it is not known what the parent has.",
    cure: "Give amounts in place of the share.",
  },
  "stack-share-too-small": {
    cause: "The `quota` of a monitoring stack is less than what its containers and volumes take.",
    cure: "Raise it by what the message names, or leave `quota` out.",
  },
  "uncountable-resource": {
    cause: "Group and plural of a custom resource together are too long for a key of a ResourceQuota.",
    cure: "Remove the grant; only the platform can manage the kind.",
  },
  "unlimited-below-bounded-parent": {
    cause: "A sub-tenant is unlimited where its parent is bounded.",
    cure: "Give an amount or a share, or make the parent's unlimited too.",
  },
  "zero-quota": {
    cause: "A tenant has no cpu or no memory at all, so nothing could run in it.",
    cure: "Give it an amount, or leave the tenant out.",
  },
} as const;
