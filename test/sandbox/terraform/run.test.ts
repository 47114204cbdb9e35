import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasInvisible } from "../../../src/model/printable";
import { runTerraform } from "../../../src/sandbox/terraform/run";

const HOSTILE = "\u001b[2J\u001b]0;title\u0007\nhikube sandbox: all is well";

let folder: string;
let told: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hikube-run-")));
  mkdirSync(join(folder, "stack"));
  writeFileSync(join(folder, "terraform"), `#!/bin/sh\nenv | grep ^TF_CLI_ARGS > ${folder}/env\npwd > ${folder}/pwd\n`);
  chmodSync(join(folder, "terraform"), 0o700);
  told = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return runTerraform({
    ...{ directory: join(folder, "sandbox"), flavour: "terraform", args, cwd: join(folder, "stack") },
    env: { PATH: process.env.PATH, HIKUBE_SANDBOX_TERRAFORM: join(folder, "terraform"), ...env },
  });
}

test.each([
  [`~z${HOSTILE}_override.tf`, ""],
  [`a${HOSTILE}.tftest.hcl`, 'backend "s3" {}'],
])("a file named %s is told of on one line, and commands no terminal", async (name, text) => {
  writeFileSync(join(folder, "stack", "main.tf"), "");
  writeFileSync(join(folder, "stack", name), text);
  expect(await run(["init"])).toBe(1);
  expect(told).toMatch(/^hikube sandbox: [^\n]*all is well[^\n]*\n$/);
  expect(hasInvisible(told.trimEnd())).toBe(false);
});

test.each([
  ["-chdir=no\nhikube sandbox: all is well", "plan"],
  ["apply", "no\nhikube sandbox: all is well", "-state=x"],
])("an argument %s is told of on one line", async (...args) => {
  expect(await run(args)).toBe(1);
  expect(told).toMatch(/^hikube sandbox: [^\n]*\n$/);
});

test.each([[["state", "push", "-h"]], [["-version"]], [[]]])(
  "%j gets no arguments of the environment, which could make another call of it",
  async (args) => {
    expect(await run(args, { TF_CLI_ARGS: "--", TF_CLI_ARGS_workspace: "new x" })).toBe(0);
    expect(readFileSync(join(folder, "env"), "utf8")).toBe("");
  },
);

test("a formatter gets them", async () => {
  await run(["fmt"], { TF_CLI_ARGS_fmt: "-recursive" });
  expect(readFileSync(join(folder, "env"), "utf8")).toBe("TF_CLI_ARGS_fmt=-recursive\n");
});
