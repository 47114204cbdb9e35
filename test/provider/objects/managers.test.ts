import { othersOf } from "../../../src/provider/objects/managers";

const object = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: {
    name: "q",
    managedFields: [
      { manager: "hikube", operation: "Apply", fieldsV1: { "f:spec": { "f:hard": { "f:pods": {} } } } },
      {
        manager: "kubectl-edit",
        operation: "Update",
        time: "2026-01-02T00:00:00Z",
        fieldsV1: { "f:spec": { "f:hard": { "f:limits.cpu": {} } } },
      },
      {
        manager: "argocd",
        operation: "Apply",
        time: "2026-01-03T00:00:00Z",
        fieldsV1: { "f:spec": { "f:hard": { "f:limits.cpu": {} } }, "f:subjects": {} },
      },
    ],
  },
};

test("who changed a field is told, the last one first, and whether it will write it again", () => {
  expect(othersOf(object, ['spec.hard["limits.cpu"]'])).toEqual([
    { manager: "argocd", applies: true, time: "2026-01-03T00:00:00Z", fields: [".spec.hard.limits.cpu"] },
    { manager: "kubectl-edit", applies: false, time: "2026-01-02T00:00:00Z", fields: [".spec.hard.limits.cpu"] },
  ]);
});

test("what stands in a list that is written whole belongs to who wrote the list", () => {
  const others = othersOf(object, ["subjects[0].name", "subjects[1].name"]);
  expect(others.map(({ manager, fields }) => [manager, ...fields])).toEqual([["argocd", ".subjects"]]);
});

test("fields of ours, and fields of nobody, have no other owner", () => {
  expect(othersOf(object, ["spec.hard.pods", "spec.scopes", "metadata.labels.a"])).toEqual([]);
  expect(othersOf({ ...object, metadata: { name: "q" } }, ["spec.hard.pods"])).toEqual([]);
});
