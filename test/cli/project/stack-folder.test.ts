import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { settledBackend } from "../../../src/cli/project/file-stack";
import { assertOwnFolders } from "../../../src/cli/project/stack-folder";
import type { Stack } from "../../../src/cli/project/stacks";
import { hikube, inFolder, TENANTS_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

const STACK = join("cdktf.out", "stacks", "tenants");

/** As synth leaves it. */
function writeStack(): Stack {
  mkdirSync(STACK, { recursive: true });
  writeFileSync(join(STACK, "cdk.tf.json"), "{}");
  writeFileSync(join("cdktf.out", "manifest.json"), "{}");
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [] };
  return { name: "tenants", directory: STACK, file: join(STACK, "cdk.tf.json"), dependencies: [], config };
}

describe("the folder of a stack is not run with what synth did not write:", () => {
  test.each([
    ...["main.tf", "z_override.tf", "override.tf.json", "z.tf.json", "z.tofu", "z.tofu.json", "cdk.tf"],
    ...["x.auto.tfvars", "x.auto.tfvars.json", "terraform.tfvars", "terraform.tfvars.json", "terraform.d"],
    ...[".terraformrc", "terraform.rc", ".tofurc", "x.tftest.hcl", "x.tofutest.hcl", "x.tfquery.hcl"],
  ])("%s", (name) => {
    const stack = writeStack();
    if (name === "terraform.d") mkdirSync(join(STACK, name));
    else writeFileSync(join(STACK, name), "");
    const refused = () => {
      assertOwnFolders("cdktf.out", [stack]);
    };
    expect(refused).toThrow(`the folder of stack "tenants" contains files that synth did not write`);
    expect(refused).toThrow(join(STACK, name));
  });

  test("all of it is named at once, with the way out", async () => {
    await hikube("synth", "tenants.yaml");
    for (const name of ["b.tf", "a.tf"]) writeFileSync(join(STACK, name), "");
    const { code, err } = await hikube("plan", "--no-synth");
    expect(code).toBe(2);
    expect(err).toContain(`${join(STACK, "a.tf")}, ${join(STACK, "b.tf")};`);
    expect(err).toContain("remove them");
  });
});

describe("what terraform keeps or ignores, and values by name, are no reason to stop:", () => {
  test.each([
    ...[".terraform.lock.hcl", "terraform.tfstate", "terraform.tfstate.backup", "errored.tfstate", "crash.log"],
    ...["prod.tfvars", "prod.tfvars.json", ".main.tf", "main.tf~", "README.md", "plan"],
  ])("%s", (name) => {
    const stack = writeStack();
    writeFileSync(join(STACK, name), "");
    mkdirSync(join(STACK, ".terraform", "providers"), { recursive: true });
    symlinkSync("/nowhere", join(STACK, ".terraform", "providers", "one"));
    expect(() => {
      assertOwnFolders("cdktf.out", [stack]);
    }).not.toThrow();
  });
});

describe("a link is neither written nor run:", () => {
  test.each([
    ["the output folder", "cdktf.out"],
    ["the folder of the stacks", join("cdktf.out", "stacks")],
    ["the folder of a stack", STACK],
    ["the configuration", join(STACK, "cdk.tf.json")],
    ["what terraform keeps", join(STACK, ".terraform")],
    ["the list of the stacks", join("cdktf.out", "manifest.json")],
  ])("%s", (_what, path) => {
    const stack = writeStack();
    if (path.endsWith(".terraform")) mkdirSync(path);
    renameSync(path, "elsewhere");
    symlinkSync(resolve("elsewhere"), path);
    expect(() => {
      assertOwnFolders("cdktf.out", [stack]);
    }).toThrow(`${path}: a symbolic link`);
  });

  test("not even by the app's own command, or as a link to nothing", async () => {
    symlinkSync("nowhere", "cdktf.out");
    writeFileSync("cdktf.json", JSON.stringify({ app: "touch ran" }));
    for (const args of [["synth"], ["synth", "tenants.yaml"], ["plan"]]) {
      expect(await hikube(...args)).toMatchObject({
        code: 2,
        err: expect.stringContaining("cdktf.out: a symbolic link") as string,
      });
    }
    expect(existsSync("ran") || existsSync("nowhere")).toBe(false);
  });
});

test("a list of stacks that leads out of the output folder is refused", async () => {
  await hikube("synth", "tenants.yaml");
  const stack = { workingDirectory: "../other", synthesizedStackPath: "stacks/tenants/cdk.tf.json", dependencies: [] };
  writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks: { tenants: stack } }));
  expect(await hikube("plan", "--no-synth")).toMatchObject({
    code: 2,
    err: expect.stringContaining("which is outside of it") as string,
  });
});

describe("the state of a tenants file", () => {
  const at = (path: string) => resolve("out", "stacks", "tenants", path);

  test("is where it was without a backend, named by a path, or by none", () => {
    const workspaces = at("terraform.tfstate.d");
    expect(settledBackend(undefined, "out")).toEqual({
      local: { path: resolve("terraform.tenants.tfstate"), workspace_dir: workspaces },
    });
    expect(settledBackend({ local: { path: "../one.tfstate" } }, "out")).toEqual({
      local: { path: at("../one.tfstate"), workspace_dir: workspaces },
    });
    expect(settledBackend({ local: { path: "/states/one", workspace_dir: "w" } }, "out")).toEqual({
      local: { path: "/states/one", workspace_dir: at("w") },
    });
    expect(settledBackend({ local: {} }, "out")).toEqual({
      local: { path: at("terraform.tfstate"), workspace_dir: workspaces },
    });
  });

  test("is the backend's where that is elsewhere", () => {
    const backend = { s3: { bucket: "states", key: "one" } };
    expect(settledBackend(backend, "out")).toBe(backend);
  });
});
