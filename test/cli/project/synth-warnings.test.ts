import { mkdirSync, writeFileSync } from "node:fs";
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

test("what is no output of synth tells nothing", () => {
  expect(told("nowhere")).toBe("");
  mkdirSync("broken");
  writeFileSync("broken/manifest.json", "{");
  expect(told("broken")).toBe("");
});
