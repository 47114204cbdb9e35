import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { ITerraformDependable, TerraformResource, TerraformStack } from "cdktf";
import { type Place, policies } from "./raw-policies";
import { measure } from "./measure";
import { TREE_SIZE } from "./shape";

/** The forest of `ours.ts` as one writes it with the bindings alone: the same resources, nothing checked. */
function build(stack: TerraformStack, count: number): void {
  let top: { readonly namespace: string; readonly resource: NamespaceV1 } | undefined;
  for (let index = 0; index < count; index++) {
    const isTop = top === undefined || index % TREE_SIZE === 0;
    const parent = isTop ? undefined : top;
    const namespace = parent === undefined ? `tenant-t${index}` : `${parent.namespace}-t${index}`;
    const place: Place = { stack, id: `t${index}`, namespace, parent: parent?.namespace };
    const resource = namespaceOf(place, parent && [parent.resource]);
    const walls = [...quotas(place, resource), ...limits(place, resource), ...policies(place, resource)];
    bindings(place, walls);
    if (isTop) top = { namespace, resource };
  }
}

const labels = (namespace: string) => ({
  "app.kubernetes.io/managed-by": "hikube",
  "hikube.cloud/tenant": namespace,
  "hikube.cloud/cost-center": "CC-1000",
  "hikube.cloud/project": "bench",
});

function metadata(name: string, namespace: string) {
  return { name, namespace, labels: labels(namespace) };
}

function namespaceOf({ stack, id, namespace, parent }: Place, dependsOn?: ITerraformDependable[]): NamespaceV1 {
  return new NamespaceV1(stack, `${id}-namespace`, {
    dependsOn,
    lifecycle: { preventDestroy: true },
    metadata: {
      name: namespace,
      annotations: {
        "hikube.cloud/config-size": "131072",
        "hikube.cloud/image-pull-policies": "Always",
        "hikube.cloud/image-registries": "*",
        "hikube.cloud/ingress-classes": "*",
        "hikube.cloud/protected": "true",
        "hikube.cloud/service-types": "LoadBalancer",
        "hikube.cloud/storage-classes": "*",
        "hikube.cloud/termination-grace-period-seconds": "600",
        "hikube.cloud/token-expiration-seconds": "7200",
      },
      labels: {
        ...labels(namespace),
        "hikube.cloud/name": id,
        "hikube.cloud/profile": "production",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.35",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.35",
        [`tenant.hikube.cloud/${namespace}`]: "",
        ...(parent === undefined ? {} : { "hikube.cloud/parent": parent, [`tenant.hikube.cloud/${parent}`]: "" }),
      },
    },
  });
}

const COUNTS = {
  configmaps: "500",
  "count/controllerrevisions.apps": "2k",
  "count/cronjobs.batch": "125",
  "count/deployments.apps": "500",
  "count/endpoints": "1k",
  "count/endpointslices.discovery.k8s.io": "2k",
  "count/horizontalpodautoscalers.autoscaling": "125",
  "count/ingresses.networking.k8s.io": "500",
  "count/jobs.batch": "1k",
  "count/leases.coordination.k8s.io": "500",
  "count/networkpolicies.networking.k8s.io": "500",
  "count/poddisruptionbudgets.policy": "500",
  "count/pods": "1k",
  "count/podtemplates": "500",
  "count/replicasets.apps": "2k",
  "count/resourceclaims.resource.k8s.io": "500",
  "count/resourceclaimtemplates.resource.k8s.io": "500",
  "count/rolebindings.rbac.authorization.k8s.io": "500",
  "count/roles.rbac.authorization.k8s.io": "500",
  "count/serviceaccounts": "500",
  "count/statefulsets.apps": "500",
  persistentvolumeclaims: "500",
  pods: "500",
  replicationcontrollers: "500",
  resourcequotas: "3",
  secrets: "500",
  services: "125",
  "services.loadbalancers": "4",
  "services.nodeports": "0",
};

function quotas({ stack, id, namespace }: Place, after: NamespaceV1): readonly TerraformResource[] {
  const dependsOn = [after];
  const hard = {
    ...COUNTS,
    "limits.cpu": "1",
    "limits.memory": "4Gi",
    "requests.amd.com/gpu": "0",
    "requests.cpu": "1",
    "requests.hugepages-1Gi": "0",
    "requests.hugepages-2Mi": "0",
    "requests.memory": "4Gi",
    "requests.nvidia.com/gpu": "0",
    "requests.storage": "50Gi",
  };
  const tenant = new ResourceQuotaV1(stack, `${id}-quota`, {
    dependsOn,
    metadata: metadata("hikube-tenant", namespace),
    spec: { hard },
  });
  const none = { pods: "0" };
  const affinity = new Manifest(stack, `${id}-hikube-no-foreign-affinity`, {
    dependsOn,
    manifest: {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: metadata("hikube-no-foreign-affinity", namespace),
      spec: { hard: none, scopeSelector: { matchExpressions: [exists("CrossNamespacePodAffinity")] } },
    },
  });
  const priority = new ResourceQuotaV1(stack, `${id}-hikube-no-priority-class`, {
    dependsOn,
    metadata: metadata("hikube-no-priority-class", namespace),
    spec: { hard: none, scopeSelector: { matchExpression: [exists("PriorityClass")] } },
  });
  return [tenant, affinity, priority];
}

function exists(scopeName: string) {
  return { scopeName, operator: "Exists" };
}

function limits({ stack, id, namespace }: Place, after: NamespaceV1): readonly TerraformResource[] {
  const dependsOn = [after];
  const limit = {
    type: "Container",
    max: { cpu: "1", memory: "4Gi" },
    min: { cpu: "1m", memory: "1Mi" },
    default: { cpu: "1", memory: "1Gi" },
    defaultRequest: { cpu: "100m", memory: "256Mi" },
  };
  return [
    new LimitRangeV1(stack, `${id}-limits`, {
      dependsOn,
      metadata: metadata("hikube-container", namespace),
      spec: { limit: [limit] },
    }),
    new DefaultServiceAccountV1(stack, `${id}-service-account`, {
      dependsOn,
      metadata: metadata("default", namespace),
      automountServiceAccountToken: false,
    }),
  ];
}

function bindings({ stack, id, namespace, parent }: Place, walls: readonly TerraformResource[]): void {
  const apiGroup = "rbac.authorization.k8s.io";
  const holders: readonly (readonly [string, string])[] = [
    ["viewer", "support"],
    ...(parent === undefined ? [] : ([["admin", "team"]] as const)),
    ["owner", "platform"],
  ];
  let first: RoleBindingV1 | undefined;
  for (const [level, group] of holders) {
    const binding: RoleBindingV1 = new RoleBindingV1(stack, `${id}-${level}`, {
      dependsOn: first === undefined ? [...walls] : [first],
      metadata: metadata(`hikube-${level}`, namespace),
      roleRef: { apiGroup, kind: "ClusterRole", name: `hikube:${level}` },
      subject: [{ apiGroup, kind: "Group", name: group }],
    });
    first ??= binding;
  }
}

measure(build);
