import { appliedBy, ownersOf, pathsIn, union, withoutMember, type FieldSet } from "../../src/kube/managed-fields";

const CONTAINERS = {
  "f:containers": {
    'k:{"name":"web"}': {
      ".": {},
      "f:name": {},
      "f:image": {},
      "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {} } },
    },
  },
};
const SET: FieldSet = {
  "f:metadata": { "f:labels": { ".": {}, "f:app.kubernetes.io/name": {} }, "f:finalizers": { 'v:"a.b/c"': {} } },
  "f:spec": { ...CONTAINERS, "f:args": { "i:0": {} } },
};

const owner = (manager: string, operation: string, fieldsV1: FieldSet) => ({
  manager,
  operation,
  fieldsV1,
  time: "2026-01-01T00:00:00Z",
});
const objectOf = (...managedFields: readonly object[]) => ({ metadata: { managedFields } });

test("each field is named as the conflicts of a server name it", () => {
  expect(pathsIn(SET)).toEqual([
    ".metadata.labels",
    ".metadata.labels.app.kubernetes.io/name",
    '.metadata.finalizers[="a.b/c"]',
    '.spec.containers[name="web"]',
    '.spec.containers[name="web"].name',
    '.spec.containers[name="web"].image',
    '.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]',
    ".spec.args[0]",
  ]);
});

test("what a manager owns is what it applied, not what it wrote otherwise or what others own", () => {
  const object = objectOf(
    owner("us", "Apply", { "f:data": { "f:a": {} } }),
    owner("us", "Update", { "f:data": { "f:b": {} } }),
    owner("them", "Apply", { "f:data": { "f:c": {} } }),
  );
  expect(appliedBy(object, (manager) => manager === "us")).toEqual({ "f:data": { "f:a": {} } });
  expect(ownersOf(object).map(({ manager, time }) => [manager, time])).toContainEqual(["them", "2026-01-01T00:00:00Z"]);
  expect(appliedBy({ metadata: {} }, () => true)).toEqual({});
});

test("a union has the fields of both, and keeps that one of them is a member itself", () => {
  const both = union({ "f:labels": {} }, { "f:labels": { "f:a": {} }, "f:x": {} });
  expect(pathsIn(both)).toEqual([".labels", ".labels.a", ".x"]);
  expect(union({}, { "f:x": { "f:y": {} } })).toEqual({ "f:x": { "f:y": {} } });
});

describe("a set without a member", () => {
  test("keeps its neighbours", () => {
    expect(withoutMember({ "f:data": { "f:a": {}, "f:b": {} } }, ["data", "a"])).toEqual({ "f:data": { "f:b": {} } });
    expect(withoutMember({ "f:data": { "f:a": {} } }, ["data", "other"])).toEqual({ "f:data": { "f:a": {} } });
  });

  test("is no leaf where nothing else was in it", () => {
    expect(withoutMember({ "f:data": { "f:a": {} }, "f:type": {} }, ["data", "a"])).toEqual({ "f:type": {} });
  });

  test("loses the whole value that the member is a part of, since nobody owns a part of it", () => {
    expect(withoutMember({ "f:spec": { "f:login": {}, "f:size": {} } }, ["spec", "login", "password"])).toEqual({
      "f:spec": { "f:size": {} },
    });
  });
});
