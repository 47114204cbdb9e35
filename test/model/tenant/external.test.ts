import { namespaceLabels } from "../../../src/model/tenant/objects/metadata";
import { documentForest, parseTenantsDocument, tenantsDocument } from "../../../src/model/tenant/document";
import { externalParent, externalWarnings } from "../../../src/model/tenant/external";
import { isolationList, tenantObjects } from "../../../src/model/tenant/objects/objects";
import type { ExternalNode } from "../../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import type { ExternalTenantSpec } from "../../../src/model/tenant/spec/external-spec";
import { tenantTree } from "../../../src/model/tenant/tree";
import { CLUSTER, SMALL, tree, type LooseSpec, pathOf } from "../tenants";
import { knownCluster } from "../../../src/model/cluster/known-cluster";

const WHOLE: ExternalTenantSpec = {
  namespace: "tenant-live",
  ancestors: ["tenant-acme"],
  profile: "production",
  available: { cpu: "4", memory: "8Gi", storage: "100Gi" },
  security: { podSecurity: "restricted" },
  access: { owners: [{ kind: "Group", name: "platform" }] },
  network: {},
};

function below(external: ExternalTenantSpec, ...children: readonly LooseSpec[]): ExternalNode {
  const parent = externalParent(external, knownCluster(CLUSTER));
  return { external: parent, children: children.map((child) => tree({ profile: undefined, ...child }, parent)) };
}

const faults = (node: ExternalNode) => validateTenants([node]).map(pathOf);

describe("below a parent that is described in full", () => {
  const node = below(WHOLE, { name: "shop", quota: SMALL });
  const [shop] = node.children;

  test("nothing is left to warn of", () => {
    expect(externalWarnings(node.external)).toEqual([]);
    expect(faults(node)).toEqual([]);
  });

  test("a sub-tenant is what it would be in the parent's own repository", () => {
    expect(shop!.tenant).toMatchObject({
      namespace: "tenant-live-shop",
      ancestors: ["tenant-acme", "tenant-live"],
      profile: "production",
      podSecurity: "restricted",
      access: { owner: [{ kind: "Group", name: "platform" }] },
    });
    expect(namespaceLabels(shop!.tenant)).toMatchObject({
      "hikube.cloud/parent": "tenant-live",
      "tenant.hikube.cloud/tenant-acme": "",
      "tenant.hikube.cloud/tenant-live": "",
    });
    const policy = isolationList(tenantObjects(shop!.tenant, []).isolation).find(({ metadata }) =>
      metadata.name.includes("from-ancestors"),
    );
    expect(JSON.stringify(policy)).toContain('["tenant-acme","tenant-live"]');
  });

  test("the shares of all sub-tenants fit into what is available", () => {
    const node3 = below(
      WHOLE,
      { name: "a", quota: { ...SMALL, cpu: "3" } },
      { name: "b", quota: { ...SMALL, cpu: "2" } },
    );
    expect(validateTenants([node3])).toEqual([
      expect.objectContaining({
        path: ["tenant-live/b", "quota", "cpu"],
        message: expect.stringContaining("4 declared − 3 a = 1 left") as string,
        hint: expect.stringContaining("tenant-live.available.cpu") as string,
      }),
    ]);
  });

  test("a share is one of what is available, where LoadBalancers and GPUs are none", () => {
    const [child] = below(WHOLE, { name: "a", quota: { share: 50 } }).children;
    expect(child!.tenant.quota.capacity).toMatchObject({
      "requests.cpu": "2",
      "requests.storage": "50Gi",
      "services.loadbalancers": "0",
      "requests.nvidia.com/gpu": "0",
    });
    expect(faults(below(WHOLE, { name: "a", quota: { ...SMALL, loadBalancers: 1 } }))).toEqual([
      "tenant-live/a.quota.loadBalancers",
    ]);
  });

  test("what is available is judged under its own name, whatever plain JavaScript gave", () => {
    const available = { cpu: null, memory: "lots" } as unknown as { cpu: string };
    expect(faults(below({ ...WHOLE, available }, { name: "a", quota: SMALL }))).toEqual([
      "tenant-live.available.cpu",
      "tenant-live.available.memory",
    ]);
  });

  test("a sub-tenant cannot be laxer", () => {
    const lax = { name: "a", quota: SMALL, security: { podSecurity: "baseline" } };
    expect(faults(below(WHOLE, lax))).toEqual(["tenant-live/a.security.podSecurity"]);
  });

  test("an account that lives beside the parent's pods cannot be admin", () => {
    const admins = [{ kind: "ServiceAccount", name: "ci", namespace: "tenant-acme" }];
    expect(faults(below(WHOLE, { name: "a", quota: SMALL, access: { admins } }))).toEqual([
      "tenant-live/a.access.admins[0].namespace",
    ]);
  });
});

describe("of a parent that is described by its name alone", () => {
  const bare: ExternalTenantSpec = { namespace: "tenant-live" };

  test("each missing fact is a warning that says what is not checked", () => {
    const warnings = externalWarnings(externalParent(bare, knownCluster(CLUSTER)));
    const facts = ["ancestors", "profile", "available", "security", "access", "network"];
    expect(warnings.map(({ message }) => /`(\w+)`/.exec(message)?.[1])).toEqual(facts);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(["unknown-parent-fact"]));
    for (const { message } of warnings)
      expect(message).toMatch(/^tenant tenant-live: .* so .+; give it to fromTenantAttributes$/);
  });

  test("checks that need the facts are skipped", () => {
    const large = { cpu: "9999", memory: "9Ti", storage: "1Pi", loadBalancers: 50 };
    const security = { podSecurity: "baseline", hostnames: ["shop.example.ch"] };
    expect(faults(below(bare, { name: "a", profile: "development", quota: large, security }))).toEqual([]);
  });

  test("what is not known is never granted for it", () => {
    const [child] = below(bare, { name: "a", profile: "staging", quota: SMALL }).children;
    expect(child!.tenant).toMatchObject({
      podSecurity: "restricted",
      security: { hostnames: [] },
      access: { owner: [] },
    });
  });

  test("a sub-tenant must name profile and amounts by itself", () => {
    expect(faults(below(bare, { name: "a" }))).toEqual([
      "tenant-live/a.profile",
      "tenant-live/a.quota.cpu",
      "tenant-live/a.quota.memory",
      "tenant-live/a.quota.storage",
    ]);
    expect(faults(below(bare, { name: "a", profile: "staging", quota: { share: 10 } }))).toEqual([
      "tenant-live/a.quota.share",
    ]);
  });
});

test.each([
  ["a namespace that is none", { ...WHOLE, namespace: "Live" }, "Live.namespace"],
  ["the platform's namespace", { ...WHOLE, namespace: "hikube-system" }, "hikube-system.namespace"],
  ["an ancestor that is none", { ...WHOLE, ancestors: ["a", "B"] }, "tenant-live.ancestors[1]"],
  ["an amount that is none", { ...WHOLE, available: { ...WHOLE.available, cpu: "lots" } }, "tenant-live.available.cpu"],
  ["a profile that is none", { ...WHOLE, profile: "prod" }, "tenant-live.profile"],
])("%s is a fault", (_, spec, path) => {
  expect(faults(below(spec as ExternalTenantSpec))).toEqual([path]);
});

test("the parent cannot be declared here as well", () => {
  const here = tree({ name: "live" });
  expect(validateTenants([here, below(WHOLE)]).map(({ code }) => code)).toEqual(["duplicate-namespace"]);
});

test.each([
  ["in full", WHOLE],
  ["by its name", { namespace: "tenant-live" }],
])("a parent that is described %s comes back from the document", (_, spec) => {
  const node = below(spec, { name: "shop", profile: "staging", quota: SMALL });
  const document: unknown = JSON.parse(JSON.stringify(tenantsDocument([node], CLUSTER)));
  const [read] = documentForest(parseTenantsDocument(document));
  expect(read).toMatchObject({ external: node.external });
  expect(tenantObjects(read!.children[0]!.tenant, [])).toEqual(tenantObjects(node.children[0]!.tenant, []));
  expect(tenantsDocument([read!], CLUSTER)).toEqual(document);
  expect(tenantTree([read!]).map(({ namespace, external }) => [namespace, external])).toEqual([
    ["tenant-live", true],
    ["tenant-live-shop", false],
  ]);
});
