import { CHILD, NOW, PARENT, planOf, runBelow } from "./room-ground";
import { tenantRun } from "./tenant-run";

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ["setTimeout"] }));
afterEach(() => jest.useRealTimers());

const KEPT =
  /limits\.cpu 4.* is kept for tenant-top-slow since 2027-01-15T08:00:00Z.*until 2027-01-15T08:10:00Z.*\[share-kept\]/;

/** The next run after one that was killed when it had made room for four cores. */
async function afterKill() {
  const run = runBelow();
  run.before("Namespace", () => run.kill());
  await run.create(planOf("4"));
  return run.next();
}

test("who is refused for what is kept for a tenant that is made is told so, since when, until when, and what to do", async () => {
  const run = await afterKill();
  await expect(run.fast("9")).rejects.toThrow(KEPT);
  await run.fast("6");
});

test("the plan of who does not fit beside what is kept says so, and no plan of who fits does", async () => {
  const run = await afterKill();
  const fast = (cpu: string) => ({ ...planOf(cpu), name: "fast", namespace: `${PARENT}-fast` });
  const lines = await run.plan("create", { plan: fast("9") });
  expect(lines).toEqual([expect.stringMatching(/^warning: Room in tenant-top is kept for another tenant/)]);
  expect(lines[0]).toMatch(KEPT);
  expect(await run.next().plan("create", { plan: fast("6") })).toEqual([]);
});

test("after an apply that was killed before its parent had the share the next plan shows that, and its apply mends it", async () => {
  const first = runBelow();
  await first.create(planOf("4"));
  const killed = first.next();
  // It shrinks: its quota and its record are written, and its parent is not settled.
  const patch = killed.cluster.patch.bind(killed.cluster);
  let writes = 0;
  killed.cluster.patch = (...call) => ((writes += 1), writes === 1 ? patch(...call) : killed.kill());
  await killed.update({ plan: planOf("1"), state: planOf("4") });
  expect([killed.left(), killed.granted()]).toEqual([6, 7]);
  const run = killed.next();
  const { answer } = await run.read({ ...planOf("1"), objects: {} });
  expect(answer).toMatchObject({
    state: { objects: { [`Namespace/${CHILD}`]: "its share is not settled with its parent" } },
  });
  expect((await run.update({ plan: planOf("1"), state: planOf("1") })).lines).toEqual([]);
  expect([run.left(), run.pending()]).toEqual([9, {}]);
  const settled = await run.next().read({ ...planOf("1"), objects: {} });
  expect(JSON.stringify(settled.answer)).not.toContain("not settled");
});

test("after a destroy that was killed before its parent had the share the plan warns, and that of the parent mends it", async () => {
  const quota = { cpu: "10", memory: "64Gi", storage: "64Gi" };
  const parent = { name: "top", namespace: PARENT, profile: "development", quota };
  const top = tenantRun();
  await top.create(parent);
  const first = runBelow(...top.kept.values());
  await first.create(planOf("4"));
  const killed = first.next();
  killed.cluster.patch = () => killed.kill();
  await killed.remove(planOf("4"));
  expect([killed.kept.has(`Namespace/${CHILD}`), killed.left()]).toEqual([false, 6]);
  const run = killed.next();
  const { answer, lines } = await run.read(planOf("4"));
  expect(answer).toBeNull();
  expect(lines).toEqual([
    expect.stringMatching(/^warning: The tenant tenant-top-slow is gone, and tenant-top does not/),
  ]);
  const told = await run.read({ ...parent, objects: {} });
  expect(JSON.stringify(told.answer)).toContain('"ResourceQuota/hikube-tenant":"changed: spec.hard[\\"limits.cpu');
  expect((await run.update({ plan: parent, state: parent })).lines).toEqual([]);
  expect(run.left()).toBe(10);
  expect((await run.next().read(planOf("4"))).lines).toEqual([]);
});
