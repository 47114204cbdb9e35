import { formatIssue, validateTenants, type ClusterFacts } from "../../../../src/model";
import { CLUSTER, faultsOf, SMALL, tree, type LooseSpec } from "../../tenants";

/** Specs with one fault each, and where it is. */
const WRONG: readonly (readonly [string, LooseSpec, string])[] = [
  ["a name with a capital", { name: "Shop" }, "Shop.name"],
  ["a name with a dash", { name: "my-shop" }, "my-shop.name"],
  ["a name that starts with a digit", { name: "1a" }, "1a.name"],
  ["an empty name", { name: "" }, ".name"],
  ["a name of 47 characters", { name: "a".repeat(47) }, `${"a".repeat(47)}.name`],
  ["a name that is a number", { name: 7 }, "7.name"],
  ["a namespace that is no label", { name: "a", namespace: "Not_One" }, "a.namespace"],
  ["a namespace of the cluster", { name: "a", namespace: "kube-system" }, "a.namespace"],
  ["the platform's namespace", { name: "a", namespace: "hikube-system" }, "a.namespace"],
  ["the stack's name", { name: "a", children: [{ name: "monitoring", quota: SMALL }] }, "a/monitoring.name"],
  ["an unknown profile", { name: "a", profile: "prod" }, "a.profile"],
  ["no profile", { name: "a", profile: undefined }, "a.profile"],
  ["a quota that is no quantity", { name: "a", quota: { cpu: "lots" } }, "a.quota.cpu"],
  ["a quota that is a number", { name: "a", quota: { cpu: 32 } }, "a.quota.cpu"],
  ["a negative quota", { name: "a", quota: { memory: "-1Gi" } }, "a.quota.memory"],
  ["a quota of no cpu at all", { name: "a", quota: { cpu: "0" } }, "a.quota.cpu"],
  ["half a byte", { name: "a", quota: { storage: "0.5" } }, "a.quota.storage"],
  ["less than a thousandth core", { name: "a", quota: { cpu: "1.0001" } }, "a.quota.cpu"],
  ["requests over limits", { name: "a", quota: { cpu: { requests: "4", limits: "2" } } }, "a.quota.cpu"],
  ["a wrong limit", { name: "a", quota: { cpu: { requests: "4", limits: "x" } } }, "a.quota.cpu.limits"],
  ["half a LoadBalancer", { name: "a", quota: { loadBalancers: 1.5 } }, "a.quota.loadBalancers"],
  ["negative pods", { name: "a", quota: { pods: -1 } }, "a.quota.pods"],
  ["a wrong class name", { name: "a", quota: { storageClasses: { Fast_1: "1Gi" } } }, "a.quota.storageClasses.Fast_1"],
  [
    "an extended resource without domain",
    { name: "a", quota: { extendedResources: { gpu: 1 } } },
    "a.quota.extendedResources.gpu",
  ],
  ["capacity among the counts", { name: "a", quota: { counts: { cpu: 3 } } }, "a.quota.counts.cpu"],
  [
    "fewer quotas than our own",
    { name: "a", quota: { counts: { resourcequotas: 1 } } },
    "a.quota.counts.resourcequotas",
  ],
  ["an unlimited reservation", { name: "a", quota: { reserved: { cpu: "unlimited" } } }, "a.quota.reserved.cpu"],
  ["a share of no parent", { name: "a", quota: { share: 50 } }, "a.quota.share"],
  [
    "a share of 150 percent",
    { name: "a", children: [{ name: "b", quota: { ...SMALL, share: 150 } }] },
    "a/b.quota.share",
  ],
  [
    "a default that is no quantity",
    { name: "a", containerDefaults: { limits: { cpu: "x" } } },
    "a.containerDefaults.limits.cpu",
  ],
  [
    "a default over the quota",
    { name: "a", quota: { memory: "1Gi" }, containerDefaults: { limits: { memory: "2Gi" } } },
    "a.containerDefaults.limits.memory",
  ],
  [
    "a request over its limit",
    { name: "a", containerDefaults: { requests: { cpu: "2" } } },
    "a.containerDefaults.requests.cpu",
  ],
  ["a wrong internet rule", { name: "a", network: { internet: "yes" } }, "a.network.internet"],
  [
    "a CIDR without mask",
    { name: "a", network: { egress: [{ toCidrs: ["1.2.3.4"], ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.egress[0].toCidrs[0]",
  ],
  [
    "a CIDR with host bits",
    { name: "a", network: { expose: [{ fromCidrs: ["1.2.3.4/8"], ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.expose[0].fromCidrs[0]",
  ],
  [
    "a CIDR that is none",
    { name: "a", network: { expose: [{ fromCidrs: ["::g/8"], ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.expose[0].fromCidrs[0]",
  ],
  [
    "the cluster's pods as the world",
    { name: "a", network: { expose: [{ fromCidrs: ["10.244.3.0/24"], ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.expose[0].fromCidrs[0]",
  ],
  [
    "the metadata service",
    { name: "a", network: { egress: [{ toCidrs: ["169.254.169.254/32"], ports: [{ protocol: "TCP", port: 80 }] }] } },
    "a.network.egress[0].toCidrs[0]",
  ],
  [
    "a detour by NAT64",
    {
      name: "a",
      network: { egress: [{ toCidrs: ["64:ff9b::a9fe:a9fe/128"], ports: [{ protocol: "TCP", port: 80 }] }] },
    },
    "a.network.egress[0].toCidrs[0]",
  ],
  [
    "a rule without addresses",
    { name: "a", network: { expose: [{ fromCidrs: [], ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.expose[0].fromCidrs",
  ],
  [
    "a rule without ports",
    { name: "a", network: { expose: [{ fromNamespace: "x", ports: [] }] } },
    "a.network.expose[0].ports",
  ],
  [
    "a wrong namespace to expose to",
    { name: "a", network: { expose: [{ fromNamespace: "*", ports: [{ protocol: "TCP", port: 1 }] }] } },
    "a.network.expose[0].fromNamespace",
  ],
  [
    "port 0",
    { name: "a", network: { expose: [{ fromNamespace: "x", ports: [{ protocol: "TCP", port: 0 }] }] } },
    "a.network.expose[0].ports[0].port",
  ],
  [
    "a range that ends before it starts",
    { name: "a", network: { expose: [{ fromNamespace: "x", ports: [{ protocol: "TCP", port: 9, endPort: 8 }] }] } },
    "a.network.expose[0].ports[0].endPort",
  ],
  [
    "an unknown protocol",
    { name: "a", network: { expose: [{ fromNamespace: "x", ports: [{ protocol: "tcp", port: 1 }] }] } },
    "a.network.expose[0].ports[0].protocol",
  ],
  [
    "everybody who is logged in",
    { name: "a", access: { viewers: [{ kind: "Group", name: "system:authenticated" }] } },
    "a.access.viewers[0].name",
  ],
  ["a nameless group", { name: "a", access: { owners: [{ kind: "Group", name: " " }] } }, "a.access.owners[0].name"],
  [
    "an unknown kind of subject",
    { name: "a", access: { owners: [{ kind: "Team", name: "x" }] } },
    "a.access.owners[0].kind",
  ],
  [
    "an account without namespace",
    { name: "a", access: { users: [{ kind: "ServiceAccount", name: "x" }] } },
    "a.access.users[0].namespace",
  ],
  [
    "an admin account beside pods",
    { name: "a", access: { admins: [{ kind: "ServiceAccount", name: "x", namespace: "tenant-a" }] } },
    "a.access.admins[0].namespace",
  ],
  ["an unknown Pod Security level", { name: "a", security: { podSecurity: "privileged" } }, "a.security.podSecurity"],
  [
    "a laxer child",
    { name: "a", profile: "staging", children: [{ name: "b", quota: SMALL, security: { podSecurity: "baseline" } }] },
    "a/b.security.podSecurity",
  ],
  ["a cost value with spaces", { name: "a", cost: { owner: "Jane Doe" } }, "a.cost.owner"],
  ["an empty cost value", { name: "a", cost: { project: "" } }, "a.cost.project"],
  ["a sandbox without end", { name: "a", profile: "sandbox" }, "a.expiresAt"],
  ["an end that is no time", { name: "a", expiresAt: "tomorrow" }, "a.expiresAt"],
  ["a day that no calendar has", { name: "a", expiresAt: "2027-02-29T00:00:00Z" }, "a.expiresAt"],
  ["an end without zone", { name: "a", expiresAt: "2027-02-28T00:00:00" }, "a.expiresAt"],
];

test.each(WRONG)("%s is one fault that says path, given, allowed and mend", (_, spec, path) => {
  const issues = faultsOf(spec);
  expect(issues.map((issue) => issue.path)).toEqual([path]);
  expect(issues[0]).toEqual({
    path,
    message: expect.stringMatching(/\w/) as string,
    given: expect.stringMatching(/./) as string,
    allowed: expect.stringMatching(/\w/) as string,
    mend: expect.stringMatching(/\w/) as string,
  });
});

test("all faults of a forest are told at once", () => {
  const issues = validateTenants([
    tree({ name: "A", quota: { cpu: "x", memory: "y" }, cost: { owner: "a b" } }),
    tree({ name: "b", children: [{ name: "c", quota: { ...SMALL, cpu: "99" }, expiresAt: "soon" }] }),
  ]);
  expect(issues.map(({ path }) => path)).toEqual([
    "A.name",
    "A.quota.cpu",
    "A.quota.memory",
    "A.cost.owner",
    "b/c.quota.cpu",
    "b/c.expiresAt",
  ]);
});

test("two tenants in one namespace are told with both paths", () => {
  const issues = validateTenants([
    tree({ name: "a", children: [{ name: "b", quota: SMALL }] }),
    tree({ name: "c", namespace: "tenant-a-b" }),
  ]);
  expect(issues.map(formatIssue)).toEqual([
    `c.namespace: two tenants in one namespace, "tenant-a-b": the other is "a/b"; given "tenant-a-b"; allowed: a namespace of its own; mend: rename one of the two; a change of name makes a new namespace`,
  ]);
});

test("a namespace that gets too long is told where it starts to be, with the excess", () => {
  const long = "n".repeat(40);
  const issues = faultsOf({
    name: long,
    children: [{ name: long, quota: SMALL, children: [{ name: "x", quota: SMALL }] }],
  });
  expect(issues.map(({ path, message }) => [path, message])).toContainEqual([
    `${long}/${long}.name`,
    "the namespace's name gets too long, 88 characters",
  ]);
  expect(issues.filter(({ message }) => message.includes("too long"))).toHaveLength(1);
});

test("an account of another tenant is told, one of the platform is not", () => {
  const withAccount = (namespace: string) =>
    validateTenants([
      tree({ name: "a", access: { viewers: [{ kind: "ServiceAccount", name: "ci", namespace }] } }),
      tree({ name: "b" }),
    ]);
  expect(withAccount("tenant-b").map(({ path }) => path)).toEqual(["a.access.viewers[0].namespace"]);
  expect(withAccount("tenant-a")).toEqual([]);
  expect(withAccount("hikube-system")).toEqual([]);
});

describe("what is not known yet", () => {
  const TOKEN = "${TfToken[TOKEN.1]}";
  const isKnown = (value: unknown) => value !== TOKEN;
  const faults = (spec: LooseSpec) => validateTenants([tree(spec)], isKnown).map(({ path }) => path);

  test("is skipped", () => {
    expect(
      faults({
        name: "a",
        quota: { cpu: TOKEN, storage: TOKEN },
        network: { egress: [{ toCidrs: [TOKEN], ports: [{ protocol: "TCP", port: 1 }] }] },
        access: { owners: [{ kind: "Group", name: TOKEN }] },
        cost: { owner: TOKEN },
        expiresAt: TOKEN,
        children: [],
      }),
    ).toEqual([]);
  });

  test("passes through to the objects", () => {
    const { tenant } = tree({ name: "a", quota: { cpu: TOKEN } });
    expect(tenant.quota.capacity["limits.cpu"]).toBe(TOKEN);
  });

  test("cannot be a name, a profile, or a quota that is shared", () => {
    expect(faults({ name: TOKEN, profile: "staging" })).toEqual([`${TOKEN}.name`]);
    expect(faults({ name: "a", profile: TOKEN })).toEqual(["a.profile"]);
    expect(faults({ name: "a", quota: { cpu: TOKEN }, children: [{ name: "b", quota: SMALL }] })).toEqual([
      "a.quota.cpu",
    ]);
    expect(faults({ name: "a", quota: { reserved: { cpu: TOKEN } } })).toEqual(["a.quota.cpu"]);
    expect(faults({ name: "a", children: [{ name: "b", quota: { ...SMALL, cpu: TOKEN } }] })).toEqual([
      "a/b.quota.cpu",
    ]);
  });
});

describe("facts of a cluster", () => {
  const faults = (facts: unknown) =>
    validateTenants([tree({ name: "a" }, undefined, facts as ClusterFacts)]).map(({ path }) => path);

  test("that are whole have no fault", () => {
    expect(faults(CLUSTER)).toEqual([]);
  });

  test("that are missing or wrong are all told", () => {
    expect(faults({ ...CLUSTER, formatVersion: 2 })).toEqual(["cluster"]);
    expect(
      faults({
        ...CLUSTER,
        version: "latest",
        podCidrs: [],
        serviceCidrs: ["10.96.0.0"],
        nodeCidrs: undefined,
        apiServer: { cidrs: ["192.0.2.1/32"], port: "6443" },
        dns: { namespace: "kube-system", podLabels: {}, ports: [53] },
      }),
    ).toEqual([
      "cluster.version",
      "cluster.podCidrs",
      "cluster.serviceCidrs[0]",
      "cluster.nodeCidrs",
      "cluster.apiServer.port",
      "cluster.dns.podLabels",
    ]);
  });

  test("that are wrong hide no fault of the tenants", () => {
    const egress = [{ toCidrs: ["10.244.0.0/24"], ports: [{ protocol: "TCP", port: 0 }] }];
    const facts = { ...CLUSTER, podCidrs: undefined, apiServer: undefined } as unknown as ClusterFacts;
    const node = tree({ name: "a", profile: "none", network: { egress } }, undefined, facts);
    expect(validateTenants([node]).map(({ path }) => path)).toEqual([
      ...["cluster.podCidrs", "cluster.apiServer.cidrs", "cluster.apiServer.port"],
      ...["a.profile", "a.network.egress[0].ports[0].port"],
    ]);
  });
});
