import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GUARD, realTerraform, terraformEnvironment, withoutGuard } from "../../../src/sandbox/terraform/environment";
import { isShim, shimFolder, shimPath, writeShims } from "../../../src/sandbox/terraform/shim";

const root = mkdtempSync(join(tmpdir(), "shims-"));
const sandbox = join(root, "sandbox");
const other = join(root, "other");
const tools = join(root, "tools");

function executable(name: string): string {
  const path = join(tools, name);
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
}

beforeAll(() => {
  mkdirSync(tools);
  writeShims(sandbox, sandbox);
  writeShims(other, other);
});

test("the sandbox's own commands come first, once, and cdktf calls them", () => {
  const env = terraformEnvironment(sandbox, { PATH: "/usr/bin" });
  expect(env).toMatchObject({
    PATH: `${sandbox}/bin:/usr/bin`,
    TERRAFORM_BINARY_NAME: `${sandbox}/bin/terraform`,
    HIKUBE_SANDBOX_DIRECTORY: sandbox,
    TF_CLI_ARGS: GUARD,
  });
  expect(terraformEnvironment(sandbox, env)).toEqual(env);
});

test("a user's own arguments come back where the guard was", () => {
  const env = terraformEnvironment(sandbox, { TF_CLI_ARGS: "-no-color" });
  expect(withoutGuard({ ...env, A: "b" })).toMatchObject({ TF_CLI_ARGS: "-no-color", A: "b" });
  expect(withoutGuard(terraformEnvironment(sandbox, env)).TF_CLI_ARGS).toBe("-no-color");
  expect(withoutGuard({ ...env, TF_CLI_ARGS: "-lock=false" }).TF_CLI_ARGS).toBe("-lock=false");
  expect(withoutGuard(terraformEnvironment(sandbox, {}))).not.toHaveProperty("TF_CLI_ARGS");
});

test("no command of a sandbox is ever taken for the real one", () => {
  const terraform = executable("terraform");
  const path = [shimFolder(sandbox), shimFolder(other), tools].join(":");
  expect(isShim(shimPath(sandbox, "tofu"))).toBe(true);
  expect(isShim(terraform)).toBe(false);
  expect(realTerraform("terraform", { PATH: path })).toBe(terraform);
  expect(realTerraform("terraform", { PATH: path, HIKUBE_TERRAFORM: shimPath(other, "terraform") })).toBe(terraform);
  expect(() => realTerraform("tofu", { PATH: path })).toThrow("there is no tofu on PATH");
  const tofu = executable("tofu");
  const named = terraformEnvironment(sandbox, { PATH: path, HIKUBE_TERRAFORM: tofu });
  expect(named.TERRAFORM_BINARY_NAME).toBe(shimPath(sandbox, "tofu"));
  expect(named.HIKUBE_TERRAFORM).toBe(shimPath(sandbox, "tofu"));
  expect([realTerraform("tofu", named), realTerraform("terraform", named)]).toEqual([tofu, tofu]);
});
