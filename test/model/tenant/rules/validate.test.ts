import type { Tenant } from "../../../../src/model/tenant/resolve/tenant";
import type { ClusterFacts } from "../../../../src/model/cluster/cluster-facts";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import { CLUSTER, faultsOf, SMALL, tree, type LooseSpec, pathOf } from "../../tenants";
import { knownCluster } from "../../../../src/model/cluster/known-cluster";

test("all faults of a forest are reported at once", () => {
  const issues = validateTenants([
    tree({ name: "A", quota: { cpu: "x", memory: "y" }, cost: { owner: "a b" } }),
    tree({ name: "b", children: [{ name: "c", quota: { ...SMALL, cpu: "99" }, expiresAt: "soon" }] }),
  ]);
  expect(issues.map(pathOf)).toEqual([
    "A.name",
    "A.quota.cpu",
    "A.quota.memory",
    "A.cost.owner",
    "b/c.quota.cpu",
    "b/c.expiresAt",
  ]);
});

test("two tenants in one namespace are reported with both paths", () => {
  const issues = validateTenants([
    tree({ name: "a", children: [{ name: "b", quota: SMALL }] }),
    tree({ name: "c", namespace: "tenant-a-b" }),
  ]);
  expect(issues).toMatchObject([
    { path: ["c", "namespace"], code: "duplicate-namespace", message: expect.stringContaining('"a/b"') as string },
  ]);
});

test("a namespace that is too long is reported where it becomes so, with its length", () => {
  const long = "n".repeat(40);
  const issues = faultsOf({
    name: long,
    children: [{ name: long, quota: SMALL, children: [{ name: "x", quota: SMALL }] }],
  });
  const tooLong = issues.filter(({ code }) => code === "namespace-too-long");
  expect(tooLong.map(pathOf)).toEqual([`${long}/${long}.name`]);
  expect(tooLong[0]?.message).toContain("88");
});

test("an account of another tenant is told, one of the platform is not", () => {
  const withAccount = (namespace: string) =>
    validateTenants([
      tree({ name: "a", access: { viewers: [{ kind: "ServiceAccount", name: "ci", namespace }] } }),
      tree({ name: "b" }),
    ]);
  expect(withAccount("tenant-b").map(pathOf)).toEqual(["a.access.viewers[0].namespace"]);
  expect(withAccount("tenant-a")).toEqual([]);
  expect(withAccount("hikube-system")).toEqual([]);
});

describe("what is not known yet", () => {
  const TOKEN = "${TfToken[TOKEN.1]}";
  const isKnown = (value: unknown) => value !== TOKEN;
  const faults = (spec: LooseSpec) =>
    validateTenants([tree(spec)], isKnown).map((issue) => {
      expect(issue.code).toBe("must-be-known-at-synth");
      return pathOf(issue);
    });

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

test("a controller of the platform in a tenant's namespace is a fault of the tenant", () => {
  const controllers = [{ kind: "ServiceAccount", name: "flux", namespace: "tenant-a" }] as const;
  const issues = validateTenants([tree({ name: "a" }, undefined, { ...CLUSTER, controllers })]);
  expect(issues).toMatchObject([{ path: ["a"], code: "controller-in-tenant" }]);
});

describe("facts of a cluster", () => {
  const faults = (facts: unknown) =>
    validateTenants([tree({ name: "a" }, undefined, facts as ClusterFacts)]).map(pathOf);

  test("that are whole have no fault", () => {
    expect(faults(CLUSTER)).toEqual([]);
  });

  test("that are wrong hide no fault of sub-tenants either, and are read by no rule of theirs", () => {
    const facts = { ...CLUSTER, podCidrs: undefined } as unknown as ClusterFacts;
    const ports = [{ protocol: "TCP", port: 0 }];
    const child = { name: "b", quota: SMALL, network: { egress: [{ toCidrs: ["10.20.0.0/16"], ports }] } };
    const parent = tree({ name: "a", network: { internet: "deny" } }, undefined, CLUSTER);
    const below = tree(child, parent.tenant, CLUSTER);
    const on = (tenant: Tenant, more: Partial<Tenant> = {}): Tenant => ({
      ...tenant,
      ...more,
      cluster: knownCluster(facts),
    });
    const top = on(parent.tenant);
    const node = { tenant: top, children: [{ tenant: on(below.tenant, { parent: top }), children: [] }] };
    expect(validateTenants([node]).map(pathOf)).toEqual([
      ...["cluster.podCidrs", "a/b.network.egress[0].ports[0].port"],
    ]);
  });

  test("that are wrong hide no fault of the tenants", () => {
    const egress = [{ toCidrs: ["10.244.0.0/24"], ports: [{ protocol: "TCP", port: 0 }] }];
    const facts = { ...CLUSTER, podCidrs: undefined, apiServer: undefined } as unknown as ClusterFacts;
    const node = tree({ name: "a", profile: "none", network: { egress } }, undefined, facts);
    expect(validateTenants([node]).map(pathOf)).toEqual([
      ...["cluster.podCidrs", "cluster.apiServer"],
      ...["a.profile", "a.network.egress[0].ports[0].port"],
    ]);
  });
});
