/** Of tenants, except for quotas, and of the facts of their cluster. */
export const TENANT_CODES = {
  "controller-in-tenant": {
    cause:
      "A ServiceAccount that is listed under `controllers` lives in a tenant's namespace. Pods there could use it.",
    cure: "Move the controller to a namespace of the platform, or remove it from `controllers`.",
  },
  "dashboards-without-source": {
    cause: "The dashboards of applications need to know what measures their requests, and the list is empty.",
    cure: "Name a source in `dashboards.applications`, or leave the group out.",
  },
  "duplicate-grant": {
    cause: "`customResources` grants a kind twice to one level, or with two counts, and one of them would be lost.",
    cure: "Remove one of the two, or write them as one entry.",
  },
  "duplicate-name": {
    cause: "Two entries of a list have the same name, so they would be the same object.",
    cure: "Rename one of them, or merge them.",
  },
  "duplicate-namespace": {
    cause: "Two tenants have the same namespace, which identifies a tenant.",
    cure: "Rename one of them, or give it another `namespace`.",
  },
  "empty-rule": {
    cause:
      "A network rule has an empty list of addresses or ports, or no labels of pods, which Kubernetes reads as all of them.",
    cure: "Add an entry, or remove the rule.",
  },
  "expose-to-system-namespace": {
    cause: "A tenant exposes itself to a namespace that is reserved for the cluster's own systems.",
    cure: "If an ingress controller or a scraper runs there, add the namespace to `ingressNamespaces` of cluster.json.",
  },
  "expose-to-tenant": {
    cause:
      "A tenant exposes itself to another tenant by `expose`. The other tenant's own policies would still block it.",
    cure: "Declare a peer on both sides by `network.peers`.",
  },
  "forbidden-cidr": {
    cause: "The addresses belong to the cluster, its nodes, or a special range such as link-local or loopback.",
    cure: "Remove the CIDR. Reach pods by their tenant or namespace.",
  },
  "hostname-not-allowed": {
    cause: "A sub-tenant's Grafana would answer for a host that the sub-tenant was not given.",
    cure: "Add the host to `security.hostnames` of the sub-tenant, within its parent's.",
  },
  "invalid-address": {
    cause: "The text is not one e-mail address.",
    cure: "Write it as `on-call@example.ch`, one receiver for each address.",
  },
  "invalid-allow-list-entry": {
    cause: "An entry of an allow-list has the wrong format.",
    cure: "Correct the entry, or remove it.",
  },
  "invalid-cidr": {
    cause: "The text is not a network address with a mask: the mask is missing, or address bits are set behind it.",
    cure: 'Write it as `"10.20.0.0/16"` or `"2001:db8::/32"`.',
  },
  "invalid-custom-resource": {
    cause: "A grant in `customResources` names no API group or no kind of custom resources.",
    cure: "Take group and plural from `kubectl api-resources`, without wildcards and subresources.",
  },
  "invalid-fact": {
    cause: "A fact of the cluster is invalid.",
    cure: "Write the file again with `hikube cluster inspect`.",
  },
  "invalid-format": {
    cause: "A text of a monitoring stack has characters that would be read as more than text where it ends up.",
    cure: "Write it in the form that the message names.",
  },
  "invalid-hostname": {
    cause: "The text is not the name of a host.",
    cure: "Write the DNS name alone, such as `grafana.example.ch`; a mail server with its port.",
  },
  "invalid-label-value": {
    cause: "A value becomes a label, and is not a valid label value.",
    cure: "Shorten it to letters, digits, `-`, `_` and `.`; free text belongs in `cost.note`.",
  },
  "invalid-namespace": {
    cause: "The text is not a valid namespace.",
    cure: "Use lower-case letters, digits and dashes, at most 63 characters.",
  },
  "invalid-network-policy": {
    cause: "The API server would refuse this NetworkPolicy, so it cannot be evaluated.",
    cure: "Correct the policy; `kubectl apply --dry-run=server` checks it.",
  },
  "invalid-number": {
    cause: "A number of a monitoring stack is out of its range.",
    cure: "Write a number within the range that the message names.",
  },
  "invalid-peer": {
    cause: "A peer names no namespace, or the tenant's own.",
    cure: "Give the full namespace of the other tenant, such as `tenant-shop`.",
  },
  "invalid-port": {
    cause: "The value is not a port, or a range of ports ends before it begins.",
    cure: "Write whole numbers from 1 to 65535.",
  },
  "invalid-retention": {
    cause:
      "The time for which metrics or logs are kept has no unit, or is shorter than a day. Databases read a bare number in different units.",
    cure: "Write a number with its unit: `30d`.",
  },
  "invalid-secret-key": {
    cause: "A secret is named by a Secret and a key of it, and one of the two is no such name.",
    cure: "Correct the names. The Secret itself is made outside of the plan, in the stack's namespace.",
  },
  "invalid-seconds": {
    cause: "A number of seconds is outside of its limits.",
    cure: "Write a whole number within the limits that the message names.",
  },
  "invalid-subject-name": {
    cause: "The name of a user, group or ServiceAccount is empty or invalid.",
    cure: "Write the name as the identity provider gives it, or as `kubectl get serviceaccounts` shows it.",
  },
  "invalid-tenant-name": {
    cause: "A tenant name contains characters other than lower-case letters and digits, or is too long.",
    cure: "Rename the tenant; dashes separate the levels of the tree in namespaces.",
  },
  "invalid-timestamp": {
    cause: "The value is not a time in RFC 3339.",
    cure: 'Write date, time and zone, such as `"2027-03-31T00:00:00Z"`, or `"never"`.',
  },
  "laxer-than-parent": {
    cause:
      "A sub-tenant allows what its parent does not. Sub-tenants can only be as strict as their parent, or stricter.",
    cure: "Narrow the sub-tenant, or allow it on the parent too.",
  },
  "missing-cost-labels": {
    cause: "The tree requires cost labels, and neither the tenant nor a parent has them.",
    cure: "Give the labels that the message names.",
  },
  "missing-expiry": {
    cause: "The profile of the tenant requires an expiry time.",
    cure: 'Give `expiresAt`, or `"never"`.',
  },
  "missing-profile": {
    cause: "A top tenant, or a tenant whose parent's profile is not known, has no profile.",
    cure: "Choose one; it sets the defaults that all other fields override.",
  },
  "namespace-too-long": {
    cause: "The namespace that follows from the tenant's place in the tree has more than 63 characters.",
    cure: "Shorten a name on the way, or give a shorter `namespace`.",
  },
  "nested-monitoring": {
    cause: "A tenant has a monitoring stack although an ancestor's stack collects it.",
    cure: "Remove it, or say `own: true`: its data then goes to its own stack alone.",
  },
  "note-too-long": {
    cause: "`cost.note` is longer than 1024 characters.",
    cure: "Shorten it, and link to the rest.",
  },
  "one-sided-peer": {
    cause: "Only one of two tenants declares the peering. Traffic passes only when both do.",
    cure: "Declare the other side too, with the same ports.",
  },
  "reserved-namespace": {
    cause:
      "The namespace is reserved: for Kubernetes, the platform, the cluster's own systems, or a monitoring stack; or it is a top-level domain, or a field of every JavaScript object.",
    cure: "Choose another namespace. If you mean this one and nothing of the cluster runs in it, set `allowReservedNamespace: true`.",
  },
  "reserved-tenant-name": {
    cause: "The name of the sub-tenant is reserved for the monitoring stack of its parent.",
    cure: "Rename the sub-tenant.",
  },
  "storage-class-not-allowed": {
    cause: "The volumes of a monitoring stack are of a StorageClass that the tenant may not use.",
    cure: "Add the class to `security.storageClasses`, or choose another one.",
  },
  "subject-prefix-mismatch": {
    cause: "A user or group does not start with any of the prefixes that the tenant's `subjectPrefixes` declares.",
    cure: "Correct the name, or add its prefix.",
  },
  "system-subject": {
    cause:
      "Names that start with `system:` belong to Kubernetes: they stand for everybody, or for parts of the cluster.",
    cure: "Name your own users and groups; ServiceAccounts are a separate kind of subject.",
  },
  "unchecked-peer": {
    cause: "A peer is not declared here, so its side cannot be checked.",
    cure: "Correct the namespace, or set `expected: true` if another repository declares the tenant.",
  },
  "unknown-audiences": {
    cause: "Tokens may only live longer if they are not for the API server, and the facts do not name its audiences.",
    cure: "Add `serviceAccounts.audiences` to cluster.json, or lower the number of seconds.",
  },
  "unknown-peer": {
    cause: "The namespace of a peer does not belong to a known tenant, or is reserved for the cluster's own systems.",
    cure: "Correct it, or add the namespace of another repository's tenant to `tenantNamespaces` of cluster.json.",
  },
  "unknown-tenant": {
    cause:
      "A Grafana, a receiver or a cluster of a monitoring stack is declared for a namespace whose data is not in the stack.",
    cure: "Name a sub-tenant of the stack's tenant that has no stack of its own.",
  },
  "unsafe-account-namespace": {
    cause: "A ServiceAccount gets rights in a namespace where others may start pods, which would get the same rights.",
    cure: "Move the account to `hikube-system`, or list its namespace under `accountNamespaces` of cluster.json.",
  },
  "unsafe-api-group": {
    cause:
      "A grant in `customResources` would give tenants rights, open their network, change what the cluster admits, reach outside of the tenant, or touch Kubernetes' own kinds.",
    cure: "Remove the grant, or limit it to `get`, `list` and `watch`; use `access`, `quota` and `network` instead.",
  },
  "unsupported-policy": {
    cause: "A policy of a kind other than NetworkPolicy would change who reaches whom, but is not evaluated.",
    cure: "Leave it out, knowing that the result only reflects the NetworkPolicies.",
  },
  "unsupported-pod-security": {
    cause: "The Pod Security level is not allowed for tenants.",
    cure: "Use `baseline` or `restricted`; privileged pods are part of the cluster, outside of tenants.",
  },
} as const;
