import {
  configuredProviders,
  providerTitle,
  refOfStateProvider,
  stateProviders,
  withoutKeys,
} from "../../../src/cli/project/provider-ref";

const KUBERNETES = 'provider["registry.terraform.io/hashicorp/kubernetes"]';

test.each([
  [KUBERNETES, {}, "kubernetes"],
  [`${KUBERNETES}.east`, { alias: "east" }, "kubernetes.east"],
  [`module.a.${KUBERNETES}.east`, { module: "module.a", alias: "east" }, "module.a.kubernetes.east"],
  [`${KUBERNETES}.by["east"]`, { alias: "by", instance: '["east"]' }, 'kubernetes.by["east"]'],
])("the state's %s is a block", (text, ref, title) => {
  expect(refOfStateProvider(text)).toEqual(ref);
  expect(providerTitle(ref)).toBe(title);
});

test("what is no provider of a state is none", () => {
  expect(refOfStateProvider("kubernetes.east")).toBeUndefined();
});

test("the configuration names the blocks of resources, those of modules too", () => {
  const inner = [
    { address: "kubernetes_namespace_v1.in", provider_config_key: "kubernetes.east" },
    { address: "kubernetes_namespace_v1.own", provider_config_key: "module.sub:kubernetes" },
  ];
  const configuration = {
    root_module: {
      resources: [{ address: "kubernetes_namespace_v1.a", provider_config_key: "kubernetes" }],
      module_calls: { sub: { module: { resources: inner } } },
    },
  };
  expect([...configuredProviders(configuration)]).toEqual([
    ["kubernetes_namespace_v1.a", {}],
    ["module.sub.kubernetes_namespace_v1.in", { alias: "east" }],
    ["module.sub.kubernetes_namespace_v1.own", { module: "module.sub" }],
  ]);
});

test("the state names the blocks of all its resources, with the keys of instances", () => {
  const resource = { mode: "managed", type: "kubernetes_namespace_v1" };
  const state = {
    resources: [
      { ...resource, name: "a", provider: `${KUBERNETES}.east`, instances: [{}] },
      { ...resource, name: "many", provider: KUBERNETES, instances: [{ index_key: "x" }, { index_key: 0 }] },
      { ...resource, module: "module.m", name: "in", instances: [{ provider: `${KUBERNETES}.by["x"]` }] },
      { ...resource, mode: "data", name: "read", provider: KUBERNETES, instances: [{}] },
    ],
  };
  expect([...stateProviders(JSON.stringify(state))]).toEqual([
    ["kubernetes_namespace_v1.a", { alias: "east" }],
    ['kubernetes_namespace_v1.many["x"]', {}],
    ["kubernetes_namespace_v1.many[0]", {}],
    ["module.m.kubernetes_namespace_v1.in", { alias: "by", instance: '["x"]' }],
  ]);
  expect([...stateProviders("")]).toEqual([]);
});

test("keys are left out of an address, whatever stands in them", () => {
  expect(withoutKeys('module.m["a]b"].kubernetes_namespace_v1.x[0]')).toBe("module.m.kubernetes_namespace_v1.x");
  expect(withoutKeys('kubernetes_namespace_v1.x["say \\"a\\""]')).toBe("kubernetes_namespace_v1.x");
});
