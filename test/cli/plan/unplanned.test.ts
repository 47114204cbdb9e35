import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatReviewed } from "../../../src/cli/plan/format";
import { planAll } from "../../../src/cli/plan/plan-all";
import { refusalsOf } from "../../../src/cli/plan/protection";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import type { Stack } from "../../../src/cli/project/stacks";
import { protectedTitle } from "../../../src/provider/tenant/protected-words";
import { inFolder } from "../call";

inFolder({});

const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };

/** A stack whose terraform makes no plan, and says this. */
function planned(...summaries: readonly string[]) {
  const told = summaries.map((summary) => ({ type: "diagnostic", diagnostic: { severity: "error", summary } }));
  writeFileSync("words", told.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const path = join(process.cwd(), "terraform");
  writeFileSync(path, `#!/bin/sh\n[ "$1" = init ] || { cat "${process.cwd()}/words"; exit 1; }\n`);
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
  return planAll(project, { folder: output, io });
}

test("a plan that a provider refuses for protected tenants is one that hikube refuses, in its own words", async () => {
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

test("what fails for something else, too, is told in terraform's words, and both ways are named", async () => {
  const failing = planned(protectedTitle("tenant-a"), "The quota is too small");
  await expect(failing).rejects.toMatchObject({
    code: "terraform-failed",
    message: expect.stringMatching(/tenant-a is protected[^]*The quota is too small[^]*movedFrom/) as unknown,
  });
});
