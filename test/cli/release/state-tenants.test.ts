import { hasMonitoring, heldTenants, readResources, type HeldTenant } from "../../../src/cli/release/state-tenants";

const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" };

function resource(type: string, name: string, values: object, mode = "managed"): object {
  return { address: `${type}.${name}`, mode, type, values };
}

test("the objects of a tenant are told by their labels, wherever they lie; what else is in its namespace is not its own", () => {
  const resources = [
    resource("kubernetes_namespace_v1", "ns", { metadata: [{ name: "tenant-a", labels }] }),
    resource("kubernetes_service_account_v1", "ci", { metadata: [{ name: "ci", namespace: "hikube-system", labels }] }),
    resource("kubernetes_secret_v1", "mine", { metadata: [{ name: "mine", namespace: "tenant-a", labels: {} }] }),
    resource("helm_release", "chart", { name: "chart", namespace: "tenant-a" }),
    resource("kubernetes_secret_v1", "read", { metadata: [{ name: "x", namespace: "tenant-a", labels }] }, "data"),
  ];
  const manifest = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q", namespace: "tenant-a", labels } };
  const child = { resources: [resource("kubernetes_manifest", "q", { manifest })] };
  const found = readResources(JSON.stringify({ values: { root_module: { resources, child_modules: [child] } } }));
  expect(found.map(({ address, object, place }) => [address, object?.tenant, place])).toEqual([
    ["kubernetes_namespace_v1.ns", "tenant-a", undefined],
    ["kubernetes_service_account_v1.ci", "tenant-a", undefined],
    ["kubernetes_secret_v1.mine", undefined, "tenant-a"],
    ["helm_release.chart", undefined, "tenant-a"],
    ["kubernetes_manifest.q", "tenant-a", "tenant-a"],
  ]);
});

test("a hikube_tenant is a tenant as a whole, and a hikube_manifest in its namespace is none of it", () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "motd", namespace: "tenant-a" } };
  const resources = [
    resource("hikube_tenant", "a", { name: "a", namespace: "tenant-a" }),
    resource("hikube_manifest", "motd", { manifest }),
  ];
  const read = readResources(JSON.stringify({ values: { root_module: { resources } } }));
  expect(heldTenants(read, new Map([["hikube_tenant.a", { engine: "hikube" }]]))).toEqual([
    {
      ...{ namespace: "tenant-a", addresses: ["hikube_tenant.a"], others: ["hikube_manifest.motd"] },
      provider: { engine: "hikube" },
    },
  ]);
});

test("a tenant that a state holds in two clusters is two, and each has a provider block of its own", () => {
  const resources = readResources(
    JSON.stringify({
      values: {
        root_module: {
          resources: ["east", "west"].map((name) =>
            resource("kubernetes_namespace_v1", name, { metadata: [{ name: "tenant-a", labels }] }),
          ),
        },
      },
    }),
  );
  const providers = new Map([["kubernetes_namespace_v1.west", { alias: "west" }]]);
  expect(heldTenants(resources, providers)).toEqual([
    { namespace: "tenant-a", addresses: ["kubernetes_namespace_v1.east"], others: [] },
    { namespace: "tenant-a", addresses: ["kubernetes_namespace_v1.west"], others: [], provider: { alias: "west" } },
  ]);
});

test("a state that is not there yet holds nothing", () => {
  expect(readResources("")).toEqual([]);
  expect(readResources('{"format_version":"1.0"}')).toEqual([]);
});

test("a tenant whose stack of monitoring a state holds is told", () => {
  const held = [{ namespace: "tenant-a-monitoring" }] as unknown as readonly HeldTenant[];
  expect([hasMonitoring(held, "tenant-a"), hasMonitoring(held, "tenant-b")]).toEqual([true, false]);
});
