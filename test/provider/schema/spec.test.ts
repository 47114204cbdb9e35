import { INVALID } from "../../../src/model/schema/invalid";
import { TENANT_SPEC } from "../../../src/model/tenant/spec/spec-schema";
import { UNKNOWN } from "../../../src/plugin";
import { attributePath, specOf, valuesOf } from "../../../src/provider/schema/spec";

test("values become the spec that they say; what is null is left out", () => {
  const values = {
    name: "shop",
    profile: null,
    expires_at: "never",
    quota: { cpu: null, cpu_requests: "4", cpu_limits: "8", memory: "16Gi", memory_limits: null, counts: { pods: 20 } },
    network: { expose: [{ from_namespace: "ingress-nginx", from_cidrs: null, ports: [{ protocol: "TCP", port: 80 }] }] },
  };
  expect(specOf(values, TENANT_SPEC)).toEqual({
    name: "shop",
    expiresAt: "never",
    quota: { cpu: { requests: "4", limits: "8" }, memory: "16Gi", counts: { pods: 20 } },
    network: { expose: [{ fromNamespace: "ingress-nginx", ports: [{ protocol: "TCP", port: 80 }] }] },
  });
});

test("what is not known yet is what rules skip, whole or in part", () => {
  const values = { name: "shop", quota: { cpu: UNKNOWN }, access: UNKNOWN, security: { hostnames: ["a.example", UNKNOWN] } };
  expect(specOf(values, TENANT_SPEC)).toEqual({
    name: "shop",
    quota: { cpu: INVALID },
    access: INVALID,
    security: { hostnames: ["a.example", INVALID] },
  });
});

test.each([
  [["quota", "cpu"], ["quota", "cpu"]],
  [["quota", "cpu", "limits"], ["quota", "cpu_limits"]],
  [["quota", "reserved", "memory", "requests"], ["quota", "reserved", "memory_requests"]],
  [["expiresAt"], ["expires_at"]],
  [["network", "expose", 0, "ports", 1, "endPort"], ["network", "expose", 0, "ports", 1, "end_port"]],
  [["quota", "counts", "count/pods"], ["quota", "counts", "count/pods"]],
  [["children", 0], []],
])("the path %j of a fault is the attribute %j", (fields, path) => {
  expect(attributePath(fields, TENANT_SPEC)).toEqual(path);
});

test("a spec and the values that say it are the same, there and back", () => {
  const spec = {
    name: "shop",
    quota: { cpu: { limits: "8" }, memory: "16Gi", counts: { pods: 20 }, extendedResources: { "example.com/gpu": 2 } },
    network: { expose: [{ fromNamespace: "ingress-nginx", ports: [{ protocol: "TCP", port: 80 }] }] },
    protected: true,
  };
  const values = valuesOf(spec, TENANT_SPEC);
  expect(values).toMatchObject({ profile: null, quota: { cpu: null, cpu_limits: "8", cpu_requests: null, memory: "16Gi" } });
  const text = { ...spec, quota: { ...spec.quota, extendedResources: { "example.com/gpu": "2" } } };
  expect(specOf(values, TENANT_SPEC)).toEqual(text);
});
