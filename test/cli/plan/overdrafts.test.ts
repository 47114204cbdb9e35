import { lowersReserve, overdrafts } from "../../../src/cli/plan/overdrafts";
import type { PlannedObject } from "../../../src/cli/plan/planned-objects";
import { refusalsOf } from "../../../src/cli/plan/protection";
import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

const SERVER = "https://192.0.2.1:6443";

function namespace(name: string, annotations: StringMap = {}): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, annotations } };
}

function setting(amounts: StringMap): KubeObject {
  const record = { engine: "kubernetes", amounts, parent: { ancestors: [] } };
  return namespace("tenant-live", { "hikube.cloud/reserved": JSON.stringify(record) });
}

function planned(before: KubeObject, after?: KubeObject): PlannedObject {
  return { address: "kubernetes_namespace_v1.live", before, after, isChanged: true, isRecreated: false };
}

/** Two that take of it, one of each engine, and one that is carved out of its quota. */
const BELOW = [
  namespace("tenant-live-a", {
    "hikube.cloud/share": JSON.stringify({ id: "1", capacity: { "limits.cpu": "1500m" } }),
  }),
  namespace("tenant-live-b", { "hikube.cloud/drawn": JSON.stringify({ "limits.cpu": "1" }) }),
  namespace("tenant-live-own"),
];

function cluster(below: readonly KubeObject[]): Cluster {
  const list = (_: unknown, { labelSelector }: { readonly labelSelector: string }) =>
    Promise.resolve(labelSelector === "hikube.cloud/parent=tenant-live" ? below : []);
  return { server: SERVER, list } as unknown as Cluster;
}

const BEFORE = setting({ "limits.cpu": "4", "limits.memory": "8Gi" });
const FOUND = { tenant: "tenant-live", cluster: SERVER, takers: ["tenant-live-a", "tenant-live-b"] };

test.each([
  ["more than is left aside", setting({ "limits.cpu": "2", "limits.memory": "8Gi" }), ["limits.cpu"]],
  ["all that is left aside", setting({ "limits.cpu": "2500m", "limits.memory": "1Gi" }), undefined],
  ["some where nothing is aside any more", namespace("tenant-live"), ["limits.cpu"]],
])("tenants declared elsewhere take %s", async (_, after, keys) => {
  const objects = [planned(BEFORE, after)];
  expect(objects.filter(lowersReserve)).toEqual(objects);
  const found = keys === undefined ? [] : [{ ...FOUND, keys }];
  expect(await overdrafts(cluster(BELOW), objects)).toEqual(found);
});

test("nobody is asked of what stays, or ends, or never set anything aside", () => {
  const others = [planned(BEFORE, BEFORE), planned(BEFORE), planned(namespace("tenant-live"), BEFORE)];
  expect(others.filter(lowersReserve)).toEqual([]);
  const takenOver = { ...planned(BEFORE, namespace("tenant-live")), provider: { engine: "hikube" as const } };
  expect(lowersReserve(takenOver)).toBe(false);
});

test("such a plan is refused", () => {
  const overdraft = { ...FOUND, keys: ["limits.cpu"] };
  const base = {
    stack: "live",
    hasEffect: true,
    clusters: [SERVER],
    tenants: [],
    overuses: [],
    losses: [],
    unasked: [],
  };
  expect(refusalsOf([{ ...base, overdrafts: [overdraft] }])).toEqual([
    expect.stringMatching(
      /^tenant-live\.quota\.reserved: .*limits\.cpu.*tenant-live-a, tenant-live-b.*\[reserve-below-shares\]$/,
    ),
  ]);
});
