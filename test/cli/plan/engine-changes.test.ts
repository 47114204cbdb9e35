import { formatPlans } from "../../../src/cli/plan/format";
import { parsePlan, withProviders } from "../../../src/cli/plan/plan";
import { refusalsOf, withoutEnding } from "../../../src/cli/plan/protection";
import { reportPlan, type PlanReport } from "../../../src/cli/plan/report";
import { warningsOf } from "../../../src/cli/plan/warnings";
import type { ProviderRef } from "../../../src/cli/project/provider-ref";
import { CLUSTER } from "../../model/tenants";
import { withAnswers } from "./answering-server";
import { TOP, WEB, type Values } from "./shop";

const here = withAnswers();

const TENANTS = ["tenant-shop", "tenant-shop-web"];
const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };

type Side = "before" | "after";

const resource = (type: string, name: string, side: Side, values: Values) => {
  const actions = [side === "before" ? "delete" : "create"];
  const change = { actions, before: null, after: null, after_unknown: {}, [side]: values };
  return { address: `${type}.${name}`, mode: "managed", type, change };
};
const FREE = { ...TOP, profile: "development" };
const hikube = (side: Side) => [FREE, WEB].map((each) => resource("hikube_tenant", each.name, side, each));
const kubernetes = (side: Side, annotations = {}) =>
  TENANTS.map((name) => {
    const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": name };
    return resource("kubernetes_namespace_v1", name, side, { metadata: [{ name, labels, annotations }] });
  });

const isThere = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** The report on a plan of a cluster that has the namespaces. */
async function reportOf(...resource_changes: readonly ReturnType<typeof resource>[]): Promise<PlanReport> {
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }];
  here.answers = {
    "/api/v1": { kind: "APIResourceList", resources },
    ...Object.fromEntries(TENANTS.map((name) => [`/api/v1/namespaces/${name}`, isThere(name)])),
  };
  const block = { host: here.url };
  const config = { objects: [], ignored: [], providers: [block], clusterBlocks: [], hikube: { blocks: [block] } };
  const stack = { name: "shop", directory: "/", file: "", dependencies: [], config };
  const providers = resource_changes.map(({ address, type }): [string, ProviderRef] => [
    address,
    type === "hikube_tenant" ? { engine: "hikube" } : {},
  ]);
  const plan = withProviders(parsePlan(JSON.stringify({ resource_changes }), CLUSTER), new Map(providers));
  return reportPlan({ stack, plan, file: "" }, { path: "", flavour: "terraform", env: {} }, io);
}

test.each([
  ["kubernetes", () => [...hikube("before"), ...kubernetes("after")], "run `hikube migrate`"],
  ["hikube", () => [...kubernetes("before"), ...hikube("after")], "say `formerEngine: kubernetes` .* `hikube migrate`"],
])("tenants that the engine %s makes now are not deleted, which is said once", async (engine, resources, hint) => {
  const report = await reportOf(...resources());
  expect(here.asked).toContain("/api/v1/namespaces/tenant-shop");
  const form = `^engine: .* now ${engine}, for tenant-shop, tenant-shop-web; .* hint: ${hint}.* \\[engine-changed\\]$`;
  expect(refusalsOf([report])).toEqual([expect.stringMatching(new RegExp(form))]);
  expect(warningsOf(report).map(({ code }) => code)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/namespace-exists|tenant-recreated/)]),
  );
  expect(formatPlans([report])).not.toContain("first:");
});

test("protected ones are told the same", async () => {
  const marks = { "hikube.cloud/protected": "true" };
  const report = await reportOf(...kubernetes("before", marks), ...hikube("after"));
  expect(report.removals).toMatchObject([{ isProtected: true }, { isProtected: true }]);
  expect(refusalsOf([report])).toEqual([expect.stringContaining("[engine-changed]")]);
});

test("what one engine removes, and the other does not make, is removed", async () => {
  expect(refusalsOf([await reportOf(...hikube("before"))])).toEqual([]);
});

test("the guardrails that they lose by another stack of the run are not told beside it", async () => {
  const report = await reportOf(...hikube("before"), ...kubernetes("after"));
  const unguarded = { namespace: "tenant-shop", isProtected: false, isFirst: false, isUnguarded: true };
  const platform = { ...report, stack: "platform", removals: [unguarded] };
  expect(refusalsOf([platform])).toHaveLength(1);
  expect(refusalsOf(withoutEnding([platform, report]))).toEqual([expect.stringContaining("[engine-changed]")]);
});
