import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import type { Member } from "../../../src/provider/tenant/members";
import { assertFree } from "../../../src/provider/tenant/free";

const MEMBER: Member = {
  spec: { name: "shop", namespace: "tenant-top-shop", quota: { share: 10 } },
  parent: "tenant-top",
};

function namespace(labels: StringMap, spec?: object): KubeObject {
  const annotations: StringMap = spec === undefined ? {} : { "hikube.cloud/spec": JSON.stringify(spec) };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-top-shop", labels, annotations } };
}

const OURS = { "hikube.cloud/tenant": "tenant-top-shop", "hikube.cloud/parent": "tenant-top" };
const check =
  (found: KubeObject | undefined, member = MEMBER) =>
  (): void => {
    assertFree(found, member);
  };

test.each([
  ["there is none", undefined],
  ["an apply was killed that made just this tenant", namespace(OURS, { quota: { share: 10 }, name: "shop" })],
])("a namespace is free where %s", (_title, found) => {
  expect(check(found)).not.toThrow();
});

test.each([
  ["nobody's", namespace({}), /There is a namespace tenant-top-shop already/],
  ["of the constructs", namespace(OURS), /There is a tenant tenant-top-shop already/],
  ["of another configuration", namespace(OURS, { name: "shop" }), /There is a tenant tenant-top-shop already/],
  ["below another parent", namespace({ ...OURS, "hikube.cloud/parent": "x" }, MEMBER.spec), /There is a tenant/],
])("a namespace that is %s is taken over where that is asked for, and never else", (_title, found, expected) => {
  expect(check(found)).toThrow(expected);
  expect(check(found, { ...MEMBER, spec: { ...MEMBER.spec, adopt: true } })).not.toThrow();
});
