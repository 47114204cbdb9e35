import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import {
  digestOf,
  isSavedPlan,
  planCommand,
  readSavedPlan,
  writeSavedPlan,
  type SavedPlan,
} from "../../../src/cli/plan/saved-plan";
import { refuseStale } from "../../../src/cli/plan/stale-plan";
import { hikube, inFolder, TENANTS_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

const PLAN: SavedPlan = {
  file: "tenants.yaml",
  options: { synth: true, platform: false, stack: ["one"], backend: "backend.json" },
  stacks: [
    {
      name: "tenants",
      configuration: "c",
      state: "s",
      clusters: ["https://192.0.2.1"],
      losses: ["a: b"],
      plan: "AAAA",
    },
  ],
};

test("what is written is read, with the same digest", () => {
  writeSavedPlan("a.plan", PLAN);
  expect(isSavedPlan("a.plan")).toBe(true);
  expect(readSavedPlan("a.plan")).toEqual(PLAN);
  expect(digestOf(readSavedPlan("a.plan"))).toBe(digestOf(PLAN));
  expect(digestOf(PLAN)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(statSync("a.plan").mode & 0o777).toBe(0o600);
});

test("a file or a link that was there is replaced, not written into", () => {
  writeFileSync("theirs", "theirs", { mode: 0o644 });
  symlinkSync("theirs", "a.plan");
  writeSavedPlan("a.plan", PLAN);
  expect(readFileSync("theirs", "utf8")).toBe("theirs");
  expect(statSync("a.plan").mode & 0o777).toBe(0o600);
});

test("the provider that a plan was made with and the tenants that it resumes are kept, and count for the digest", () => {
  const served = { ...PLAN, stacks: PLAN.stacks.map((stack) => ({ ...stack, resumed: ["a"], served: "0.1.0" })) };
  writeSavedPlan("a.plan", served);
  expect(readSavedPlan("a.plan")).toEqual(served);
  expect(digestOf(served)).not.toBe(digestOf(PLAN));
});

test("what was warned of is kept, and counts for the digest", () => {
  const about = { severity: "warning", summary: "Room is kept", detail: "" } as const;
  const warnings = [about, { ...about, detail: "For another.", address: "hikube_tenant.shop" }];
  const warned = { ...PLAN, stacks: PLAN.stacks.map((stack) => ({ ...stack, warnings })) };
  writeSavedPlan("a.plan", warned);
  expect(readSavedPlan("a.plan")).toEqual(warned);
  expect(digestOf(warned)).not.toBe(digestOf(PLAN));
});

test("the command that makes it anew is that of its making", () => {
  expect(planCommand(PLAN, "a b.plan")).toBe(
    "hikube plan tenants.yaml --stack one --no-platform --backend backend.json --out 'a b.plan'",
  );
  expect(planCommand({ options: { synth: false, platform: true }, stacks: [] }, "a.plan")).toBe(
    "hikube plan --no-synth --out a.plan",
  );
  expect(() => {
    refuseStale(["its state was changed"], "hikube plan --out a.plan");
  }).toThrow(/hint: plan again \(`hikube plan --out a\.plan`\), and have that reviewed$/);
});

test("a plan of an app names no file", () => {
  const plan = { options: { synth: false, platform: true }, stacks: [] };
  writeSavedPlan("a.plan", plan);
  expect(readSavedPlan("a.plan")).toEqual(plan);
});

test.each([
  ["another state", (text: string) => text.replace('"state":"s"', '"state":"t"')],
  ["another file of tenants", (text: string) => text.replace('"file":"tenants.yaml"', '"file":"others.yaml"')],
  ["another stack more", (text: string) => text.replace('"stacks":[', '"stacks":[{},')],
  ["a part of it", (text: string) => text.slice(0, -20)],
  ["another release's", (text: string) => text.replace('{"hikubePlan":2', '{"hikubePlan":3')],
])("%s is refused before anything is started", async (_, edit) => {
  writeSavedPlan("a.plan", PLAN);
  writeFileSync("a.plan", edit(readFileSync("a.plan", "utf8")));
  const { code, err } = await hikube("apply", "a.plan", "--auto-approve");
  expect(code).toBe(2);
  expect(err).toContain("[invalid-plan]");
});

test("no file of tenants is taken for a plan", () => {
  expect([isSavedPlan("tenants.yaml"), isSavedPlan("cluster.json"), isSavedPlan("none"), isSavedPlan(".")]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  [["apply", "tenants.yaml", "--expect", "sha256:0"], 2, "--expect is for a plan"],
  [["apply", "a.plan", "--stack", "x", "--cluster", "c"], 2, "--stack, --cluster: a.plan is a plan"],
  [["apply", "a.plan", "--expect", "sha256:0"], 1, "a.plan is not the plan that was approved"],
  // Nobody is there to confirm, which is told of what could be applied alone.
  [["apply", "a.plan"], 2, "backend.json"],
  [["plan", "tenants.yaml", "--out", "none/a.plan"], 2, "--out: none/a.plan cannot be written"],
  [["destroy", "a.plan", "--auto-approve"], 2, "a.plan"],
])("%j is refused", async (words, expected, said) => {
  writeSavedPlan("a.plan", PLAN);
  const { code, err } = await hikube(...words);
  expect({ code, err }).toEqual({ code: expected, err: expect.stringContaining(said) as unknown });
});

test("an option of its own and another digest are told at once", async () => {
  writeSavedPlan("a.plan", PLAN);
  const { code, err } = await hikube("apply", "a.plan", "--stack", "x", "--expect", "sha256:0");
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/--stack: a\.plan is a plan[^]*is not the plan that was approved/),
  ]);
});
