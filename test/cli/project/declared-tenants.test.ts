import { declaredTenants, declaresTenantAt } from "../../../src/cli/project/declared-tenants";

const config = {
  resource: {
    hikube_tenant: {
      top: { name: "top" },
      sub: { name: "sub", parent: "${hikube_tenant.top.namespace}", provider: "hikube.east" },
      many: { name: "many", count: 2 },
    },
  },
};

test("the tenants of a configuration are told with namespace and block, where the code says them", () => {
  expect(declaredTenants(config)).toEqual([
    { address: "hikube_tenant.top", namespace: "tenant-top", provider: { engine: "hikube" } },
    { address: "hikube_tenant.sub", namespace: "tenant-top-sub", provider: { engine: "hikube", alias: "east" } },
  ]);
  expect(declaredTenants({})).toEqual([]);
});

test.each([
  ["hikube_tenant.top", true],
  ["hikube_tenant.many[1]", true],
  ["module.x.hikube_tenant.top", true],
  ["hikube_tenant.other", false],
  ["hikube_manifest.top", false],
])("whether the code has a tenant at %s: %s", (address, expected) => {
  expect(declaresTenantAt(address, config)).toBe(expected);
});
