import type { KubeObject, PolicyRule } from "../kubernetes/kube-object";
import { ACCESS_LEVELS, levelRoleName } from "../tenant/spec/access-levels";
import { LABELS, MANAGER, podSecurityLabels } from "../tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../tenant/spec/tenant-names";
import { rbacSubject } from "../tenant/objects/objects";
import type { ClusterFacts } from "../cluster/cluster-facts";
import { guardrailObjects } from "./guardrails/guardrail";
import { GUARDRAILS } from "./guardrails/guardrails";
import { TEMPLATE_WARNINGS } from "./guardrails/pod-templates";
import { roleCombinations } from "./guardrails/role-combinations";
import { levelRules } from "./roles/levels";
import {
  AUDITOR_ROLE,
  AUDITOR_ROLE_RULES,
  CLASSES_ROLE,
  CLASSES_ROLE_RULES,
  CONTROLLER_ROLE,
  CONTROLLER_ROLE_RULES,
  PLATFORM_ROLE,
  PLATFORM_ROLE_RULES,
} from "./roles/platform-role";

export interface PlatformOptions {
  /** Whether admission policies protect the platform's objects. Without them isolation depends on roles alone. */
  readonly guardrails: boolean;
  readonly cluster: ClusterFacts;
  /**
   * Whether all authenticated users may read StorageClasses, IngressClasses and PriorityClasses, which tenants choose
   * by name. This includes their parameters.
   * @default true
   */
  readonly readableClasses?: boolean;
  /** Who is asked for more, at the end of each refusal. @default - nobody is named */
  readonly contact?: string;
}

/** What a cluster has once. The base comes first: without the roles in it, nobody would be exempt from the policies. */
export interface PlatformObjects {
  /** `hikube-system` and the ClusterRoles. */
  readonly base: readonly KubeObject[];
  /** What comes before all policies; then ValidatingAdmissionPolicies, each followed by its binding. */
  readonly guardrails: readonly KubeObject[];
}

const LABELLED = { [LABELS.managedBy]: MANAGER };

/** The platform's objects; same options, same objects. */
export function platformObjects(options: PlatformOptions): PlatformObjects {
  const { guardrails, cluster, readableClasses = true, contact } = options;
  const policies = [...TEMPLATE_WARNINGS, ...GUARDRAILS].flatMap((guardrail) => guardrailObjects(guardrail, contact));
  return {
    base: [
      ...platformNamespace(cluster),
      ...ACCESS_LEVELS.map(({ level }) =>
        clusterRole(levelRoleName(level), levelRules(level, { guardrails, customResources: cluster.customResources })),
      ),
      clusterRole(PLATFORM_ROLE, PLATFORM_ROLE_RULES),
      clusterRole(AUDITOR_ROLE, AUDITOR_ROLE_RULES),
      clusterRole(CONTROLLER_ROLE, CONTROLLER_ROLE_RULES),
      ...clusterRoleBinding("hikube:controllers", CONTROLLER_ROLE, (cluster.controllers ?? []).map(rbacSubject)),
      ...(readableClasses
        ? [
            clusterRole(CLASSES_ROLE, CLASSES_ROLE_RULES),
            ...clusterRoleBinding(CLASSES_ROLE, CLASSES_ROLE, [SIGNED_IN]),
          ]
        : []),
    ],
    guardrails: guardrails ? [roleCombinations, ...policies] : [],
  };
}

/** Contains ServiceAccounts with rights, so no pods may run in it: a pod can use every account of its namespace. */
function platformNamespace(cluster: ClusterFacts): readonly KubeObject[] {
  const metadata = (name: string) => ({ name, namespace: PLATFORM_NAMESPACE, labels: LABELLED });
  const deny = (direction: "Ingress" | "Egress"): KubeObject => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadata(`hikube-default-deny-${direction.toLowerCase()}`),
    spec: { podSelector: {}, policyTypes: [direction] },
  });
  const nothing = ["limits.cpu", "limits.memory", "pods", "requests.cpu", "requests.memory"];
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: PLATFORM_NAMESPACE,
        labels: { ...LABELLED, ...podSecurityLabels("restricted", cluster.version) },
      },
    },
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: metadata("hikube-no-pods"),
      spec: { hard: Object.fromEntries(nothing.map((key) => [key, "0"])) },
    },
    deny("Ingress"),
    deny("Egress"),
  ];
}

/**
 * Classes are cluster-wide, so no RoleBinding of a tenant reaches them, and the members of tenants are not known here.
 */
const SIGNED_IN = { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" };

function clusterRoleBinding(
  name: string,
  role: string,
  subjects: readonly Readonly<Record<string, string>>[],
): readonly KubeObject[] {
  if (subjects.length === 0) return [];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name, labels: LABELLED },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
      subjects,
    },
  ];
}

function clusterRole(name: string, rules: readonly PolicyRule[]): KubeObject {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels: LABELLED },
    rules,
  };
}
