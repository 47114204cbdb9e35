import { compareQuantities, parseQuantity, addQuantities } from "../../../../src/model/kubernetes/quantity";
import { LEVEL_RULES } from "../../../../src/model/platform/roles/level-rules";
import { restOf, tenantQuota } from "../../../../src/model/tenant/objects/carve-out";
import type { TenantNode } from "../../../../src/model/tenant/resolve/tenant";
import { tenantTree } from "../../../../src/model/tenant/tree";
import { CLUSTER, faultsOf, SMALL, tenantOf, tree, pathOf, policiesFor } from "../../tenants";

describe("a top tenant", () => {
  test("gets the quota of its profile", () => {
    const { capacity, counts } = tenantOf({ name: "a", profile: "production" }).quota;
    expect(capacity).toMatchObject({
      "requests.cpu": "32",
      "limits.cpu": "32",
      "requests.memory": "128Gi",
      "requests.storage": "2Ti",
      "services.loadbalancers": "4",
    });
    expect(counts).toMatchObject({ pods: "500", "services.nodeports": "0", resourcequotas: "3" });
  });

  test("has room for the quotas that a namespace held before it was adopted", () => {
    expect(tenantOf({ name: "a", adopt: true }).quota.counts).toMatchObject({ resourcequotas: "20" });
  });

  test("is granted no GPU and no huge pages that it does not ask for", () => {
    const { capacity } = tenantOf({ name: "a", quota: { extendedResources: { "nvidia.com/gpu": 2 } } }).quota;
    expect(capacity).toMatchObject({ "requests.nvidia.com/gpu": "2", "requests.amd.com/gpu": "0" });
    expect(Object.keys(capacity).filter((key) => key.startsWith("limits."))).toEqual(["limits.cpu", "limits.memory"]);
  });

  test("lifts a bound by unlimited", () => {
    const { capacity } = tenantOf({ name: "a", quota: { storage: "unlimited" } }).quota;
    expect(capacity).not.toHaveProperty("requests.storage");
  });

  test("separates requests and limits", () => {
    const { capacity } = tenantOf({ name: "a", quota: { cpu: { requests: "0.5", limits: "2000m" } } }).quota;
    expect(capacity).toMatchObject({ "requests.cpu": "500m", "limits.cpu": "2" });
  });
});

describe("counts", () => {
  const { counts } = tenantOf({ name: "a" }).quota;
  const OWN_KEYS = ["configmaps", "persistentvolumeclaims", "replicationcontrollers", "secrets", "services"];
  const keyOf = (resource: string, group: string) =>
    OWN_KEYS.includes(resource) ? resource : `count/${resource}${group === "" ? "" : `.${group}`}`;

  test("bound every kind that a level may create", () => {
    const created = LEVEL_RULES.filter(({ verbs }) => verbs.includes("create")).flatMap(({ apiGroups, resources }) =>
      resources.filter((resource) => !resource.includes("/")).map((resource) => keyOf(resource, apiGroups[0] ?? "")),
    );
    // The API server counts no events, whatever a quota says.
    expect(created.filter((key) => !(key in counts))).toEqual(["count/events", "count/events.events.k8s.io"]);
  });

  test("bound the custom resources that the cluster grants, as the pods or as the grant says", () => {
    const group = "example.ch";
    const cluster = {
      ...CLUSTER,
      customResources: [
        { group, resource: "widgets", level: "admin", count: 3 },
        { group, resource: "widgets", level: "viewer", verbs: ["get"] },
        { group, resource: "gadgets", level: "admin" },
      ],
    } as const;
    const counted = (quota: object) => tenantOf({ name: "a", quota }, cluster).quota.counts;
    expect(counted({ pods: 70 })).toMatchObject({ "count/widgets.example.ch": "3", "count/gadgets.example.ch": "70" });
    expect(counted({ counts: { "count/widgets.example.ch": 9 } })).toMatchObject({ "count/widgets.example.ch": "9" });
  });

  test.each([
    ["Deployments", "replicasets.apps"],
    ["StatefulSets", "controllerrevisions.apps"],
    ["StatefulSets", "persistentvolumeclaims"],
    ["CronJobs", "jobs.batch"],
    ["Jobs", "pods"],
    ["Services", "endpoints"],
    ["Services", "endpointslices.discovery.k8s.io"],
    ["pods", "resourceclaims.resource.k8s.io"],
    ["the namespace", "serviceaccounts"],
    ["the namespace", "configmaps"],
  ])("bound what controllers make from %s: %s", (_, resource) => {
    expect([counts[resource], counts[`count/${resource}`]].filter(Boolean)).not.toEqual([]);
  });

  test("leave room for the default history of workloads, and for far less than one of each pod", () => {
    const revisions = (pods: number) => tenantOf({ name: "a", quota: { pods } }).quota.counts["count/replicasets.apps"];
    expect([revisions(5), revisions(500)]).toEqual(["110", "2k"]);
  });

  test("are a quarter of the pods for what a controller works on one after the other, and 20 at least", () => {
    const keys = ["services", "count/cronjobs.batch", "count/horizontalpodautoscalers.autoscaling"];
    const of = (pods: number) => keys.map((key) => tenantOf({ name: "a", quota: { pods } }).quota.counts[key]);
    expect([of(500), of(10)]).toEqual([keys.map(() => "125"), keys.map(() => "20")]);
  });

  test("leave room for our own objects at their least", () => {
    const ports = [{ protocol: "TCP", port: 1 }];
    const network = {
      internet: "allow",
      expose: [{ fromNamespace: "ingress", ports }],
      egress: [{ toCidrs: ["10.1.0.0/16"], ports }],
      peers: ["toTenant", "fromTenant"].map((end) => ({ [end]: "tenant-z", ports })),
    };
    const fullest = tree({ name: "a", children: [{ name: "b", quota: SMALL, network }] }).children[0]!.tenant;
    const policies = policiesFor(fullest).length;
    const refused = (count: number) =>
      faultsOf({ name: "a", quota: { counts: { "count/networkpolicies.networking.k8s.io": count } } }).length;
    expect([refused(policies - 1), refused(policies)]).toEqual([1, 0]);
  });
});

describe("a child", () => {
  const node = tree({
    name: "a",
    quota: {
      cpu: "32",
      memory: "128Gi",
      storage: "2Ti",
      loadBalancers: 4,
      storageClasses: { fast: "100Gi" },
      reserved: { cpu: "4" },
    },
    children: [
      { name: "shop", quota: { cpu: "12", memory: "32Gi", storage: "500Gi", loadBalancers: 1 } },
      { name: "web", quota: { share: 25, memory: "1Gi" } },
    ],
  });
  const [shop, web] = node.children.map((child) => child.tenant);

  test("is carved out of its parent, and what is reserved too", () => {
    expect(tenantQuota(node.tenant, [shop!, web!])).toMatchObject({
      "requests.cpu": "8",
      "limits.memory": "95Gi",
      "services.loadbalancers": "2",
    });
  });

  test("takes a share in percent of all that it does not give", () => {
    expect(web!.quota.capacity).toMatchObject({
      "requests.cpu": "8",
      "requests.memory": "1Gi",
      "requests.storage": "512Gi",
      "services.loadbalancers": "1",
      "fast.storageclass.storage.k8s.io/requests.storage": "25Gi",
    });
  });

  test("gets nothing of classes, LoadBalancers and extended resources that it does not ask for", () => {
    expect(shop!.quota.capacity).toMatchObject({ "fast.storageclass.storage.k8s.io/requests.storage": "0" });
  });

  test("does not change the counts of its parent", () => {
    expect(tenantQuota(node.tenant, [shop!, web!]).pods).toBe(tenantQuota(node.tenant, []).pods);
  });

  test("changes nothing but the quota of its parent", () => {
    expect(restOf(node.tenant.quota, [])).toMatchObject({ "requests.cpu": "28" });
  });
});

test("at every level, the parts add up to what was declared", () => {
  const root = tree({
    name: "a",
    quota: { cpu: "10", memory: "10Gi", storage: "1Ti" },
    children: [
      { name: "b", quota: { share: 33.3 }, children: [{ name: "d", quota: { share: 12.5 } }] },
      { name: "c", quota: { cpu: "333m", memory: "1500M", storage: "1G" } },
    ],
  });
  const nodes = (node: TenantNode): TenantNode[] => [node, ...node.children.flatMap(nodes)];
  for (const { tenant, children } of nodes(root)) {
    const below = children.map((child) => child.tenant);
    const rest = restOf(tenant.quota, below);
    for (const [key, declared] of Object.entries(tenant.quota.capacity)) {
      const parts = [rest[key], ...below.map((child) => child.quota.capacity[key])].map((part) => parseQuantity(part)!);
      expect(compareQuantities(parts.reduce(addQuantities), parseQuantity(declared)!)).toBe(0);
    }
  }
});

test.each([
  ["64Gi", 30, "19660Mi"],
  ["64G", 30, "19200M"],
  ["5Mi", 10, "512Ki"],
])("a share of %s in bytes, of %s percent, is %s", (memory, share, amount) => {
  const { children } = tree({ name: "a", quota: { memory }, children: [{ name: "b", quota: { share } }] });
  expect(children[0]?.tenant.quota.capacity["requests.memory"]).toBe(amount);
});

test("the tree tells declared, left and given away", () => {
  const rows = tenantTree([tree({ name: "a", quota: { cpu: "8" }, children: [{ name: "b", quota: SMALL }] })]);
  expect(rows.map(({ namespace, depth }) => [namespace, depth])).toEqual([
    ["tenant-a", 0],
    ["tenant-a-b", 1],
  ]);
  expect(rows[0]).toMatchObject({
    declared: { "requests.cpu": "8" },
    rest: { "requests.cpu": "7" },
    children: { "requests.cpu": "1" },
  });
});

describe("a share that is not left", () => {
  const parent = { name: "a", quota: { cpu: "32", memory: "64Gi", storage: "1Ti", reserved: { cpu: "4" } } };

  test("is one fault that prints the arithmetic", () => {
    const issues = faultsOf({
      ...parent,
      children: [
        { name: "shop", quota: { ...SMALL, cpu: "12" } },
        { name: "web", quota: { ...SMALL, cpu: "8" } },
        { name: "big", quota: { ...SMALL, cpu: "10" } },
        { name: "last", quota: { ...SMALL, cpu: "8" } },
      ],
    });
    expect(issues).toMatchObject([
      {
        path: ["a/big", "quota", "cpu"],
        code: "quota-exceeds-parent",
        message: expect.stringContaining("32 declared − 4 reserved − 12 shop − 8 web = 8 left") as string,
        received: `"10"`,
        expected: "at most 8",
        hint: expect.stringContaining("a.quota.cpu") as string,
      },
    ]);
  });

  test("is told by its side where requests and limits differ", () => {
    const quota = { ...SMALL, cpu: { requests: "30", limits: "40" } };
    expect(faultsOf({ ...parent, children: [{ name: "b", quota }] }).map(pathOf)).toEqual([
      "a/b.quota.cpu.limits",
      "a/b.quota.cpu.requests",
    ]);
  });

  test("may be reserved to the last", () => {
    expect(faultsOf({ name: "a", quota: { cpu: "2", reserved: { cpu: "2" } } })).toEqual([]);
  });

  test("adds up siblings that are too many to print", () => {
    const children = Array.from({ length: 12 }, (_, index) => ({ name: `s${index}`, quota: { ...SMALL, cpu: "2" } }));
    const [issue] = faultsOf({ ...parent, children: [...children, { name: "big", quota: { ...SMALL, cpu: "9" } }] });
    expect(issue?.message).toContain("− 2 s7 − 8 in 4 more = 4 left");
  });
});

describe("a child that does not say what it takes", () => {
  test("is told the ways: an amount, a share, or no bound above", () => {
    const issues = faultsOf({ name: "a", children: [{ name: "b", quota: { cpu: "1" } }] });
    expect(issues.map(pathOf)).toEqual(["a/b.quota.memory", "a/b.quota.storage"]);
    expect(issues[0]?.hint).toMatch(/quota\.memory or quota\.share, or .*a\.quota\.memory.*"unlimited"/);
  });

  test("needs nothing where its parent is not bounded", () => {
    const quota = { cpu: "unlimited", memory: "unlimited", storage: "unlimited" };
    expect(faultsOf({ name: "a", quota, children: [{ name: "b" }] })).toEqual([]);
  });
});
