import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hikube, inFolder, TENANTS_YAML } from "./call";

const files = {
  "tenants.yaml": TENANTS_YAML,
  file: "",
  "main.js": "throw new Error('was run');",
  "package.json": "{}",
};

inFolder({ ...files, "kubeconfig.yaml": "clusters: [" });

const PACK = ["provider", "pack", "main.js", "--name", "a", "--pack-version", "1.0.0"] as const;

/** Calls whose output cannot be written, and what they say. */
const WRONG: readonly (readonly [words: readonly string[], said: string])[] = [
  [
    ["matrix", "tenants.yaml", "--html", "none/page.html"],
    "--html: none/page.html cannot be written: there is no folder none",
  ],
  [["matrix", "tenants.yaml", "--html", "folder"], "--html: folder cannot be written: it is a folder, not a file"],
  [["matrix", "tenants.yaml", "--html", "file/page.html"], "--html: file/page.html cannot be written: "],
  [["matrix", "none.yaml", "--live", "--html", "none/page.html"], "--html: none/page.html cannot be written"],
  [["cluster", "inspect", "--out", "none/cluster.json"], "--out: none/cluster.json cannot be written"],
  [["cluster", "inspect", "--out", "tenants.yaml"], "tenants.yaml exists and does not contain the facts of a cluster"],
  [
    ["matrix", "tenants.yaml", "--html", "tenants.yaml"],
    "--html: tenants.yaml cannot be written: it exists and is not a page",
  ],
  [
    ["report", "tenants.yaml", "--html", "package.json"],
    "--html: package.json cannot be written: it exists and is not a page",
  ],
  [
    ["plan", "tenants.yaml", "--out", "tenants.yaml"],
    "--out: tenants.yaml cannot be written: it exists and is not a kept plan",
  ],
  [["dashboards", "export", "file"], "<folder>: file cannot be written"],
  [["dashboards", "export", "file/boards"], "<folder>: file/boards cannot be written"],
  [[...PACK, "--out", "file"], "--out: file cannot be written"],
  [[...PACK, "--out", "file/release"], "--out: file/release cannot be written"],
  [[...PACK, "--out", "/proc/release/of"], "--out: /proc/release/of cannot be written: "],
  [["provider", "install", "/proc/x"], "the folder: /proc/x cannot be written: "],
  [["synth", "tenants.yaml"], "cdktf.out cannot be written"],
];

test.each(WRONG)("%j is refused before anything is done", async (words, said) => {
  mkdirSync("folder");
  if (words[0] === "synth") writeFileSync("cdktf.out", "");
  const before = readdirSync(".");
  const { code, err } = await hikube(...words);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) as unknown });
  expect(readdirSync(".")).toEqual(before);
});

test("a page that is there is replaced, and a folder is made", async () => {
  writeFileSync("page.html", "<!doctype html>before");
  expect(await hikube("matrix", "tenants.yaml", "--html", "page.html")).toMatchObject({ code: 0 });
  expect(await hikube("dashboards", "export", "a/b", "--group", "logs")).toMatchObject({ code: 0 });
  expect(existsSync("a/b/logs")).toBe(true);
});
