import { asFarAs, withNamed } from "../../../src/cli/plan/live-fields";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";

const NAMESPACE: KubeObject = {
  ...{ apiVersion: "v1", kind: "Namespace" },
  metadata: {
    name: "tenant-a",
    labels: { "pod-security.kubernetes.io/enforce": "baseline", "hikube.cloud/tenant": "tenant-a" },
  },
};

function binding(subjects: readonly object[]): KubeObject {
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "hikube-admin" };
  return {
    ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
    metadata: { name: "hikube-admin", namespace: "tenant-a" },
    ...{ roleRef, subjects },
  };
}

const GROUP = { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "devs" };

test("fields that the provider names are taken from the cluster, and no others", () => {
  const enforce = "pod-security.kubernetes.io/enforce";
  const labels = { ...NAMESPACE.metadata.labels, [enforce]: "restricted", "istio-injection": "enabled" };
  const live = { ...NAMESPACE, metadata: { ...NAMESPACE.metadata, labels, annotations: { note: "x" }, uid: "1" } };
  const found = withNamed(NAMESPACE, live, `changed by kubectl: a: metadata.labels["${enforce}"]`);
  expect(found?.metadata).toEqual({
    name: "tenant-a",
    labels: { ...NAMESPACE.metadata.labels, [enforce]: "restricted" },
  });
  const note = withNamed(NAMESPACE, live, "changed: metadata.annotations.note");
  expect(note?.metadata.annotations).toEqual({ note: "x" });
});

test.each([
  ["an item of a list", "subjects[0].name", [{ ...GROUP, name: "nobody" }]],
  ["a list of another length", "subjects", [GROUP, { ...GROUP, name: "more" }]],
])("%s is named by its place", (_, path, subjects) => {
  expect(withNamed(binding([GROUP]), binding(subjects), `changed by x: ${path}`)).toEqual(binding(subjects));
});

test("a field that is gone in the cluster is none", () => {
  const quota = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "q" },
    spec: { hard: { pods: "1", "count/jobs.batch": "2" } },
  };
  const live = { ...quota, spec: { hard: { pods: "1" } } };
  expect(withNamed(quota, live, 'changed: spec.hard["count/jobs.batch"]')).toEqual(live);
});

test("where the provider names nothing, nothing is taken", () => {
  expect(withNamed(NAMESPACE, { ...NAMESPACE, metadata: { name: "other" } }, "missing")).toBeUndefined();
});

test("a live object is compared without what the API server fills in and without what others write", () => {
  const live = {
    ...binding([GROUP]),
    metadata: { name: "hikube-admin", namespace: "tenant-a", uid: "1", labels: { other: "x" } },
  };
  expect(asFarAs(live, binding([GROUP]))).toEqual(binding([GROUP]));
  const other = { ...live, subjects: [{ ...GROUP, name: "contractors" }] };
  expect(asFarAs(other, binding([GROUP]))).toEqual(binding([{ ...GROUP, name: "contractors" }]));
});

test("a namespace on a group says nothing", () => {
  const live = binding([{ ...GROUP, namespace: "default" }]);
  expect(asFarAs(live, binding([GROUP]))).toEqual(binding([GROUP]));
});

test("what another provider knew is compared as well: it would be taken off", () => {
  const labels = { ...NAMESPACE.metadata.labels, "istio-injection": "enabled" };
  const live = { ...NAMESPACE, metadata: { ...NAMESPACE.metadata, labels: { ...labels, foreign: "x" } } };
  const former = { ...NAMESPACE, metadata: { name: "tenant-a", labels: { "istio-injection": "enabled" } } };
  const declared = { ...NAMESPACE, metadata: { ...NAMESPACE.metadata, labels: { "hikube.cloud/tenant": "tenant-b" } } };
  expect(asFarAs(live, declared, former).metadata.labels).toEqual({
    "hikube.cloud/tenant": "tenant-a",
    "istio-injection": "enabled",
  });
});

test("one field more in a selector is a difference", () => {
  const policy = (podSelector: object) => ({
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "p", namespace: "tenant-a" } },
    spec: { podSelector, policyTypes: ["Ingress"] },
  });
  const live = policy({ matchLabels: { app: "web" } });
  expect(asFarAs(live, policy({}))).toEqual(live);
});
