import { unzipSync } from "fflate";
import { join } from "node:path";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { schemasAreRight } from "../../../src/plugin/packaging/checked";
import { hikube, hikubeJson, inFolder } from "../call";

const MANIFEST = { name: "infra", version: "1.0.0" };

inFolder({
  "main.js": `process.stdout.write(${JSON.stringify(schemasAreRight("notes"))});`,
  "package.json": JSON.stringify(MANIFEST),
});

const LINUX = ["--platforms", "linux_amd64"] as const;
const PACK = ["provider", "pack", "main.js", ...LINUX] as const;
const manifest = (change: object): void => {
  writeFileSync("package.json", JSON.stringify({ ...MANIFEST, ...change }));
};

describe("a provider is packed", () => {
  it("says where it has another name than its archives, which are written all the same", async () => {
    const { code, err } = await hikube(...PACK);
    expect(err).toBe(
      'note: the provider calls itself "notes", its archives "infra"; give --name, or rename the package [provider-name-differs]\n',
    );
    expect(code).toBe(0);
    expect(existsSync("release/terraform-provider-infra_1.0.0_linux_amd64.zip")).toBe(true);
    expect((await hikube(...PACK, "--name", "notes")).err).toBe("");
  }, 60_000);

  it("by the name and version of its package, or by those that are given", async () => {
    manifest({ name: "@demo/terraform-provider-notes" });
    expect(await hikubeJson(...PACK)).toMatchObject({ name: "notes", version: "1.0.0" });
    const given = ["--name", "terraform-provider-other", "--pack-version", "v2.0.0-rc.1"];
    expect(await hikubeJson(...PACK, ...given, "--out", "there")).toEqual({
      name: "other",
      version: "2.0.0-rc.1",
      files: ["linux_amd64.zip", "manifest.json", "SHA256SUMS"].map(
        (file) => `there/terraform-provider-other_2.0.0-rc.1_${file}`,
      ),
    });
  }, 60_000);
});

it("a provider is packed with the bytecode of its launch, for the node and the platform of this machine", async () => {
  const root = join(__dirname, "..", "..", "..");
  writeFileSync(
    "main.ts",
    `#!/usr/bin/env node
     import { notes } from ${JSON.stringify(join(root, "test/plugin/docs-example"))};
     import { serve } from ${JSON.stringify(join(root, "src/plugin"))};
     void serve(notes);`,
  );
  const pack = ["provider", "pack", "main.ts", ...LINUX, "--name", "notes", "--code-cache"];
  expect(await hikube(...pack)).toMatchObject({ code: 0, err: "" });
  const archive = readFileSync("release/terraform-provider-notes_1.0.0_linux_amd64.zip");
  const { v8 } = process.versions;
  const cache = `provider-${v8}-${process.platform}-${process.arch}.cache`;
  expect(Object.keys(unzipSync(archive))).toEqual([
    "terraform-provider-notes_v1.0.0",
    "main.cjs",
    "provider.cjs",
    cache,
  ]);
  // The same input makes the same bytes, bytecode included.
  expect(await hikube(...pack, "--out", "again")).toMatchObject({ code: 0 });
  expect(readFileSync("again/terraform-provider-notes_1.0.0_linux_amd64.zip").equals(archive)).toBe(true);
}, 60_000);

describe("a provider is not packed, and nothing is written", () => {
  async function refusal(...args: readonly string[]) {
    const { code, err } = await hikube("provider", "pack", ...args);
    expect(existsSync("release")).toBe(false);
    return { code, err };
  }

  it("says all at once what is wrong with the input", async () => {
    manifest({ name: "Bad Name", version: 1, engines: { node: "lts/*" } });
    const { code, err } = await refusal("main.js", "--platforms", "linux_amd64,linux,windows_amd64,,linux");
    expect(code).toBe(2);
    expect(err.split("\n")).toEqual([
      'hikube: received the platform "linux"; expected OS_ARCHITECTURE, e.g. linux_amd64 [bad-usage]',
      expect.stringMatching(/^ {2}received the platform "windows_amd64"; Windows launches \.exe files only/),
      expect.stringMatching(/^ {2}received the platform ""; expected OS_ARCHITECTURE/),
      expect.stringMatching(/^ {2}received the name "Bad Name"; expected .*give --name/),
      expect.stringMatching(/^ {2}received the version 1; expected .*give --pack-version/),
      expect.stringMatching(/^ {2}received the engine "lts\/\*" in package.json; expected a range/),
      "",
    ]);
  });

  it.each<[string, string, RegExp]>([
    ["lacks name and version", "{}", /received no name; .*\n {2}received no version; /],
    ["is no JSON", '{ "name": "infra", }', /package.json cannot be read: not valid JSON: line 1, column/],
    ["is a list", "[]", /package.json holds no object/],
  ])("where package.json %s", async (_, text, message) => {
    writeFileSync("package.json", text);
    const { code, err } = await refusal("main.js", ...LINUX);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it.each(["1.0", "latest", "1.0.0+build", "1.0.0 "])("as version %j", async (version) => {
    const { code, err } = await refusal("main.js", ...LINUX, "--pack-version", version);
    expect(code).toBe(2);
    expect(err).toContain(`received the version ${JSON.stringify(version)}; expected one such as 1.0.0`);
  });

  it("where its main file is not there", async () => {
    const { code, err } = await refusal("src/none.ts", ...LINUX);
    expect(code).toBe(2);
    expect(err).toBe("hikube: there is no file src/none.ts [missing-file]\n");
  });

  it("without its main file being named", async () => {
    expect(await refusal(...LINUX)).toMatchObject({ code: 2 });
  });

  it.each<[string, string, RegExp]>([
    ["cannot be bundled", "const = 1", /main.js cannot be bundled[^]*Expected identifier but found "="/],
    [
      "imports what is not installed",
      'import "no-such-package"',
      /cannot be bundled[^]*Could not resolve "no-such-pack/,
    ],
    ["throws while it is loaded", 'throw new Error("no luck")', /does not run[^]*failed while it was loaded: no luck/],
    ["never calls serve", "", /does not run[^]*does its main file call serve\(\)\?/],
    ["is no provider", 'console.log("hello")', /does not run .*\n {2}hello/],
    [
      "prints before it serves",
      'console.log("hello"); console.log("The schemas of the provider notes are right.")',
      /prints to stdout before it calls serve\(\)[^]*\n {2}hello\n {2}Terraform takes/,
    ],
    ["finds its schemas faulty", 'console.error("faulty schemas"); process.exit(1)', /does not run[^]*faulty schemas/],
  ])(
    "where it %s",
    async (_, code, message) => {
      writeFileSync("main.js", code);
      const refused = await refusal("main.js", ...LINUX);
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(message);
    },
    60_000,
  );

  it("with bytecode where it does not answer a launch", async () => {
    const { code, err } = await refusal("main.js", ...LINUX, "--name", "notes", "--code-cache");
    expect(code).toBe(1);
    expect(err).toMatch(/the provider does not run .*\n {2}The schemas of the provider notes are right/);
  }, 60_000);

  it("where esbuild is not installed", async () => {
    jest.doMock("esbuild", () => {
      throw Object.assign(new Error("Cannot find module 'esbuild'"), { code: "MODULE_NOT_FOUND" });
    });
    try {
      const { code, err } = await refusal("main.js", ...LINUX);
      expect(code).toBe(1);
      expect(err).toMatch(/esbuild bundles the provider, and is not installed \[missing-package\]\n.*npm install/);
    } finally {
      jest.dontMock("esbuild");
    }
  });

  it("where the folder for the files is a file", async () => {
    writeFileSync("taken", "");
    const { code, err } = await hikube(...PACK, "--name", "notes", "--out", "taken");
    expect(code).toBe(2);
    expect(err).toMatch(/--out: taken cannot be written: .* \[unwritable-path\]$/m);
    expect(readFileSync("taken", "utf8")).toBe("");
  }, 60_000);
});
