import { refOf } from "../../src/kube/http-cluster";
import { platformObjects } from "../../src/model/platform/platform";
import { isOfPlatform } from "../../src/provider/platform/platform-places";
import { CLUSTER } from "../model/tenants";

test.each([
  ["with all that can be asked of it", { guardrails: true }],
  ["without guardrails, with people to ask", { guardrails: false, contact: "#help" }],
])("every object of a platform %s is the platform's", (_, options) => {
  const cluster = { ...CLUSTER, controllers: [{ kind: "ServiceAccount", namespace: "flux", name: "c" } as const] };
  const { base, guardrails } = platformObjects({ ...options, cluster });
  const refs = [...base, ...guardrails].map(refOf);
  expect(refs.length).toBeGreaterThan(8);
  expect(refs.filter((ref) => !isOfPlatform(ref))).toEqual([]);
  // In another version of its group it is the same object.
  expect(refs.every((ref) => isOfPlatform({ ...ref, apiVersion: ref.apiVersion.replace("/v1", "/v1beta1") }))).toBe(
    true,
  );
});

test("what has but the name of one is not", () => {
  const ref = { apiVersion: "v1", kind: "Namespace", name: "hikube-system" };
  expect(isOfPlatform(ref)).toBe(true);
  const others = [
    { ...ref, kind: "ConfigMap" },
    { ...ref, name: "hikube" },
    { ...ref, apiVersion: "x.io/v1" },
  ];
  expect(others.map(isOfPlatform)).toEqual([false, false, false]);
});
