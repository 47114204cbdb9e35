import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import {
  bindingFields,
  clusterRoleRules,
  configMapFields,
  limitRangeSpec,
  metadata,
  networkPolicySpec,
  onlyFields,
  quotaScopes,
  resourceQuotaSpec,
  roleRules,
  serviceAccountFields,
} from "./manifest-fields";
import { asTerraformText, quoteInHcl } from "./terraform-text";

type Emitter<R extends TerraformResource> = (
  scope: Construct,
  id: string,
  object: KubeObject,
  meta: TerraformMetaArguments,
) => R;

/** The Terraform resource of each kind of object. */
const emitters: Readonly<Record<string, Emitter<TerraformResource> | undefined>> = {
  "v1 Namespace": namespaceResource,
  "v1 ResourceQuota": quotaResource,
  "v1 LimitRange": (scope, id, object, meta) =>
    new LimitRangeV1(scope, id, { ...meta, metadata: metadata(object), spec: limitRangeSpec(object) }),
  "v1 ConfigMap": (scope, id, object, meta) =>
    new ConfigMapV1(scope, id, { ...meta, metadata: metadata(object), ...configMapFields(object) }),
  "v1 ServiceAccount": serviceAccountResource,
  "networking.k8s.io/v1 NetworkPolicy": (scope, id, object, meta) =>
    new NetworkPolicyV1(scope, id, { ...meta, metadata: metadata(object), spec: networkPolicySpec(object) }),
  "rbac.authorization.k8s.io/v1 Role": (scope, id, object, meta) =>
    new RoleV1(scope, id, { ...meta, metadata: metadata(object), rule: roleRules(object) }),
  "rbac.authorization.k8s.io/v1 ClusterRole": (scope, id, object, meta) =>
    new ClusterRoleV1(scope, id, { ...meta, metadata: metadata(object), rule: clusterRoleRules(object) }),
  "rbac.authorization.k8s.io/v1 RoleBinding": (scope, id, object, meta) =>
    new RoleBindingV1(scope, id, { ...meta, metadata: metadata(object), ...bindingFields(object) }),
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": (scope, id, object, meta) =>
    new ClusterRoleBindingV1(scope, id, { ...meta, metadata: metadata(object), ...bindingFields(object) }),
};

/**
 * Creates the Terraform resource of an object: a typed `kubernetes_*_v1`, which plans without a cluster, or
 * `kubernetes_manifest` for what has none (admission policies, quotas of a scope that the typed resource refuses).
 */
export function emit(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments = {}) {
  const emitter = emitters[`${object.apiVersion} ${object.kind}`] ?? manifestResource;
  return emitWith(emitter, scope, id, object, meta);
}

/** As `emit`, for namespaces, whose resource is needed with its own type. */
export function emitNamespace(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments) {
  return emitWith(namespaceResource, scope, id, object, meta);
}

/** Every object passes here: Terraform must not evaluate its texts. */
function emitWith<R extends TerraformResource>(
  emitter: Emitter<R>,
  ...[scope, id, object, meta]: Parameters<Emitter<R>>
): R {
  return quoteInHcl(emitter(scope, id, asTerraformText(object), meta));
}

function namespaceResource(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments) {
  onlyFields(object, []);
  return new NamespaceV1(scope, id, { ...meta, metadata: metadata(object) });
}

/** The scopes that `kubernetes_resource_quota_v1` lets through; Kubernetes knows more. */
const TYPED_SCOPES = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass"];

function quotaResource(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments) {
  const spec = resourceQuotaSpec(object);
  return quotaScopes(spec).every((name) => TYPED_SCOPES.includes(name))
    ? new ResourceQuotaV1(scope, id, { ...meta, metadata: metadata(object), spec })
    : manifestResource(scope, id, object, meta);
}

/** On the `default` account these belong to the tenant: every plan would remove them. */
const TENANTS_PART_OF_DEFAULT = ["image_pull_secret", "metadata[0].annotations"];

/** The cluster makes `default` in every namespace by itself: it can be taken over, not created. */
function serviceAccountResource(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments) {
  const config = { ...meta, metadata: metadata(object), ...serviceAccountFields(object) };
  return object.metadata.name === "default"
    ? new DefaultServiceAccountV1(scope, id, {
        ...config,
        lifecycle: { ...meta.lifecycle, ignoreChanges: TENANTS_PART_OF_DEFAULT },
      })
    : new ServiceAccountV1(scope, id, config);
}

const ADMISSION = "admissionregistration.k8s.io/";

/**
 * Guardrails are ours alone. Without force the provider refuses those that the engine `hikube` made, and those that somebody
 * edited; the typed resources take both over.
 */
function manifestResource(scope: Construct, id: string, object: KubeObject, meta: TerraformMetaArguments) {
  const force = object.apiVersion.startsWith(ADMISSION) ? { fieldManager: { forceConflicts: true } } : {};
  return new Manifest(scope, id, { ...meta, manifest: { ...object }, ...force });
}
