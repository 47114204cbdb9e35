import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import {
  isSpoiled,
  noteRest,
  resumePatch,
  suspendPatch,
  wakeRest,
  type MergePatch,
} from "../../../src/model/tenant/suspension";

function workload(kind: string, spec: object, more: object = {}): KubeObject {
  return { apiVersion: "apps/v1", kind, metadata: { name: "web", namespace: "tenant-a", ...more }, spec };
}

const DEPLOYED = { ownerReferences: [{ kind: "Deployment", controller: true }] };
const NOTED = { annotations: { "hikube.cloud/awake": "3" } };

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
])("a %s of %j sleeps as %j and wakes as it was", (kind, spec, asleep) => {
  const before = workload(kind, spec);
  const sleeping = merged(before, suspendPatch(before));
  expect(sleeping.spec).toMatchObject(asleep);
  expect(suspendPatch(sleeping)).toBeUndefined();
  const awake = merged(sleeping, resumePatch(sleeping));
  expect(awake.metadata.annotations).toEqual({});
  const woken = kind.endsWith("Job") ? { suspend: false } : { replicas: (spec as { replicas?: number }).replicas ?? 1 };
  expect(awake.spec).toMatchObject(woken);
});

test.each([
  ["sleeps by its owner's will", workload("Deployment", { replicas: 0 })],
  ["is suspended by its owner's will", workload("CronJob", { suspend: true })],
  ["is made by a Deployment", workload("ReplicaSet", { replicas: 3 }, DEPLOYED)],
  ["carries a copy of its Deployment's note", workload("ReplicaSet", { replicas: 0 }, { ...DEPLOYED, ...NOTED })],
  ["has ended", { ...workload("Job", {}), status: { conditions: [{ type: "Complete", status: "True" }] } }],
])("what %s is left alone, then and later", (_, object) => {
  expect(suspendPatch(object)).toBeUndefined();
  expect(resumePatch(object)).toBeUndefined();
});

test("a StatefulSet that deletes claims when it is scaled keeps them while it sleeps", () => {
  const policy = { whenDeleted: "Delete", whenScaled: "Delete" };
  const before = workload("StatefulSet", { replicas: 3, persistentVolumeClaimRetentionPolicy: policy });
  const asleep = suspendPatch(before);
  expect(asleep).toEqual({
    metadata: { annotations: { "hikube.cloud/awake": "3", "hikube.cloud/awake-claims": "Delete" } },
    spec: { replicas: 0, persistentVolumeClaimRetentionPolicy: { whenScaled: "Retain" } },
  });
  expect(resumePatch(merged(before, asleep))).toEqual({
    metadata: { annotations: { "hikube.cloud/awake": null, "hikube.cloud/awake-claims": null } },
    spec: { replicas: 3, persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } },
  });
});

test("a Job that has not failed yet sleeps, whatever conditions it lists", () => {
  const conditions = [
    { type: "Failed", status: "False" },
    { type: "SuccessCriteriaMet", status: "True" },
  ];
  const running = { ...workload("Job", {}), status: { conditions } };
  expect(suspendPatch(running)).toMatchObject({ spec: { suspend: true } });
});

test.each([true, false])("a ReplicaSet of no Deployment sleeps by itself, whoever it is deleted with", (controller) => {
  const kept = workload("ReplicaSet", { replicas: 3 }, { ownerReferences: [{ kind: "ConfigMap", controller }] });
  expect(suspendPatch(kept)).toMatchObject({ spec: { replicas: 0 } });
});

test("what somebody woke by hand is put to sleep again, as it is now", () => {
  const woken = workload("Deployment", { replicas: 5 }, { annotations: { "hikube.cloud/awake": "2" } });
  expect(suspendPatch(woken)).toMatchObject({ metadata: { annotations: { "hikube.cloud/awake": "5" } } });
});

test.each([
  ["Deployment", "lots"],
  ["Deployment", "-1"],
  ["Deployment", "1e3"],
  ["Deployment", "2147483648"],
  ["StatefulSet", "2001"],
])("a note on a %s that says %s is taken off, and nothing is scaled by it", (kind, note) => {
  const spoiled = workload(kind, { replicas: 0 }, { annotations: { "hikube.cloud/awake": note } });
  expect(resumePatch(spoiled)).toEqual({ metadata: { annotations: { "hikube.cloud/awake": null } }, spec: {} });
  expect(isSpoiled(spoiled)).toBe(true);
});

test.each([
  ["Deployment", "2147483647"],
  ["StatefulSet", "2000"],
  ["Job", "lots"],
])("a note on a %s that says %s is one", (kind, note) => {
  expect(isSpoiled(workload(kind, {}, { annotations: { "hikube.cloud/awake": note } }))).toBe(false);
});

describe("a ReplicaSet that its Deployment left awake", () => {
  const KEY = "hikube.cloud/awake-replicas";

  test("is noted under a key of its own, beside a copy of its Deployment's note", () => {
    const set = workload("ReplicaSet", { replicas: 2 }, { ...DEPLOYED, ...NOTED });
    expect(noteRest(set)).toEqual({ metadata: { annotations: { [KEY]: "2" } } });
    expect(noteRest(workload("ReplicaSet", {}, DEPLOYED))).toEqual({ metadata: { annotations: { [KEY]: "1" } } });
  });

  test.each([
    ["sleeps", { replicas: 0 }, "2", { spec: { replicas: 2 } }],
    ["was scaled by its Deployment in between", { replicas: 1 }, "2", { spec: { replicas: 2 } }],
    ["is awake", { replicas: 2 }, "2", undefined],
    ["carries a note that somebody spoiled", { replicas: 0 }, "lots", undefined],
  ])("wakes as it was where it %s", (_, spec, note, patch) => {
    expect(wakeRest(workload("ReplicaSet", spec, { ...DEPLOYED, annotations: { [KEY]: note } }))).toEqual(patch);
  });
});
