import type { Cluster } from "../../src/kube/cluster";
import { BANK, describeUnderGuardrails, SHOP, type Ground } from "./attack-ground";
import {
  account,
  binding,
  honestBinding,
  honestPolicy,
  INSIDE,
  NETWORKING,
  person,
  policy,
  RBAC,
  READ_CONFIG,
  role,
  token,
} from "./attack-objects";
import { changing, creating, deleting, own, pod, testAttacks, withMetadata, type Deed } from "./attacks";

const ours = (kind: "NetworkPolicy" | "RoleBinding", name: string) => ({
  apiVersion: kind === "RoleBinding" ? `${RBAC}/v1` : NETWORKING,
  ...{ kind, name, namespace: SHOP },
});
/** Rights that no level has, so that the guardrail is asked and not RBAC. */
async function appoint(admin: Cluster): Promise<void> {
  const rules = [
    {
      ...{ apiGroups: [""], resources: ["namespaces", "namespaces/status"] },
      verbs: ["create", "get", "patch", "update"],
    },
    { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
  ];
  const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name: "helpdesk" };
  await admin.create({ apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name: "helpdesk" }, rules });
  await admin.create({
    ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata: { name: "helpdesk" } },
    ...{ roleRef, subjects: [person("Group", "helpdesk")] },
  });
  await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "plain" } });
}

const ACCOUNTS = `/api/v1/namespaces/${SHOP}/serviceaccounts`;

const helpdesk = (ground: Ground) => ground.outsider("ann", "helpdesk");
const relabel =
  (namespace: string, metadata: object, subresource?: "status"): Deed =>
  (cluster) =>
    cluster.patch({ apiVersion: "v1", kind: "Namespace", name: namespace }, "merge", { metadata }, { subresource });
const honestRelabel = relabel("plain", { labels: { team: "shop" }, annotations: { note: "hello" } });

describeUnderGuardrails("who may do what:", (ground) => {
  beforeAll(async () => {
    await appoint(ground().admin);
    await ground()
      .member("owner")
      .create({ ...role(READ_CONFIG), metadata: { name: "reader", namespace: SHOP } });
  });

  describe("attack 1, undoing the isolation with a NetworkPolicy:", () => {
    const refusal = /hikube-network-policies.*may allow traffic inside the tenant only; allowed here: rules with peers/;
    const refused = (tries: string, spec: object) => ({
      ...{ tries, refusal, attack: creating(policy(spec)) },
      honest: creating(honestPolicy()),
    });
    testAttacks(ground, [
      refused("opens all egress", { egress: [{}] }),
      refused("opens all ingress", { ingress: [{}] }),
      refused("opens a port to everybody", { ingress: [{ ports: [{ port: 80 }] }] }),
      refused("lists no peers", { egress: [{ to: [] }] }),
      refused("names the metadata service", { egress: [{ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }] }] }),
      refused("lets all namespaces in", { ingress: [{ from: [{ namespaceSelector: {} }] }] }),
      refused("hides a foreign peer behind an honest one", {
        ingress: [{ from: [INSIDE] }, { from: [INSIDE, { namespaceSelector: {}, ...INSIDE }] }],
      }),
      {
        tries: "changes an honest policy afterwards",
        attack: changing(honestPolicy(), { spec: { egress: [{}] } }),
        refusal,
        honest: changing(honestPolicy(), { spec: { egress: [] } }),
      },
    ]);
  });

  describe("attack 2, changing what the platform made:", () => {
    const refusal = /hikube-managed-objects.*written by the platform alone; allowed here: objects of your own/;
    const reserved = /hikube-reserved-names.*reserved for the platform; allowed here: any other name/;
    testAttacks(ground, [
      {
        tries: "deletes the policy that denies",
        attack: (cluster) => cluster.delete(ours("NetworkPolicy", "hikube-default-deny-ingress")),
        refusal,
        honest: deleting(honestPolicy()),
      },
      {
        tries: "takes the manager's label off it",
        attack: (cluster) =>
          cluster.patch(ours("NetworkPolicy", "hikube-default-deny-egress"), "merge", {
            metadata: { labels: { "app.kubernetes.io/managed-by": null } },
          }),
        refusal,
        honest: changing(honestPolicy(), { metadata: { labels: { "app.kubernetes.io/managed-by": "helm" } } }),
      },
      {
        tries: "deletes a binding of the platform",
        as: "owner",
        attack: (cluster) => cluster.delete(ours("RoleBinding", "hikube-admin")),
        refusal,
        honest: deleting(honestBinding()),
      },
      {
        tries: "adds himself to a binding of the platform",
        as: "owner",
        attack: (cluster) =>
          cluster.patch(ours("RoleBinding", "hikube-owner"), "merge", { subjects: [person("User", "oidc:shop-eve")] }),
        refusal,
        honest: creating(binding(person("User", "oidc:shop-eve"))),
      },
      {
        tries: "mounts the default account's token again",
        as: "owner",
        attack: (cluster) =>
          cluster.patch({ apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: SHOP }, "merge", {
            automountServiceAccountToken: true,
          }),
        refusal,
        honest: changing(own("v1", "ServiceAccount", {}), { automountServiceAccountToken: true }),
      },
      {
        tries: "passes an object off as the platform's",
        attack: creating(withMetadata(honestPolicy(), { labels: { "app.kubernetes.io/managed-by": "hikube" } })),
        refusal,
        honest: creating(honestPolicy()),
      },
      {
        tries: "takes the name of a policy to come",
        attack: creating(withMetadata(honestPolicy(), { name: "hikube-expose-ingress" })),
        refusal: reserved,
        honest: creating(withMetadata(honestPolicy(), { name: "expose-ingress" })),
      },
      {
        tries: "has a reserved name made up",
        as: "owner",
        attack: (cluster) => cluster.raw("POST", ACCOUNTS, { metadata: { generateName: "hikube-" } }),
        refusal: reserved,
        honest: (cluster) => cluster.raw("POST", ACCOUNTS, { metadata: { generateName: "robot-" } }),
      },
      {
        tries: "takes the name of a binding to come",
        as: "owner",
        attack: creating(withMetadata(honestBinding(), { name: "hikube-auditor" })),
        refusal: reserved,
        honest: creating(withMetadata(honestBinding(), { name: "auditor" })),
      },
    ]);
  });

  describe("attack 3, writing the levels themselves:", () => {
    const level = (name: string) => ({ apiVersion: `${RBAC}/v1`, kind: "ClusterRole", name });
    testAttacks(ground, [
      {
        tries: "empties the level owner",
        as: "owner",
        attack: (cluster) => cluster.patch(level("hikube:owner"), "merge", { rules: [] }),
        refusal: /cannot patch resource "clusterroles"/,
        honest: changing(role(READ_CONFIG), { rules: [] }),
      },
      {
        tries: "binds a level",
        as: "owner",
        attack: creating(binding(person("User", "oidc:shop-eve"), { kind: "ClusterRole", name: "hikube:owner" })),
        refusal: /hikube-role-bindings.*binds a Role; allowed here: Roles of this namespace/,
        honest: creating(honestBinding()),
      },
      {
        tries: "binds a level by replacing what is not there",
        as: "owner",
        attack: (cluster) =>
          cluster.replace(binding(account("robot", SHOP), { kind: "ClusterRole", name: "hikube:owner" })),
        refusal: /hikube-role-bindings.*binds a Role; allowed here: Roles of this namespace/,
        honest: (cluster) => cluster.replace(honestBinding()),
      },
      {
        tries: "binds anything",
        attack: creating(honestBinding()),
        refusal: /cannot create resource "rolebindings"/,
        honest: (cluster) => cluster.list({ apiVersion: `${RBAC}/v1`, kind: "RoleBinding" }, { namespace: SHOP }),
      },
    ]);
  });

  describe("attack 4, becoming a ServiceAccount:", () => {
    const annotations = { "kubernetes.io/service-account.name": "default" };
    const secret = (type: string) =>
      withMetadata(own("v1", "Secret", { type, stringData: { a: "b" } }), { annotations });
    testAttacks(ground, [
      {
        tries: "asks for a token by a Secret",
        attack: creating(secret("kubernetes.io/service-account-token")),
        refusal: /hikube-token-secrets.*never expires; allowed here: Secrets of any other type/,
        honest: creating(secret("Opaque")),
      },
      {
        tries: "starts a pod beside the pipelines' accounts",
        attack: creating(pod({}, "hikube-system")),
        refusal: /cannot create resource "pods".*in the namespace "hikube-system"/,
        honest: creating(pod()),
      },
      {
        tries: "asks for a token",
        as: "owner",
        attack: token(600),
        refusal: /cannot create resource "serviceaccounts\/token"/,
        honest: creating(own("v1", "ServiceAccount", {})),
      },
    ]);
  });

  describe("attack 5, letting others in by a RoleBinding:", () => {
    const refusal =
      /hikube-role-bindings.*cannot be bound in this tenant; allowed here: its own ServiceAccounts, and .*oidc:shop-/;
    const refused = (tries: string, subject: object) => ({
      ...{ tries, as: "owner" as const, attack: creating(binding(subject)), refusal },
      honest: creating(honestBinding()),
    });
    testAttacks(ground, [
      refused("lets everybody in who is logged in", person("Group", "system:authenticated")),
      refused("lets nobodies in", person("User", "system:anonymous")),
      {
        ...refused("lets a neighbour's account in", account("default", BANK)),
        honest: creating(binding(account("robot"))),
      },
      refused("lets a neighbour's account in as a user", person("User", `system:serviceaccount:${BANK}:default`)),
      refused("lets all accounts of a neighbour in", person("Group", `system:serviceaccounts:${BANK}`)),
      refused("lets a stranger in", person("User", "oidc:bank-bob")),
      {
        ...refused("adds a stranger to a binding", person("Group", "strangers")),
        attack: changing(honestBinding(), { subjects: [person("Group", "oidc:shopkeepers")] }),
        honest: changing(honestBinding(), { subjects: [person("Group", "oidc:shop-keepers")] }),
      },
    ]);
  });

  describe("attack 6, moving a namespace into or out of a tenant, by somebody who may write namespaces:", () => {
    const refusal = /written by the platform alone/;
    const refused = (tries: string, attack: Deed) => ({ tries, as: helpdesk, attack, refusal, honest: honestRelabel });
    const labels = { [`tenant.hikube.cloud/${SHOP}`]: "" };
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "fifth-column", labels } };
    testAttacks(ground, [
      refused("takes one out of its tenant", relabel(SHOP, { labels: { "hikube.cloud/tenant": null } })),
      refused("lowers Pod Security", relabel(SHOP, { labels: { "pod-security.kubernetes.io/enforce": "privileged" } })),
      refused("widens a list", relabel(SHOP, { annotations: { "hikube.cloud/image-registries": "*" } })),
      refused("slips into a tenant's network", relabel("plain", { labels })),
      refused("slips in by the status", relabel("plain", { labels }, "status")),
      refused("makes a tenant", relabel("plain", { labels: { "hikube.cloud/tenant": "plain" } })),
      refused("makes one inside a tenant", creating(namespace)),
    ]);
  });

  describe("attack 7, tokens that outlive their account:", () => {
    const refusal = /hikube-token-lifetime.*lives too long; allowed here: at most 7200 seconds/;
    const refused = (tries: string, as: (ground: Ground) => Cluster, namespace = SHOP) => ({
      ...{ tries, as, refusal, attack: token(87_600 * 3600, namespace) },
      honest: token(7200, namespace),
    });
    testAttacks(ground, [
      refused("who may ask for tokens asks for ten years", helpdesk),
      refused("not even the administrator gets one", ({ admin }) => admin),
      refused("there is none for a pipeline either", helpdesk, "hikube-system"),
    ]);
  });

  describe("what Kubernetes closes by itself:", () => {
    const held = /not currently held/;
    const honest: Deed = (cluster) => cluster.create(role(READ_CONFIG));
    const granting = (tries: string, rule: object) => ({
      ...{ tries, as: "owner" as const, attack: creating(role(rule)), refusal: held, honest },
    });
    testAttacks(ground, [
      granting("grants everything", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
      granting("grants the right to bind", { apiGroups: [RBAC], resources: ["clusterroles"], verbs: ["bind"] }),
      granting("grants impersonation", { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] }),
      granting("grants the quota", { apiGroups: [""], resources: ["resourcequotas"], verbs: ["delete"] }),
      {
        tries: "answers for a Service by Endpoints of his own",
        attack: creating(own("discovery.k8s.io/v1", "EndpointSlice", { addressType: "IPv4", endpoints: [] })),
        refusal: /cannot create resource "endpointslices"/,
        honest: (cluster) => cluster.list({ apiVersion: "v1", kind: "Service" }, { namespace: SHOP }),
      },
    ]);
  });
});
