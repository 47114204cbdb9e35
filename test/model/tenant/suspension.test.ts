import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import {
  isSpoiled,
  suspendReplicaSetPatch,
  resumePatch,
  suspendPatch,
  resumeReplicaSetPatch,
  type MergePatch,
} from "../../../src/model/tenant/suspension";

function workload(kind: string, spec: object, more: object = {}): KubeObject {
  return { apiVersion: "apps/v1", kind, metadata: { name: "web", namespace: "tenant-a", ...more }, spec };
}

const DEPLOYED = { ownerReferences: [{ kind: "Deployment", controller: true }] };
const NOTED = { annotations: { "hikube.cloud/replicas-before-suspend": "3" } };

/** What an API server makes of a merge patch, on the fields that are used here. */
function merged(object: KubeObject, patch: MergePatch | undefined): KubeObject {
  const { metadata, spec } = patch as { metadata: { annotations: Record<string, string | null> }; spec: object };
  const annotations = Object.entries({ ...object.metadata.annotations, ...metadata.annotations });
  const kept = Object.fromEntries(annotations.filter((entry): entry is [string, string] => entry[1] !== null));
  return {
    ...object,
    metadata: { ...object.metadata, annotations: kept },
    spec: { ...(object.spec as object), ...spec },
  };
}

test.each([
  ["Deployment", { replicas: 3 }, { replicas: 0 }],
  ["StatefulSet", { replicas: 2 }, { replicas: 0 }],
  ["Deployment", {}, { replicas: 0 }],
  ["CronJob", { schedule: "@daily" }, { suspend: true }],
  ["Job", { suspend: false }, { suspend: true }],
])("a %s of %j is suspended as %j and restored as it was", (kind, spec, state) => {
  const before = workload(kind, spec);
  const suspended = merged(before, suspendPatch(before));
  expect(suspended.spec).toMatchObject(state);
  expect(suspendPatch(suspended)).toBeUndefined();
  const restored = merged(suspended, resumePatch(suspended));
  expect(restored.metadata.annotations).toEqual({});
  const scaled = kind.endsWith("Job")
    ? { suspend: false }
    : { replicas: (spec as { replicas?: number }).replicas ?? 1 };
  expect(restored.spec).toMatchObject(scaled);
});

test.each([
  ["is scaled to zero by its owner", workload("Deployment", { replicas: 0 })],
  ["is suspended by its owner's will", workload("CronJob", { suspend: true })],
  ["is made by a Deployment", workload("ReplicaSet", { replicas: 3 }, DEPLOYED)],
  ["carries a copy of its Deployment's note", workload("ReplicaSet", { replicas: 0 }, { ...DEPLOYED, ...NOTED })],
  ["has ended", { ...workload("Job", {}), status: { conditions: [{ type: "Complete", status: "True" }] } }],
])("what %s is left alone, then and later", (_, object) => {
  expect(suspendPatch(object)).toBeUndefined();
  expect(resumePatch(object)).toBeUndefined();
});

test("a StatefulSet that deletes claims when it is scaled keeps them while it is suspended", () => {
  const policy = { whenDeleted: "Delete", whenScaled: "Delete" };
  const before = workload("StatefulSet", { replicas: 3, persistentVolumeClaimRetentionPolicy: policy });
  const state = suspendPatch(before);
  expect(state).toEqual({
    metadata: {
      annotations: {
        "hikube.cloud/replicas-before-suspend": "3",
        "hikube.cloud/claim-retention-before-suspend": "Delete",
      },
    },
    spec: { replicas: 0, persistentVolumeClaimRetentionPolicy: { whenScaled: "Retain" } },
  });
  expect(resumePatch(merged(before, state))).toEqual({
    metadata: {
      annotations: {
        "hikube.cloud/replicas-before-suspend": null,
        "hikube.cloud/claim-retention-before-suspend": null,
      },
    },
    spec: { replicas: 3, persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } },
  });
});

test("a Job that has not failed yet is suspended, whatever conditions it lists", () => {
  const conditions = [
    { type: "Failed", status: "False" },
    { type: "SuccessCriteriaMet", status: "True" },
  ];
  const running = { ...workload("Job", {}), status: { conditions } };
  expect(suspendPatch(running)).toMatchObject({ spec: { suspend: true } });
});

test.each([true, false])(
  "a ReplicaSet of no Deployment is suspended by itself, whoever it is deleted with",
  (controller) => {
    const kept = workload("ReplicaSet", { replicas: 3 }, { ownerReferences: [{ kind: "ConfigMap", controller }] });
    expect(suspendPatch(kept)).toMatchObject({ spec: { replicas: 0 } });
  },
);

test("what somebody scaled up by hand is suspended again, as it is now", () => {
  const scaled = workload(
    "Deployment",
    { replicas: 5 },
    { annotations: { "hikube.cloud/replicas-before-suspend": "2" } },
  );
  expect(suspendPatch(scaled)).toMatchObject({
    metadata: { annotations: { "hikube.cloud/replicas-before-suspend": "5" } },
  });
});

test.each([
  ["Deployment", "lots"],
  ["Deployment", "-1"],
  ["Deployment", "1e3"],
  ["Deployment", "2147483648"],
  ["StatefulSet", "2001"],
])("a note on a %s that says %s is taken off, and nothing is scaled by it", (kind, note) => {
  const spoiled = workload(kind, { replicas: 0 }, { annotations: { "hikube.cloud/replicas-before-suspend": note } });
  expect(resumePatch(spoiled)).toEqual({
    metadata: { annotations: { "hikube.cloud/replicas-before-suspend": null } },
    spec: {},
  });
  expect(isSpoiled(spoiled)).toBe(true);
});

test.each([
  ["Deployment", "2147483647"],
  ["StatefulSet", "2000"],
  ["Job", "lots"],
])("a note on a %s that says %s is one", (kind, note) => {
  expect(isSpoiled(workload(kind, {}, { annotations: { "hikube.cloud/replicas-before-suspend": note } }))).toBe(false);
});

describe("a ReplicaSet that its Deployment did not scale down", () => {
  const KEY = "hikube.cloud/own-replicas-before-suspend";

  test("is noted under a key of its own, beside a copy of its Deployment's note", () => {
    const set = workload("ReplicaSet", { replicas: 2 }, { ...DEPLOYED, ...NOTED });
    expect(suspendReplicaSetPatch(set)).toEqual({ metadata: { annotations: { [KEY]: "2" } } });
    expect(suspendReplicaSetPatch(workload("ReplicaSet", {}, DEPLOYED))).toEqual({
      metadata: { annotations: { [KEY]: "1" } },
    });
  });

  test.each([
    ["is scaled to zero", { replicas: 0 }, "2", { spec: { replicas: 2 } }],
    ["was scaled by its Deployment in between", { replicas: 1 }, "2", { spec: { replicas: 2 } }],
    ["is restored already", { replicas: 2 }, "2", undefined],
    ["carries a note that somebody spoiled", { replicas: 0 }, "lots", undefined],
  ])("is restored as it was where it %s", (_, spec, note, patch) => {
    expect(resumeReplicaSetPatch(workload("ReplicaSet", spec, { ...DEPLOYED, annotations: { [KEY]: note } }))).toEqual(
      patch,
    );
  });
});
