import { otherPolicies, readWorld } from "../../src/cli/live-matrix";

test("kinds of policy that are not judged are known by their groups", async () => {
  const groups = ["apps", "cilium.io", "networking.k8s.io", "policy", "policy.networking.k8s.io"];
  const raw = () => Promise.resolve({ groups: groups.map((name) => ({ name })) });
  expect(await otherPolicies({ raw })).toEqual(["policy.networking.k8s.io", "cilium.io"]);
});

test("a pod whose namespace came after the namespaces were listed is left out", async () => {
  const pod = (namespace: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace } });
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
  const objects = [namespace, pod("shop"), pod("new")];
  const list = ({ kind }: { readonly kind: string }) => Promise.resolve(objects.filter((one) => one.kind === kind));
  expect((await readWorld({ list })).pods.map((one) => one.namespace)).toEqual(["shop"]);
});
