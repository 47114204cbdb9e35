import type { ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { tenantRun } from "./tenant-run";

const NAME = "tenant-top";
const plan: ValueRecord = {
  ...{ name: "top", profile: "production", protected: true, namespace: NAME },
  access: { owners: [{ kind: "Group", name: "a" }] },
};
const below: KubeObject = { ...NAMESPACE, metadata: { name: "tenant-top-a", labels: { "hikube.cloud/parent": NAME } } };

/** A run on a server that refuses the writes of a kind. */
function refusing(kind: string, ...objects: readonly KubeObject[]) {
  const run = tenantRun(...objects);
  const apply = run.cluster.apply.bind(run.cluster);
  run.cluster.apply = (object, options) =>
    object.kind === kind ? Promise.reject(new KubeError("no", 403, "Forbidden")) : apply(object, options);
  return run;
}
const annotations = ({ kept }: ReturnType<typeof tenantRun>) => kept.get(`Namespace/${NAME}`)?.metadata.annotations;

test("a tenant that is made by half is told and stored, and not protected yet: a destroy removes it", async () => {
  const run = refusing("RoleBinding");
  const { answer, lines } = await run.create(plan);
  expect(lines).toEqual([expect.stringMatching(/^error: RoleBinding .* was not written[^]*terraform untaint/)]);
  expect(answer).toMatchObject({ state: { ...plan, objects: {} }, private: { holder: expect.any(String) as string } });
  expect(annotations(run)).toMatchObject({ "hikube.cloud/unfinished": expect.anything() as string });
  expect(annotations(run)).not.toHaveProperty(["hikube.cloud/protected"]);
  const next = tenantRun(...run.kept.values());
  expect(await next.remove(plan)).toEqual([]);
  expect(annotations(next)).toBeUndefined();
});

test("a namespace whose record was refused is in the state, too", async () => {
  const run = tenantRun();
  const apply = run.cluster.apply.bind(run.cluster);
  run.cluster.apply = (object, options) =>
    object.metadata.annotations?.["hikube.cloud/spec"] === undefined
      ? apply(object, options)
      : Promise.reject(new KubeError("annotations: Too long", 422, "Invalid"));
  const { answer, lines } = await run.create(plan);
  expect(lines).toEqual([expect.stringMatching(/^error: [^]*Too long[^]*as tainted/)]);
  expect(answer).toMatchObject({ state: { namespace: NAME, objects: {} } });
});

test("a tenant whose record would be too long is refused before anything is written", async () => {
  const owners = Array.from({ length: 5 }, (_, at) => ({ kind: "Group", name: String(at).repeat(64_000) }));
  const long = { ...plan, access: { owners } };
  const run = tenantRun();
  for (const told of [await run.plan("create", { plan: long }), (await run.create(long)).lines]) {
    expect(told).toEqual([expect.stringMatching(/^error: .*too large to be recorded.* 3\d{5} bytes.* 262144 at most/)]);
  }
  expect([...run.kept]).toEqual([]);
});

test("what was stored goes on where it is no longer tainted, and is protected then", async () => {
  const run = refusing("RoleBinding");
  await run.create(plan);
  const next = tenantRun(...run.kept.values());
  expect((await next.update({ plan, state: { ...plan, objects: {} } })).lines).toEqual([]);
  expect(annotations(next)).toMatchObject({ "hikube.cloud/protected": "true" });
  expect(annotations(next)).not.toHaveProperty(["hikube.cloud/unfinished"]);
});

test.each([
  ["of which nothing was written", "Namespace", []],
  ["that has sub-tenants of one before: the next apply goes on with it", "RoleBinding", [below]],
] as const)("a tenant %s is not stored", async (_title, kind, objects) => {
  const { answer, lines } = await refusing(kind, ...objects).create(plan);
  expect([answer, lines]).toEqual([undefined, [expect.stringMatching(/^error: (?!.*untaint)/)]]);
});

test.each([
  ["goes on with", { "hikube.cloud/unfinished": "made by others" }],
  ["has finished", {}],
])("a tenant that another apply %s is not stored", async (_title, annotations) => {
  const run = refusing("RoleBinding");
  const get = run.cluster.get.bind(run.cluster);
  run.cluster.get = async (ref: ObjectRef) => {
    const found = await get(ref);
    if (found?.kind !== "Namespace") return found;
    return { ...found, metadata: { ...found.metadata, annotations } };
  };
  expect((await run.create(plan)).answer).toBeUndefined();
});

test("an apply that another one took over gives nobody access, and says on the namespace that it was refused", async () => {
  const run = tenantRun();
  const apply = run.cluster.apply.bind(run.cluster);
  const written: string[] = [];
  run.cluster.apply = async (object, options) => {
    written.push(object.kind);
    const made = await apply(object, options);
    const namespace = run.kept.get(`Namespace/${NAME}`)!;
    const annotations = { ...namespace.metadata.annotations, "hikube.cloud/unfinished": "made by others" };
    if (object.kind === "LimitRange") run.put({ ...namespace, metadata: { ...namespace.metadata, annotations } });
    return made;
  };
  const { answer, lines } = await run.create(plan);
  expect([answer, lines]).toEqual([undefined, [expect.stringMatching(/^error: There is a tenant tenant-top already/)]]);
  expect(written).toContain("LimitRange");
  expect(written).not.toContain("RoleBinding");
  expect(annotations(run)).toMatchObject({ "hikube.cloud/disputed": expect.anything() as string });
});
