import type { Rules } from "../../sdkv2/rules";
import { oneOf } from "../names";
import type { ObjectType } from "../object-type";
import { SELECTOR_FIELDS, type Fields } from "../mapping";

const API = { apiVersion: "rbac.authorization.k8s.io/v1" } as const;

const ROLE_FIELDS: Fields = {
  ...SELECTOR_FIELDS,
  rule: { name: "rules", isKept: true },
  non_resource_urls: { name: "nonResourceURLs" },
};

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const roleType: ObjectType = {
  ...API,
  kind: "Role",
  metadata: { namespaced: true, names: "segment" },
  failed: { update: "Failed to update role" },
  fields: ROLE_FIELDS,
  patched: ["rule"],
};

export const clusterRoleType: ObjectType = {
  ...API,
  kind: "ClusterRole",
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
  ...API,
  rules: bindingRules,
  fields: { subject: { name: "subjects", isKept: true }, role_ref: { isRead: "always" } },
  patched: ["subject"],
} satisfies Omit<ObjectType, "kind" | "metadata">;

export const roleBindingType: ObjectType = {
  ...binding,
  kind: "RoleBinding",
  metadata: { namespaced: true, names: "segment" },
  failed: { update: "Failed to update RoleBinding" },
};

export const clusterRoleBindingType: ObjectType = {
  ...binding,
  kind: "ClusterRoleBinding",
  metadata: { namespaced: false, names: "segment" },
  failed: { update: "Failed to update ClusterRoleBinding" },
};
