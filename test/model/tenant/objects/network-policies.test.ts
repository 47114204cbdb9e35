import { parseCidr, containsCidr } from "../../../../src/model/kubernetes/cidr";
import type { NetworkPolicy } from "../../../../src/model/tenant/objects/network-policy";
import { SPECIAL_RANGES } from "../../../../src/model/kubernetes/special-ranges";
import { CLUSTER, SMALL, tenantOf, tree, type LooseSpec, policiesFor } from "../../tenants";

const policiesOf = (spec: LooseSpec) => policiesFor(tenantOf(spec));
const named = (policies: readonly NetworkPolicy[], name: string) =>
  policies.find((policy) => policy.metadata.name === `hikube-${name}`);
const TCP_80 = [{ protocol: "TCP", port: 80 }];

test("a tenant is shut on both sides before anything is opened", () => {
  const policies = policiesOf({ name: "a" });
  expect(policies.slice(0, 2).map(({ spec }) => spec)).toEqual([
    { podSelector: {}, policyTypes: ["Ingress"] },
    { podSelector: {}, policyTypes: ["Egress"] },
  ]);
});

test("no object speaks for both directions, and no rule leaves its peers out", () => {
  const network = {
    internet: "allow",
    expose: [{ fromNamespace: "ingress", ports: TCP_80 }],
    egress: [{ toCidrs: ["10.1.0.0/16"], ports: TCP_80 }],
  };
  const child = tree({ name: "a", children: [{ name: "b", quota: SMALL, network }] }).children[0]!.tenant;
  const policies = policiesFor(child);
  expect(policies).toHaveLength(11);
  for (const { spec, metadata } of policies) {
    expect(spec.policyTypes).toHaveLength(1);
    expect(metadata.name).toMatch(spec.policyTypes[0] === "Ingress" ? /-ingress$/ : /-egress$/);
    for (const rule of spec.ingress ?? []) expect(rule.from).not.toHaveLength(0);
    for (const rule of spec.egress ?? []) expect(rule.to).not.toHaveLength(0);
    expect(JSON.stringify(spec)).not.toContain(`"namespaceSelector":{}`);
  }
});

test("a rule that lost its peers or its ports opens nothing", () => {
  const policies = policiesOf({
    name: "a",
    network: { expose: [{ fromCidrs: [], ports: TCP_80 }], egress: [{ toCidrs: ["10.1.0.0/16"], ports: [] }] },
  });
  expect(named(policies, "expose-ingress")?.spec.ingress).toEqual([]);
  expect(named(policies, "to-cidrs-egress")?.spec.egress).toEqual([]);
});

test("isolated pods are left out inside the tenant, on both sides", () => {
  const policies = policiesOf({ name: "a" });
  const allButIsolated = {
    matchExpressions: [{ key: "hikube.cloud/isolated", operator: "NotIn", values: ["true"] }],
  };
  expect(named(policies, "same-tenant-ingress")?.spec.podSelector).toEqual(allButIsolated);
  expect(named(policies, "same-tenant-egress")?.spec.podSelector).toEqual(allButIsolated);
  // The way to the descendants must not lead back into the own namespace.
  expect(named(policies, "to-descendants-egress")?.spec.egress?.[0]?.to).toEqual([
    {
      namespaceSelector: {
        matchExpressions: [
          { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["tenant-a"] },
          { key: "tenant.hikube.cloud/tenant-a", operator: "Exists" },
        ],
      },
    },
  ]);
});

test("a descendant admits its ancestors by the label that only Kubernetes writes, and can refuse them", () => {
  const node = tree({
    name: "a",
    children: [
      { name: "b", quota: SMALL, children: [{ name: "c", quota: SMALL }] },
      { name: "d", quota: SMALL, network: { fromAncestors: false } },
    ],
  });
  const [b, d] = node.children;
  const c = b!.children[0]!;
  expect(named(policiesFor(c.tenant), "from-ancestors-ingress")?.spec.ingress?.[0]?.from).toEqual([
    {
      namespaceSelector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["tenant-a", "tenant-a-b"] }],
      },
    },
  ]);
  expect(named(policiesFor(d!.tenant), "from-ancestors-ingress")).toBeUndefined();
  expect(named(policiesFor(node.tenant), "from-ancestors-ingress")).toBeUndefined();
});

test("DNS and the API server are reached where the cluster has them", () => {
  const policies = policiesOf({ name: "a" });
  expect(named(policies, "to-dns-egress")?.spec.egress).toEqual([
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ]);
  expect(named(policies, "to-apiserver-egress")?.spec).toEqual({
    podSelector: { matchLabels: { "hikube.cloud/allow-apiserver": "true" } },
    policyTypes: ["Egress"],
    egress: [{ to: [{ ipBlock: { cidr: "8.8.4.4/32" } }], ports: [{ protocol: "TCP", port: 6443 }] }],
  });
});

describe("the internet", () => {
  const peersOf = (spec: LooseSpec) => named(policiesOf(spec), "to-internet-egress")?.spec.egress?.[0]?.to;

  test("is open or shut by the profile, unless the tenant says otherwise", () => {
    expect(peersOf({ name: "a", profile: "production" })).toBeUndefined();
    expect(peersOf({ name: "a", profile: "development" })).toHaveLength(2);
    expect(peersOf({ name: "a", profile: "production", network: { internet: "allow" } })).toHaveLength(2);
    expect(peersOf({ name: "a", profile: "sandbox", network: { internet: "deny" } })).toBeUndefined();
  });

  test("holds no special range and nothing of the cluster, in either family", () => {
    const peers = peersOf({ name: "a" }) ?? [];
    const closed = peers.flatMap((peer) => peer.ipBlock?.except ?? []).map((cidr) => parseCidr(cidr)!);
    const own = [...CLUSTER.podCidrs, ...CLUSTER.serviceCidrs, ...CLUSTER.nodeCidrs, ...CLUSTER.apiServer.cidrs];
    for (const cidr of [...SPECIAL_RANGES.map((range) => range.cidr), ...own]) {
      const holders = closed.filter((range) => containsCidr(range, parseCidr(cidr)!));
      expect([cidr, holders.length]).toEqual([cidr, 1]);
    }
  });

  test("lists each exception once, strictly inside its own block", () => {
    for (const { ipBlock } of peersOf({ name: "a" }) ?? []) {
      const block = parseCidr(ipBlock?.cidr)!;
      const except = (ipBlock?.except ?? []).map((cidr) => parseCidr(cidr)!);
      expect(except.every((range) => range.prefix > block.prefix && containsCidr(block, range))).toBe(true);
      for (const range of except) expect(except.filter((other) => containsCidr(other, range))).toHaveLength(1);
    }
  });
});

describe("a block outside the cluster", () => {
  const toCidr = (cidr: string) =>
    named(policiesOf({ name: "a", network: { egress: [{ toCidrs: [cidr], ports: TCP_80 }] } }), "to-cidrs-egress")?.spec
      .egress?.[0]?.to?.[0]?.ipBlock;

  test("is written as it is where nothing special lies in it", () => {
    expect(toCidr("10.20.0.0/16")).toEqual({ cidr: "10.20.0.0/16" });
    expect(toCidr("2001:DB8:7::/48")).toEqual({ cidr: "2001:db8:7::/48" });
  });

  test("never holds the cluster's own addresses", () => {
    expect(toCidr("10.0.0.0/8")?.except).toEqual(["10.96.0.0/16", "10.244.0.0/16"]);
  });

  test("means the internet where it is all addresses", () => {
    expect(toCidr("0.0.0.0/0")?.except).toContain("192.168.0.0/16");
  });
});

test("exposed ports are those of the rule, ranges too", () => {
  const ports = [
    { protocol: "TCP", port: 8080 },
    { protocol: "UDP", port: 5000, endPort: 5010 },
  ];
  const policies = policiesOf({ name: "a", network: { expose: [{ fromNamespace: "ingress-nginx", ports }] } });
  expect(named(policies, "expose-ingress")?.spec.ingress).toEqual([
    { from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } } }], ports },
  ]);
});

describe("a tenant that lets nodes in", () => {
  const network = { expose: [{ fromNodes: true, ports: [{ protocol: "TCP", port: 8080 }] }] };
  const exposed = (facts: Partial<typeof CLUSTER>) => {
    const policy = named(policiesFor(tenantOf({ name: "a", network }, { ...CLUSTER, ...facts })), "expose-ingress");
    return policy?.spec.ingress;
  };
  const from = (...cidrs: readonly string[]) => [
    { from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: "TCP", port: 8080 }] },
  ];

  test("is open to their addresses, whole", () => {
    expect(exposed({ apiServer: { cidrs: ["203.0.113.1/32"], port: 6443 } })).toEqual(from("203.0.113.0/28"));
  });

  test("is open to the ends of their tunnels", () => {
    const nodeTunnelCidrs = ["10.244.1.0/32"];
    expect(exposed({ nodeTunnelCidrs })).toEqual(from("203.0.113.0/28", "10.244.1.0/32"));
  });
});
