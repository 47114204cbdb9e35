import { shareOn } from "../../../src/provider/tenant/ledger";
import { CHILD, NOW, planOf, runBelow } from "./room-ground";

const LATE = NOW + 11 * 60_000;

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ["setTimeout"] }));
afterEach(() => jest.useRealTimers());

function shareIn({ kept }: ReturnType<typeof runBelow>) {
  const namespace = kept.get(`Namespace/${CHILD}`);
  return namespace && shareOn(namespace)?.capacity;
}
const REFUSED = expect.stringMatching(
  /^error: The sub-tenants of tenant-top would take[^]*kept for ten minutes/,
) as string;

/** A tenant with two cores, and the next run. */
async function made() {
  const first = runBelow();
  expect((await first.create(planOf("2"))).lines).toEqual([]);
  return first.next();
}

test("of an apply that was held longer than its room is kept nothing is granted, where others took it", async () => {
  const run = runBelow();
  run.before("Namespace", () => (jest.setSystemTime(LATE), run.fast("10")));
  const { answer, lines } = await run.create(planOf("2"));
  expect(lines).toEqual([REFUSED]);
  expect([run.granted(), shareIn(run)]).toEqual([10, {}]);
  // It is in the state, and a destroy removes it.
  expect(answer).toMatchObject({ state: { namespace: CHILD } });
  expect(await run.next().remove(planOf("2"))).toEqual([]);
});

test("so it is with a share that grows: it stays as it was", async () => {
  const run = await made();
  run.before("Namespace", () => (jest.setSystemTime(LATE), run.fast("8")));
  const { lines } = await run.update({ plan: planOf("4"), state: planOf("2") });
  expect(lines).toEqual([REFUSED]);
  expect([run.granted(), shareIn(run)?.["limits.cpu"]]).toEqual([10, "2"]);
});

test("room that nobody took meanwhile is taken late, also where its note is gone", async () => {
  const run = runBelow();
  run.before("Namespace", () => (jest.setSystemTime(LATE), run.fast("8")));
  expect((await run.create(planOf("2"))).lines).toEqual([]);
  expect([run.granted(), run.left(), run.pending()]).toEqual([10, 0, {}]);
});

test("what an apply recorded that was killed before it was confirmed is not granted by the next one", async () => {
  const run = runBelow();
  run.before("Namespace", () => (jest.setSystemTime(LATE), run.fast("10")));
  const list = run.cluster.list.bind(run.cluster);
  run.cluster.list = (...call) => (shareIn(run) === undefined ? list(...call) : run.kill());
  await run.create(planOf("2"));
  expect(shareIn(run)?.["limits.cpu"]).toBe("2");
  const next = run.next();
  expect((await next.create(planOf("2"))).lines).toEqual([
    expect.stringMatching(/^error: The sub-tenants of tenant-top/),
  ]);
  expect(next.granted()).toBe(10);
});

test("a share grows on its namespace before its quota, and shrinks after it: what is killed in between is counted", async () => {
  for (const [cpu, kind, counted] of [
    ["4", "ResourceQuota", "4"],
    ["1", "Namespace", "2"],
  ] as const) {
    const run = await made();
    run.before(kind, () => run.kill());
    await run.update({ plan: planOf(cpu), state: planOf("2") });
    expect(shareIn(run)?.["limits.cpu"]).toBe(counted);
    jest.setSystemTime(LATE);
    const next = run.next();
    await next.fast(String(10 - Number(counted)));
    await expect(next.fast("9")).rejects.toThrow("would take more");
    expect(next.granted()).toBeLessThanOrEqual(10);
    jest.setSystemTime(NOW);
  }
});

test("an apply that is refused keeps nothing", async () => {
  const run = runBelow();
  run.before("Namespace", () => Promise.reject(new Error("refused")));
  await run.create(planOf("4"));
  expect([run.left(), run.pending()]).toEqual([10, {}]);
});

test("a destroy gives back what is kept for its tenant", async () => {
  const killed = await made();
  killed.before("Namespace", () => killed.kill());
  await killed.update({ plan: planOf("4"), state: planOf("2") });
  expect(killed.left()).toBe(6);
  const run = killed.next();
  expect(await run.remove(planOf("2"))).toEqual([]);
  expect([run.left(), run.pending()]).toEqual([10, {}]);
});
