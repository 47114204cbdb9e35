import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withHandWritten } from "../../../src/cli/commands/cluster-inspect";
import { CLUSTER } from "../../model/tenants";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hikube-facts-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const path = join(folder, "cluster.json");
  writeFileSync(path, text);
  return path;
}

test("a new file holds what was found", () => {
  expect(withHandWritten(join(folder, "cluster.json"), CLUSTER)).toEqual(CLUSTER);
});

test("what was found takes the place of what was found before, and what was written by hand stays", () => {
  const customResources = [{ group: "cert-manager.io", resource: "certificates", level: "admin" }];
  const byHand = { $schema: "cluster.schema.json", globalDefaultPriorityClass: "normal", customResources };
  const path = fileWith(JSON.stringify({ ...CLUSTER, version: "v1.34.0", podCidrs: ["10.0.0.0/8"], ...byHand }));
  expect(withHandWritten(path, CLUSTER)).toEqual({ ...CLUSTER, ...byHand });
});

test.each([
  ["no JSON", "-----BEGIN PRIVATE KEY-----"],
  ["another object", `{"name":"package"}`],
  ["a list", "[]"],
  ["a later form", `{"formatVersion":2}`],
])("a file that holds %s is not written over, and not told", (_, text) => {
  const writing = () => withHandWritten(fileWith(text), CLUSTER);
  expect(writing).toThrow(/does not contain the facts of a cluster .*nothing was written/);
  expect(writing).not.toThrow(/PRIVATE|package/);
});
