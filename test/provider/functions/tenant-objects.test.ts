import type { Dynamic } from "../../../src/plugin";
import { isUnknown, UNKNOWN, dynamicOf, type Value } from "../../../src/plugin";
import { resolveForest } from "../../../src/model/tenant/document";
import { forestObjects } from "../../../src/model/tenant/objects/objects";
import { FUNCTIONS } from "../../../src/provider/functions";
import { CLUSTER } from "../../model/tenants";

const FACTS = JSON.stringify(CLUSTER);
const call = (tenant: Value, facts = FACTS) => FUNCTIONS.tenant_objects?.call(dynamicOf(tenant), facts);

const TREE = {
  name: "production",
  profile: "production",
  quota: { cpu_requests: "4", cpu_limits: "8", memory: "16Gi", storage: "100Gi", load_balancers: null },
  cost: { cost_center: 4711 },
  children: [{ name: "shop", quota: { share: 25 }, network: { internet: "deny" } }],
};

test("the objects are those that the constructs make of the same spec", () => {
  const { value } = call(TREE) as Dynamic;
  const forest = resolveForest(
    [
      {
        name: "production",
        profile: "production",
        quota: { cpu: { requests: "4", limits: "8" }, memory: "16Gi", storage: "100Gi" },
        cost: { costCenter: "4711" },
        children: [{ name: "shop", quota: { share: 25 }, network: { internet: "deny" } }],
      },
    ],
    CLUSTER,
  );
  const objects = forestObjects(forest).flatMap((one) => one.objects);
  expect(objects.length).toBeGreaterThan(20);
  expect(value).toEqual(JSON.parse(JSON.stringify(objects)));
});

test("all faults are told at once, in the names of Terraform", () => {
  const faulty = { ...TREE, expires_at: "tomorrow", children: [{ name: "Shop", quota: { load_balancers: -1 } }] };
  const told = textOf(() => call(faulty));
  expect(told).toMatch(/^production\.expires_at: /m);
  expect(told).toMatch(/production\/Shop\.name: /);
  expect(told).toMatch(/production\/Shop\.quota\.load_balancers: /);
});

test("names that are none are refused, those of the model too", () => {
  const told = textOf(() => call({ ...TREE, expiresAt: "2030-01-01T00:00:00Z", quota: { cpu: "1", cpu_limits: "2" } }));
  expect(told).toMatch(/^production\.expiresAt: unknown field; .*did you mean "expires_at"/m);
  expect(told).toMatch(/^production\.quota\.cpu: an amount is given twice/m);
  expect(textOf(() => call({ ...TREE, monitoring: {} }))).toMatch(/production\.monitoring\.host: missing field/);
});

test("facts that are none are refused at their argument", () => {
  expect(() => call(TREE, "{")).toThrow(expect.objectContaining({ argument: 1 }) as Error);
  expect(textOf(() => call(TREE, "cluster.json"))).toMatch(/is no JSON.*file\("cluster\.json"\)/);
  expect(() => call(TREE, "{}")).toThrow(expect.objectContaining({ argument: 1 }) as Error);
});

test("what is not known yet gives what is not known yet", () => {
  expect(isUnknown(call({ ...TREE, cost: { owner: UNKNOWN } }))).toBe(true);
});

function textOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as { readonly text: string }).text;
  }
  throw new Error("it was not refused");
}
