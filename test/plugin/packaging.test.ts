import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFiles, releaseOf, type PackageOptions } from "../../src/plugin/packaging/pack";
import { cacheScript, REPRODUCIBLE } from "../../src/plugin/packaging/code-cache";
import { zipOf, type ZipFile } from "../../src/plugin/packaging/zip";

const PACK: PackageOptions = { name: "notes", version: "1.0.0", node: "20.19", bundle: Buffer.from("console.log(1)") };
const RELEASE = { ...PACK, platforms: ["linux_amd64", "darwin_arm64"], files: packageFiles(PACK) };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "packaging-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Lays a provider out in a folder of its own and starts it. */
function started(change: Partial<PackageOptions>, env: NodeJS.ProcessEnv = { PATH: process.env.PATH }) {
  const place = mkdtempSync(join(folder, "laid-"));
  const [program = ""] = packageFiles({ ...PACK, ...change }).map(({ name, content, mode }) => {
    writeFileSync(join(place, name), content, { mode });
    return join(place, name);
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

describe("the bytecode of a packed provider", () => {
  const provider = `
    const { writeSync } = require("node:fs");
    const place = new Error("place").stack.split("\\n")[1].trim();
    writeSync(1, "line " + (require.main === module) + " " + __filename.endsWith("/provider.cjs") + " " + place + "\\n");
  `;
  const bundle = Buffer.from(provider);

  /** Lays the provider out with its bytecode, which a launch leaves behind. */
  function made(code: Uint8Array): ZipFile {
    const maker = { name: "cache.cjs", content: Buffer.from(cacheScript()), mode: 0o644 };
    const place = mkdtempSync(join(folder, "cache-"));
    for (const { name, content } of [maker, ...packageFiles({ ...PACK, bundle: code })]) {
      writeFileSync(join(place, name), content);
    }
    const { status } = spawnSync(process.execPath, [...REPRODUCIBLE, join(place, "cache.cjs")]);
    expect(status).toBe(0);
    const [name = ""] = readdirSync(place).filter((file) => file.endsWith(".cache"));
    return { name, content: readFileSync(join(place, name)), mode: 0o644 };
  }

  it("is made for this Node and this platform, the same each time", () => {
    const cache = made(bundle);
    expect(cache.name).toBe(`provider-${process.versions.v8}-${process.platform}-${process.arch}.cache`);
    expect(made(bundle)).toEqual(cache);
  });

  it("runs the provider as the main module, and names no folder of whoever packed it", () => {
    const cache = made(bundle);
    const { stdout, status } = started({ bundle, extra: [cache] });
    expect([status, stdout]).toEqual([0, "line true true at Object.<anonymous> (provider.cjs:3:19)\n"]);
    expect(Buffer.from(cache.content).includes(folder)).toBe(false);
  });

  it.each<[string, (content: Buffer) => Uint8Array, NodeJS.ProcessEnv]>([
    ["of another provider", () => made(Buffer.from(`${provider} // another`)).content, {}],
    ["that is broken", (content) => content.subarray(0, 20), {}],
    ["under other flags", (content) => content, { NODE_OPTIONS: "--jitless" }],
  ])("is passed over %s", (_, changed, env) => {
    const cache = made(bundle);
    const extra = [{ ...cache, content: changed(Buffer.from(cache.content)) }];
    const { stdout, status } = started({ bundle, extra }, { PATH: process.env.PATH, ...env });
    expect([status, stdout]).toEqual([0, "line true true at Object.<anonymous> (provider.cjs:3:19)\n"]);
  });

  it("says in one line that its bundle throws", () => {
    const cache = { ...made(bundle), content: Buffer.alloc(0) };
    const { stdout, status } = started({ bundle: Buffer.from('throw new Error("no\\nluck")'), extra: [cache] });
    expect([status, stdout]).toEqual([1, "The provider notes failed while it was loaded: no luck\n"]);
  });
});

describe("a release", () => {
  const release = releaseOf(RELEASE);

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
    expect(releaseOf(RELEASE)).toEqual(release);
  });
});

describe("an archive", () => {
  const files = [
    { name: "program", content: Buffer.from("#!/bin/sh\n"), mode: 0o755 },
    { name: "text-é.txt", content: Buffer.from("packed ".repeat(1000)), mode: 0o644 },
    { name: "empty", content: Buffer.alloc(0), mode: 0o600 },
  ];

  it("keeps the names, the permissions and the contents", () => {
    const archive = zipOf(files);
    const date = { time: 0, day: (1 << 5) | 1 };
    expect(directoryOf(Buffer.from(archive))).toEqual([
      { name: "program", mode: 0o100755, unix: 3, ...date },
      { name: "text-é.txt", mode: 0o100644, unix: 3, ...date },
      { name: "empty", mode: 0o100600, unix: 3, ...date },
    ]);
    const contents = files.map(({ name, content }) => [name, Buffer.from(content).toString("hex")]);
    const found = Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")]);
    expect(found).toEqual(contents);
    expect(archive.length).toBeLessThan(1000);
  });

  it("is the same on every machine, to the byte", () => {
    // Made on another machine: whatever changes it changes the checksums of all releases.
    expect(createHash("sha256").update(zipOf(files)).digest("hex")).toBe(
      "8e92c09cafb7851c9a061d3826e05605bfdb22fbba7ce6dfe7d5a53c220f41dc",
    );
  });
});

const ENTRY = 0x02014b50;

/**
 * What the directory at the end of an archive says of each file.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.12
 */
function directoryOf(zip: Buffer) {
  const entries = [];
  const lengthAt = (place: number): number => zip.readUInt16LE(place);
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === ENTRY;) {
    entries.push({
      name: zip.subarray(at + 46, at + 46 + lengthAt(at + 28)).toString(),
      mode: zip.readUInt16LE(at + 40),
      unix: zip.readUInt8(at + 5),
      time: zip.readUInt16LE(at + 12),
      day: zip.readUInt16LE(at + 14),
    });
    at += 46 + lengthAt(at + 28) + lengthAt(at + 30) + lengthAt(at + 32);
  }
  return entries;
}
