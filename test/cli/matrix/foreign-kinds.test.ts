import { readForeignPolicies } from "../../../src/live/foreign-kinds";
import { liveMatrix, type LiveMatrix } from "../../../src/cli/matrix/live-matrix";
import { findingsOf, formatFindings } from "../../../src/cli/matrix/findings";
import { openWays, strangeThings } from "../../../src/cli/matrix/what-fails";
import { declaredSnapshot } from "../../../src/cli/matrix/tenant-snapshot";
import { KubeError } from "../../../src/kube/kube-error";
import { tenantsDocument } from "../../../src/model/tenant/document";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { CLUSTER, tree } from "../../model/tenants";

const GROUP = "policy.networking.k8s.io";
const VERSIONS = {
  [`${GROUP}/v1alpha2`]: [
    { name: "clusternetworkpolicies", kind: "ClusterNetworkPolicy" },
    { name: "clusternetworkpolicies/status", kind: "ClusterNetworkPolicy" },
  ],
  [`${GROUP}/v1alpha1`]: [
    { name: "adminnetworkpolicies", kind: "AdminNetworkPolicy" },
    { name: "clusternetworkpolicies", kind: "ClusterNetworkPolicy" },
  ],
  "cilium.io/v2": [
    { name: "ciliumnetworkpolicies", kind: "CiliumNetworkPolicy" },
    { name: "ciliumnodes", kind: "CiliumNode" },
  ],
};
const VERSIONS_OF = (name: string) =>
  Object.keys(VERSIONS).flatMap((groupVersion) => (groupVersion.startsWith(`${name}/`) ? [{ groupVersion }] : []));

const OFFICE: KubeObject = {
  ...{ apiVersion: `${GROUP}/v1alpha2`, kind: "ClusterNetworkPolicy", metadata: { name: "office" } },
  spec: {
    ...{ tier: "Admin", priority: 1, subject: { namespaces: {} } },
    egress: [{ action: "Accept", to: [{ networks: ["10.50.0.0/16"] }] }],
  },
};
const OTHER = (namespace: string): KubeObject => ({
  ...{ apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "c", namespace } },
  spec: { secret: "kept by nobody" },
});

function clusterWith(objects: readonly KubeObject[], groups: readonly string[], refused = "") {
  const asked: string[] = [];
  return {
    asked,
    raw: (_: string, path: string) => {
      const found: Readonly<Record<string, unknown>> = VERSIONS;
      if (path === "/apis")
        return Promise.resolve({ groups: groups.map((name) => ({ name, versions: VERSIONS_OF(name) })) });
      return Promise.resolve({ resources: found[path.replace("/apis/", "")] });
    },
    list: (
      { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
      { keep = (one: KubeObject) => one } = {},
    ) => {
      asked.push(`${kind} ${apiVersion}`);
      if (kind === refused) return Promise.reject(new KubeError("no", 403, "Forbidden"));
      return Promise.resolve(objects.filter((one) => one.kind === kind).map(keep));
    },
  };
}

test("a cluster without other kinds of policy is not asked for any", async () => {
  const cluster = clusterWith([], ["apps", "networking.k8s.io", "policy"]);
  expect(await readForeignPolicies(cluster)).toEqual({ objects: [], unread: [] });
  expect(cluster.asked).toEqual([]);
});

test("each kind is listed once; of those that are not judged no more is kept than which they are", async () => {
  const cluster = clusterWith([OFFICE, OTHER("tenant-a")], [GROUP, "cilium.io", "apps"]);
  const { objects, unread } = await readForeignPolicies(cluster);
  expect(cluster.asked).toEqual([
    `ClusterNetworkPolicy ${GROUP}/v1alpha2`,
    `AdminNetworkPolicy ${GROUP}/v1alpha1`,
    "CiliumNetworkPolicy cilium.io/v2",
  ]);
  expect(objects.map(({ spec }) => spec)).toEqual([OFFICE.spec, undefined]);
  expect(unread).toEqual([]);
});

const isStrange = (found: LiveMatrix) => strangeThings(found).length > 0;

describe("beside tenants that are as they were declared", () => {
  const roots = [tree({ name: "a", profile: "production" })];
  const tenants = { file: "tenants.yaml", cluster: CLUSTER, roots, document: tenantsDocument(roots, CLUSTER) };
  const judge = (objects: readonly KubeObject[], unread: readonly string[] = []) =>
    liveMatrix(declaredSnapshot(roots), CLUSTER, { tenants, foreign: { objects, unread } });

  test("nothing is strange where there is nothing else", () => {
    expect(isStrange(judge([]))).toBe(false);
  });

  test("what an administrator accepts is open and not declared", () => {
    const found = judge([OFFICE]);
    expect(found.comparison?.undeclared).toEqual([
      expect.objectContaining({ from: "tenant-a", to: "private networks", verdict: "partly" }),
    ]);
    expect(isStrange(found)).toBe(true);
    expect(formatFindings(findingsOf(found))).toMatch(
      /what they deny or pass on is not:\n {2}ClusterNetworkPolicy office\n/,
    );
  });

  const accepting = (to: object, more: object = {}): KubeObject => ({
    ...OFFICE,
    spec: { ...(OFFICE.spec as object), egress: [{ action: "Accept", to: [to] }], ...more },
  });

  test.each([
    ["a peer by names", accepting({ domainNames: ["*.example.com"] }), "office: egress 1, a peer by domainNames"],
    ["a subject of another form", accepting({ networks: ["10.50.0.0/16"] }, { subject: { hosts: {} } }), "its subject"],
    ["no subject, as it was too large to be kept", { ...OFFICE, spec: { tier: "Admin" } }, "office: too large"],
  ])("what may accept more than is shown fails, strict or not: %s", (_, policy, words) => {
    expect(openWays(judge([policy]))).toEqual([
      { code: "not-judged", message: expect.stringMatching(`^may accept more .*${words}$`) as unknown },
    ]);
  });

  test("what accepts for pods that no policy isolates, or denies what cannot be judged, opens nothing", () => {
    const elsewhere = { subject: { namespaces: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } } };
    const denying = { subject: { hosts: {} }, egress: [{ action: "Deny", to: [{ domainNames: ["a"] }] }] };
    const policies = [accepting({ domainNames: ["a"] }, elsewhere), accepting({}, denying)];
    expect(openWays(judge(policies))).toEqual([]);
  });

  test.each([
    ["in a tenant", OTHER("tenant-a"), true],
    ["elsewhere", OTHER("kube-system"), false],
  ])("a policy of another kind %s can mean tenants: %#", (_, policy, isSo) => {
    const found = judge([policy]);
    expect([isStrange(found), found.comparison?.undeclared]).toEqual([isSo, []]);
    expect(found.otherPolicies.namedOnly).toEqual([`CiliumNetworkPolicy ${policy.metadata.namespace!}/c`]);
  });

  test("kinds that may not be read cannot be vouched for", async () => {
    const { unread } = await readForeignPolicies(clusterWith([], ["cilium.io"], "CiliumNetworkPolicy"));
    expect(unread).toEqual(["CiliumNetworkPolicy (cilium.io/v2)"]);
    expect(isStrange(judge([], unread))).toBe(true);
  });
});

test("a namespace that a tenant is exposed to and that is not there is named", () => {
  const network = { expose: [{ fromNamespace: "ingress-nginx", ports: [{ protocol: "TCP", port: 80 }] }] };
  const roots = [tree({ name: "a", network })];
  const tenants = { file: "t", cluster: CLUSTER, roots, document: tenantsDocument(roots, CLUSTER) };
  const live = declaredSnapshot(roots);
  expect(liveMatrix(live, CLUSTER, { tenants }).comparison?.absentNamespaces).toEqual(["ingress-nginx"]);
  const namespaces = [...live.namespaces, { name: "ingress-nginx" }];
  expect(liveMatrix({ ...live, namespaces }, CLUSTER, { tenants }).comparison?.absentNamespaces).toEqual([]);
});
