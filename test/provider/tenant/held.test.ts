import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import type { PrivateState, Stored, ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { isHeldElsewhere } from "../../../src/provider/tenant/held";
import { tenantRun } from "./tenant-run";

const NAME = "tenant-top";
const plan: ValueRecord = { name: "top", profile: "development", namespace: NAME, objects: {}, taken_over: false };
const MADE_BY = "hikube.cloud/made-by";

type Run = ReturnType<typeof tenantRun>;
const namespaceIn = ({ kept }: Run) => kept.get(`Namespace/${NAME}`);
const markIn = (run: Run) => namespaceIn(run)?.metadata.annotations?.[MADE_BY];
/** The next run on the same cluster, of whichever configuration, moments later. */
const after = (run: Run) =>
  tenantRun(
    ...[...run.kept.values()].map(({ metadata, ...object }): KubeObject => ({
      ...object,
      metadata: { ...metadata, creationTimestamp: new Date().toISOString() },
    })),
  );
const keptBy = ({ answer }: Awaited<ReturnType<Run["create"]>>): PrivateState =>
  (answer as Stored<never>).private ?? {};

/** A tenant that one configuration made, and that another one took over within the hour. */
async function takenOver() {
  const first = tenantRun();
  const lost = keptBy(await first.create(plan));
  const second = after(first);
  const held = keptBy(await second.create({ ...plan, taken_over: true }));
  return { lost, held, run: after(second) };
}

test("a state keeps the mark that stands on the namespace, and writes it again with each change", async () => {
  const made = tenantRun();
  const kept = keptBy(await made.create(plan));
  expect(kept).toMatchObject({ holder: markIn(made) });
  const run = after(made);
  const changed = await run.update({ plan: { ...plan, description: "x" }, state: plan, private: kept });
  expect(changed.lines).toEqual([]);
  expect(markIn(run)).toBe(kept.holder);
  expect(keptBy(changed)).toEqual(kept);
  const { answer } = await after(run).read(plan, kept);
  expect(answer).toMatchObject({ private: kept });
});

test("who lost a tenant to another one is told, changes nothing of it, and only forgets it", async () => {
  const { lost, run } = await takenOver();
  const told = /Another resource holds the tenant tenant-top now/;
  expect(await run.plan("update", { plan, state: plan, private: lost })).toEqual([
    expect.stringMatching(/^warning: .*removal leaves it as it is.*\[tenant-held-elsewhere\]/),
  ]);
  const before = namespaceIn(run);
  const changed = await run.update({ plan: { ...plan, description: "x" }, state: plan, private: lost });
  expect(changed.lines).toEqual([expect.stringMatching(/^error: .*Nothing of it was changed/)]);
  for (const lines of [await run.plan("delete", { state: plan, private: lost }), await run.remove(plan, lost)]) {
    expect(lines).toEqual([expect.stringMatching(told)]);
    expect(lines[0]).toMatch(/^warning: .*it stays with all that is in it/);
  }
  expect(namespaceIn(run)).toEqual(before);
});

test("who took it over holds it: its removal is that of the tenant", async () => {
  const { held, run } = await takenOver();
  expect(await run.plan("update", { plan, state: plan, private: held })).toEqual([]);
  expect(await run.remove(plan, held)).toEqual([]);
  expect(namespaceIn(run)).toBeUndefined();
});

test("what was imported is held by two until one of them changes it, of which the other one is told", async () => {
  const made = tenantRun();
  const first = keptBy(await made.create(plan));
  const imported = keptBy(await after(made).read(plan));
  expect(imported).toMatchObject({
    holder: first.holder,
    claim: expect.stringMatching(/^held by [0-9a-f]{12}$/) as string,
  });
  expect([first, imported].map((kept) => isHeldElsewhere(namespaceIn(made), kept))).toEqual([false, false]);
  // It is read again before each plan.
  expect(keptBy(await after(made).read(plan, imported))).toMatchObject(imported);
  const run = after(made);
  const more = { plan: { ...plan, description: "x" }, state: plan };
  const second = keptBy(await run.update({ ...more, private: imported }));
  expect(second).toMatchObject({ holder: imported.claim });
  expect(second).not.toHaveProperty("claim");
  // A change that was cut short is the own one.
  const isElsewhere = (kept: PrivateState) => isHeldElsewhere(namespaceIn(run), kept);
  expect([first, imported, second].map(isElsewhere)).toEqual([true, false, false]);
  const other = keptBy(await after(made).read(plan));
  expect(isElsewhere(other)).toBe(true);
});

test("an imported state hears that who held it before has changed it since", async () => {
  const made = tenantRun();
  const imported = keptBy(await made.create(plan).then(() => after(made).read(plan)));
  const other = keptBy(await after(made).read(plan));
  const run = after(made);
  await run.update({ plan: { ...plan, description: "x" }, state: plan, private: other });
  expect(isHeldElsewhere(namespaceIn(run), imported)).toBe(true);
});

test("a take-over that is cut short takes nothing", async () => {
  const made = tenantRun();
  const kept = keptBy(await made.create(plan));
  const run = after(made);
  const apply = run.cluster.apply.bind(run.cluster);
  run.cluster.apply = (object, options) =>
    object.metadata.annotations?.[MADE_BY] === kept.holder
      ? apply(object, options)
      : Promise.reject(new KubeError("no", 403, "Forbidden"));
  expect((await run.create({ ...plan, taken_over: true })).lines).toEqual([expect.stringMatching(/^error/)]);
  expect(isHeldElsewhere(namespaceIn(run), kept)).toBe(false);
});

function namespace(uid: string, annotations: StringMap): KubeObject {
  return { ...NAMESPACE, metadata: { name: NAME, uid, annotations } };
}

test.each([
  ["it stands as it was written", namespace("1", { [MADE_BY]: "made by a" }), false],
  ["it came back from a backup", namespace("2", { [MADE_BY]: "made by a" }), false],
  ["somebody took the mark away", namespace("1", {}), false],
  ["another apply made it anew", namespace("2", { [MADE_BY]: "made by b" }), true],
  ["another apply makes it anew", namespace("2", { "hikube.cloud/unfinished": "made by b" }), true],
  ["another engine made it anew", namespace("2", {}), true],
  ["it is gone", undefined, false],
])("whether somebody else holds a tenant, where %s", (_, found, isElsewhere) => {
  expect(isHeldElsewhere(found, { holder: "made by a", uid: "1" })).toBe(isElsewhere);
  expect(isHeldElsewhere(found, {})).toBe(false);
});
