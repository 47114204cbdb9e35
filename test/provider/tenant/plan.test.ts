import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { tenantRun } from "./tenant-run";

const NAME = "tenant-top";
const plan: ValueRecord = { name: "top", profile: "development", namespace: NAME };

function found(more: object = {}, annotations: object = {}): KubeObject {
  const spec = { "hikube.cloud/spec": JSON.stringify({ name: "top", profile: "development" }), ...annotations };
  return {
    ...NAMESPACE,
    metadata: { name: NAME, labels: { "hikube.cloud/tenant": NAME }, annotations: spec, ...more },
  };
}

test("a protected tenant is not replaced by one whose name is known later", async () => {
  const coming = { ...plan, name: UNKNOWN, namespace: UNKNOWN };
  const run = tenantRun(found({}, { "hikube.cloud/protected": "true" }));
  expect(await run.plan("update", { plan: coming, state: plan })).toEqual([
    expect.stringMatching(/^error: The tenant tenant-top is protected/),
  ]);
  expect(await tenantRun(found()).plan("update", { plan: coming, state: plan })).toEqual([]);
});

test.each([
  ["its own parent", [["tenant-top", "tenant-top"]], "tenant-top, tenant-top"],
  [
    "below its own child",
    [
      ["a", "tenant-top"],
      ["tenant-top", "a"],
    ],
    "tenant-top, a, tenant-top",
  ],
] as const)("a tenant that is %s hears that", async (_title, tenants, line) => {
  const run = tenantRun();
  const told = [];
  for (const [namespace, parent] of tenants) {
    told.push(...(await run.plan("create", { plan: { name: "top", namespace, parent } })));
  }
  expect(told.at(-1)).toMatch(/^error: tenant-top would stand below itself/);
  expect(told.at(-1)).toContain(`From each to its parent: ${line}.`);
});

const ending = found({ deletionTimestamp: "2026-01-01T00:00:00Z", creationTimestamp: new Date().toISOString() });

test("a namespace that is being deleted is told at plan", async () => {
  const told = "The namespace tenant-top is being deleted. Since 2026-01-01T00:00:00Z, with all that is in it";
  expect(await tenantRun(ending).plan("create", { plan })).toEqual([expect.stringContaining(`error: ${told}`)]);
  const held = { plan, state: { ...plan, objects: {} } };
  expect(await tenantRun(ending).plan("update", held)).toEqual([expect.stringContaining(`warning: ${told}`)]);
  expect((await tenantRun(ending).create(plan)).lines).toEqual([expect.stringContaining(`error: ${told}`)]);
});
