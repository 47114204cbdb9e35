import { migrationOf, type MigrationResult } from "../../../src/cli/migrate/migration";
import { objectsOfTenants, tenantValues } from "../../../src/cli/plan/hikube-values";
import { STAND_IN_FACTS } from "../../../src/review/stand-in-facts";
import { migrationPlan } from "../../../src/cli/migrate/planned";

const OURS = { "app.kubernetes.io/managed-by": "hikube" };
const TENANT = { name: "shop", namespace: "tenant-shop", profile: "development" };

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown?: unknown;
}

const change = (address: string, actions: readonly string[], { before, after, unknown = {} }: Sides) => ({
  ...{ address, mode: "managed", type: address.replace(/^module\.\w+\./, "").split(".")[0] },
  change: { actions, before, after, after_unknown: unknown },
});
const goes = (address: string, before: unknown) => change(address, ["delete"], { before, after: null });
const comes = (address: string, after: unknown, unknown?: unknown) =>
  change(address, ["create"], { before: null, after, unknown });
const object = (name: string, namespace?: string, labels = {}) => ({ metadata: [{ name, namespace, labels }] });

/** What becomes of these changes, with what the code has. */
function migrated(changes: readonly object[], configured: readonly string[] = []): MigrationResult {
  const resources = configured.map((address) => ({ address }));
  const configuration = { root_module: { resources } };
  return migrationOf(migrationPlan(JSON.stringify({ resource_changes: changes, configuration })));
}

const NAMESPACE = goes("kubernetes_namespace_v1.shop", object("tenant-shop"));
const QUOTA = goes("kubernetes_resource_quota_v1.shop", object("hikube-tenant", "tenant-shop"));

test("a namespace moves to the tenant of its name, and what the tenant makes leaves the state", () => {
  expect(migrated([NAMESPACE, QUOTA, comes("hikube_tenant.shop", TENANT)])).toEqual({
    moved: [{ from: "kubernetes_namespace_v1.shop", to: "hikube_tenant.shop" }],
    forgotten: ["kubernetes_resource_quota_v1.shop"],
    imported: [],
    faults: [],
  });
});

test("older names of types, instances and modules are understood", () => {
  const { moved, forgotten, faults } = migrated([
    goes('module.team.kubernetes_namespace.all["shop"]', object("tenant-shop")),
    goes("module.team.kubernetes_resource_quota.all[0]", object("hikube-tenant", "tenant-shop")),
    comes('hikube_tenant.all["shop"]', TENANT),
  ]);
  expect(moved).toEqual([{ from: 'module.team.kubernetes_namespace.all["shop"]', to: 'hikube_tenant.all["shop"]' }]);
  expect(forgotten).toEqual(["module.team.kubernetes_resource_quota.all"]);
  expect(faults).toEqual([]);
});

test("the objects of a sub-tenant are known below its parent", () => {
  const child = { name: "web", parent: "tenant-shop", namespace: "tenant-shop-web", quota: { cpu: "1" } };
  const { moved, forgotten, faults } = migrated([
    ...[NAMESPACE, goes("kubernetes_namespace_v1.web", object("tenant-shop-web"))],
    goes("kubernetes_network_policy_v1.web", object("hikube-default-deny-ingress", "tenant-shop-web")),
    ...[comes("hikube_tenant.shop", TENANT), comes("hikube_tenant.web", child)],
  ]);
  expect(moved).toHaveLength(2);
  expect(forgotten).toEqual(["kubernetes_network_policy_v1.web"]);
  expect(faults).toEqual([]);
});

const monitoring = { host: "grafana.example.ch", exposure: { kind: "ingress", from_namespace: "ingress-nginx" } };
const STACKED = { ...TENANT, monitoring };
const PLACE = { name: "monitoring", parent: "tenant-shop", namespace: "tenant-shop-monitoring" };

test("the place of a monitoring stack moves as any tenant, both ways", () => {
  const inside = ["hikube-gateway-ingress", "hikube-default-deny-ingress"].map((name) =>
    goes(`kubernetes_network_policy_v1.${name}`, object(name, PLACE.namespace)),
  );
  const collector = goes("kubernetes_network_policy_v1.own", object("hikube-from-collector-ingress", "tenant-shop"));
  const there = migrated([
    ...[NAMESPACE, goes("kubernetes_namespace_v1.place", object(PLACE.namespace)), collector, ...inside],
    ...[comes("hikube_tenant.shop", STACKED), comes("hikube_tenant.place", PLACE)],
  ]);
  expect(there.moved.map(({ to }) => to)).toEqual(["hikube_tenant.shop", "hikube_tenant.place"]);
  expect(there.forgotten).toHaveLength(3);
  expect(there.faults).toEqual([]);
  const namespaces = ["tenant-shop", PLACE.namespace].map((name) =>
    comes(`kubernetes_namespace_v1.${name}`, object(name)),
  );
  const made = objectsOfTenants(
    [STACKED, PLACE].map((values) => tenantValues(values)!),
    STAND_IN_FACTS,
  );
  const objects = [...made.values()].flat().filter(({ kind }) => kind === "NetworkPolicy");
  const policies = objects.map(({ metadata: { name, namespace } }, index) =>
    comes(`kubernetes_network_policy_v1.p${String(index)}`, object(name, namespace)),
  );
  const back = migrated([
    goes("hikube_tenant.shop", STACKED),
    goes("hikube_tenant.place", PLACE),
    ...namespaces,
    ...policies,
  ]);
  expect(back.imported.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["tenant-shop-monitoring", "tenant-shop/hikube-from-collector-ingress"]),
  );
});

test("what the platform's resource makes leaves the state too", () => {
  const { forgotten, faults } = migrated([
    goes("kubernetes_cluster_role_v1.admin", object("hikube:tenant-admin")),
    goes("kubernetes_namespace_v1.system", object("hikube-system")),
    comes("hikube_platform.this", { guardrails: true }),
  ]);
  expect(faults.map(({ address }) => address)).not.toContain("kubernetes_namespace_v1.system");
  expect(forgotten).toContain("kubernetes_namespace_v1.system");
});

test.each([
  [
    "an object that the tenant does not make",
    goes("kubernetes_config_map_v1.a", object("a", "tenant-shop")),
    "ConfigMap tenant-shop/a",
  ],
  [
    "a policy of another name",
    goes("kubernetes_network_policy_v1.a", object("deny", "tenant-shop")),
    "NetworkPolicy tenant-shop/deny",
  ],
  [
    "the object of another namespace",
    goes("kubernetes_resource_quota_v1.a", object("hikube-tenant", "tenant-b")),
    "ResourceQuota tenant-b/hikube-tenant",
  ],
  ["a namespace without a tenant", goes("kubernetes_namespace_v1.b", object("tenant-b")), "Namespace tenant-b"],
  ["a resource of another provider", goes("helm_release.a", { name: "a" }), "it"],
  [
    "one that is made again",
    change("kubernetes_secret_v1.a", ["delete", "create"], { before: object("a", "x"), after: object("b", "x") }),
    "Secret x/a",
  ],
])("%s is named, as it would be destroyed", (_what, given, title) => {
  const { faults, moved } = migrated([NAMESPACE, given, comes("hikube_tenant.shop", TENANT)]);
  expect(faults).toEqual([
    expect.objectContaining({
      code: "migration-destroys",
      message: expect.stringMatching(`^${title} would be destroyed`) as unknown,
    }),
  ]);
  expect(moved).toHaveLength(1);
});

test("a tenant whose namespace is not known yet takes nothing over", () => {
  const tenant = comes("hikube_tenant.shop", { name: "shop" }, { namespace: true });
  expect(migrated([NAMESPACE, tenant]).faults).toHaveLength(1);
});

test("where other instances of a resource stay in the code, those that leave do so from an address of their own", () => {
  const quotas = ['["shop"]', "[0]"].map((key) =>
    goes(`kubernetes_resource_quota_v1.all${key}`, object("hikube-tenant", "tenant-shop")),
  );
  const changes = [NAMESPACE, ...quotas, comes("hikube_tenant.shop", TENANT)];
  const taken = "kubernetes_resource_quota_v1.all_forgotten";
  const found = migrated(changes, ["kubernetes_resource_quota_v1.all", taken]);
  expect(found.faults).toEqual([]);
  expect(found.moved.slice(1)).toEqual([
    { from: 'kubernetes_resource_quota_v1.all["shop"]', to: `${taken}_forgotten["shop"]` },
    { from: "kubernetes_resource_quota_v1.all[0]", to: `${taken}_forgotten[0]` },
  ]);
  expect(found.forgotten).toEqual([`${taken}_forgotten`]);
});

test.each([
  [
    "of a module",
    'module.team["a"].kubernetes_resource_quota_v1.shop',
    "module.team.kubernetes_resource_quota_v1.shop",
  ],
  ["without a key", "kubernetes_resource_quota_v1.shop", "kubernetes_resource_quota_v1.shop"],
])("instances %s are named where others stay in the code", (_which, address, configured) => {
  const quota = {
    ...goes(address, object("hikube-tenant", "tenant-shop")),
    type: "kubernetes_resource_quota_v1",
  };
  const { faults, forgotten } = migrated([NAMESPACE, quota, comes("hikube_tenant.shop", TENANT)], [configured]);
  expect(forgotten).toEqual([]);
  expect(faults).toEqual([
    expect.objectContaining({
      ...{ address, code: "migration-of-some-instances" },
      message: expect.stringContaining("other instances") as unknown,
    }),
  ]);
});

test("a sub-tenant that stays with the other engine is named", () => {
  const labels = { ...OURS, "hikube.cloud/parent": "tenant-shop" };
  const after = object("tenant-shop-web", undefined, labels);
  const child = change("kubernetes_namespace_v1.web", ["no-op"], { before: after, after });
  const { faults } = migrated([NAMESPACE, child, comes("hikube_tenant.shop", TENANT)]);
  expect(faults).toEqual([
    expect.objectContaining({
      ...{ address: "kubernetes_namespace_v1.web", code: "tree-of-two-engines" },
      message: expect.stringContaining("sub-tenant of tenant-shop") as unknown,
    }),
  ]);
});

describe("back", () => {
  const gone = goes("hikube_platform.this", { guardrails: false, readable_classes: false });

  test("a namespace that the code imports itself, as that of an adopted tenant, gets no second block", () => {
    const values = tenantValues(TENANT);
    const objects = objectsOfTenants(values === undefined ? [] : [values], STAND_IN_FACTS).get("tenant-shop") ?? [];
    const [namespace, ...others] = objects.map((manifest, index) =>
      comes(`kubernetes_manifest.o${index}`, { manifest }),
    );
    const importing = { actions: ["update"], importing: { id: "tenant-shop" } };
    const adopted = { ...namespace, change: { ...namespace!.change, ...importing } };
    const back = (own: object) => migrated([goes("hikube_tenant.shop", TENANT), own, ...others]);
    expect(back(namespace!).faults).toEqual([]);
    const { faults, forgotten, imported } = back(adopted);
    expect(faults).toEqual([]);
    expect(forgotten).toEqual(["hikube_tenant.shop"]);
    expect(imported).toEqual(back(namespace!).imported.slice(1));
  });

  test("a resource whose objects are not all in the code is not let go of", () => {
    const { faults, forgotten } = migrated([gone, comes("kubernetes_namespace_v1.system", object("hikube-system"))]);
    expect(forgotten).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ address: "hikube_platform.this" })]);
  });
});

test("where nothing goes there is nothing to do", () => {
  expect(migrated([comes("hikube_tenant.shop", TENANT)])).toEqual({
    moved: [],
    forgotten: [],
    imported: [],
    faults: [],
  });
});
