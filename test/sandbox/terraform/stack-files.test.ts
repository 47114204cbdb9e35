import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyFiles } from "../../../src/sandbox/terraform/copy-files";
import { writeOverride } from "../../../src/sandbox/terraform/override";
import { assertOwnPlan, recordPlan } from "../../../src/sandbox/terraform/plans";
import { stackCopy, type StackCopy } from "../../../src/sandbox/terraform/stack-copy";
import { linkSurroundings } from "../../../src/sandbox/terraform/surroundings";

let root: string;
let sandboxes: string;
let sandbox: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stack-files-"));
  sandboxes = join(root, "repo", "sandboxes");
  sandbox = join(sandboxes, "default");
  mkdirSync(join(root, "repo", "stacks", "one"), { recursive: true });
  mkdirSync(sandbox, { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const source = (...path: string[]) => join(root, "repo", ...path);
const write = (text: string, ...path: string[]) => {
  writeFileSync(source(...path), text);
};

function copyOf(...path: string[]): StackCopy {
  const copy = stackCopy(sandbox, source(...path));
  const files = copyFiles(copy, sandboxes);
  linkSurroundings(copy, files, sandboxes);
  return copy;
}

test("the files of a stack are copied, and neither its state nor its backend", () => {
  write("{}", "stacks", "one", "cdk.tf.json");
  mkdirSync(source("stacks", "one", "assets"));
  write("asset", "stacks", "one", "assets", "a.txt");
  for (const name of ["terraform.tfstate", "terraform.tfstate.backup", "x.tfstate", ".terraform.tfstate.lock.info"])
    write("mine", "stacks", "one", name);
  mkdirSync(source("stacks", "one", ".terraform"));
  write("mine", "stacks", "one", ".terraform", "terraform.tfstate");
  const { folder } = copyOf("stacks", "one");
  expect(readdirSync(folder).sort()).toEqual(["assets", "cdk.tf.json"]);
  expect(lstatSync(join(folder, "cdk.tf.json")).isFile()).toBe(true);
  expect(readFileSync(join(folder, "assets", "a.txt"), "utf8")).toBe("asset");
});

test("what changes is copied again, what goes is gone, what terraform wrote stays", () => {
  write("{}", "stacks", "one", "cdk.tf.json");
  write("{}", "stacks", "one", "old.tf.json");
  const { folder } = copyOf("stacks", "one");
  writeFileSync(join(folder, "written.txt"), "by terraform");
  write('{"a":1}', "stacks", "one", "cdk.tf.json");
  rmSync(source("stacks", "one", "old.tf.json"));
  copyOf("stacks", "one");
  expect(readdirSync(folder).sort()).toEqual(["cdk.tf.json", "written.txt"]);
  expect(readFileSync(join(folder, "cdk.tf.json"), "utf8")).toBe('{"a":1}');
});

test("paths upwards lead where they did, and nothing is lost when the sandbox is", () => {
  write('module "a" { source = "../../modules/a" }', "stacks", "one", "main.tf");
  mkdirSync(source("modules", "a"), { recursive: true });
  write("# a", "modules", "a", "main.tf");
  const { folder } = copyOf("stacks", "one");
  expect(readFileSync(join(folder, "../../modules/a/main.tf"), "utf8")).toBe("# a");
  expect(existsSync(join(folder, "../../sandboxes"))).toBe(false);
  copyOf("stacks", "one");
  rmSync(sandbox, { recursive: true });
  expect(readFileSync(source("modules", "a", "main.tf"), "utf8")).toBe("# a");
});

test("a stack that points nowhere outside gets nothing from there", () => {
  write("{}", "stacks", "one", "cdk.tf.json");
  const { folder } = copyOf("stacks", "one");
  expect(readdirSync(join(folder, ".."))).toEqual(["one"]);
});

test("a linked file is read where it is, a folder that holds no stack is not copied", () => {
  write("# shared", "common.tf");
  symlinkSync(source("common.tf"), source("stacks", "one", "common.tf"));
  symlinkSync("/nowhere", source("stacks", "one", "broken.tf"));
  const { folder } = copyOf("stacks", "one");
  expect(readFileSync(join(folder, "common.tf"), "utf8")).toBe("# shared");
  expect(readdirSync(copyOf("stacks").folder)).toEqual([]);
});

test("the sandboxes themselves are never copied", () => {
  write("# here", "main.tf");
  write("{}", "sandboxes", "default", "sandbox.json");
  expect(existsSync(join(copyOf().folder, "sandboxes"))).toBe(false);
});

test("two folders of one name have two states, and a link to a folder has the folder's", () => {
  mkdirSync(source("other", "one"), { recursive: true });
  symlinkSync(source("stacks"), source("linked"));
  const [one, other, linked] = ["stacks", "other", "linked"].map((name) => stackCopy(sandbox, source(name, "one")));
  expect(other!.stateFile).not.toBe(one!.stateFile);
  expect(linked).toEqual(one);
});

describe("the override", () => {
  const overrideOf = (copy: StackCopy) => {
    writeOverride(copy, copyFiles(copy, sandboxes), sandbox);
    const file = join(copy.folder, "~hikube-sandbox_override.tf.json");
    return JSON.parse(readFileSync(file, "utf8")) as { data?: { terraform_remote_state: object } };
  };

  test("names a local backend in the sandbox", () => {
    write("{}", "stacks", "one", "cdk.tf.json");
    const copy = stackCopy(sandbox, source("stacks", "one"));
    expect(overrideOf(copy)).toEqual({
      terraform: { backend: { local: { path: copy.stateFile, workspace_dir: copy.workspaces } } },
    });
  });

  test.each([
    ["local", { backend: { local: { path: "/repo/terraform.two.tfstate" } } }, "local", {}],
    ["s3", { backend: { s3: { bucket: "b", key: "two", profile: null } } }, "s3", {}],
    ["cloud", { cloud: { organization: "acme", workspaces: { name: "two" } } }, "remote", { token: "t" }],
  ])("gives the outputs of a stack beside it from the sandbox (%s)", (_, terraform, backend, more) => {
    const [place] = Object.values<object>("backend" in terraform ? terraform.backend : terraform);
    const config = { ...place, ...more };
    const asked = { mine: { backend, config }, foreign: { backend: "s3", config: { bucket: "other" } } };
    mkdirSync(source("stacks", "two"));
    write(JSON.stringify({ terraform }), "stacks", "two", "cdk.tf.json");
    write(JSON.stringify({ data: { terraform_remote_state: asked } }), "stacks", "one", "cdk.tf.json");
    const two = stackCopy(sandbox, source("stacks", "two"));
    expect(overrideOf(stackCopy(sandbox, source("stacks", "one"))).data?.terraform_remote_state).toEqual({
      mine: { backend: "local", config: { path: two.stateFile, workspace_dir: two.workspaces } },
    });
  });

  test("refuses a file that terraform would read after it, and tests with a backend", () => {
    const copy = stackCopy(sandbox, source("stacks", "one"));
    write("", "stacks", "one", "zz_override.tf");
    expect(() => overrideOf(copy)).not.toThrow();
    write("", "stacks", "one", "~hikube-sandbox_override.tofu.json");
    expect(() => overrideOf(copy)).toThrow("is an override file that terraform reads after the sandbox's own");
    rmSync(source("stacks", "one", "~hikube-sandbox_override.tofu.json"));
    write('run "a" {\n  backend "s3" {}\n}', "stacks", "one", "a.tftest.hcl");
    expect(() => overrideOf(copy)).toThrow("a.tftest.hcl names a backend");
  });
});

test("only a plan that was made here may be applied here", () => {
  const copy = stackCopy(sandbox, source("stacks", "one"));
  const plan = source("plan");
  write("a plan", "plan");
  expect(() => {
    assertOwnPlan(copy, plan);
  }).toThrow("is not a plan of this stack in this sandbox");
  recordPlan(copy, plan);
  assertOwnPlan(copy, plan);
  write("another plan", "plan");
  expect(() => {
    assertOwnPlan(copy, plan);
  }).toThrow("is not a plan");
});
