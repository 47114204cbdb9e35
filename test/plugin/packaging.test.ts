import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFiles, releaseOf, type PackageOptions } from "../../src/plugin/packaging/pack";

const PACK: PackageOptions = { name: "notes", version: "1.0.0", node: "20.19", bundle: Buffer.from("console.log(1)") };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "packaging-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Lays a provider out and starts it. */
function started(change: Partial<PackageOptions>, env: NodeJS.ProcessEnv = { PATH: process.env.PATH }) {
  const [program = ""] = packageFiles({ ...PACK, ...change }).map(({ name, content, mode }) => {
    writeFileSync(join(folder, name), content, { mode });
    return join(folder, name);
  });
  return spawnSync(program, { env, encoding: "utf8" });
}

describe("a packed provider", () => {
  it("runs its bundle", () => {
    expect(started({})).toMatchObject({ status: 0, stdout: "1\n" });
  });

  it("says in one line that there is no node", () => {
    const { status, stdout } = started({}, { PATH: "/nowhere" });
    expect(status).toBe(1);
    expect(stdout).toBe("The provider notes needs Node.js 20.19 or newer: there is no program node on the PATH.\n");
  });

  it.each(["99", "20.999", "20.19.99", process.versions.node.replace(/\d+$/, (patch) => String(Number(patch) + 1))])(
    "refuses a Node below %s",
    (node) => {
      const isOlder = process.versions.node.localeCompare(node, "en", { numeric: true }) < 0;
      const { status, stdout } = started({ node });
      expect(status).toBe(isOlder ? 1 : 0);
      if (isOlder)
        expect(stdout).toContain(`needs Node.js ${node} or newer; the node on the PATH is ${process.versions.node}.`);
    },
  );

  it.each([
    ["throws", 'throw new Error("no\\nluck")', "no luck"],
    ["is no JavaScript", "const = 1", "Unexpected token"],
    ["throws no error", "throw undefined", "undefined"],
  ])("says in one line that its bundle %s", (_, code, text) => {
    const { status, stdout } = started({ bundle: Buffer.from(code) });
    expect(status).toBe(1);
    expect(stdout).toContain("The provider notes failed while it was loaded: ");
    expect(stdout).toContain(text);
    expect(stdout.split("\n")).toHaveLength(2);
  });
});

describe("a release", () => {
  const release = releaseOf({ ...PACK, platforms: ["linux_amd64", "darwin_arm64"] });

  it("has an archive for each platform, the manifest and the checksums of all", () => {
    const stem = "terraform-provider-notes_1.0.0";
    const names = [`${stem}_darwin_arm64.zip`, `${stem}_linux_amd64.zip`, `${stem}_manifest.json`];
    expect([...release.keys()].sort()).toEqual([`${stem}_SHA256SUMS`, ...names].sort());
    const sums = names.map((name) => {
      const hash = createHash("sha256").update(release.get(name) ?? "");
      return `${hash.digest("hex")}  ${name}\n`;
    });
    expect(Buffer.from(release.get(`${stem}_SHA256SUMS`) ?? []).toString()).toBe(sums.join(""));
    expect(JSON.parse(Buffer.from(release.get(`${stem}_manifest.json`) ?? []).toString())).toEqual({
      version: 1,
      metadata: { protocol_versions: ["6.0"] },
    });
  });

  it("is the same for the same input", () => {
    expect(releaseOf({ ...PACK, platforms: ["linux_amd64", "darwin_arm64"] })).toEqual(release);
  });
});
