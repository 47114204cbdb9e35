import type { Issue } from "../../../../src/model/issue";
import { isolationList, tenantObjects } from "../../../../src/model/tenant/objects/objects";
import type { TenantNode } from "../../../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import { connectivityMatrix, withSamplePods, snapshotOf, type Cell } from "../../../../src/connectivity";
import { CLUSTER, SMALL, tenantOf, tree, type LooseSpec, pathOf, policiesFor } from "../../tenants";

const SQL = { protocol: "TCP", port: 5432 };
const WEB = { protocol: "TCP", port: 8080 };

const nodes = (node: TenantNode): TenantNode[] => [node, ...node.children.flatMap(nodes)];

/** A shop and a bank under one parent, and a stranger in a tree of its own. */
function company(peers: { shop?: readonly unknown[]; bank?: readonly unknown[]; play?: readonly unknown[] }) {
  const withPeers = (spec: LooseSpec, own: readonly unknown[] | undefined) =>
    own === undefined ? spec : { ...spec, network: { peers: own } };
  return [
    tree({
      name: "live",
      children: [
        withPeers({ name: "shop", quota: SMALL }, peers.shop),
        withPeers({ name: "bank", quota: SMALL }, peers.bank),
      ],
    }),
    tree(withPeers({ name: "play" }, peers.play)),
  ];
}

function faults(...args: Parameters<typeof company>): readonly Issue[] {
  return validateTenants(company(...args));
}

function verdicts(forest: readonly TenantNode[]): (from: string, to: string) => Cell | null {
  const objects = forest.flatMap(nodes).flatMap(({ tenant, children }) => {
    const below = children.map((child) => child.tenant);
    const { namespace, isolation } = tenantObjects(tenant, below);
    return [namespace, ...isolationList(isolation)];
  });
  const { groups, cells } = connectivityMatrix(withSamplePods(snapshotOf(objects), CLUSTER));
  const index = (name: string) => groups.findIndex((group) => group.name === name);
  return (from, to) => cells[index(from)]![index(to)]!;
}

describe("a way that both sides declare", () => {
  const forest = company({
    shop: [{ toTenant: "tenant-live-bank", ports: [SQL] }],
    bank: [
      { fromTenant: "tenant-live-shop", ports: [SQL] },
      { toTenant: "tenant-play", ports: [WEB] },
    ],
    play: [{ fromTenant: "tenant-live-bank", ports: [{ protocol: "TCP", port: 8000, endPort: 8090 }] }],
  });
  const cell = verdicts(forest);

  test("opens its ports in its direction, between siblings and between trees", () => {
    expect(cell("tenant-live-shop", "tenant-live-bank")).toEqual({ verdict: "partly", ports: ["TCP 5432"] });
    expect(cell("tenant-live-bank", "tenant-play")).toEqual({ verdict: "partly", ports: ["TCP 8080"] });
  });

  test("opens nothing back, and nothing to others", () => {
    expect(cell("tenant-live-bank", "tenant-live-shop")).toMatchObject({ verdict: "deny" });
    expect(cell("tenant-play", "tenant-live-bank")).toMatchObject({ verdict: "deny" });
    expect(cell("tenant-live-shop", "tenant-play")).toMatchObject({ verdict: "deny" });
    expect(cell("tenant-live-bank", "tenant-live")).toMatchObject({ verdict: "deny" });
  });
});

test("a way up the tree opens too, when both sides declare it", () => {
  const forest = [
    tree({
      name: "live",
      network: { peers: [{ fromTenant: "tenant-live-shop", ports: [SQL] }] },
      children: [
        { name: "shop", quota: SMALL, network: { peers: [{ toTenant: "tenant-live", ports: [SQL] }] } },
        { name: "bank", quota: SMALL },
      ],
    }),
  ];
  expect(validateTenants(forest)).toEqual([]);
  const cell = verdicts(forest);
  expect(cell("tenant-live-shop", "tenant-live")).toEqual({ verdict: "partly", ports: ["TCP 5432"] });
  expect(cell("tenant-live-bank", "tenant-live")).toMatchObject({ verdict: "deny" });
});

test("one side alone opens nothing: each has a policy of its own", () => {
  const cell = verdicts(company({ shop: [{ toTenant: "tenant-live-bank", ports: [SQL] }] }));
  expect(cell("tenant-live-shop", "tenant-live-bank")).toMatchObject({ verdict: "deny" });
});

test("the policies name the other namespace by the label that only Kubernetes writes", () => {
  const tenant = tenantOf({
    name: "a",
    network: {
      peers: [
        { toTenant: "tenant-b", ports: [SQL] },
        { fromTenant: "tenant-c", ports: [WEB] },
        { fromTenant: "tenant-d", ports: [WEB] },
      ],
    },
  });
  const named = (name: string) => policiesFor(tenant).find(({ metadata }) => metadata.name === `hikube-${name}`)?.spec;
  const of = (namespace: string) => [
    { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
  ];
  expect(named("to-peers-egress")).toEqual({
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [{ to: of("tenant-b"), ports: [SQL] }],
  });
  expect(named("from-peers-ingress")).toEqual({
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [
      { from: of("tenant-c"), ports: [WEB] },
      { from: of("tenant-d"), ports: [WEB] },
    ],
  });
});

describe("a side without its answer", () => {
  const to = (ports: readonly unknown[], more = {}) => [{ toTenant: "tenant-live-bank", ports, ...more }];
  const from = (ports: readonly unknown[]) => [{ fromTenant: "tenant-live-shop", ports }];

  test("is a fault that says what the other one must add", () => {
    expect(faults({ shop: to([SQL]) })).toMatchObject([
      {
        path: ["live/shop", "network", "peers", 0, "ports"],
        code: "one-sided-peer",
        received: "TCP 5432",
        hint: expect.stringMatching(/fromTenant: "tenant-live-shop".* live\/bank\.network\.peers/) as string,
      },
    ]);
  });

  test.each([
    [
      "another protocol",
      { shop: to([SQL]), bank: from([{ ...SQL, protocol: "UDP" }]) },
      ["live/shop.network.peers[0].ports", "live/bank.network.peers[0].ports"],
    ],
    ["one port of two", { shop: to([SQL, WEB]), bank: from([SQL]) }, ["live/shop.network.peers[0].ports"]],
    [
      "one that says it is expected, though the other tenant is here",
      { shop: to([SQL], { expected: true }) },
      ["live/shop.network.peers[0].ports"],
    ],
  ])("is told: %s", (_, peers, paths) => {
    expect(faults(peers).map(pathOf)).toEqual(paths);
  });

  test("is none where a wider range answers, or several entries do", () => {
    const range = { protocol: "TCP", port: 5000, endPort: 9000 };
    const pieces = [...from([SQL]), ...from([WEB])];
    expect(faults({ shop: to([SQL, WEB]), bank: pieces })).toEqual([]);
    expect(faults({ shop: to([SQL]), bank: from([range]) }).map(pathOf)).toEqual(["live/bank.network.peers[0].ports"]);
  });
});

describe("a tenant of another repository", () => {
  const elsewhere = { toTenant: "tenant-elsewhere", ports: [SQL] };

  test("cannot be checked, which has to be said", () => {
    const [fault, ...others] = faults({ play: [elsewhere] });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({
      path: ["play", "network", "peers", 0, "toTenant"],
      code: "unchecked-peer",
      hint: expect.stringContaining("expected: true") as string,
    });
  });

  test("is expected to declare its side", () => {
    const forest = company({ play: [{ ...elsewhere, expected: true }] });
    expect(validateTenants(forest)).toEqual([]);
    const policies = policiesFor(forest[1]!.tenant).map(({ metadata }) => metadata.name);
    expect(policies).toContain("hikube-to-peers-egress");
  });
});

test("values that are not known yet are skipped", () => {
  const TOKEN = "${TfToken[TOKEN.1]}";
  const NUMBER_TOKEN = -1.8881545897087503e289;
  const isKnown = (value: unknown) => value !== TOKEN && value !== NUMBER_TOKEN;
  const forest = company({
    play: [
      { toTenant: TOKEN, ports: [SQL] },
      { toTenant: "tenant-live-bank", ports: [{ protocol: "TCP", port: NUMBER_TOKEN }] },
    ],
    bank: [{ fromTenant: "tenant-play", ports: [SQL] }],
  });
  expect(validateTenants(forest, isKnown)).toEqual([]);
});

test("a tenant is let in by peers, not by expose, unless it is an ancestor", () => {
  const expose = [{ fromNamespace: "tenant-live", ports: [WEB] }];
  const paths = (forest: readonly TenantNode[]) => validateTenants(forest).map(pathOf);
  const shy = { name: "shy", quota: SMALL, network: { fromAncestors: false, expose } };
  expect(paths([tree({ name: "live", children: [shy] })])).toEqual([]);
  expect(paths([tree({ name: "live" }), tree({ name: "play", network: { expose } })])).toEqual([
    "play.network.expose[0].fromNamespace",
  ]);
});
