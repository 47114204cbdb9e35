import type { Value, ValueRecord } from "../../../plugin";
import type { Rules } from "../../sdkv2/rules";
import { blockOf, listOf, recordOf, textOf, textsOf } from "../../../kube-provider/values";
import { defined, listIn, objectIn, textIn, textsIn, unlessEmpty } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectType } from "../object-type";
import { setIfChanged } from "../patch";
import { expandSelector, flattenSelector } from "./selector";

const API = { apiVersion: "rbac.authorization.k8s.io/v1" } as const;

/** Attributes of a rule by field of the object. */
const RULE_FIELDS = {
  api_groups: "apiGroups",
  non_resource_urls: "nonResourceURLs",
  resource_names: "resourceNames",
  resources: "resources",
  verbs: "verbs",
} as const;

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const roleType: ObjectType = {
  ...API,
  kind: "Role",
  metadata: { namespaced: true, names: "segment" },
  failed: { update: "Failed to update role" },
  expand: ({ plan }) => ({ rules: expandRules(plan.rule ?? null) }),
  flatten: ({ rules }) => ({ rule: listIn(rules).map((rule) => withoutEmpty(flattenRule(objectIn(rule)))) }),
  patch: (update) => setIfChanged("rule", update, { path: "/rules", value: expandRules }),
};

export const clusterRoleType: ObjectType = {
  ...API,
  kind: "ClusterRole",
  metadata: { namespaced: false, names: "segment" },
  failed: { update: "Failed to update ClusterRole" },
  rules: { rule: { computed: true }, "rule.api_groups": { minItems: 1 } },
  expand: ({ plan }) =>
    defined<unknown>({
      rules: expandRules(plan.rule ?? null),
      aggregationRule:
        listOf(plan.aggregation_rule).length === 0 ? undefined : expandAggregation(plan.aggregation_rule ?? null),
    }),
  flatten: ({ rules, aggregationRule }) =>
    defined<Value>({
      rule: listIn(rules).map((rule) => flattenRule(objectIn(rule))),
      aggregation_rule: aggregationRule === undefined ? undefined : [flattenAggregation(objectIn(aggregationRule))],
    }),
  patch: (update) => [
    ...setIfChanged("rule", update, { path: "/rules", value: expandRules }),
    ...setIfChanged("aggregation_rule", update, { path: "/aggregationRule", value: expandAggregation }),
  ],
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
  expand: ({ plan }) => ({
    roleRef: expandRoleRef(plan.role_ref ?? null),
    subjects: expandSubjects(plan.subject ?? null),
  }),
  flatten: ({ roleRef, subjects }) => ({
    role_ref: [flattenRoleRef(objectIn(roleRef))],
    subject: listIn(subjects).map((subject) => flattenSubject(objectIn(subject))),
  }),
  patch: (update) => setIfChanged("subject", update, { path: "/subjects", value: expandSubjects }),
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

function expandRules(rules: Value): unknown {
  return listOf(rules)
    .map(recordOf)
    .map((rule) =>
      defined<unknown>(
        Object.fromEntries(
          Object.entries(RULE_FIELDS).map(([attribute, field]) => [field, unlessEmpty(textsOf(rule[attribute]))]),
        ),
      ),
    );
}

function flattenRule(rule: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(RULE_FIELDS).map(([attribute, field]) => [attribute, textsIn(rule[field])]));
}

/** Roles have no `non_resource_urls`, and leave out what is not set. */
function withoutEmpty(rule: Readonly<Record<string, string[]>>): ValueRecord {
  return Object.fromEntries(Object.entries(rule).filter(([, items]) => items.length > 0));
}

function expandAggregation(aggregation: Value): unknown {
  const selectors = listOf(blockOf(aggregation).cluster_role_selectors).map(recordOf);
  return defined<unknown>({ clusterRoleSelectors: unlessEmpty(selectors.map(expandSelector)) });
}

function flattenAggregation({ clusterRoleSelectors }: Readonly<Record<string, unknown>>): ValueRecord {
  return defined<Value>({ cluster_role_selectors: unlessEmpty(listIn(clusterRoleSelectors).map(flattenSelector)) });
}

function expandRoleRef(roleRef: Value): unknown {
  const { api_group: apiGroup, kind, name } = blockOf(roleRef);
  return { apiGroup: textOf(apiGroup), kind: textOf(kind), name: textOf(name) };
}

function flattenRoleRef({ apiGroup, kind, name }: Readonly<Record<string, unknown>>): ValueRecord {
  return defined<Value>({ api_group: unlessEmpty(textIn(apiGroup)), kind: textIn(kind), name: textIn(name) });
}

function expandSubjects(subjects: Value): unknown {
  return listOf(subjects)
    .map(recordOf)
    .map(({ api_group: apiGroup, kind, name, namespace }) =>
      defined<unknown>({
        apiGroup: unlessEmpty(textOf(apiGroup)),
        kind: textOf(kind),
        name: textOf(name),
        namespace: unlessEmpty(textOf(namespace)),
      }),
    );
}

function flattenSubject({ apiGroup, kind, name, namespace }: Readonly<Record<string, unknown>>): ValueRecord {
  return defined<Value>({
    api_group: unlessEmpty(textIn(apiGroup)),
    kind: textIn(kind),
    name: textIn(name),
    namespace: unlessEmpty(textIn(namespace)),
  });
}
