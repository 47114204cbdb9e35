import { refusalsOf } from "../../../src/cli/plan/protection";
import type { PlanReport } from "../../../src/cli/plan/report";
import { warningsOf } from "../../../src/cli/plan/warnings";

const HELD = { namespace: "tenant-shop", cluster: "https://192.0.2.1", isHeld: true };
const report = (taken: PlanReport["taken"]): PlanReport => ({
  ...{
    stack: "tenants",
    hasEffect: true,
    clusters: [HELD.cluster],
    tenants: [],
    overuses: [],
    losses: [],
    unasked: [],
  },
  taken,
});

test("a tenant that another state may hold is not adopted", () => {
  expect(refusalsOf([report([HELD])])).toEqual([
    expect.stringMatching(/^tenant-shop: it is a tenant already.*`hikube release`.*\[tenant-held-elsewhere\]$/),
  ]);
  expect(warningsOf(report([HELD]))).toEqual([]);
});

test("one that was released is taken over by recover", () => {
  const [refusal] = refusalsOf([report([{ ...HELD, releasedAt: "2027-01-01T00:00:00Z" }])]);
  expect(refusal).toMatch(/released at 2027-01-01T00:00:00Z.*hint: take it over by `hikube recover`/);
});

test("a namespace that is created and there already is a warning: the apply itself will say so", () => {
  const created = { namespace: HELD.namespace, cluster: HELD.cluster };
  expect(refusalsOf([report([created])])).toEqual([]);
  expect(warningsOf(report([created]))).toMatchObject([{ code: "namespace-exists" }]);
});
