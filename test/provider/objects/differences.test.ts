import { differences, surplus } from "../../../src/provider/objects/differences";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

const quota = (hard: object, metadata: object = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "hikube-tenant", namespace: "tenant-a", ...metadata },
  spec: { hard },
});

test("what somebody else added is no difference", () => {
  const wanted = quota({ pods: "10" }, { labels: { a: "1" } });
  const found = quota({ pods: "10" }, { labels: { a: "1", mesh: "on" }, annotations: { b: "2" }, uid: "u" });
  expect(differences(wanted, { ...found, status: { used: { pods: "3" } } })).toEqual([]);
});

test("each field that is another, or gone, is named", () => {
  const wanted = quota({ pods: "10", "limits.cpu": "4" }, { labels: { "hikube.cloud/name": "a" } });
  expect(differences(wanted, quota({ pods: "11" }))).toEqual([
    'metadata.labels["hikube.cloud/name"]',
    "spec.hard.pods",
    'spec.hard["limits.cpu"]',
  ]);
});

const policy = (spec: object): KubeObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "p", namespace: "tenant-a" },
  spec,
});

const NOTE = { annotations: { "hikube.cloud/replicas-before-suspend": "10" } };

test("what a suspension noted is taken away where nothing is suspended, and stays where something is", () => {
  expect(differences(quota({ pods: "10" }), quota({ pods: "10" }, NOTE))).toEqual([
    'metadata.annotations["hikube.cloud/replicas-before-suspend"]',
  ]);
  const taken = { metadata: { annotations: { "hikube.cloud/replicas-before-suspend": null } } };
  expect(surplus(quota({ pods: "10" }), quota({ pods: "10" }, NOTE))).toEqual(taken);
  expect(surplus(quota({ pods: "10" }), quota({ pods: "10", services: "1" }, NOTE))).toEqual({
    ...taken,
    spec: { hard: { services: null } },
  });
  expect(differences(quota({ pods: "0" }), quota({ pods: "0" }, NOTE))).toEqual([]);
  expect(surplus(quota({ pods: "0" }), quota({ pods: "0" }, NOTE))).toBeUndefined();
});

test("the note that nobody holds a tenant goes with the next write of who does, suspended or not", () => {
  const namespace = (annotations: StringMap): KubeObject => ({
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: "tenant-a", annotations },
  });
  const released = { "hikube.cloud/released": "2027-01-01T00:00:00Z" };
  for (const suspended of ["true", "false"]) {
    const own = { "hikube.cloud/suspended": suspended };
    const [wanted, found] = [namespace(own), namespace({ ...own, ...released })];
    expect(differences(wanted, found)).toContain('metadata.annotations["hikube.cloud/released"]');
    expect(surplus(wanted, found)).toMatchObject({ metadata: { annotations: { "hikube.cloud/released": null } } });
  }
});

test("one peer more opens a way, and is seen", () => {
  const wanted = policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] });
  expect(differences(wanted, policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }, {}] }] }))).toEqual([
    "spec.ingress[0].from",
  ]);
});

test.each([[{ ingress: [] }], [{}]])("the API drops lists that are empty: %j", (found) => {
  expect(differences(policy({ podSelector: {}, ingress: [] }), policy({ podSelector: {}, ...found }))).toEqual([]);
});

test("a list that should be empty and is not opens a way, and is seen", () => {
  expect(differences(policy({ ingress: [] }), policy({ ingress: [{}] }))).toEqual(["spec.ingress"]);
});

test("an empty selector takes all: a narrower one is seen", () => {
  expect(differences(policy({ podSelector: {} }), policy({ podSelector: { matchLabels: { app: "web" } } }))).toEqual([
    "spec.podSelector",
  ]);
});

test("one bound more within the content is seen, and is what the patch takes out", () => {
  const found = { ...quota({ pods: "10", secrets: "0" }), status: { used: {} } };
  expect(differences(quota({ pods: "10" }), found)).toEqual(["spec.hard.secrets"]);
  expect(surplus(quota({ pods: "10" }), found)).toEqual({ spec: { hard: { secrets: null } } });
});

test("nothing is taken out of metadata, status, or what the server fills in", () => {
  const wanted = policy({ matchConstraints: { rules: [1] } });
  const found = policy({ matchConstraints: { rules: [1], matchPolicy: "Equivalent", namespaceSelector: {} } });
  expect(differences(wanted, found)).toEqual([]);
  expect(surplus(wanted, { ...found, metadata: { ...found.metadata, labels: { mesh: "on" } }, status: { a: 1 } })).toBe(
    undefined,
  );
});

test("a field that is text where an object should be, or a list where text should be, is named whole", () => {
  const wanted = policy({ podSelector: { matchLabels: { a: "1" } }, policyTypes: ["Egress"], note: "text" });
  const found = policy({ podSelector: "all", policyTypes: { 0: "Egress" }, note: ["text"] });
  expect(differences(wanted, found)).toEqual(["spec.podSelector.matchLabels.a", "spec.policyTypes", "spec.note"]);
});
