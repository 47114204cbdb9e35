import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import { objectIn } from "../../../src/model/json";
import { UNKNOWN, type PrivateState, type Stored, type ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { isHeldElsewhere } from "../../../src/provider/objects/held";
import { tenantRun } from "../tenant/tenant-run";

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

test("a state keeps the mark that stands on the namespace, and writes another one with each change", async () => {
  const made = tenantRun();
  const kept = keptBy(await made.create(plan));
  expect(kept).toMatchObject({ holder: markIn(made) });
  const run = after(made);
  const changed = await run.update({ plan: { ...plan, description: "x" }, state: plan, private: kept });
  expect(changed.lines).toEqual([]);
  const next = keptBy(changed);
  expect(next).toMatchObject({ holder: markIn(run) });
  expect(next.holder).not.toBe(kept.holder);
  // It is known by who wrote it: also where the change was cut short, or the namespace comes back as it was.
  const copies = [[namespaceIn(run), kept] as const, [namespaceIn(made), next] as const];
  expect(copies.map(([found, own]) => isHeldElsewhere(found, own))).toEqual([false, false]);
  const { answer } = await after(run).read(plan, next);
  expect(answer).toMatchObject({ private: next });
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
    claim: expect.stringMatching(/^held by [0-9a-f]{12} since /) as string,
  });
  expect([first, imported].map((kept) => isHeldElsewhere(namespaceIn(made), kept))).toEqual([false, false]);
  // It is read again before each plan.
  expect(keptBy(await after(made).read(plan, imported))).toMatchObject(imported);
  const run = after(made);
  const more = { plan: { ...plan, description: "x" }, state: plan };
  const second = keptBy(await run.update({ ...more, private: imported }));
  const [, maker] = /by (\w{12})/.exec(String(imported.claim)) ?? [];
  expect(second).toMatchObject({ holder: expect.stringContaining(`held by ${String(maker)} since `) as string });
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

test("who imported a tenant hears that its maker has changed it since", async () => {
  const { kept, run } = await madeOnce();
  const imported = keptBy(await after(run).read(plan));
  await run.update({ plan: { ...plan, description: "x" }, state: plan, private: kept });
  expect([kept, imported].map((state) => isHeldElsewhere(namespaceIn(run), state))).toEqual([false, true]);
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

/** Another configuration takes it over right after the so-manieth time that the namespace is asked for. */
function takenAfter(run: Run, turn: number) {
  const get = run.cluster.get.bind(run.cluster);
  let asked = 0;
  run.cluster.get = async (ref) => {
    const found = await get(ref);
    if (ref.kind === "Namespace" && ++asked === turn) run.put(markedAs(found!, "taken over by b"));
    return found;
  };
}

function markedAs({ metadata, ...object }: KubeObject, mark?: string): KubeObject {
  const others = Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => key !== MADE_BY));
  return {
    ...object,
    metadata: { ...metadata, annotations: mark === undefined ? others : { ...others, [MADE_BY]: mark } },
  };
}

async function madeOnce() {
  const made = tenantRun();
  const kept = keptBy(await made.create(plan));
  return { kept, run: after(made) };
}

test("a removal that stood still while another one took the tenant over leaves it", async () => {
  const { kept, run } = await madeOnce();
  takenAfter(run, 1);
  expect(await run.remove(plan, kept)).toEqual([expect.stringMatching(/^warning: .*it stays with all that is in it/)]);
  expect(markIn(run)).toBe("taken over by b");
});

test("a removal is judged anew where the namespace was written to meanwhile", async () => {
  const { kept, run } = await madeOnce();
  const get = run.cluster.get.bind(run.cluster);
  let asked = 0;
  run.cluster.get = async (ref) => {
    const found = await get(ref);
    if (asked++ === 0) run.put(found!);
    return found;
  };
  expect(await run.remove(plan, kept)).toEqual([]);
  expect(namespaceIn(run)).toBeUndefined();
});

test.each([1, 2])(
  "a change that stood still after question %i while another one took the tenant over is refused",
  async (turn) => {
    const { kept, run } = await madeOnce();
    takenAfter(run, turn);
    const { lines } = await run.update({ plan: { ...plan, description: "x" }, state: plan, private: kept });
    expect(lines).toEqual([expect.stringMatching(/^error: Another resource holds the tenant tenant-top now/)]);
    expect(markIn(run)).toBe("taken over by b");
    expect(namespaceIn(run)?.metadata.annotations?.["hikube.cloud/spec"]).not.toContain("description");
  },
);

test("who lost a tenant does not make it anew", async () => {
  const { lost, run } = await takenOver();
  const refused = [expect.stringMatching(/^error: Another resource holds the tenant tenant-top now/)];
  // Of -replace terraform plans the change first, and the new one then; of what is tainted that one alone, after a refresh.
  await run.plan("update", { plan, state: plan, private: lost });
  expect(await run.plan("create", { plan })).toEqual(refused);
  const tainted = after(run);
  await tainted.read(plan, lost);
  expect(await tainted.plan("create", { plan })).toEqual(refused);
  // Without a refresh nothing is known of it before its removal.
  const late = after(run);
  late.stored(plan);
  expect(await late.plan("create", { plan })).toEqual([
    expect.stringMatching(/^warning: Nobody knows whether this state still holds .*plan without `-refresh=false`/),
  ]);
  expect(await late.remove(plan, lost)).toEqual([expect.stringMatching(/^warning: Another resource holds/)]);
  const before = namespaceIn(late);
  const { lines } = await late.create({ ...plan, taken_over: UNKNOWN });
  expect(lines).toEqual([expect.stringMatching(/^error: There is a tenant tenant-top already/)]);
  expect(namespaceIn(late)?.metadata.annotations).toMatchObject({ [MADE_BY]: before?.metadata.annotations?.[MADE_BY] });
});

test("of what is tainted the plan keeps for its removal who holds it", async () => {
  const { kept, run } = await madeOnce();
  await run.read(plan, kept);
  expect((await run.planned("create", { plan })).answer).toMatchObject({
    private: { ofEach: { [NAME]: { holder: kept.holder } } },
  });
  expect((await after(run).planned("create", { plan })).answer).not.toHaveProperty("private");
});

test("what another one makes while a tenant is made anew is not taken over", async () => {
  const { kept, run } = await madeOnce();
  expect(await run.remove(plan, kept)).toEqual([]);
  const other = tenantRun();
  await other.create(plan);
  for (const object of after(other).kept.values()) run.put(object);
  const { lines } = await run.create({ ...plan, taken_over: UNKNOWN });
  expect(lines).toEqual([expect.stringMatching(/^error: There is a tenant tenant-top already/)]);
  expect(markIn(run)).toBe(markIn(other));
});

test("what is deposed says nothing at plan once this run has taken the tenant over", async () => {
  const { kept, run } = await madeOnce();
  await run.create({ ...plan, taken_over: UNKNOWN });
  expect(await run.plan("delete", { state: plan, private: kept })).toEqual([]);
  expect(await run.remove(plan, kept)).toEqual([expect.stringMatching(/was not made anew/)]);
});

test.each([
  ["took away", undefined],
  ["changed", "zzz"],
])("a mark that somebody %s is drift, which the next apply sets back", async (_, mark) => {
  const { kept, run } = await madeOnce();
  const key = `Namespace/${NAME}`;
  const { state } = (await run.read(plan, kept)).answer as { readonly state: ValueRecord };
  expect(objectIn(state.objects)[key]).toMatch(/^[0-9a-f]{12}$/);
  const { metadata, ...object } = markedAs(namespaceIn(run)!, mark);
  const fields = { "f:metadata": { "f:annotations": { [`f:${MADE_BY}`]: {} } } };
  const managedFields =
    mark === undefined ? [] : [{ manager: "kubectl-annotate", operation: "Update", fieldsV1: fields }];
  run.put({ ...object, metadata: { ...metadata, managedFields } });
  const next = after(run);
  const read = (await next.read(state, kept)).answer as { readonly state: ValueRecord };
  expect(objectIn(read.state.objects)[key]).toMatch(
    `changed${mark === undefined ? "" : " by kubectl-annotate"}: metadata.annotations["${MADE_BY}"]`,
  );
  // Nobody knows whose it is until then.
  expect(await next.remove(state, kept)).toEqual([
    expect.stringMatching(/^error: Nobody knows who holds .*apply it first.*import ADDRESS tenant-top/),
  ]);
  expect(await next.plan("delete", { state, private: kept })).toEqual([expect.stringMatching(/^error: Nobody knows/)]);
  const changed = await next.update({ plan: state, state: read.state, private: kept });
  expect(changed.lines).toEqual([]);
  expect(isHeldElsewhere(namespaceIn(next), kept)).toBe(false);
  expect(await after(next).remove(state, keptBy(changed))).toEqual([]);
});

test("a state that has lost a tenant knows so, also once the mark of who took it is gone", async () => {
  const { lost, run } = await takenOver();
  const told = keptBy(await run.read(plan, lost));
  run.put(markedAs(namespaceIn(run)!));
  expect(await after(run).remove(plan, told)).toEqual([expect.stringMatching(/^warning: Another resource holds/)]);
  expect(await after(run).remove(plan, lost)).toEqual([expect.stringMatching(/^error: Nobody knows/)]);
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
