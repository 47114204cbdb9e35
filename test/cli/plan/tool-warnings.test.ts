import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPlan } from "../../../src/cli/plan/apply-plan";
import { formatPlans, formatReviewed } from "../../../src/cli/plan/format";
import { keptPlan } from "../../../src/cli/plan/keep-plan";
import { markdownOfPlans } from "../../../src/cli/plan/markdown";
import { openPlans } from "../../../src/cli/plan/open-plan";
import { planAll } from "../../../src/cli/plan/plan-all";
import { planStack, withPlanFolder } from "../../../src/cli/plan/plan-file";
import { reportPlan, type PlanReport } from "../../../src/cli/plan/report";
import { readSavedPlan, writeSavedPlan } from "../../../src/cli/plan/saved-plan";
import { toolWarningsOf } from "../../../src/cli/plan/tool-warnings";
import { planJson } from "../../../src/cli/plan/warnings";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Diagnostic } from "../../../src/terraform/diagnostics";
import { inFolder } from "../call";

inFolder({});

const NOTHING = { taken: [], losses: [] };
const warning = (summary: string, detail = "", address?: string): Diagnostic => ({
  ...{ severity: "warning", summary, detail },
  ...(address === undefined ? {} : { address }),
});

const ROOM = warning("Room is kept", "For another.\n  Until it is settled.", "hikube_tenant.shop");
const SAID = "hikube_tenant.shop: Room is kept: For another. Until it is settled. [terraform-warning]";

/** A terraform whose plan and apply warn so. */
function terraform() {
  const { severity, summary, detail, address } = ROOM;
  const message = JSON.stringify({ type: "diagnostic", diagnostic: { severity, summary, detail, address } });
  const plan = JSON.stringify({ output_changes: { a: { actions: ["create"] } } });
  writeFileSync(
    "terraform",
    `#!/bin/sh\nif [ "$1" = show ]; then echo '${plan}'; exit; fi\necho '${message.replaceAll("\\n", "\\\\n")}'\n` +
      'for each in "$@"; do case "$each" in -out=*) echo > "${each#-out=}";; esac; done\n',
  );
  chmodSync("terraform", 0o700);
  return { path: join(process.cwd(), "terraform"), flavour: "terraform", env: { PATH: process.env.PATH } } as const;
}

async function planned() {
  const said: string[] = [];
  const io = { stdout: { write: () => true }, stderr: { write: (text: string) => said.push(text) > 0 }, env: {} };
  const own = terraform();
  const stack = {
    ...{ name: "shop", directory: process.cwd(), file: "", dependencies: [] },
    config: parseStackConfig("{}"),
  };
  return withPlanFolder(async (folder) => {
    const plan = await planStack(own, stack, { folder, io });
    const report = await reportPlan(plan, own, io);
    await applyPlan(plan, own, io);
    return { report, said: said.join("") };
  });
}

test("what terraform and its providers warn of at plan and at apply is told in every form", async () => {
  const { report, said } = await planned();
  const review = { changes: [] };
  expect(formatReviewed([report], review)).toContain(`  warning: ${SAID}\n`);
  expect(markdownOfPlans([report], review)).toContain(SAID);
  expect(planJson(report)).toMatchObject({ warnings: [{ code: "terraform-warning" }] });
  expect(said).toContain(`note: stack shop: ${SAID}\n`);
});

test("whoever applies a kept plan is told them again", async () => {
  const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };
  const own = terraform();
  writeFileSync("cdk.tf.json", "{}");
  const stack = {
    ...{ name: "shop", directory: process.cwd(), file: "cdk.tf.json", dependencies: [] },
    config: parseStackConfig("{}"),
  };
  const project = { stacks: [stack], terraform: own, output: "cdktf.out", parallelism: 1 };
  const [planned, opened] = await withPlanFolder(async (folder) => {
    const all = await planAll(project, { folder, io });
    const options = { synth: true, platform: true };
    writeSavedPlan("a.plan", await keptPlan(all, project, { file: undefined, options }));
    return [all, await openPlans(readSavedPlan("a.plan"), project, { folder, io })];
  });
  expect(opened.map(({ report }) => report)).toEqual(planned.map(({ report }) => report));
  expect(formatPlans(opened.map(({ report }) => report))).toContain(`  warning: ${SAID}\n`);
});

test("a plan that changes nothing tells them, too", () => {
  const none = { clusters: [], tenants: [], overuses: [], losses: [], unasked: [] };
  const report: PlanReport = {
    ...{ stack: "shop", hasEffect: false, ...none },
    toolWarnings: toolWarningsOf([ROOM], NOTHING),
  };
  expect(formatReviewed([report], { changes: [] })).toBe(`nothing to change\nwarning: ${SAID}`);
  expect(markdownOfPlans([report], { changes: [] })).toContain(SAID);
});

test("the same words on several resources are told once, with their addresses", () => {
  const all = [warning("Old", "", "a.b"), warning("Old", "", "c.d"), warning("Old", "", "a.b")];
  expect(toolWarningsOf(all, NOTHING)).toEqual([{ summary: "Old", addresses: ["a.b", "c.d"] }]);
});

const LINE = " - hikube/hikube in /opt";
const SHOP = { namespace: "tenant-shop" };
const THERE = "The tenant tenant-shop is there already, just as it would be made";
const VOLUMES = "With tenant-shop go its volumes";
const OVERRIDES = "Provider development overrides are in effect";

test.each([
  ["The cluster has a platform already", "", { taken: [{ namespace: "hikube-system" }] }],
  [THERE, "", { taken: [SHOP] }],
  [VOLUMES, "", { losses: [{ ...SHOP, volumes: ["data"] }] }],
  [OVERRIDES, `The following:\n${LINE}\n`, {}],
])("%s: is left out where the command tells it itself", (summary, detail, told) => {
  expect(toolWarningsOf([warning(summary, detail)], { ...NOTHING, ...told })).toEqual([]);
});

test.each([
  ["The cluster has a platform already", ""],
  [THERE, ""],
  [VOLUMES, ""],
  [OVERRIDES, `The following:\n${LINE}\n - acme/acme in /opt\n`],
])("%s: is told where nobody else does", (summary, detail) => {
  expect(toolWarningsOf([warning(summary, detail)], NOTHING)).toHaveLength(1);
});

test("errors are not told as warnings", () => {
  expect(toolWarningsOf([{ ...ROOM, severity: "error" }], NOTHING)).toEqual([]);
});
