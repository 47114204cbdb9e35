import { at, list } from "../../src/connectivity/plain";
import { bindingOf, bindings, CHANGES, noRoleGrants, noSubject, object, ofKind, RBAC, type JudgeRule } from "./rule";

const READS_AND_CHANGES = ["get", "list", "watch", ...CHANGES];
const WORKLOADS = ["pods", "deployments", "jobs", "cronjobs", "statefulsets", "daemonsets", "replicasets"];
const CONTROLLED = [...WORKLOADS, "replicationcontrollers"];
const PRINCIPALS = ["roles", "clusterroles", "rolebindings", "clusterrolebindings", "users", "groups"];
const ALL_VERBS = ["create", "update", "delete", "deletecollection", "impersonate", "*", "list", "get"];
const POWERFUL_ROLES = ["cluster-admin", "admin", "edit"];

/** In one item; the judge counts the fields, not what is in them. */
const LIMIT_FIELDS = ["type", "max", "min", "default", "defaultRequest"];

/** Each quota is judged alone. */
const QUOTA_KEYS = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

const hasAll = (value: unknown, fields: readonly string[]) => fields.every((field) => at(value, field) !== undefined);

/** @see https://github.com/aquasecurity/trivy-checks */
export const TRIVY: readonly JudgeRule[] = [
  {
    id: "KSV-0038",
    asks: "a NetworkPolicy selects pods or namespaces",
    finds: (objects) =>
      ofKind(objects, "NetworkPolicy").filter(
        ({ spec }) => at(spec, "podSelector") === undefined && !JSON.stringify(spec).includes("Selector"),
      ),
    guilty: [object("NetworkPolicy", { spec: { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] } })],
  },
  {
    id: "KSV-0039",
    asks: `a LimitRange has ${LIMIT_FIELDS.join(", ")} in one item`,
    finds: (objects) =>
      ofKind(objects, "LimitRange").filter(
        ({ spec }) => !list(at(spec, "limits")).some((item) => hasAll(item, LIMIT_FIELDS)),
      ),
    guilty: [object("LimitRange", { spec: { limits: [{ type: "Container", default: { cpu: "1" } }] } })],
  },
  {
    id: "KSV-0040",
    asks: `each ResourceQuota has ${QUOTA_KEYS.join(", ")}`,
    finds: (objects) => ofKind(objects, "ResourceQuota").filter(({ spec }) => !hasAll(at(spec, "hard"), QUOTA_KEYS)),
    guilty: [object("ResourceQuota", { spec: { hard: { "requests.cpu": "1", pods: "10" } } })],
  },
  noRoleGrants({
    id: "KSV-0041",
    asks: "no ClusterRole reads or changes secrets",
    grants: [{ resources: ["secrets"], verbs: READS_AND_CHANGES }],
    kinds: ["ClusterRole"],
  }),
  noRoleGrants({
    id: "KSV-0042",
    asks: "no role deletes the logs of pods",
    grants: [{ resources: ["pods/log"], verbs: ["delete", "deletecollection", "*"] }],
  }),
  noRoleGrants({
    id: "KSV-0043",
    asks: "no role impersonates groups",
    grants: [{ apiGroups: ["*"], resources: ["groups"], verbs: ["impersonate"] }],
  }),
  noRoleGrants({
    id: "KSV-0044",
    asks: "no role has every verb on every resource",
    grants: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  }),
  noRoleGrants({
    id: "KSV-0045",
    asks: "no role has every verb on workloads, secrets or RBAC",
    grants: [{ resources: ["secrets", ...CONTROLLED, ...PRINCIPALS], verbs: ["*"] }],
  }),
  noRoleGrants({
    id: "KSV-0046",
    asks: "no ClusterRole has a verb on every resource",
    grants: [{ resources: ["*"], verbs: ALL_VERBS }],
    kinds: ["ClusterRole"],
  }),
  noRoleGrants({
    id: "KSV-0047",
    asks: "no role reaches the kubelet through nodes/proxy",
    grants: [{ resources: ["nodes/proxy"], verbs: ["get", "create"] }],
  }),
  noRoleGrants({
    id: "KSV-0048",
    asks: "no role changes workloads and pods",
    grants: [{ resources: CONTROLLED, verbs: CHANGES }],
  }),
  noRoleGrants({
    id: "KSV-0049",
    asks: "no role changes ConfigMaps",
    grants: [{ resources: ["configmaps"], verbs: CHANGES }],
  }),
  noRoleGrants({
    id: "KSV-0050",
    asks: "no role escalates, binds or impersonates by roles and bindings",
    grants: [{ resources: ["roles", "rolebindings"], verbs: ["escalate", "bind", "impersonate", "*"] }],
  }),
  noRoleGrants({
    id: "KSV-0051",
    asks: "no role creates RoleBindings and may bind every role",
    grants: [
      { apiGroups: [RBAC], resources: ["rolebindings"], verbs: ["create"] },
      { apiGroups: [RBAC], resources: ["clusterroles", "roles"], verbs: ["bind"], resourceNames: ["*"] },
    ],
  }),
  noRoleGrants({
    id: "KSV-0052",
    asks: "no role creates ClusterRoleBindings and may bind every ClusterRole",
    grants: [
      { apiGroups: [RBAC], resources: ["clusterrolebindings"], verbs: ["create"] },
      { resources: ["clusterroles"], verbs: ["bind"], resourceNames: ["*"] },
    ],
  }),
  noRoleGrants({
    id: "KSV-0053",
    asks: "no role opens a shell by pods/exec",
    grants: [{ resources: ["pods/exec"], verbs: CHANGES }],
  }),
  noRoleGrants({
    id: "KSV-0054",
    asks: "no role attaches to pods",
    grants: [
      { apiGroups: ["*"], resources: ["pods/attach"], verbs: ["create"] },
      { apiGroups: ["*"], resources: ["pods"], verbs: ["get"] },
    ],
  }),
  noRoleGrants({
    id: "KSV-0055",
    asks: "no role adds others to a RoleBinding",
    grants: [
      { apiGroups: ["*"], resources: ["rolebindings"], verbs: ["get"] },
      { apiGroups: ["*"], resources: ["rolebindings"], verbs: ["patch"] },
    ],
  }),
  noRoleGrants({
    id: "KSV-0056",
    asks: "no role changes services, endpoints, ingresses or NetworkPolicies",
    grants: [
      { resources: ["services", "endpoints", "endpointslices", "networkpolicies", "ingresses"], verbs: CHANGES },
    ],
  }),
  {
    id: "KSV-0111",
    asks: `no binding of ${POWERFUL_ROLES.join(", ")}`,
    finds: (objects) =>
      bindings(objects).filter((binding) => POWERFUL_ROLES.some((role) => at(binding, "roleRef", "name") === role)),
    guilty: [bindingOf({ kind: "User", name: "ann" }, "cluster-admin")],
  },
  noRoleGrants({
    id: "KSV-0114",
    asks: "no role changes admission webhooks",
    grants: [{ resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"], verbs: CHANGES }],
  }),
  noSubject("KSV-0122", "no binding to anonymous users", [
    { kind: "User", name: "system:anonymous" },
    { kind: "Group", name: "system:unauthenticated" },
  ]),
  noSubject("KSV-0123", "no binding to system:masters", [{ kind: "Group", name: "system:masters" }]),
];
