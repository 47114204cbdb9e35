import { namespaceLabels } from "../../../../src/model/tenant/objects/metadata";
import { documentForest, parseTenantsDocument, tenantsDocument } from "../../../../src/model/tenant/document";
import { forestObjects, isolationList, tenantObjects } from "../../../../src/model/tenant/objects/objects";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import { BASE_ISOLATION } from "../../../../src/model/tenant/objects/base-isolation";
import { CLUSTER, faultsOf, SMALL, tenantOf, tree, type LooseSpec, pathOf } from "../../tenants";

const COMPANY = {
  name: "production",
  profile: "production",
  quota: { ephemeralStorage: { requests: "100Gi", limits: "200Gi" } },
  access: {
    owners: [{ kind: "Group", name: "platform" }],
    viewers: [{ kind: "Group", name: "support" }],
  },
  cost: { costCenter: "CC-1042", project: "shop" },
  expiresAt: "never",
  children: [
    {
      name: "shop",
      quota: { share: 25 },
      access: {
        owners: [{ kind: "Group", name: "platform" }],
        admins: [
          { kind: "User", name: "jane" },
          { kind: "ServiceAccount", name: "shop", namespace: "hikube-system" },
        ],
      },
      cost: { project: "webshop" },
    },
  ],
};

test("a full tenant is these objects", () => {
  const node = tree(COMPANY);
  const children = node.children.map((child) => child.tenant);
  expect(validateTenants([node])).toEqual([]);
  const { namespace, isolation, bindings } = tenantObjects(node.tenant, children);
  const withoutHeaders = [...isolationList(isolation), ...bindings].map(({ metadata, kind, ...rest }) => [
    `${kind} ${metadata.name}`,
    rest,
  ]);
  expect({ namespace, ...Object.fromEntries(withoutHeaders) }).toMatchSnapshot();
});

test("every object is in the tenant's namespace and carries its labels", () => {
  const { tenant } = tree(COMPANY);
  const { isolation, bindings } = tenantObjects(tenant, []);
  for (const { metadata } of [...isolationList(isolation), ...bindings]) {
    expect(metadata.namespace).toBe("tenant-production");
    expect(metadata.labels).toEqual({
      "app.kubernetes.io/managed-by": "hikube",
      "hikube.cloud/cost-center": "CC-1042",
      "hikube.cloud/project": "shop",
      "hikube.cloud/tenant": "tenant-production",
    });
  }
});

test("the same spec gives the same text", () => {
  const text = () => JSON.stringify(tenantObjects(tree(COMPANY).tenant, []));
  expect(text()).toBe(text());
});

test("children change the ResourceQuota and nothing else", () => {
  const node = tree(COMPANY);
  const alone = tenantObjects(node.tenant, []);
  const shared = tenantObjects(
    node.tenant,
    node.children.map((child) => child.tenant),
  );
  const differing = isolationList(shared.isolation).filter(
    (wall, index) => JSON.stringify(wall) !== JSON.stringify(isolationList(alone.isolation)[index]),
  );
  expect(differing.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([["ResourceQuota", "hikube-tenant"]]);
  expect([shared.namespace, shared.bindings]).toEqual([alone.namespace, alone.bindings]);
});

describe("the namespace of a sub-tenant", () => {
  const [child] = tree(COMPANY).children;
  const { labels } = tenantObjects(child!.tenant, []).namespace.metadata;

  test("tells its place in the tree", () => {
    expect(labels).toMatchObject({
      "app.kubernetes.io/managed-by": "hikube",
      "hikube.cloud/tenant": "tenant-production-shop",
      "hikube.cloud/name": "shop",
      "hikube.cloud/parent": "tenant-production",
      "tenant.hikube.cloud/tenant-production": "",
      "tenant.hikube.cloud/tenant-production-shop": "",
    });
  });

  test("inherits profile and cost, key by key", () => {
    expect(labels).toMatchObject({
      "hikube.cloud/profile": "production",
      "hikube.cloud/cost-center": "CC-1042",
      "hikube.cloud/project": "webshop",
    });
  });
});

test("Pod Security has the cluster's version, and never one older than v1.34", () => {
  const version = (of: string) =>
    namespaceLabels(tenantOf({ name: "a" }, { ...CLUSTER, version: of }))["pod-security.kubernetes.io/enforce-version"];
  expect(version("v1.35.4")).toBe("v1.35");
  expect(version("v1.40.0-eks-1")).toBe("v1.40");
  expect(version("v1.30.1")).toBe("v1.34");
});

test("a sub-tenant is as strict as its parent, even where its profile is not", () => {
  const node = tree({ name: "a", profile: "staging", children: [{ name: "b", profile: "development", quota: SMALL }] });
  expect(node.children[0]!.tenant.podSecurity).toBe("restricted");
  expect(tenantOf({ name: "a", profile: "development" }).podSecurity).toBe("baseline");
});

describe("rights", () => {
  const [child] = tree(COMPANY).children;
  const doors = tenantObjects(child!.tenant, []).bindings;

  test("flow down the tree, each holder once", () => {
    expect(doors.map(({ metadata, roleRef, subjects }) => ({ name: metadata.name, roleRef, subjects }))).toEqual([
      {
        name: "hikube-viewer",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "hikube:viewer" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "support" }],
      },
      {
        name: "hikube-admin",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "hikube:admin" },
        subjects: [
          { kind: "ServiceAccount", name: "shop", namespace: "hikube-system" },
          { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" },
        ],
      },
      {
        name: "hikube-owner",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "hikube:owner" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "platform" }],
      },
    ]);
  });

  test("never flow up", () => {
    const parent = tenantObjects(tree(COMPANY).tenant, []);
    expect(JSON.stringify(parent.bindings)).not.toContain("jane");
  });
});

describe("container defaults", () => {
  test("stay within a quota that is smaller than they are", () => {
    const { container } = tenantOf({ name: "a", quota: { cpu: "50m", memory: "64Mi" } });
    expect(container).toEqual({
      min: { cpu: "1m", memory: "1Mi" },
      defaultRequest: { cpu: "50m", memory: "64Mi" },
      default: { cpu: "50m", memory: "64Mi" },
      max: { cpu: "50m", memory: "64Mi" },
    });
  });

  test("are canonical, and a request follows a smaller limit", () => {
    const { container } = tenantOf({ name: "a", containerDefaults: { limits: { cpu: "0.02" } } });
    expect(container.default.cpu).toBe("20m");
    expect(container.defaultRequest.cpu).toBe("20m");
  });

  test("of the nodes' disks are there where the quota bounds them on either side, or somebody gives them", () => {
    const disk = (spec: LooseSpec) => {
      const { container } = tenantOf({ name: "a", ...spec });
      return [container.default, container.defaultRequest, container.max].map((map) => map["ephemeral-storage"]);
    };
    expect(disk({})).toEqual([undefined, undefined, undefined]);
    expect(disk({ quota: { ephemeralStorage: "10Gi" } })).toEqual(["2Gi", "100Mi", "10Gi"]);
    expect(disk({ quota: { ephemeralStorage: { requests: "10Gi", limits: "unlimited" } } })).toEqual([
      ...[undefined, "100Mi", undefined],
    ]);
    expect(disk({ containerDefaults: { limits: { ephemeralStorage: "1Gi" } } })).toEqual(["1Gi", "100Mi", undefined]);
  });

  test("have no maximum and no limit of what is not bounded, unless a limit is given", () => {
    const quota = { cpu: { requests: "8", limits: "unlimited" } };
    const { container } = tenantOf({ name: "a", quota });
    expect([container.max, container.default].map((map) => Object.keys(map))).toEqual([["memory"], ["memory"]]);
    expect(Object.keys(container.defaultRequest)).toEqual(["cpu", "memory"]);
    const given = (cpu: string) => tenantOf({ name: "a", quota, containerDefaults: { limits: { cpu } } }).container;
    expect([given("2").default.cpu, given("unlimited").default.cpu]).toEqual(["2", undefined]);
  });

  test("cannot be unlimited where the quota bounds them: it would refuse the container", () => {
    const containerDefaults = { limits: { cpu: "unlimited" } };
    expect(faultsOf({ name: "a", containerDefaults }).map(pathOf)).toEqual(["a.containerDefaults.limits.cpu"]);
    expect(faultsOf({ name: "a", quota: { cpu: "unlimited" }, containerDefaults })).toEqual([]);
  });
});

describe("the quota of pods with a priority class", () => {
  const podsOf = (spec: LooseSpec, facts = CLUSTER) => {
    const quotas = isolationList(
      tenantObjects(tenantOf({ name: "a", quota: { pods: 70 }, ...spec }, facts), []).isolation,
    );
    const found = quotas.find(({ metadata }) => metadata.name === "hikube-no-priority-class");
    return (found?.spec as { hard: Readonly<Record<string, string>> }).hard;
  };

  test("lets none in", () => {
    expect(podsOf({})).toEqual({ pods: "0" });
  });

  test.each([
    ["the cluster gives every pod one", {}, { ...CLUSTER, globalDefaultPriorityClass: "normal" }],
    ["the tenant is given some", { security: { priorityClasses: ["high"] } }, CLUSTER],
  ])("stays, and bounds nothing more than the tenant does, where %s", (_, spec, facts) => {
    expect(podsOf(spec, facts)).toEqual({ pods: "70" });
    expect(podsOf({ ...spec, suspended: true }, facts)).toEqual({ pods: "0" });
  });
});

describe("the isolation that every tenant has", () => {
  const names = (spec: LooseSpec, facts = CLUSTER) =>
    isolationList(tenantObjects(tenantOf({ name: "a", ...spec }, facts), []).isolation).map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );
  const base = Object.entries(BASE_ISOLATION).flatMap(([kind, all]) => all.map((name) => `${kind} ${name}`));
  const opening = {
    network: {
      internet: "allow",
      fromAncestors: true,
      egress: [{ toCidrs: ["10.20.0.0/16"], ports: [{ protocol: "TCP", port: 1 }] }],
      expose: [{ fromNamespace: "ingress-nginx", ports: [{ protocol: "TCP", port: 8080 }] }],
    },
  };
  const closed = { network: { internet: "deny", fromAncestors: false } };

  test.each([
    ["the least", closed, CLUSTER],
    ["all that may be opened", opening, CLUSTER],
    ["priority classes", { security: { priorityClasses: ["high"] } }, CLUSTER],
    ["a class for every pod of the cluster", {}, { ...CLUSTER, globalDefaultPriorityClass: "normal" }],
    ["suspension", { suspended: true }, CLUSTER],
    ["an adopted namespace", { adopt: true, namespace: "legacy" }, CLUSTER],
  ])("is whole with %s", (_, spec, facts) => {
    expect(names(spec, facts)).toEqual(expect.arrayContaining(base));
  });

  test("is all that the least tenant has", () => {
    expect(names(closed).sort()).toEqual([...base].sort());
  });
});

describe("the document of all tenants", () => {
  const forest = [tree(COMPANY), tree({ name: "other", namespace: "legacy" })];

  test("brings the same tenants back from its text", () => {
    const text = JSON.stringify(tenantsDocument(forest, CLUSTER));
    const read = documentForest(parseTenantsDocument(JSON.parse(text)));
    expect(forestObjects(read)).toEqual(forestObjects(forest));
    expect(JSON.stringify(tenantsDocument(read, CLUSTER))).toBe(
      JSON.stringify(tenantsDocument(documentForest(parseTenantsDocument(JSON.parse(text))), CLUSTER)),
    );
  });

  test("is judged field by field where somebody wrote it by hand", () => {
    const document = tenantsDocument([tree({ name: "a" })], CLUSTER);
    const [entry] = document.tenants;
    const written = { ...document, tenants: [{ ...entry, quota: [], network: { expose: "x" }, profil: "sandbox" }] };
    const read = parseTenantsDocument(JSON.parse(JSON.stringify(written)));
    expect(validateTenants(documentForest(read)).map(pathOf)).toEqual(["a.quota", "a.network.expose", "a.profil"]);
  });

  test("is refused where it is something else", () => {
    for (const value of [null, [], { formatVersion: 2 }, { formatVersion: 1, tenants: [{}], cluster: CLUSTER }]) {
      expect(() => parseTenantsDocument(value)).toThrow(/^hikube\.json: .* \[wrong-file\]$/);
    }
  });
});
