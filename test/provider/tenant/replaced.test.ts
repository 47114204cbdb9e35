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
    /** Terraform has it in its state. */
    read: () => run.read(state),
    plan: (action: "create" | "update", plan = state) =>
      run.plan(action, { plan, state: action === "create" ? null : state }),
  };
}

const changed = { ...state, suspended: true };
const isProtected = [expect.stringMatching(/The tenant tenant-top is protected/)];
const notFirst: unknown = expect.stringMatching(
  /^warning: Under `create_before_destroy` the tenant tenant-top is not made anew: .*`terraform untaint ADDRESS`/,
);

test("of -replace terraform plans a change and a new tenant: the second is refused for one that is protected", async () => {
  const run = runOn(guarded);
  expect(await run.plan("update", changed)).toEqual([]);
  expect(await run.plan("create", changed)).toEqual(isProtected);
});

test("of a tainted tenant terraform plans a new one alone, whose spec may be another", async () => {
  const tainted = runOn(guarded);
  await tainted.read();
  expect(await tainted.plan("create", changed)).toEqual([
    expect.stringMatching(/The tenant tenant-top is protected.* `terraform untaint ADDRESS` keeps it/),
  ]);
  const plain = runOn(recorded());
  await plain.read();
  expect(await plain.plan("create", changed)).toEqual([notFirst]);
});

test("of create_before_destroy an apply says nothing of the old tenant first: what is refused there is told at plan", async () => {
  const justWritten = recorded();
  const metadata = { ...justWritten.metadata, creationTimestamp: new Date().toISOString() };
  const run = runOn({ ...justWritten, metadata });
  await run.read();
  expect(await run.plan("create")).toEqual([]);
  const asApplied = await runOn(recorded()).plan("create", changed);
  expect(asApplied).toEqual([
    expect.stringMatching(/tenant-top already.*`create_before_destroy`.*`terraform state rm/),
  ]);
  const [rest] = await runOn({ ...justWritten, metadata }).plan("create");
  expect(rest).toMatch(/^warning: .*is there already, just as it would be made.*or it is this very resource/);
});

test("a tenant with sub-tenants is not replaced where that is asked for; where it is tainted they may go, too", async () => {
  const run = runOn(recorded(), child);
  expect(await run.plan("update")).toEqual([]);
  expect(await run.plan("create")).toEqual([
    expect.stringMatching(/tenant-top has sub-tenants\. .*: tenant-top-a.*`terraform destroy -target=ADD/),
  ]);
  const tainted = runOn(recorded(), child);
  await tainted.read();
  expect(await tainted.plan("create")).toEqual([
    expect.stringMatching(/^warning: Below tenant-top there are sub-ten/),
    notFirst,
  ]);
});

test("a second resource of the same namespace is no replacement", async () => {
  const run = runOn(recorded());
  await run.plan("update");
  expect(await run.plan("create", changed)).toEqual([expect.stringMatching(/There is a tenant tenant-top already/)]);
  expect(await runOn(recorded()).plan("create", changed)).toEqual([expect.stringMatching(/tenant-top already/)]);
});

test("a namespace that becomes a tenant by `adopt` is told, for the code may have it as another resource that goes", async () => {
  const plain: KubeObject = { ...NAMESPACE, metadata: { name: NAME } };
  expect(await runOn(plain).plan("create", { ...state, adopt: true })).toEqual([
    expect.stringMatching(
      /^warning: The namespace tenant-top is taken over as it is.*`removed` block with `destroy = fa/,
    ),
  ]);
  expect(await runOn().plan("create", { ...state, adopt: true })).toEqual([]);
});
