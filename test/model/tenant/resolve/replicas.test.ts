import { namespaceAnnotations } from "../../../../src/model/tenant/objects/metadata";
import { ANNOTATIONS } from "../../../../src/model/tenant/spec/labels";
import { tenantOf } from "../../tenants";

const replicasOf = (quota: object, more: object = {}) =>
  namespaceAnnotations(tenantOf({ name: "a", quota, ...more }))[ANNOTATIONS.replicas];

test("a tenant of no more pods than others has no bound of its own", () => {
  expect([replicasOf({}), replicasOf({ pods: 20 }), replicasOf({ pods: 500 })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a tenant of more pods may ask for as many replicas", () => {
  const given = [{ pods: 501 }, { pods: 2000 }, { pods: 100_000 }];
  expect(given.map((quota) => replicasOf(quota))).toEqual(["501", "2000", "100000"]);
});

test("what is asked for does not change while a tenant is suspended, or its workloads could not be scaled down", () => {
  expect(replicasOf({ pods: 800 }, { suspended: true })).toBe("800");
});

test("what is no number leaves the bound of all", () => {
  expect([replicasOf({ pods: -5 }), replicasOf({ pods: "many" })]).toEqual([undefined, undefined]);
});
