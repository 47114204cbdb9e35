import { tenantResources } from "../../../src/cli/project/tenant-resources";

test("the tenants of a state are told with their full addresses, and with those that are tainted", () => {
  const resource = (more: object, ...instances: readonly object[]) => ({
    ...{ mode: "managed", type: "hikube_tenant", name: "shop" },
    ...{ provider: 'provider["registry.terraform.io/hikube/hikube"].east', ...more, instances },
  });
  const of = (namespace: string, more: object = {}) => ({ attributes: { namespace }, ...more });
  const resources = [
    resource({}, of("tenant-a", { index_key: "a" }), of("tenant-b", { index_key: "b", status: "tainted" })),
    resource({ module: "module.x", name: "web" }, of("tenant-c"), of("tenant-c", { deposed: "1a2b" })),
    resource({ mode: "data", name: "read" }, of("tenant-d")),
    resource({ type: "kubernetes_namespace_v1", name: "ns" }, of("tenant-e")),
  ];
  const provider = { engine: "hikube", alias: "east" };
  expect(tenantResources(JSON.stringify({ version: 4, resources }))).toEqual([
    { address: 'hikube_tenant.shop["a"]', namespace: "tenant-a", provider, isTainted: false },
    { address: 'hikube_tenant.shop["b"]', namespace: "tenant-b", provider, isTainted: true },
    { address: "module.x.hikube_tenant.web", namespace: "tenant-c", provider, isTainted: false },
  ]);
  expect(tenantResources("")).toEqual([]);
});
