import { mkdirSync, writeFileSync } from "node:fs";
import { formatPlans } from "../../../src/cli/plan/format";
import { parsePlan, withProviders } from "../../../src/cli/plan/plan";
import type { PlannedStack } from "../../../src/cli/plan/plan-file";
import { refusalsOf, withoutEnding } from "../../../src/cli/plan/protection";
import { reportPlan } from "../../../src/cli/plan/report";
import { withStackMoves } from "../../../src/cli/plan/stack-moves";
import { warningsOf } from "../../../src/cli/plan/warnings";
import type { ProviderRef } from "../../../src/cli/project/provider-ref";
import { CLUSTER } from "../../model/tenants";
import { inFolder } from "../call";
import { withAnswers, type Answering } from "./answering-server";
import { TOP, WEB, type Values } from "./shop";

inFolder({});
const here = withAnswers();
const other = withAnswers();
const terraform = { path: "", flavour: "terraform", env: {} } as const;
const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };

type Action = "create" | "delete" | "no-op" | "forget";
type Resource = ReturnType<typeof resource>;

const resource = (type: string, name: string, action: Action, values: Values) => {
  const [before, after] = [action === "create" ? null : values, ["delete", "forget"].includes(action) ? null : values];
  const change = { actions: [action], before, after, after_unknown: {} };
  return { address: `${type}.${name}`, mode: "managed", type, change };
};
const FREE = { ...TOP, profile: "development" };
const hikube = (action: Action) => [FREE, WEB].map((each) => resource("hikube_tenant", each.name, action, each));
const kubernetes = (action: Action, marks: object = {}) =>
  ["tenant-shop", "tenant-shop-web"].map((name) => {
    const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": name };
    return resource("kubernetes_namespace_v1", name, action, { metadata: [{ name, labels, annotations: marks }] });
  });

interface Options {
  readonly server?: Answering;
  readonly host?: string;
  /** What the code has. */
  readonly code?: object;
}

/** A plan of one stack, and the report on it. */
async function planOf(name: string, resource_changes: readonly Resource[], options: Options = {}) {
  const { server = here, host = server.url, code = {} } = options;
  server.answers = {
    "/api/v1": {
      kind: "APIResourceList",
      resources: [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }],
    },
    ...Object.fromEntries(
      ["tenant-shop", "tenant-shop-web"].map((each) => [
        `/api/v1/namespaces/${each}`,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: each, uid: `${each} at ${server.url}` } },
      ]),
    ),
  };
  mkdirSync(name, { recursive: true });
  const file = `${name}/cdk.tf.json`;
  writeFileSync(file, JSON.stringify({ resource: code }));
  const block = { host };
  const config = { objects: [], ignored: [], providers: [block], clusterBlocks: [], hikube: { blocks: [block] } };
  const stack = { name, directory: "/", file, dependencies: [], config };
  const providers = resource_changes.map(({ address, type }): [string, ProviderRef] => [
    address,
    type === "hikube_tenant" ? { engine: "hikube" } : {},
  ]);
  const plan = withProviders(parsePlan(JSON.stringify({ resource_changes }), CLUSTER), new Map(providers));
  const planned: PlannedStack = { stack, plan, file: "" };
  return { planned, report: await reportPlan(planned, terraform, io) };
}

type Plan = Awaited<ReturnType<typeof planOf>>;

async function together(plans: readonly Plan[], isEnd = false, beside: readonly Plan[] = []) {
  const [all, reports] = [plans.map(({ planned }) => planned), plans.map(({ report }) => report)];
  const unplanned = beside.map(({ planned }) => planned.stack);
  return withoutEnding(await withStackMoves(all, reports, { terraform, isEnd, unplanned }));
}

test.each([
  ["hikube", "kubernetes", () => [hikube("delete"), kubernetes("create")]],
  ["kubernetes", "hikube", () => [kubernetes("delete"), hikube("create")]],
] as const)("a tenant that goes from a stack of %s to one of %s is not deleted", async (former, now, changes) => {
  const [gone = [], made = []] = changes();
  const reports = await together([await planOf("m1", gone), await planOf("m2", made)]);
  const form = `^engine: .*tenant-shop, tenant-shop-web: ${former} in stack m1 before, and now ${now} in stack m2; .*hint: .*\`hikube migrate\`.*then the stack.* \\[engine-changed\\]$`;
  expect(refusalsOf(reports)).toEqual([expect.stringMatching(new RegExp(form))]);
  expect(reports.flatMap(warningsOf).map(({ code }) => code)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/namespace-exists|maybe-held/)]),
  );
  expect(formatPlans(reports)).not.toContain("first:");
});

test.each([
  ["makes", "hikube", () => [hikube("delete"), hikube("create")]],
  ["makes", "kubernetes", () => [kubernetes("delete"), kubernetes("create")]],
  ["has", "hikube", () => [hikube("delete"), hikube("no-op")]],
  ["has", "kubernetes", () => [kubernetes("delete"), kubernetes("no-op")]],
] as const)(
  "a tenant that another stack %s by the same engine, %s, is not deleted",
  async (_what, _engine, changes) => {
    const [gone = [], held = []] = changes();
    const reports = await together([await planOf("m2", held), await planOf("m1", gone)]);
    expect(refusalsOf(reports)).toEqual([
      expect.stringMatching(
        /^m1: .*tenant-shop, tenant-shop-web, removed from stack m1; stack m2 has it .*`hikube release` of each.*`hikube recover`.*\[tenant-in-other-stack\]$/,
      ),
    ]);
  },
);

test("a namespace that another stack has as what is no tenant is not deleted either", async () => {
  const own = resource("kubernetes_namespace", "x", "no-op", { metadata: [{ name: "tenant-shop" }] });
  const [gone] = hikube("delete");
  const reports = await together([await planOf("m1", [gone!]), await planOf("m2", [own])]);
  expect(refusalsOf(reports)).toEqual([
    expect.stringMatching(/`hikube release tenant-shop`.*and put it back \[tenant-in-other-stack\]/),
  ]);
});

test("what the plan of the other stack does not tell is read from its code", async () => {
  const gone = kubernetes("delete", { "hikube.cloud/protected": "true" });
  const code = { hikube_tenant: { shop: { name: "shop" }, web: { name: "web", parent: "tenant-shop" } } };
  const plans = [await planOf("m1", gone), await planOf("m2", [], { code })];
  expect(refusalsOf(await together(plans))).toEqual([expect.stringContaining("[engine-changed]")]);
  // A stack that ends makes nothing that its code has.
  expect(refusalsOf(await together(plans, true))).toEqual([
    expect.stringContaining("[protected-tenant-removed]"),
    expect.stringContaining("[protected-tenant-removed]"),
  ]);
});

test("a stack that forgets a tenant does not have it", async () => {
  const reports = await together([await planOf("m1", hikube("delete")), await planOf("m2", hikube("forget"))]);
  expect(refusalsOf(reports)).toEqual([]);
});

test("a tenant of the same name in another cluster is another one", async () => {
  const reports = await together([
    await planOf("east", hikube("delete")),
    await planOf("west", hikube("no-op"), { server: other }),
  ]);
  expect(refusalsOf(reports)).toEqual([]);
  expect(formatPlans(reports)).toContain("first: namespace tenant-shop");
});

test("a cluster has several addresses, and one that does not answer may be the same", async () => {
  const byName = await together([
    await planOf("m1", hikube("delete")),
    await planOf("m2", hikube("no-op"), { host: here.url.replace("127.0.0.1", "localhost") }),
  ]);
  expect(refusalsOf(byName)).toEqual([expect.stringContaining("[tenant-in-other-stack]")]);
  const silent = await together([
    await planOf("m1", hikube("delete")),
    await planOf("m2", hikube("no-op"), { host: "${var.host}" }),
  ]);
  expect(refusalsOf(silent)).toEqual([expect.stringMatching(/by `--stack`.*\[tenant-in-other-stack\]$/)]);
});

const HIKUBE_CODE = { hikube_tenant: { shop: { name: "shop" }, web: { name: "web", parent: "tenant-shop" } } };
const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-shop" };
const KUBERNETES_CODE = { kubernetes_namespace_v1: { x: { metadata: { name: "tenant-shop", labels } } } };

test.each([
  ["hikube and hikube", hikube, HIKUBE_CODE, "tenant-in-other-stack"],
  ["kubernetes and kubernetes", kubernetes, KUBERNETES_CODE, "tenant-in-other-stack"],
  ["hikube and kubernetes", hikube, KUBERNETES_CODE, "engine-changed"],
] as const)("a tenant of one stack alone that another one declares, %s, is kept", async (_of, gone, code, expected) => {
  const beside = [await planOf("m2", [], { code })];
  for (const isEnd of [false, true]) {
    const reports = await together([await planOf("m1", gone("delete"))], isEnd, beside);
    expect(refusalsOf(reports)).toEqual([expect.stringMatching(`stack m2.*\\[${expected}\\]$`)]);
  }
});

test("of a stack that is not planned the refusal says so, with a way out that is one", async () => {
  const beside = [await planOf("m2", [], { code: HIKUBE_CODE })];
  expect(refusalsOf(await together([await planOf("m1", hikube("delete"))], false, beside))).toEqual([
    expect.stringMatching(
      /stack m2 declares it, and is not planned \(hikube_tenant.web\).*then `hikube recover`.*name each in its provider block \[/,
    ),
  ]);
});

test("a tenant of a stack that is not planned, in another cluster, is another one", async () => {
  const beside = [await planOf("west", [], { code: HIKUBE_CODE, server: other })];
  const reports = await together([await planOf("east", hikube("delete"))], false, beside);
  expect(refusalsOf(reports)).toEqual([]);
  expect(reports.flatMap(warningsOf).map(({ code }) => code)).not.toContain("maybe-held-elsewhere");
});

test.each([
  ["whose cluster is not known", {}, "${var.host}", false],
  ["that the destroyed stack declares itself", HIKUBE_CODE, undefined, true],
] as const)("a tenant %s is warned of, where another stack declares it", async (_what, code, host, isEnd) => {
  const beside = [await planOf("m2", [], { code: HIKUBE_CODE, ...(host === undefined ? {} : { host }) })];
  const reports = await together([await planOf("m1", hikube("delete"), { code })], isEnd, beside);
  expect(refusalsOf(reports)).toEqual([]);
  expect(reports.flatMap(warningsOf)).toContainEqual({
    code: "maybe-held-elsewhere",
    message: expect.stringMatching(
      /tenant-shop, tenant-shop-web: .* declared in stack m2, .*`hikube release` of each/,
    ) as unknown,
  });
});
