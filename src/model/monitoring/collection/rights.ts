import type { KubeObject, PolicyRule } from "../../kubernetes/kube-object";
import { LABELS, MANAGER } from "../../tenant/spec/labels";
import type { CollectionSpec } from "./collection-spec";
import { ACCOUNTS, COLLECTION_NAMESPACE } from "./names";

const LABELLED = { [LABELS.managedBy]: MANAGER };
const RBAC = "rbac.authorization.k8s.io";
const WATCH = ["get", "list", "watch"];
const PODS: PolicyRule = { apiGroups: [""], resources: ["pods"], verbs: WATCH };

/** The collectors' ServiceAccounts with what each reads of the API, and no more. */
export function collectorRights({ platform }: CollectionSpec): readonly KubeObject[] {
  const { pods, platform: platformAccount, logs } = ACCOUNTS;
  return [
    ...Object.values(ACCOUNTS).map(account),
    ...clusterRight("hikube:collector-pods", pods, [
      { apiGroups: [""], resources: ["namespaces", "pods"], verbs: WATCH },
    ]),
    ...clusterRight("hikube:collector-platform", platformAccount, [
      { apiGroups: [""], resources: ["nodes"], verbs: WATCH },
      // What kubelets ask for before they show figures; it opens no logs and no shell, as `nodes/proxy` would.
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
    ]),
    ...clusterRight("hikube:collector-logs", logs, [
      { apiGroups: [""], resources: ["namespaces", "nodes"], verbs: ["get", "list"] },
      PODS,
    ]),
    ...podsOf(COLLECTION_NAMESPACE, "platform"),
    ...(platform?.kubevirt === undefined ? [] : podsOf(platform.kubevirt, "kubevirt")),
  ];
}

function account(name: string): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace: COLLECTION_NAMESPACE, labels: LABELLED },
  };
}

function clusterRight(name: string, subject: string, rules: readonly PolicyRule[]): readonly KubeObject[] {
  const metadata = { name, labels: LABELLED };
  const apiVersion = `${RBAC}/v1`;
  return [
    { apiVersion, kind: "ClusterRole", metadata, rules },
    {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: roleRef("ClusterRole", name),
      subjects: [to(subject)],
    },
  ];
}

/** The right of the platform's collector to see the pods of a namespace; addresses of resources tell it by its name. */
function podsOf(namespace: string, what: "kubevirt" | "platform"): readonly KubeObject[] {
  const name = `hikube-collector-${what}`;
  const metadata = { name, namespace, labels: LABELLED };
  const apiVersion = `${RBAC}/v1`;
  return [
    { apiVersion, kind: "Role", metadata, rules: [PODS] },
    { apiVersion, kind: "RoleBinding", metadata, roleRef: roleRef("Role", name), subjects: [to(ACCOUNTS.platform)] },
  ];
}

function roleRef(kind: string, name: string) {
  return { apiGroup: RBAC, kind, name };
}

function to(name: string) {
  return { kind: "ServiceAccount", name, namespace: COLLECTION_NAMESPACE };
}
