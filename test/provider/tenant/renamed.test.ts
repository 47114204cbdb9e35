import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { PrivateState, Stored, ValueRecord } from "../../../src/plugin";
import { tenantRun } from "./tenant-run";

const tenant = (name: string): ValueRecord => ({
  name,
  profile: "development",
  namespace: `tenant-${name}`,
  objects: {},
  taken_over: false,
});
const [X, Y] = [tenant("x"), tenant("y")];
const keptIn = (answer: unknown): PrivateState | undefined => (answer as Partial<Stored<never>>).private;

/** Two tenants of one state, what it keeps of each, and the next run. */
async function madeTwo() {
  const made = tenantRun();
  const kept = [];
  for (const plan of [X, Y]) kept.push(keptIn((await made.create(plan)).answer) ?? {});
  const [x = {}, y = {}] = kept;
  return { x, y, run: tenantRun(...made.kept.values()) };
}

const markedByAnother = (object: KubeObject | undefined): KubeObject => ({
  ...object!,
  metadata: { ...object!.metadata, annotations: { "hikube.cloud/made-by": "held by 0123456789ab since 2026-01-01" } },
});

test("a tenant that is made anew under the name of another one of its state is removed as its own", async () => {
  const { x, y, run } = await madeTwo();
  await run.read(X, x);
  await run.read(Y, y);
  await run.planned("update", { plan: Y, state: X, private: x });
  // Of the new one Terraform hands over what the plan of the change kept, and keeps it where nothing is said.
  expect((await run.planned("create", { plan: Y, private: x })).answer).not.toHaveProperty("private");
  expect(await run.remove(X, x)).toEqual([]);
});

test("of a tainted tenant the plan keeps nothing that would be said of the one that it is made anew as", async () => {
  const { x, y, run } = await madeTwo();
  await run.read(X, x);
  await run.read(Y, y);
  const kept = keptIn((await run.planned("create", { plan: Y })).answer);
  expect(kept).toMatchObject({ holder: y.holder, of: "tenant-y" });
  expect(await tenantRun(...run.kept.values()).remove(X, kept)).toEqual([]);
  run.put(markedByAnother(run.kept.get("Namespace/tenant-y")));
  expect(await tenantRun(...run.kept.values()).remove(Y, kept)).toEqual([
    expect.stringMatching(/^warning: Another resource holds the tenant tenant-y now/),
  ]);
});

test("a tainted tenant that was lost is left as it is, whichever name it is made anew under", async () => {
  const { x, run } = await madeTwo();
  run.put(markedByAnother(run.kept.get("Namespace/tenant-x")));
  await run.read(X, x);
  const kept = keptIn((await run.planned("create", { plan: tenant("z") })).answer);
  expect(await tenantRun(...run.kept.values()).remove(X, kept)).toEqual([
    expect.stringMatching(/^warning: Another resource holds the tenant tenant-x now/),
  ]);
});
