import { tenantNodes } from "../../src/model/tenant/resolve/tenant";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readClusterFile, readTenantsFile } from "../../src/tenants-file/files";
import { LIMITS } from "../../src/tenants-file/limits";
import { CLUSTER } from "../model/tenants";

const GOOD = "formatVersion: 1\ncluster: facts/cluster.json\ntenants:\n  - { name: a, profile: staging }\n";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spec-file-"));
  mkdirSync(join(folder, "facts"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("the facts of the cluster", () => {
  test("are those that the file names, from its own folder", () => {
    write("facts/cluster.json", JSON.stringify(CLUSTER));
    const { issues, forest, cluster } = readTenantsFile(write("tenants.yaml", GOOD));
    expect(issues).toEqual([]);
    expect(cluster).toEqual(CLUSTER);
    expect(tenantNodes(forest ?? []).map(({ tenant }) => tenant.namespace)).toEqual(["tenant-a"]);
  });

  test("are those that are given, where some are", () => {
    const { issues, cluster } = readTenantsFile(write("tenants.yaml", GOOD), CLUSTER);
    expect(issues).toEqual([]);
    expect(cluster).toBe(CLUSTER);
  });

  test("are asked for where nobody names them", () => {
    const path = write("tenants.yaml", GOOD.replace(/cluster:.*\n/, ""));
    expect(readTenantsFile(path).issues).toMatchObject([
      { path: ["cluster"], file: path, code: "missing-cluster-facts" },
    ]);
  });

  test("hide no other fault of the tenants where they are missing or wrong", () => {
    const bad = GOOD.replace("profile: staging", "profile: none, quota: { pods: -1 }");
    const tenants = [{ path: ["a", "profile"] }, { path: ["a", "quota", "pods"] }];
    const missing = write("tenants.yaml", bad.replace(/cluster:.*\n/, ""));
    expect(readTenantsFile(missing).issues).toMatchObject([{ path: ["cluster"] }, ...tenants]);
    const named = { path: ["cluster"], line: 2, code: "unreadable-file", received: '"facts/cluster.json"' };
    expect(readTenantsFile(write("tenants.yaml", bad)).issues).toMatchObject([named, ...tenants]);
    write("facts/cluster.json", JSON.stringify({ ...CLUSTER, nodeCidrs: "all" }));
    expect(readTenantsFile(write("tenants.yaml", bad)).issues).toMatchObject([{ path: ["nodeCidrs"] }, ...tenants]);
  });

  test("have faults of their own file, told together with those of the tenants", () => {
    write("facts/cluster.json", JSON.stringify({ ...CLUSTER, podCidrs: [] }, null, 2));
    const { issues, forest } = readTenantsFile(write("tenants.yaml", GOOD.replace("profile", "profil")));
    expect(forest).toBeUndefined();
    expect(issues).toMatchObject([
      { file: join(folder, "facts/cluster.json"), path: ["podCidrs"], line: 4 },
      { file: join(folder, "tenants.yaml"), path: ["a", "profil"], line: 4 },
    ]);
  });
});

describe("a file that cannot be read is a fault of its own:", () => {
  test.each([
    ["one that is not there", () => join(folder, "none.yaml"), "unreadable-file"],
    ["a folder", () => folder, "unreadable-file"],
    ["a device without an end", () => "/dev/zero", "unreadable-file"],
    ["bytes that are no text", () => write("x.yaml", Buffer.from([0xff, 0xfe, 0x00, 0xd8])), "invalid-encoding"],
    ["more than ten megabytes", () => write("x.yaml", Buffer.alloc(LIMITS.bytes + 1, " ")), "limit-exceeded"],
  ])("%s", (_what, path, code) => {
    const file = path();
    expect(readTenantsFile(file).issues).toMatchObject([{ file, code, hint: expect.any(String) as string }]);
    expect(readClusterFile(file).issues).toMatchObject([{ file, code }]);
  });
});

test("a byte order mark and the line ends of Windows change nothing", () => {
  const path = write("tenants.yaml", `\ufeff${GOOD.replaceAll("\n", "\r\n")}`);
  expect(readTenantsFile(path, CLUSTER).issues).toEqual([]);
});

describe("nothing of another file is shown", () => {
  const SECRET = "hunter2hunter2";
  const OTHERS: readonly (readonly [what: string, text: string])[] = [
    ["a private key", `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\n`],
    ["an environment", `PATH=/bin\0PASSWORD=${SECRET}\0`],
    ["credentials of a section", `[default]\naws_secret_access_key = ${SECRET}\n`],
    ["settings of another program", `hosts:\n  ${SECRET}: ${SECRET}\n`],
    ["a list", `- ${SECRET}\n`],
    ["broken JSON", `{"auth": "${SECRET}"\n "x": ${SECRET}}`],
    ["broken YAML", `a: "${SECRET}\n b: *${SECRET} : : ${SECRET}`],
    ["a tag", `!${SECRET} ${SECRET}`],
    ["two documents", `${SECRET}: 1\n---\n${SECRET}\n`],
    ["a table", `root:${SECRET}:0:0::/root:/bin/sh\n\t${SECRET}`],
  ];

  test.each(OTHERS)("nothing of %s is shown", (_what, text) => {
    write("facts/cluster.json", text);
    const { issues } = readTenantsFile(write("tenants.yaml", GOOD));
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain(SECRET);
    // A file of tenants may itself be a link to anything.
    const found = readTenantsFile(write("other.yaml", text)).issues;
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });
});

describe("the facts lie beside the tenants:", () => {
  const outside = { path: ["cluster"], code: "path-outside-folder" };

  test.each([
    ["a path out of the folder", "../cluster.json"],
    ["a path in, and out again", "facts/../../cluster.json"],
    ["an absolute path", "/proc/self/environ"],
    ["a link to a file outside", "link.json"],
    ["a link to a folder outside", "up/cluster.json"],
  ])("%s is refused, whether anything is there or not", (_what, named) => {
    const inner = join(folder, "inner");
    mkdirSync(join(inner, "facts"), { recursive: true });
    const path = join(inner, "tenants.yaml");
    symlinkSync("../cluster.json", join(inner, "link.json"));
    symlinkSync("..", join(inner, "up"));
    writeFileSync(path, GOOD.replace("facts/cluster.json", named));
    for (const content of [undefined, JSON.stringify(CLUSTER)]) {
      if (content !== undefined) write("cluster.json", content);
      const { issues, forest } = readTenantsFile(path);
      // A link to nothing shows nothing.
      if (content !== undefined || named !== "link.json") expect(issues).toMatchObject([outside]);
      expect(issues).toHaveLength(1);
      expect(forest).toBeUndefined();
    }
    expect(readTenantsFile(path, CLUSTER).issues).toEqual([]);
  });

  test("a link within the folder, and an absolute path into it, are ways like others", () => {
    write("facts/real.json", JSON.stringify(CLUSTER));
    symlinkSync("real.json", join(folder, "facts/cluster.json"));
    expect(readTenantsFile(write("tenants.yaml", GOOD)).issues).toEqual([]);
    const absolute = GOOD.replace("facts/cluster.json", join(folder, "facts/real.json"));
    expect(readTenantsFile(write("tenants.yaml", absolute)).issues).toEqual([]);
  });

  test("a pipe is not waited for", () => {
    execFileSync("mkfifo", [join(folder, "facts/cluster.json")]);
    expect(readTenantsFile(write("tenants.yaml", GOOD)).issues).toMatchObject([{ code: "unreadable-file" }]);
  });
});
