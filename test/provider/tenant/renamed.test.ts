import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { UNKNOWN, type PrivateState, type Stored, type ValueRecord } from "../../../src/plugin";
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
  metadata: {
    ...object!.metadata,
    annotations: { ...object!.metadata.annotations, "hikube.cloud/made-by": "held by 0123456789ab since 2026-01-01" },
  },
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

/** What a plan keeps for the removal of a tainted tenant, which Terraform names neither there nor then, as what it is made anew. */
async function keptOfTainted(anew: ValueRecord) {
  const { x, y, run } = await madeTwo();
  await run.read(X, x);
  await run.read(Y, y);
  const { answer, lines } = await run.planned("create", { plan: anew });
  expect(lines.filter((line) => !line.includes("create_before_destroy"))).toEqual([]);
  return { kept: keptIn(answer), run };
}

test.each([
  ["itself", X],
  ["another one of its state", Y],
  ["a new one", tenant("z")],
  ["one whose name is not known", { ...X, name: UNKNOWN, namespace: UNKNOWN }],
])("a tainted tenant that is made anew as %s is removed as long as it is its state's", async (_, anew) => {
  const { kept, run } = await keptOfTainted(anew);
  const later = () => tenantRun(...run.kept.values());
  expect(await later().remove(X, kept)).toEqual([]);
  run.put(markedByAnother(run.kept.get("Namespace/tenant-x")));
  const lost = [expect.stringMatching(/^warning: Another resource holds the tenant tenant-x now/)];
  expect(await later().remove(X, kept)).toEqual(lost);
});

test("a tainted tenant that was lost is told of, whichever name it is made anew under", async () => {
  const { x, y, run } = await madeTwo();
  run.put(markedByAnother(run.kept.get("Namespace/tenant-x")));
  await run.read(X, x);
  await run.read(Y, y);
  // What was planned already is another one.
  await run.plan("update", { plan: Y, state: Y, private: y });
  const { answer, lines } = await run.planned("create", { plan: tenant("z") });
  expect(lines).toEqual([expect.stringMatching(/^warning: Another resource holds the tenant tenant-x now/)]);
  expect(keptIn(answer)).toMatchObject({ ofEach: { "tenant-x": { isLost: true } } });
  expect(JSON.stringify(answer)).not.toContain(y.holder);
});

test("of a tenant that is replaced it is not known before whether it takes its former self over; of a new one it is", async () => {
  const { x, run } = await madeTwo();
  const later = { ...X, name: UNKNOWN, namespace: UNKNOWN };
  await run.plan("update", { plan: later, state: X, private: x });
  const planned = async (kept: PrivateState) => (await run.planned("create", { plan: later, private: kept })).answer;
  expect(await planned(x)).toMatchObject({ plan: { taken_over: UNKNOWN } });
  expect(await planned({})).toMatchObject({ plan: { taken_over: false } });
  // Once the former one is gone, none is taken over.
  const apply = tenantRun(...run.kept.values());
  apply.stored(X);
  await apply.remove(X, x);
  expect((await apply.planned("create", { plan: X })).answer).toMatchObject({ plan: { taken_over: false } });
});

test("what another one holds once this run has left it is refused without a word of what is tainted", async () => {
  const { x, run } = await madeTwo();
  run.put(markedByAnother(run.kept.get("Namespace/tenant-x")));
  run.stored(X);
  expect(await run.remove(X, x)).toHaveLength(1);
  expect(await run.plan("create", { plan: X })).toEqual([
    expect.stringMatching(/^error: There is a tenant tenant-x already.*tenant-held-elsewhere/),
  ]);
});
