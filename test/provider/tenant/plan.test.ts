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

test("what `ignore_changes` names of a tenant is told as what differs, and written with the next change", async () => {
  const objects = { "Namespace/tenant-top": "changed by kubectl: metadata.labels", "Role/old": "0123456789ab" };
  const ignoring = { plan: { ...plan, objects }, state: { ...plan, objects }, config: { ...plan, objects } };
  const run = tenantRun(found());
  const [told, ...more] = await run.plan("update", ignoring);
  expect(more).toEqual([]);
  expect(told).toMatch(/^warning: What differs of the tenant tenant-top is ignored/);
  expect(told).toContain("  Namespace/tenant-top: changed by kubectl: metadata.labels\n");
  expect(told).toContain("  ResourceQuota/hikube-tenant: missing\n");
  expect(told).toContain("  Role/old: not wanted\n");
  const changed = { ...ignoring, plan: { ...plan, suspended: true, objects } };
  expect(await tenantRun(found()).plan("update", changed)).toEqual([]);
  expect((await run.update({ ...changed, ignoring: true })).lines).toEqual([]);
  expect((await run.update(changed)).lines).toEqual([expect.stringContaining("inherits changed since it was planned")]);
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

const quotaOf = (cpu: string) => ({ cpu, memory: "4Gi", storage: "4Gi" });
const amountsOf = (cpu: string) => ({
  ...{ "requests.cpu": cpu, "limits.cpu": cpu, "requests.memory": "4Gi", "limits.memory": "4Gi" },
  ...{ "requests.storage": "4Gi", "services.loadbalancers": "0" },
});

/** A tenant of 4 cores, of which a sub-tenant of another configuration takes 3. */
function shared() {
  const share = JSON.stringify({ id: "x", capacity: { "limits.cpu": "3" } });
  const child = {
    name: "tenant-top-a",
    labels: { "hikube.cloud/parent": NAME, "hikube.cloud/tenant": "tenant-top-a" },
  };
  const declared = JSON.stringify({ capacity: amountsOf("4"), reserved: {} });
  const quota: KubeObject = {
    ...{ apiVersion: "v1", kind: "ResourceQuota" },
    metadata: {
      ...{ name: "hikube-tenant", namespace: NAME, annotations: { "hikube.cloud/declared": declared } },
      labels: { "hikube.cloud/tenant": NAME },
    },
  };
  const annotations = { "hikube.cloud/share": share };
  return tenantRun(found(), quota, { ...NAMESPACE, metadata: { ...child, annotations } });
}

test("a parent that is lowered below what sub-tenants of other configurations take is told", async () => {
  const lowered = { plan: { ...plan, quota: quotaOf("2") }, state: plan };
  expect(await shared().plan("update", lowered)).toEqual([
    expect.stringMatching(
      /^warning: The sub-tenants of tenant-top take more than is planned.*limits.cpu: tenant-top-a\./,
    ),
  ]);
  expect(await shared().plan("update", { plan: { ...plan, quota: quotaOf("3") }, state: plan })).toEqual([]);
  const run = shared();
  await run.plan("delete", { state: { name: "a", namespace: "tenant-top-a", parent: NAME } });
  expect(await run.plan("update", lowered)).toEqual([]);
});

test.each([
  ["its name", "top", /Did you mean "tenant-top"\? Name the namespace/],
  ["a slip of it", "tenant-tpo", /Did you mean "tenant-top"\?/],
  ["another word", "warehouse", /by this block of the provider\. Name the namespace/],
])("a parent that is not there is told with the tenant that was meant: %s", async (_, parent, hint) => {
  const child = { name: "shop", namespace: `${parent}-shop`, parent };
  const [told, ...others] = await tenantRun(found()).plan("create", { plan: child });
  expect(others).toEqual([]);
  expect(told).toMatch(/^error: There is no tenant/);
  expect(told).toMatch(hint);
});
