import type { Rules } from "../../sdkv2/rules";
import { oneOf } from "../names";
import type { ObjectMapping } from "../object-type";
import { SELECTOR_FIELDS, type Fields } from "../mapping";

const ROLE_FIELDS: Fields = {
  ...SELECTOR_FIELDS,
  rule: { name: "rules", isKept: true },
  non_resource_urls: { name: "nonResourceURLs" },
};

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const roleType: ObjectMapping = {
  metadata: { namespaced: true, names: "segment" },
  failed: { update: "Failed to update role" },
  fields: ROLE_FIELDS,
  patched: ["rule"],
};

export const clusterRoleType: ObjectMapping = {
  metadata: { namespaced: false, names: "segment" },
  failed: { update: "Failed to update ClusterRole" },
  rules: { rule: { computed: true }, "rule.api_groups": { minItems: 1 } },
  fields: { ...ROLE_FIELDS, verbs: { isRead: "always" } },
  patched: ["rule", "aggregation_rule"],
};

const bindingRules: Rules = {
  "role_ref.api_group": { forceNew: true, validate: oneOf("rbac.authorization.k8s.io") },
  "role_ref.kind": { forceNew: true, validate: oneOf("Role", "ClusterRole") },
  "role_ref.name": { forceNew: true },
  "subject.namespace": { default: "default" },
};

const binding = {
  rules: bindingRules,
  fields: { subject: { name: "subjects", isKept: true }, role_ref: { isRead: "always" } },
  patched: ["subject"],
} satisfies Omit<ObjectMapping, "metadata">;

export const roleBindingType: ObjectMapping = {
  ...binding,
  metadata: { namespaced: true, names: "segment" },
  failed: { update: "Failed to update RoleBinding" },
};

export const clusterRoleBindingType: ObjectMapping = {
  ...binding,
  metadata: { namespaced: false, names: "segment" },
  failed: { update: "Failed to update ClusterRoleBinding" },
};
