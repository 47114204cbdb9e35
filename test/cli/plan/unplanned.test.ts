import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatReviewed } from "../../../src/cli/plan/format";
import { planAll } from "../../../src/cli/plan/plan-all";
import { refusalsOf } from "../../../src/cli/plan/protection";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import type { Stack } from "../../../src/cli/project/stacks";
import { heldTitle, protectedTitle } from "../../../src/provider/tenant/protected-words";
import { inFolder } from "../call";

inFolder({});

const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };

type Tenants = Readonly<Record<string, object>>;

/** What the state of the stack has, and its code. */
function write(held: Tenants, declared: Tenants, status?: string): void {
  const provider = 'provider["registry.terraform.io/hikube/hikube"]';
  const resources = Object.entries(held).map(([address, attributes]) => ({
    ...{ mode: "managed", type: "hikube_tenant", name: address.split(".")[1], provider },
    instances: [{ status, attributes }],
  }));
  writeFileSync("state", JSON.stringify({ version: 4, resources }));
  mkdirSync(join("cdktf.out", "stacks", "shop"), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ resource: { hikube_tenant: declared } }));
}

const FILE = join("cdktf.out", "stacks", "shop", "cdk.tf.json");
const A = { "hikube_tenant.a": { namespace: "tenant-a" }, "hikube_tenant.b": { namespace: "tenant-a-b" } };

/** A stack whose terraform makes no plan, and says this. */
function planned(...summaries: readonly string[]) {
  return plannedWith(summaries, undefined);
}

function plannedWith(summaries: readonly string[], args: readonly string[] | undefined) {
  const told = summaries.map((summary) => ({ type: "diagnostic", diagnostic: { severity: "error", summary } }));
  writeFileSync("words", told.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const path = join(process.cwd(), "terraform");
  const answers = `[ "$1" = state ] && exec cat "${process.cwd()}/state"\n[ "$1" = init ] || { cat "${process.cwd()}/words"; exit 1; }`;
  writeFileSync(path, `#!/bin/sh\n${answers}\n`);
  chmodSync(path, 0o700);
  const output = join(process.cwd(), "cdktf.out");
  const directory = join(output, "stacks", "shop");
  mkdirSync(directory, { recursive: true });
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [] };
  const stack: Stack = { name: "shop", directory, file: join(directory, "cdk.tf.json"), dependencies: [], config };
  const project = {
    stacks: [stack],
    terraform: { path, flavour: "terraform", env: {} },
    output,
    parallelism: 1,
  } as const;
  return planAll(project, { folder: output, io, ...(args === undefined ? {} : { args }) });
}

test("a plan that a provider refuses for protected tenants is one that hikube refuses, in its own words", async () => {
  write(A, {});
  const all = await planned(protectedTitle("tenant-a"), protectedTitle("tenant-a-b"));
  const reports = all.map(({ report }) => report);
  expect(reports).toMatchObject([
    {
      hasEffect: true,
      removals: [
        { namespace: "tenant-a", isProtected: true },
        { namespace: "tenant-a-b", isProtected: true },
      ],
    },
  ]);
  const [first = "", second = "", ...more] = refusalsOf(reports);
  expect(more).toEqual([]);
  expect(first).toMatch(/^tenant-a: .*movedFrom.*protected: false.*\[protected-tenant-removed\]/);
  expect(second).toMatch(/^tenant-a-b: /);
  const shown = formatReviewed(reports, reviewPlans(all, "none"));
  expect(shown).toContain(`error: ${first}`);
  expect(shown).toContain("not judged: stack shop; terraform made no plan of it");
});

test.each([
  ["alone", []],
  ["together with what it says", [heldTitle("tenant-a"), heldTitle("tenant-a-b")]],
])("protected tenants whose address changes %s are told as readdressed", async (_how, more) => {
  const parent = "${hikube_tenant.one.namespace}";
  write(A, { one: { name: "a" }, two: { name: "b", parent } });
  const all = await planned(protectedTitle("tenant-a"), protectedTitle("tenant-a-b"), ...more);
  const reports = all.map(({ report }) => report);
  expect(reports[0]?.readdressed).toEqual([
    { from: "hikube_tenant.a", to: "hikube_tenant.one", namespace: "tenant-a" },
    { from: "hikube_tenant.b", to: "hikube_tenant.two", namespace: "tenant-a-b" },
  ]);
  const [first = "", second = ""] = refusalsOf(reports);
  expect(first).toMatch(/hikube_tenant\.a, and now hikube_tenant\.one.*movedFrom.*\[protected-tenant-replaced\]/);
  expect(second).toMatch(/hikube_tenant\.b, and now hikube_tenant\.two/);
});

test.each([
  ["is given by an expression", { one: { name: "a", namespace: "${var.x}" } }],
  ["is one of several", { one: { name: "a", count: 1 } }],
  ["hangs on one that the code has not", { one: { name: "a", parent: "${hikube_tenant.none.namespace}" } }],
  ["hangs on itself", { one: { name: "a", parent: "${hikube_tenant.one.namespace}" } }],
])("a tenant whose namespace %s is not taken for another one", async (_how, declared) => {
  write(A, declared);
  const [one] = await planned(protectedTitle("tenant-a"));
  expect(one?.report.readdressed).toBeUndefined();
});

test("protected tenants that the other engine makes now are told as that, once", async () => {
  write(A, {});
  const spaces = ["tenant-a", "tenant-a-b"].map(
    (name) => [name, { metadata: { name, labels: labelsOf(name) } }] as const,
  );
  writeFileSync(FILE, JSON.stringify({ resource: { kubernetes_namespace_v1: Object.fromEntries(spaces) } }));
  const all = await planned(protectedTitle("tenant-a"), protectedTitle("tenant-a-b"));
  expect(refusalsOf(all.map(({ report }) => report))).toEqual([
    expect.stringMatching(/^engine: .* for tenant-a, tenant-a-b; .*hint: run `hikube migrate`.*\[engine-changed\]$/),
  ]);
});

test("a namespace of the same name that is no tenant is none of the other engine", async () => {
  write(A, {});
  const namespace = { metadata: { name: "tenant-a" } };
  writeFileSync(FILE, JSON.stringify({ resource: { kubernetes_namespace_v1: { namespace } } }));
  const all = await planned(protectedTitle("tenant-a"));
  expect(refusalsOf(all.map(({ report }) => report))).toEqual([expect.stringContaining("[protected-tenant-removed]")]);
});

function labelsOf(name: string) {
  return { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": name };
}

test.each([
  ["tainted", "tainted", /^tenant-a: .*is tainted.*hikube_tenant\.a, tainted.*hint: `hikube recover` keeps.*untaint/],
  ["to be replaced", undefined, /^tenant-a: .*would be replaced.*hikube_tenant\.a;.*hint: plan without -replace/],
])("a protected tenant that is declared where it was and %s is told as that", async (_what, status, form) => {
  write({ "hikube_tenant.a": { namespace: "tenant-a" } }, { a: { name: "a" } }, status);
  const [one] = await planned(protectedTitle("tenant-a"));
  const [line = ""] = refusalsOf(one === undefined ? [] : [one.report]);
  expect(line).toMatch(form);
  expect(line).toMatch(/\[protected-tenant-replaced\]$/);
  expect(line).not.toContain("movedFrom");
});

test("a tainted tenant that the code has no more is told as that", async () => {
  write({ "hikube_tenant.a": { namespace: "tenant-a" } }, {}, "tainted");
  const [one] = await planned(protectedTitle("tenant-a"));
  expect(refusalsOf(one === undefined ? [] : [one.report])[0]).toMatch(/no longer declared.*movedFrom/);
});

test("where all is to be removed, a tenant that the code has is not told as one that changed", async () => {
  write(A, { a: { name: "a" } });
  const [one] = await plannedWith([protectedTitle("tenant-a")], ["-destroy"]);
  const [line = ""] = refusalsOf(one === undefined ? [] : [one.report]);
  expect(line).toMatch(/protected: false.*\[protected-tenant-removed\]$/);
  expect(line).not.toMatch(/movedFrom|-replace/);
});

test("a tenant that another configuration holds is no renamed one", async () => {
  write(A, {});
  const failing = planned(protectedTitle("tenant-a"), heldTitle("tenant-c"));
  await expect(failing).rejects.toMatchObject({ code: "terraform-failed" });
});

test("what fails for something else, too, is told in terraform's words, and both ways are named", async () => {
  const failing = planned(protectedTitle("tenant-a"), "The quota is too small");
  await expect(failing).rejects.toMatchObject({
    code: "terraform-failed",
    message: expect.stringMatching(/tenant-a is protected[^]*The quota is too small[^]*movedFrom/) as unknown,
  });
});
