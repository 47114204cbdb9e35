import { kindOfType } from "../../../src/model/kubernetes/kinds";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { flattenBlock } from "../../../src/offline/kubernetes/mapping";
import type { ObjectMapping } from "../../../src/offline/kubernetes/object-type";
import { resourceSchema } from "../../../src/offline/kubernetes/schema";
import { limitRangeType } from "../../../src/offline/kubernetes/types/limit-range";
import { namespaceType } from "../../../src/offline/kubernetes/types/namespace";
import { networkPolicyType } from "../../../src/offline/kubernetes/types/network-policy";
import { clusterRoleBindingType, clusterRoleType, roleBindingType } from "../../../src/offline/kubernetes/types/rbac";
import { resourceQuotaType } from "../../../src/offline/kubernetes/types/resource-quota";
import { serviceAccountType } from "../../../src/offline/kubernetes/types/service-account";

const TYPES: Readonly<Record<string, ObjectMapping>> = {
  kubernetes_cluster_role_binding_v1: clusterRoleBindingType,
  kubernetes_cluster_role_v1: clusterRoleType,
  kubernetes_limit_range_v1: limitRangeType,
  kubernetes_namespace_v1: namespaceType,
  kubernetes_network_policy_v1: networkPolicyType,
  kubernetes_resource_quota_v1: resourceQuotaType,
  kubernetes_role_binding_v1: roleBindingType,
  kubernetes_service_account_v1: serviceAccountType,
};

/** The values of the typed resource of an object, as the provider reads them into a state. */
export function typedState(
  object: KubeObject,
): { readonly type: string; readonly values: Readonly<Record<string, unknown>> } | undefined {
  const found = Object.entries(TYPES).find(([type]) => kindOfType(type)?.kind === object.kind);
  if (found === undefined) return undefined;
  const [type, { fields }] = found;
  const values = flattenBlock(
    { block: resourceSchema(type), fields: { ...fields, metadata: { isApart: true } } },
    object,
  );
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const metadata = [{ name, namespace, labels, annotations, generation: 1, resource_version: "7", uid: "u" }];
  return { type, values: { ...values, id: "x", metadata } };
}
