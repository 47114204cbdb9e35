import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { platformObjects } from "../../src/model/platform/platform";
import { applyAll, applyTenant, BANK, describeUnderGuardrails, newTenant, SHOP, type Ground } from "./attack-ground";
import { account, binding, RBAC, role } from "./attack-objects";
import { CONTAINER, changing, creating, deleting, own, pod, podOf, testAttacks, withMetadata } from "./attacks";
import { eventually } from "./support";

const WRITES = ["get", "list", "watch", "create", "update", "patch", "delete"];
const GROUP = "example.ch";
const GRANTS: Pick<ClusterFacts, "controllers" | "customResources"> = {
  controllers: [{ kind: "ServiceAccount", name: "operator", namespace: "operators" }],
  customResources: [
    { group: GROUP, resource: "widgets", level: "viewer", verbs: ["get", "list", "watch"] },
    { group: GROUP, resource: "widgets", level: "admin", count: 3 },
    // Whose operator is not installed.
    { group: GROUP, resource: "gizmos", level: "admin" },
  ],
};

const accountOf =
  (name: string) =>
  ({ outsider }: Ground): Cluster =>
    outsider(`system:serviceaccount:operators:${name}`);
/** A controller that the platform names. */
const operator = accountOf("operator");
/** One with the same rights by RBAC, which the platform does not name. */
const stranger = accountOf("stranger");
/** A network plugin that writes namespaces and accounts, which the platform does not name either. */
const plugin = accountOf("plugin");

const clusterRole = (name: string, rules: readonly object[]): readonly KubeObject[] => [
  { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name }, rules },
  {
    ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata: { name } },
    ...{ roleRef: { apiGroup: RBAC, kind: "ClusterRole", name } },
    subjects: [{ kind: "ServiceAccount", name, namespace: "operators" }],
  },
];

const widgets = (plural: string, kind: string): KubeObject => ({
  ...{
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
  },
  spec: {
    ...{ group: GROUP, scope: "Namespaced", names: { kind, plural, singular: kind.toLowerCase() } },
    versions: [
      {
        ...{ name: "v1", served: true, storage: true, subresources: { status: {} } },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});
const widget = (namespace = SHOP) => own(`${GROUP}/v1`, "Widget", { spec: { size: 1 } }, namespace);
const namespaced = (kind: string, name: string) => ({ apiVersion: "v1", kind, name, namespace: SHOP });
const NAMESPACE = { apiVersion: "v1", kind: "Namespace", name: SHOP };
const text = (kib: number) => "x".repeat(kib * 1024);
const service = (spec: object = {}) => own("v1", "Service", { spec: { ports: [{ port: 8089 }], ...spec } });
const ingress = (host: string) => {
  const backend = { service: { name: "solver", port: { number: 8089 } } };
  const path = { path: "/.well-known/acme-challenge/aBc_-9", pathType: "ImplementationSpecific", backend };
  const spec = { ingressClassName: "public", rules: [{ host, http: { paths: [path] } }] };
  return own("networking.k8s.io/v1", "Ingress", { spec });
};

describeUnderGuardrails("what works for tenants without being one of them:", (ground) => {
  beforeAll(async () => {
    const { admin, sandbox } = ground();
    const cluster = { ...(await sandbox.facts()), ...GRANTS };
    const writes = [
      { apiGroups: [""], resources: ["configmaps", "pods", "services"], verbs: WRITES },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: WRITES },
      { apiGroups: [RBAC], resources: ["roles", "rolebindings"], verbs: [...WRITES, "escalate"] },
      { apiGroups: [RBAC], resources: ["clusterroles"], verbs: ["bind"] },
    ];
    const marks = [{ apiGroups: [""], resources: ["namespaces", "serviceaccounts", "resourcequotas"], verbs: WRITES }];
    await applyAll(admin, [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "operators" } },
      ...clusterRole("operator", writes),
      ...clusterRole("stranger", writes),
      ...clusterRole("plugin", marks),
      ...[widgets("widgets", "Widget"), widgets("gadgets", "Gadget")],
      ...platformObjects({ cluster, guardrails: true }).base,
    ]);
    const tenant = newTenant(
      { name: "works", profile: "staging", access: { owners: [{ kind: "Group", name: "works" }] } },
      cluster,
    );
    await applyTenant(admin, tenant);
    await eventually("the role of controllers", () =>
      operator(ground())
        .create(withMetadata(service({}), { annotations: { "auth.istio.io/8089": "NONE" } }))
        .catch(() => undefined),
    );
    await eventually("the grant", () =>
      ground()
        .member("admin")
        .create(widget())
        .catch(() => undefined),
    );
  });

  describe("attack 25, a named controller that reaches for more:", () => {
    const solver = {
      ...CONTAINER,
      image: "quay.io/jetstack/cert-manager-acmesolver:v1.17.0",
      imagePullPolicy: "IfNotPresent",
    };
    testAttacks(ground, [
      {
        ...{ tries: "a controller that nobody named answers HTTP-01 by an image of its own", as: stranger },
        attack: creating(podOf(solver)),
        refusal: /hikube-pod-images.*comes from elsewhere/,
        honest: creating(pod()),
      },
      {
        ...{ tries: "the controller of certificates starts its solver on a node of its choice", as: operator },
        attack: creating(pod({ containers: [solver], nodeName: "node-1" })),
        refusal: /hikube-pod-spec.*names no node/,
        honest: creating(podOf(solver)),
      },
      {
        ...{ tries: "it mounts the node's disk", as: operator },
        attack: creating(
          pod({ containers: [solver], volumes: [{ name: "a", nfs: { server: "10.0.0.1", path: "/" } }] }),
        ),
        refusal: /hikube-pod-spec|PodSecurity/,
        honest: creating(podOf(solver)),
      },
      {
        ...{ tries: "it takes an address of others", as: operator },
        attack: creating(service({ externalIPs: ["198.51.100.7"] })),
        refusal: /hikube-services.*a Service without externalIPs/,
        honest: creating(withMetadata(service(), { annotations: { "auth.istio.io/8089": "NONE" } })),
      },
      {
        ...{ tries: "it serves the host of a neighbour", as: operator },
        attack: creating(ingress("www.bank.example.ch")),
        refusal: /hikube-ingresses.*does not belong to this tenant/,
        honest: creating(
          withMetadata(ingress("www.shop.example.ch"), {
            annotations: { "nginx.ingress.kubernetes.io/whitelist-source-range": "0.0.0.0/0,::/0" },
          }),
        ),
      },
      {
        ...{ tries: "a controller that nobody named delivers a CA bundle", as: stranger },
        attack: creating(own("v1", "ConfigMap", { data: { "ca.crt": text(220) } })),
        refusal: /hikube-config-size/,
        honest: creating(own("v1", "ConfigMap", { data: { "ca.crt": text(100) } })),
      },
      {
        ...{ tries: "a named one opens the network", as: operator },
        attack: creating(own("networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, egress: [{}] } })),
        refusal: /hikube-network-policies/,
        honest: creating(own("v1", "ConfigMap", { data: { "ca.crt": text(220) } })),
      },
      {
        ...{ tries: "it gives itself a level", as: operator },
        attack: creating(binding(account("operator", "operators"), { kind: "ClusterRole", name: "hikube:owner" })),
        refusal: /hikube-role-bindings.*binds a Role/,
        honest: changing(own("v1", "ConfigMap", {}), { data: { "ca.crt": text(220) } }),
      },
      {
        ...{ tries: "it deletes a policy of the platform", as: operator },
        attack: (cluster) =>
          cluster.delete({
            ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: SHOP },
            name: "hikube-default-deny-egress",
          }),
        refusal: /hikube-managed-objects/,
        honest: deleting(own("v1", "ConfigMap", {})),
      },
    ]);

    test("one that is named for a single tenant is one there, and nowhere else", async () => {
      const { admin } = ground();
      const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name: "hikube:controller" };
      const subjects = [account("stranger", "operators")];
      const metadata = { name: "operators", namespace: BANK };
      await admin.create({ apiVersion: `${RBAC}/v1`, kind: "RoleBinding", metadata, roleRef, subjects });
      const large = (namespace: string) => own("v1", "ConfigMap", { data: { "ca.crt": text(220) } }, namespace);
      await eventually("its exemption", () =>
        stranger(ground())
          .create(large(BANK))
          .catch(() => undefined),
      );
      await expect(stranger(ground()).create(large(SHOP))).rejects.toThrow(/hikube-config-size/);
    });
  });

  describe("attack 26, a network plugin that reaches for what is the platform's:", () => {
    const marks = (metadata: object) => (cluster: Cluster) => cluster.patch(NAMESPACE, "merge", { metadata });
    const annotates = marks({ annotations: { "ovn.kubernetes.io/logical_switch": "ovn-default" } });
    const refused = (tries: string, metadata: object, honest = annotates) => ({
      ...{ tries, as: plugin, attack: marks(metadata), refusal: /written by the platform alone/, honest },
    });
    testAttacks(ground, [
      refused("it widens a list", { annotations: { "hikube.cloud/image-registries": "*" } }),
      refused("it widens one beside its own annotation", {
        annotations: { "ovn.kubernetes.io/logical_switch": "a", "hikube.cloud/config-size": "9999999" },
      }),
      refused("it lowers Pod Security", { labels: { "pod-security.kubernetes.io/enforce": "privileged" } }),
      refused(
        "it takes the manager's label off",
        { labels: { "app.kubernetes.io/managed-by": null } },
        marks({ labels: { "example.ch/vpc": "blue" } }),
      ),
      refused("it has the namespace deleted with an owner", {
        ownerReferences: [{ apiVersion: "v1", kind: "Namespace", name: "gone", uid: "1" }],
      }),
      {
        ...{ tries: "it raises the quota", as: plugin },
        attack: (cluster) =>
          cluster.patch(namespaced("ResourceQuota", "hikube-tenant"), "merge", { spec: { hard: { pods: "9999" } } }),
        refusal: /hikube-managed-objects/,
        honest: (cluster) =>
          cluster.patch(namespaced("ServiceAccount", "default"), "merge", { imagePullSecrets: [{ name: "pull" }] }),
      },
      {
        ...{ tries: "it annotates the quota, whose fields are all the platform's", as: plugin },
        attack: (cluster) =>
          cluster.patch(namespaced("ResourceQuota", "hikube-tenant"), "merge", {
            metadata: { annotations: { a: "b" } },
          }),
        refusal: /hikube-managed-objects/,
        honest: annotates,
      },
      {
        ...{ tries: "it gives the default account its token", as: plugin },
        attack: (cluster) =>
          cluster.patch(namespaced("ServiceAccount", "default"), "merge", { automountServiceAccountToken: true }),
        refusal: /hikube-managed-objects/,
        honest: (cluster) =>
          cluster.patch(namespaced("ServiceAccount", "default"), "merge", { metadata: { annotations: { a: "b" } } }),
      },
      {
        ...{ tries: "it deletes the tenant", as: plugin },
        attack: (cluster) => cluster.delete(NAMESPACE),
        refusal: /hikube-managed-objects/,
        honest: annotates,
      },
    ]);
  });

  describe("attack 27, custom resources that nobody granted:", () => {
    const gadget = own(`${GROUP}/v1`, "Gadget", { spec: {} });
    testAttacks(ground, [
      {
        tries: "makes a kind of the same operator that was not granted",
        attack: creating(gadget),
        refusal: /cannot create resource "gadgets"/,
        honest: creating(widget()),
      },
      {
        ...{ tries: "changes what he may read", as: "viewer" },
        attack: creating(widget()),
        refusal: /cannot create resource "widgets"/,
        honest: (cluster) => cluster.list({ apiVersion: `${GROUP}/v1`, kind: "Widget" }, { namespace: SHOP }),
      },
      {
        tries: "makes one in a neighbour's namespace",
        attack: creating(widget(BANK)),
        refusal: /cannot create resource "widgets".*in the namespace "tenant-bank"/,
        honest: (cluster) => cluster.list({ apiVersion: `${GROUP}/v1`, kind: "Widget" }, { namespace: SHOP }),
      },
      {
        tries: "writes the status, which is the operator's",
        attack: async (cluster) => {
          const [first] = await cluster.list({ apiVersion: `${GROUP}/v1`, kind: "Widget" }, { namespace: SHOP });
          return cluster.patch(refOf(first!), "merge", { status: { ready: true } }, { subresource: "status" });
        },
        refusal: /cannot patch resource "widgets\/status"/,
        honest: (cluster) => cluster.list({ apiVersion: `${GROUP}/v1`, kind: "Widget" }, { namespace: SHOP }),
      },
      {
        ...{ tries: "hands on a kind that was not granted", as: "owner" },
        attack: creating(role({ apiGroups: [GROUP], resources: ["gadgets"], verbs: ["create"] })),
        refusal: /not currently held/,
        honest: creating(role({ apiGroups: [GROUP], resources: ["widgets"], verbs: ["create", "get"] })),
      },
    ]);

    test("what is granted is counted, in the namespace of each tenant", async () => {
      const owner = ground().outsider("ola", "works");
      await eventually("a right", () => owner.create(own("v1", "Secret", {}, "tenant-works")).catch(() => undefined));
      // The controller of quotas looks every 30 s which kinds there are, and until then the kind is refused.
      const first = () => owner.create(widget("tenant-works")).catch(() => undefined);
      await eventually("a count", first);
      await owner.create(widget("tenant-works"));
      await owner.create(widget("tenant-works"));
      await expect(owner.create(widget("tenant-works"))).rejects.toThrow(
        /exceeded quota: hikube-tenant.*count\/widgets/,
      );
    });
  });
});
