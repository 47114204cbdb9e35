import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withHandWritten } from "../../../src/cli/commands/cluster-inspect";
import { CLUSTER } from "../../model/tenants";
import { hikube, inFolder } from "../call";
import { withServer } from "../live-server";

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

describe("--check", () => {
  inFolder({ "cluster.json": JSON.stringify(CLUSTER) });
  withServer();
  const check = (...words: readonly string[]) =>
    hikube("cluster", "inspect", "--check", "cluster.json", "--kubeconfig", "kubeconfig", ...words);

  test("finds what could not be compared, but for what its reader is known not to see", async () => {
    const { code, out } = await check();
    expect(code).toBe(3);
    expect(out).toContain("not compared: podCidrs: pass --pod-cidr\n");
    expect(out).toMatch(/^cluster\.json: as the cluster is, but for \d facts not compared$/m);
    const facts = [...out.matchAll(/^not compared: ([\w.]+):/gm)].map(([, fact = ""]) => fact);
    expect(facts.length).toBeGreaterThan(3);
    const unread = facts.flatMap((fact) => ["--unread", fact]);
    expect((await check(...unread)).code).toBe(0);
    expect((await check(...unread.slice(2))).code).toBe(3);
    expect((await check(...unread, "--pod-cidr", "203.0.113.0/24")).code).toBe(3);
  });

  test("refuses facts that there are not, and facts without a check", async () => {
    expect(await check("--unread", "pods")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--unread") as unknown,
    });
    expect((await hikube("cluster", "inspect", "--unread", "dns")).code).toBe(2);
  });
});
