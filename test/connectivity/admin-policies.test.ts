import { connectivityMatrix, type ClusterSnapshot } from "../../src/connectivity";
import { acceptedWays } from "../../src/connectivity/admin-policies";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

const NODES = ["203.0.113.0/28"];
const deny = (namespace: string, podSelector: object): KubeObject => ({
  ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "deny", namespace } },
  spec: { podSelector, policyTypes: ["Ingress", "Egress"] },
});
const pod = (namespace: string, name: string, labels: Record<string, string> = {}) => ({ namespace, name, labels });
/** One namespace is shut, of one some pods are, and one is open. */
const SNAPSHOT: ClusterSnapshot = {
  namespaces: [
    { name: "shut", labels: { team: "a" } },
    { name: "half", labels: { team: "a" } },
    { name: "open", labels: { team: "b" } },
  ],
  pods: [
    pod("shut", "db", { app: "db" }),
    pod("shut", "web"),
    pod("half", "walled", { walled: "yes" }),
    pod("half", "free"),
    pod("open", "any"),
  ],
  policies: [deny("shut", {}), deny("half", { matchLabels: { walled: "yes" } })],
};
const PLACES = [
  { name: "office", cidrs: ["10.50.0.0/16"] },
  { name: "nodes", cidrs: NODES },
];

type Rules = Readonly<Record<string, unknown>>;

function clusterPolicy(spec: Rules): KubeObject {
  const all = { tier: "Admin", priority: 1, subject: { namespaces: {} }, ...spec };
  return {
    apiVersion: "policy.networking.k8s.io/v1alpha2",
    kind: "ClusterNetworkPolicy",
    metadata: { name: "c" },
    spec: all,
  };
}

/** The ways from a group to another, with what a policy of an administrator accepts. */
function ways(from: string, to: string, ...objects: readonly KubeObject[]): unknown {
  const { policies } = acceptedWays(objects, SNAPSHOT, NODES);
  const snapshot = { ...SNAPSHOT, policies: [...SNAPSHOT.policies, ...policies] };
  const { groups, cells } = connectivityMatrix(snapshot, { places: PLACES });
  const index = (name: string) => groups.findIndex((group) => group.name === name);
  return cells[index(from)]?.[index(to)];
}

const toOffice = (rule: Rules = {}, spec: Rules = {}) =>
  clusterPolicy({ egress: [{ action: "Accept", to: [{ networks: ["10.50.0.0/16"] }], ...rule }], ...spec });
const TCP = [
  { tcp: { destinationPort: { number: 5432 } } },
  { udp: { destinationPort: { range: { start: 1, end: 9 } } } },
];

test("what an administrator accepts is a way past every NetworkPolicy", () => {
  expect(ways("shut", "office")).toEqual({ verdict: "deny" });
  expect(ways("shut", "office", toOffice())).toEqual({ verdict: "allow" });
  expect(ways("shut", "office", toOffice({ protocols: TCP }))).toEqual({
    verdict: "partly",
    ports: ["TCP 5432", "UDP 1-9"],
  });
});

test("it isolates nobody: pods that no policy isolates keep all ways", () => {
  expect(ways("open", "nodes", toOffice())).toEqual({ verdict: "allow" });
  expect(ways("half", "nodes", toOffice())).toMatchObject({ parts: [{ from: ["pods without labels"] }] });
  expect(ways("half", "office", toOffice())).toEqual({ verdict: "allow" });
});

test("it is about its subject alone", () => {
  const byNamespace = { subject: { namespaces: { matchLabels: { team: "b" } } } };
  expect(ways("shut", "office", toOffice({}, byNamespace))).toEqual({ verdict: "deny" });
  const selector = { namespaceSelector: { matchLabels: { team: "a" } }, podSelector: { matchLabels: { app: "db" } } };
  expect(ways("shut", "office", toOffice({}, { subject: { pods: selector } }))).toMatchObject({
    verdict: "partly",
    parts: [{ from: ["app=db"] }],
  });
});

test("between pods both sides must accept", () => {
  const to = [{ namespaces: { matchLabels: { team: "a" } } }];
  const egress = clusterPolicy({ egress: [{ action: "Accept", to }] });
  const ingress = clusterPolicy({ ingress: [{ action: "Accept", from: [{ namespaces: {} }] }] });
  expect(ways("open", "shut", egress)).toEqual({ verdict: "deny" });
  expect(ways("open", "shut", ingress)).toEqual({ verdict: "allow" });
  expect(ways("shut", "shut", egress, ingress)).toMatchObject({ verdict: "allow" });
});

test("nodes are peers by their addresses", () => {
  const policy = clusterPolicy({ egress: [{ action: "Accept", to: [{ nodes: {} }], protocols: [{ tcp: {} }] }] });
  expect(ways("shut", "nodes", policy)).toEqual({ verdict: "partly", ports: ["TCP"] });
});

test("an AdminNetworkPolicy says the same in other words", () => {
  const spec = {
    subject: { namespaces: {} },
    ingress: [
      {
        action: "Allow",
        from: [{ namespaces: { matchLabels: { team: "b" } } }],
        ports: [{ portNumber: { protocol: "TCP", port: 80 } }, { portRange: { start: 90, end: 99 } }],
      },
    ],
  };
  const policy = {
    apiVersion: "policy.networking.k8s.io/v1alpha1",
    kind: "AdminNetworkPolicy",
    metadata: { name: "a" },
    spec,
  };
  expect(ways("open", "shut", policy)).toEqual({ verdict: "partly", ports: ["TCP 80", "TCP 90-99"] });
});

test.each(["Deny", "Pass"])("%s is not judged: it opens and closes nothing", (action) => {
  expect(ways("shut", "office", toOffice({ action }))).toEqual({ verdict: "deny" });
  expect(ways("open", "office", toOffice({ action }))).toEqual({ verdict: "allow" });
});

test("what a baseline accepts is for pods that no policy isolates", () => {
  expect(ways("shut", "office", toOffice({}, { tier: "Baseline" }))).toEqual({ verdict: "deny" });
});

test.each<[string, Rules, readonly string[]]>([
  ["a peer by a domain", { to: [{ domainNames: ["example.com"] }] }, ["egress 1, a peer by domainNames"]],
  ["ports of another form", { protocols: [{ icmp: { type: 8 } }] }, ["egress 1, its ports"]],
  ["an address that is none", { to: [{ networks: ["office"] }] }, ["egress 1"]],
  ["a selector of another form", { to: [{ namespaces: { sameLabels: ["team"] } }] }, ["egress 1"]],
])("%s is named, and everything else is judged", (_, rule, places) => {
  const { notJudged } = acceptedWays([toOffice(rule)], SNAPSHOT, NODES);
  expect(notJudged).toEqual(places.map((place) => `ClusterNetworkPolicy c: ${place}`));
});

test("a subject of another form is named", () => {
  const { notJudged, policies } = acceptedWays([toOffice({}, { subject: { all: true } })], SNAPSHOT, NODES);
  expect({ notJudged, policies }).toEqual({
    notJudged: ["ClusterNetworkPolicy c: egress 1: its subject"],
    policies: [],
  });
});
