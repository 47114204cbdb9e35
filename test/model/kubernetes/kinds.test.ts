import { importId, kindOfType } from "../../../src/model/kubernetes/kinds";
import { kubernetesProvider } from "../../../src/offline/kubernetes/provider";

const MANIFEST = { type: "kubernetes_manifest", apiVersion: "v1", kind: "ResourceQuota", namespace: "t" };

test.each([
  [{ type: "kubernetes_namespace_v1" }, "one"],
  [{ type: "kubernetes_role_binding_v1", namespace: "t" }, "t/one"],
  [MANIFEST, "apiVersion=v1,kind=ResourceQuota,namespace=t,name=one"],
  [{ ...MANIFEST, kind: "Thing", namespace: undefined }, "apiVersion=v1,kind=Thing,name=one"],
])("%j is imported as %s", (object, id) => {
  expect(importId({ apiVersion: "v1", kind: "Any", name: "one", ...object })).toBe(id);
});

test("the kind of every typed resource that the offline provider serves is known, and that of no other", () => {
  const served = Object.keys(kubernetesProvider({}).resources ?? {}).filter((name) => name.endsWith("_v1"));
  const refused = ["kubernetes_ingress_v1", "kubernetes_persistent_volume_claim_v1", "kubernetes_service_v1"];
  expect(served.filter((name) => kindOfType(name) === undefined)).toEqual(refused);
  expect(kindOfType("kubernetes_network_policy_v1")).toEqual({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
  });
  expect(["kubernetes_manifest", "toString", ""].map(kindOfType)).toEqual([undefined, undefined, undefined]);
});
