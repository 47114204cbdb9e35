import { mkdirSync, writeFileSync } from "node:fs";
import { Annotations } from "cdktf";
import { noteSynthWarnings } from "../../../src/cli/project/synth-warnings";
import { HikubePlatform } from "../../../constructs/hikube-platform";
import { CLUSTER } from "../../model/tenants";
import { newApp, newStack } from "../../constructs/synth";
import { inFolder } from "../call";

inFolder({});

function told(output: string): string {
  const written: string[] = [];
  noteSynthWarnings(output, { stdout: process.stdout, stderr: { write: (text) => written.push(text) }, env: {} });
  return written.join("");
}

function synthesized(version: string): string {
  const app = newApp();
  const cluster = { ...CLUSTER, version };
  new HikubePlatform(newStack(app, "a"), "platform", { cluster });
  HikubePlatform.fromClusterFacts(newStack(app, "b"), "platform", { cluster });
  app.synth();
  return app.outdir;
}

test("an old cluster is told once, however many stacks are on it", () => {
  expect(told(synthesized("v1.29"))).toMatch(
    /^note: cluster\.version: v1\.29 is older than v1\.34: [^\n]* \[old-kubernetes\]\n$/,
  );
  expect(told(synthesized("v1.34.1"))).toBe("");
});

test("what an app warns of is told, and what it only says is not", () => {
  const app = newApp();
  const stack = newStack(app, "a");
  Annotations.of(stack).addWarning("costs more than last month");
  Annotations.of(stack).addInfo("made on a Sunday");
  app.synth();
  expect(told(app.outdir)).toBe("note: costs more than last month [app-warning]\n");
});

test("many of one kind are counted", () => {
  const app = newApp();
  const stack = newStack(app, "a");
  for (let index = 0; index < 13; index++) Annotations.of(stack).addWarning(`warning ${index}`);
  app.synth();
  const lines = told(app.outdir).trimEnd().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("note: 3 more like this; manifest.json of the output has them all [app-warning]");
});

test("what is no output of synth tells nothing", () => {
  expect(told("nowhere")).toBe("");
  mkdirSync("broken");
  writeFileSync("broken/manifest.json", "{");
  expect(told("broken")).toBe("");
});
