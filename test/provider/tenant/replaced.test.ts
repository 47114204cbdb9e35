import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { tenantRun } from "./tenant-run";

const NAME = "tenant-top";
const SPEC = { name: "top", profile: "development" };
const state: ValueRecord = { ...SPEC, namespace: NAME, objects: {} };

function recorded(more: object = {}): KubeObject {
  const annotations = { "hikube.cloud/spec": JSON.stringify(SPEC), ...more };
  return { ...NAMESPACE, metadata: { name: NAME, labels: { "hikube.cloud/tenant": NAME }, annotations } };
}
const guarded = recorded({ "hikube.cloud/protected": "true" });
const child: KubeObject = { ...NAMESPACE, metadata: { name: "tenant-top-a", labels: { "hikube.cloud/parent": NAME } } };

/** One run of terraform on a cluster. */
function runOn(...objects: readonly KubeObject[]) {
  const run = tenantRun(...objects);
  return {
    /** Terraform has it in its state, and does not refresh. */
    stored: () => run.stored(state),
    plan: (action: "create" | "update", plan = state) =>
      run.plan(action, { plan, state: action === "create" ? null : state }),
  };
}

const changed = { ...state, suspended: true };
const isProtected = [expect.stringMatching(/The tenant tenant-top is protected/)];

test("of -replace terraform plans a change and a new tenant: the second is refused for one that is protected", async () => {
  const run = runOn(guarded);
  expect(await run.plan("update", changed)).toEqual([]);
  expect(await run.plan("create", changed)).toEqual(isProtected);
});

test("of a tainted tenant terraform plans a new one alone, whose spec may be another", async () => {
  const tainted = runOn(guarded);
  tainted.stored();
  expect(await tainted.plan("create", changed)).toEqual(isProtected);
  const plain = runOn(recorded());
  plain.stored();
  expect(await plain.plan("create", changed)).toEqual([]);
});

test("a tenant with sub-tenants is not replaced where that is asked for; where it is tainted they may go, too", async () => {
  const run = runOn(recorded(), child);
  expect(await run.plan("update")).toEqual([]);
  expect(await run.plan("create")).toEqual([expect.stringMatching(/tenant-top has sub-tenants\. .*: tenant-top-a/)]);
  const tainted = runOn(recorded(), child);
  tainted.stored();
  expect(await tainted.plan("create")).toEqual([expect.stringMatching(/^warning: Below tenant-top there are sub-ten/)]);
});

test("a second resource of the same namespace is no replacement", async () => {
  const run = runOn(recorded());
  await run.plan("update");
  expect(await run.plan("create", changed)).toEqual([expect.stringMatching(/There is a tenant tenant-top already/)]);
  expect(await runOn(recorded()).plan("create", changed)).toEqual([expect.stringMatching(/tenant-top already/)]);
});
