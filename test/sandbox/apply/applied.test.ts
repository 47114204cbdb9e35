import { outputsIn, resourcesIn } from "../../../src/sandbox/apply/applied";

test("outputs are values by name, sensitive ones too", () => {
  const printed = { url: { value: "https://x", type: "string" }, key: { value: ["a"], sensitive: true } };
  expect(outputsIn(JSON.stringify(printed))).toEqual({ url: "https://x", key: ["a"] });
  expect(outputsIn("{}")).toEqual({});
});

test("resources say which objects they stand for, in modules too", () => {
  const namespaced = { metadata: [{ name: "a", namespace: "b" }] };
  const manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "b" } };
  const state = {
    values: {
      root_module: {
        resources: [
          {
            address: "kubernetes_config_map_v1.a",
            mode: "managed",
            type: "kubernetes_config_map_v1",
            values: namespaced,
          },
          { address: "random_pet.a", mode: "managed", type: "random_pet", values: { id: "x" } },
          { address: "data.kubernetes_namespace_v1.a", mode: "data", type: "kubernetes_namespace_v1", values: {} },
        ],
        child_modules: [
          {
            resources: [
              {
                address: "module.m.kubernetes_manifest.a",
                mode: "managed",
                type: "kubernetes_manifest",
                values: { manifest },
              },
            ],
          },
        ],
      },
    },
  };
  expect(resourcesIn(JSON.stringify(state))).toEqual([
    {
      address: "kubernetes_config_map_v1.a",
      object: { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "b" },
    },
    { address: "random_pet.a" },
    {
      address: "module.m.kubernetes_manifest.a",
      object: { apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "b" },
    },
  ]);
  expect(resourcesIn('{"format_version":"1.0"}')).toEqual([]);
});
