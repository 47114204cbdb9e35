import type { ClusterRoleV1Rule } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import type { LimitRangeV1Spec, LimitRangeV1SpecLimit } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import type {
  NetworkPolicyV1Spec,
  NetworkPolicyV1SpecEgress,
  NetworkPolicyV1SpecIngress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type {
  ResourceQuotaV1Spec,
  ResourceQuotaV1SpecScopeSelectorMatchExpression,
} from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { RoleBindingV1RoleRef, RoleBindingV1Subject } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { KubeObject } from "../src/model/kubernetes/kube-object";

/*
 * Translates Kubernetes' field names into the provider's. The casts below name the shape that the model emits;
 * `onlyFields` refuses fields without an argument in the provider, which would be lost.
 */

/**
 * Returns the object if it has no fields other than `fields`. @throws Error if its resource has no argument for a
 * field: a bug of this library
 */
export function onlyFields(object: KubeObject, fields: readonly string[]): KubeObject {
  const carried = ["apiVersion", "kind", "metadata", ...fields];
  const stray = Object.keys(object).filter((field) => !carried.includes(field));
  if (stray.length === 0) return object;
  const kind = `${object.apiVersion} ${object.kind}`;
  throw new Error(`No Terraform argument carries ${stray.join(", ")} of ${kind}: please report this as a bug`);
}

/** The metadata that a resource has arguments for. */
export function metadata(object: KubeObject) {
  const { name, namespace, labels, annotations } = object.metadata;
  return { name, namespace, labels, annotations };
}

interface ResourceQuotaFields {
  readonly hard: ResourceQuotaV1Spec["hard"];
  readonly scopes?: string[];
  readonly scopeSelector?: { readonly matchExpressions: ResourceQuotaV1SpecScopeSelectorMatchExpression[] };
}

export function resourceQuotaSpec(object: KubeObject) {
  const { hard, scopes, scopeSelector } = onlyFields(object, ["spec"]).spec as ResourceQuotaFields;
  const selector = scopeSelector && { matchExpression: scopeSelector.matchExpressions };
  return { hard, scopes, scopeSelector: selector };
}

/** Names of all scopes that narrow a quota. */
export function quotaScopes({ scopes = [], scopeSelector }: ReturnType<typeof resourceQuotaSpec>): readonly string[] {
  return [...scopes, ...(scopeSelector?.matchExpression ?? []).map(({ scopeName }) => scopeName)];
}

export function limitRangeSpec(object: KubeObject): LimitRangeV1Spec {
  const { limits } = onlyFields(object, ["spec"]).spec as { readonly limits: LimitRangeV1SpecLimit[] };
  return { limit: limits };
}

interface PolicyPort {
  readonly port?: number | string;
}

interface PolicySpec {
  readonly podSelector: NetworkPolicyV1Spec["podSelector"];
  readonly policyTypes: string[];
  readonly ingress?: readonly (Omit<NetworkPolicyV1SpecIngress, "ports"> & {
    readonly ports?: readonly PolicyPort[];
  })[];
  readonly egress?: readonly (Omit<NetworkPolicyV1SpecEgress, "ports"> & { readonly ports?: readonly PolicyPort[] })[];
}

/** `ingress: []` stays empty, which denies all; a rule `{}` would allow all. */
export function networkPolicySpec(object: KubeObject): NetworkPolicyV1Spec {
  const { podSelector, policyTypes, ingress, egress } = onlyFields(object, ["spec"]).spec as PolicySpec;
  return {
    podSelector,
    policyTypes,
    ingress: ingress?.map((rule) => ({ ...rule, ports: rule.ports?.map(portAsText) })),
    egress: egress?.map((rule) => ({ ...rule, ports: rule.ports?.map(portAsText) })),
  };
}

/** Numbers and names of ports share one argument, a string; the provider turns `"53"` into 53. */
function portAsText(port: PolicyPort) {
  return { ...port, port: port.port === undefined ? undefined : String(port.port) };
}

export function roleRules(object: KubeObject): RoleV1Rule[] {
  return onlyFields(object, ["rules"]).rules as RoleV1Rule[];
}

export function clusterRoleRules(object: KubeObject): ClusterRoleV1Rule[] {
  const rules = onlyFields(object, ["rules"]).rules as (ClusterRoleV1Rule & { nonResourceURLs?: string[] })[];
  return rules.map(({ nonResourceURLs, ...rule }) => ({ ...rule, nonResourceUrls: nonResourceURLs }));
}

export function bindingFields(object: KubeObject) {
  const { roleRef, subjects } = onlyFields(object, ["roleRef", "subjects"]);
  return { roleRef: roleRef as RoleBindingV1RoleRef, subject: subjects as RoleBindingV1Subject[] };
}

export function serviceAccountFields(object: KubeObject) {
  const { automountServiceAccountToken } = onlyFields(object, ["automountServiceAccountToken"]);
  return { automountServiceAccountToken: automountServiceAccountToken as boolean | undefined };
}

export function configMapFields(object: KubeObject) {
  const { data, immutable } = onlyFields(object, ["data", "immutable"]);
  return { data: data as Record<string, string> | undefined, immutable: immutable as boolean | undefined };
}
