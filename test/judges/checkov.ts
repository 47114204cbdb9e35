import { at, list } from "../../src/connectivity/plain";
import { noAccountHolds, noRoleGrants, noSubject, object, ofKind, RBAC, type JudgeRule } from "./rule";

const CLUSTER_SCOPED = [
  ...["Namespace", "ClusterRole", "ClusterRoleBinding"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
];

/** @see https://github.com/bridgecrewio/checkov */
export const CHECKOV: readonly JudgeRule[] = [
  {
    id: "CKV_K8S_21",
    asks: "nothing lives in the namespace default",
    finds: (objects) =>
      objects.filter(
        ({ kind, metadata }) => !CLUSTER_SCOPED.includes(kind) && (metadata.namespace ?? "default") === "default",
      ),
    guilty: [object("RoleBinding", {}, { namespace: undefined })],
  },
  {
    id: "CKV_K8S_41",
    asks: "default ServiceAccounts mount no token",
    finds: (objects) =>
      ofKind(objects, "ServiceAccount").filter(
        (account) => account.metadata.name === "default" && account.automountServiceAccountToken !== false,
      ),
    guilty: [object("ServiceAccount", { automountServiceAccountToken: true }, { name: "default" })],
  },
  noSubject("CKV_K8S_42", "nothing is bound to a default ServiceAccount", [
    { kind: "ServiceAccount", name: "default", namespace: "tenant-guilty" },
  ]),
  {
    // The judge reads the first rule of a role only; here all are read.
    id: "CKV_K8S_49",
    asks: "no role has a wildcard",
    finds: (objects) =>
      ofKind(objects, "Role", "ClusterRole").filter(({ rules }) =>
        list(rules).some((rule) =>
          ["apiGroups", "resources", "verbs"].some((field) => list(at(rule, field)).join(" ").includes("*")),
        ),
      ),
    guilty: [object("Role", { rules: [{ apiGroups: [""], resources: ["pods/*"], verbs: ["get"] }] })],
  },
  noRoleGrants({
    id: "CKV_K8S_155",
    asks: "no ClusterRole changes admission webhooks",
    grants: [
      {
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
        verbs: ["create", "update", "patch"],
      },
    ],
    kinds: ["ClusterRole"],
  }),
  noRoleGrants({
    id: "CKV_K8S_156",
    asks: "no ClusterRole approves certificates",
    grants: [
      {
        apiGroups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests/approval", "signers"],
        verbs: ["update", "patch", "approve"],
      },
    ],
    kinds: ["ClusterRole"],
  }),
  noRoleGrants({
    id: "CKV_K8S_157",
    asks: "no role has the verb bind on bindings",
    grants: [{ apiGroups: [RBAC], resources: ["rolebindings", "clusterrolebindings"], verbs: ["bind"] }],
  }),
  noRoleGrants({
    id: "CKV_K8S_158",
    asks: "no role escalates roles",
    grants: [{ apiGroups: [RBAC], resources: ["roles", "clusterroles"], verbs: ["escalate"] }],
  }),
  noAccountHolds({
    id: "CKV2_K8S_1",
    asks: "no ServiceAccount has the verb bind on bindings",
    grants: [{ resources: ["clusterrolebindings", "rolebindings", "*"], verbs: ["bind", "*"] }],
  }),
  noAccountHolds({
    id: "CKV2_K8S_2",
    asks: "no ServiceAccount runs commands in pods or on nodes",
    grants: [{ resources: ["pods/exec", "nodes/proxy", "*"], verbs: ["create", "*"] }],
  }),
  noAccountHolds({
    id: "CKV2_K8S_3",
    asks: "no ServiceAccount impersonates",
    grants: [{ resources: ["groups", "users", "serviceaccounts", "*"], verbs: ["impersonate", "*"] }],
  }),
  noAccountHolds({
    id: "CKV2_K8S_4",
    asks: "no ServiceAccount writes the status of services",
    grants: [{ resources: ["services/status", "*"], verbs: ["update", "patch", "*"] }],
  }),
  noAccountHolds({
    id: "CKV2_K8S_5",
    asks: "no ServiceAccount reads secrets",
    grants: [{ resources: ["secrets", "*"], verbs: ["get", "watch", "list", "*"] }],
  }),
];
