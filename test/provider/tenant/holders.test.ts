import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { tenantRun } from "./tenant-run";

const NAME = "tenant-top";
const plan: ValueRecord = { name: "top", profile: "development", namespace: NAME, objects: {}, taken_over: false };
const taking: ValueRecord = { ...plan, taken_over: true };

function held(): KubeObject {
  const annotations = { "hikube.cloud/spec": JSON.stringify({ name: "top", profile: "development" }) };
  const labels = { "hikube.cloud/tenant": NAME };
  const creationTimestamp = new Date().toISOString();
  return { ...NAMESPACE, metadata: { name: NAME, labels, annotations, creationTimestamp } };
}
const isThere = ({ kept }: ReturnType<typeof tenantRun>) => kept.has(`Namespace/${NAME}`);

test("what create_before_destroy made over the old tenant is not deleted with that, now or by the next apply", async () => {
  const run = tenantRun(held());
  expect((await run.create(taking)).lines).toEqual([]);
  expect(await run.plan("delete", { state: plan })).toEqual([]);
  expect(await run.remove(plan)).toEqual([expect.stringMatching(/^warning: The tenant tenant-top was not made anew/)]);
  expect(isThere(run)).toBe(true);
});

test("a finished tenant is taken by an apply whose plan saw it, and by no other: another apply has made it since", async () => {
  const late = tenantRun(held());
  expect((await late.create(plan)).lines).toEqual([expect.stringMatching(/^error: .*tenant-held-elsewhere/)]);
  const again = tenantRun(held());
  const { answer, lines } = await again.planned("create", { plan: { ...plan, taken_over: UNKNOWN } });
  expect(lines).toEqual([expect.stringMatching(/^warning: The tenant tenant-top is there already/)]);
  expect(answer).toMatchObject({
    plan: { taken_over: true, objects: { "Namespace/tenant-top": expect.any(String) as string } },
  });
  expect((await again.create(taking)).lines).toEqual([]);
  // Terraform compares the two plans, and refuses one that says something else, also where little was known before.
  const unknowns: readonly ValueRecord[] = [{}, { cost: UNKNOWN }, { name: UNKNOWN, namespace: UNKNOWN }];
  for (const unknown of unknowns) {
    const before = await tenantRun().planned("create", { plan: { ...plan, ...unknown } });
    expect(before.answer).toMatchObject({ plan: { taken_over: false } });
  }
});

test("two resources of one run do not make one tenant", async () => {
  const run = tenantRun();
  expect(await run.plan("create", { plan })).toEqual([]);
  expect(await run.plan("create", { plan: { ...plan, namespace: "tenant-other" } })).toEqual([]);
  expect(await run.plan("create", { plan })).toEqual([
    expect.stringMatching(/^error: Two resources make the tenant tenant-top/),
  ]);
});

test("where the new one was refused, the old one can go", async () => {
  const run = tenantRun(held());
  expect((await run.create({ ...plan, profile: "production" })).lines).toEqual([expect.stringContaining("already")]);
  expect(await run.remove(plan)).toEqual([]);
  expect(isThere(run)).toBe(false);
});

test("a tenant is replaced: the old one goes, and the new one comes", async () => {
  const run = tenantRun(held());
  expect(await run.plan("delete", { state: plan })).toEqual([]);
  expect(await run.remove(plan)).toEqual([]);
  expect(await run.plan("create", { plan })).toEqual([]);
  expect((await run.create(plan)).lines).toEqual([]);
  expect(isThere(run)).toBe(true);
});

test.each([
  ["stays", "update", /^error: Two resources hold the tenant tenant-top/],
  ["comes under another address", "create", /^warning: The tenant tenant-top goes, and comes anew/],
] as const)("one that goes and %s is told, in whichever order that is planned", async (_title, action, refusal) => {
  for (const actions of [["delete", action] as const, [action, "delete"] as const]) {
    const run = tenantRun(held());
    await run.read(plan);
    const [first, second] = actions.map((one) => () => run.plan(one, { plan, state: one === "create" ? null : plan }));
    expect(await first!()).toEqual([]);
    expect(await second!()).toEqual([expect.stringMatching(refusal)]);
  }
});

test("two resources that say one tenant, of which one is in the state: the new one is refused, two of the state are told", async () => {
  const refused = expect.stringMatching(/^error: Two resources make the tenant tenant-top/) as string;
  for (const [actions, lines] of [
    [["update", "create"] as const, [refused]],
    [["create", "update"] as const, [refused, refused]],
  ] as const) {
    const run = tenantRun(held());
    run.stored(plan);
    run.declared({ name: "top", profile: "development" });
    run.declared({ name: "other", namespace: NAME });
    const [first, second] = actions.map((one) => () => run.plan(one, { plan, state: one === "create" ? null : plan }));
    expect([...(await first!()), ...(await second!())]).toEqual(lines);
  }
  const run = tenantRun(held());
  run.declared({ name: "top", profile: "development" });
  run.declared({ name: "top", profile: "development" });
  expect(await run.plan("update", { plan, state: plan })).toEqual([]);
  expect(await run.plan("update", { plan, state: plan })).toEqual([
    expect.stringMatching(/^warning: Two resources of this configuration hold the tenant tenant-top/),
  ]);
});

test("one resource that is made anew by `-replace` is no second one", async () => {
  const run = tenantRun(held());
  run.stored(plan);
  run.declared({ name: "top", profile: "development" });
  expect(await run.plan("update", { plan, state: plan })).toEqual([]);
  expect(await run.plan("create", { plan })).toEqual([]);
});

test("a resource that is renamed lets go of its tenant: one that another resource keeps is not deleted with it", async () => {
  const renamed = { plan: { ...plan, name: "new", namespace: "tenant-new" }, state: plan };
  const kept = tenantRun(held());
  expect(await kept.plan("update", { plan, state: plan })).toEqual([]);
  expect(await kept.plan("update", renamed)).toEqual([expect.stringMatching(/^error: Two resources hold/)]);
  const swapped = tenantRun(held());
  await swapped.plan("update", renamed);
  expect(await swapped.plan("create", { plan })).toEqual([
    expect.stringMatching(/^warning: The tenant tenant-top goes, and comes anew/),
  ]);
});

test("one that is made anew, though another resource keeps it, is refused", async () => {
  const run = tenantRun(held());
  expect(await run.plan("update", { plan, state: plan })).toEqual([]);
  expect(await run.plan("update", { plan, state: plan })).toEqual([]);
  expect(await run.plan("create", { plan })).toEqual([expect.stringMatching(/^error: Two resources hold/)]);
});

test("what another resource removes is made when that is gone", async () => {
  const run = tenantRun(held());
  const removal = run.remove(plan);
  expect((await run.create(plan)).lines).toEqual([]);
  expect(await removal).toEqual([]);
  expect(isThere(run)).toBe(true);
});

test("what another resource could not remove is not taken", async () => {
  const run = tenantRun(held());
  run.cluster.delete = () => Promise.reject(new Error("no"));
  const removal = run.remove(plan);
  expect((await run.create(taking)).lines).toEqual([expect.stringMatching(/goes, and comes anew/)]);
  expect(await removal).toHaveLength(1);
});
