import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { memberIn, noRoleGrants, noSubject, object, ofKind, RBAC, type RestatedRule } from "./rule";

/** A workload that a tenant may bring: no label of ours, so only what holds for every pod holds for it. */
function plainPods(objects: readonly KubeObject[]): readonly KubeObject[] {
  return ofKind(objects, "Namespace").map(({ metadata }) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "plain", namespace: metadata.name },
  }));
}

function policiesOf(namespace: string | undefined, objects: readonly KubeObject[]): readonly KubeObject[] {
  return ofKind(objects, "NetworkPolicy").filter(({ metadata }) => metadata.namespace === namespace);
}

/** Whether the policy means every pod; what selects by labels may miss the plain one. */
function meansAll(policy: KubeObject): boolean {
  return JSON.stringify(memberIn(policy, "spec", "podSelector")) === "{}";
}

function hasType(policy: KubeObject, type: string): boolean {
  return JSON.stringify(memberIn(policy, "spec", "policyTypes")).includes(type);
}

const NAMESPACE = object("Namespace", {}, { name: "tenant-guilty" });
const ONE_WAY = object("NetworkPolicy", { spec: { podSelector: {}, policyTypes: ["Ingress"] } });
const SOME_PODS = object("NetworkPolicy", { spec: { podSelector: { matchLabels: { app: "web" } } } });
const CORE = ["", "*"];

/** @see https://github.com/kubescape/regolibrary */
export const KUBESCAPE: readonly RestatedRule[] = [
  noRoleGrants({
    id: "C-0002",
    asks: "nobody may run commands in containers",
    grants: [{ apiGroups: CORE, resources: ["pods/exec", "pods/*", "*"], verbs: ["create", "*"] }],
  }),
  noRoleGrants({
    id: "C-0007",
    asks: "nobody may delete workloads, services or secrets",
    grants: [
      {
        apiGroups: ["", "*", "apps", "batch"],
        resources: [
          ...["secrets", "pods", "services", "deployments", "replicasets", "daemonsets"],
          ...["statefulsets", "jobs", "cronjobs", "*"],
        ],
        verbs: ["delete", "deletecollection", "*"],
      },
    ],
  }),
  {
    id: "C-0030",
    asks: "policies shut both directions of every pod",
    finds: (objects) =>
      plainPods(objects).filter(({ metadata: { namespace } }) => {
        const own = policiesOf(namespace, objects).filter(meansAll);
        return !["Ingress", "Egress"].every((type) => own.some((policy) => hasType(policy, type)));
      }),
    guilty: [NAMESPACE, ONE_WAY],
  },
  noRoleGrants({
    id: "C-0035, C-0185, C-0187",
    asks: "nobody has every verb on every resource",
    grants: [{ apiGroups: ["*", ""], resources: ["*"], verbs: ["*"] }],
  }),
  noRoleGrants({
    id: "C-0015, C-0186",
    asks: "nobody may read secrets",
    grants: [{ apiGroups: CORE, resources: ["secrets", "*"], verbs: ["get", "list", "watch", "*"] }],
  }),
  noRoleGrants({
    id: "C-0063",
    asks: "nobody may forward ports of pods",
    grants: [{ apiGroups: CORE, resources: ["pods/portforward", "pods/*", "*"], verbs: ["create", "*"] }],
  }),
  noRoleGrants({
    id: "C-0065",
    asks: "nobody may impersonate",
    grants: [
      { apiGroups: CORE, resources: ["users", "serviceaccounts", "groups", "uids", "*"], verbs: ["impersonate", "*"] },
    ],
  }),
  noRoleGrants({
    id: "C-0188",
    asks: "nobody may create pods",
    grants: [{ apiGroups: CORE, resources: ["pods", "*"], verbs: ["create", "*"] }],
  }),
  {
    id: "C-0189 (token)",
    asks: "default ServiceAccounts mount no token",
    finds: (objects) =>
      ofKind(objects, "ServiceAccount").filter(
        ({ metadata, automountServiceAccountToken }) =>
          metadata.name === "default" && automountServiceAccountToken !== false,
      ),
    guilty: [object("ServiceAccount", {}, { name: "default" })],
  },
  {
    id: "C-0189 (accounts)",
    asks: "each namespace has a ServiceAccount other than default",
    finds: (objects) =>
      ofKind(objects, "Namespace").filter(({ metadata: { name } }) => {
        const own = ofKind(objects, "ServiceAccount").filter(({ metadata }) => metadata.namespace === name);
        return own.every(({ metadata }) => metadata.name === "default");
      }),
    guilty: [NAMESPACE, object("ServiceAccount", {}, { name: "default" })],
  },
  noRoleGrants({
    id: "C-0191",
    asks: "nobody may bind or escalate roles",
    grants: [{ apiGroups: [RBAC, "*"], resources: ["clusterroles", "roles", "*"], verbs: ["bind", "escalate", "*"] }],
  }),
  {
    id: "C-0192",
    asks: "each namespace enforces a Pod Security level",
    finds: (objects) =>
      ofKind(objects, "Namespace").filter(
        ({ metadata }) =>
          !/^(baseline|restricted)$/.test(metadata.labels?.["pod-security.kubernetes.io/enforce"] ?? ""),
      ),
    guilty: [NAMESPACE],
  },
  {
    id: "C-0206",
    asks: "each namespace has a NetworkPolicy",
    finds: (objects) =>
      ofKind(objects, "Namespace").filter(({ metadata: { name } }) => policiesOf(name, objects).length === 0),
    guilty: [NAMESPACE],
  },
  {
    id: "C-0209",
    asks: "somebody reviews each namespace",
    finds: (objects) => ofKind(objects, "Namespace"),
    guilty: [NAMESPACE],
  },
  {
    id: "C-0260",
    asks: "a NetworkPolicy means every workload",
    finds: (objects) =>
      plainPods(objects).filter(({ metadata: { namespace } }) => !policiesOf(namespace, objects).some(meansAll)),
    guilty: [NAMESPACE, SOME_PODS],
  },
  noSubject("C-0262", "nobody anonymous is bound", [
    { kind: "User", name: "system:anonymous" },
    { kind: "Group", name: "system:unauthenticated" },
  ]),
];
