import { writeFileSync } from "node:fs";
import { withHikube } from "../../../src/cli/project/with-hikube";
import type { Stack } from "../../../src/cli/project/stacks";
import { inFolder } from "../call";

inFolder({});

const OVERRIDES = 'provider_installation {\n  dev_overrides {\n    "hikube/hikube" = "/tmp"\n  }\n}\n';

/** The stack as it is handed on, and what is said of it, where terraform's configuration is this. */
async function handedOn(rc: string, version = "0.0.1"): Promise<readonly [stack: Stack | undefined, err: string]> {
  writeFileSync("cli.rc", rc);
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [], hikube: { version } };
  const stack = { name: "tenants", directory: process.cwd(), file: "cdk.tf.json", dependencies: [], config };
  const env = { TF_CLI_CONFIG_FILE: "cli.rc", TF_REATTACH_PROVIDERS: '{"a/b/c":{}}' };
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) > 0 };
  const io = { stdout: stream, stderr: stream, env: {} };
  const terraform = { path: "terraform", flavour: "terraform" as const, env };
  const [found] = await withHikube({ stacks: [stack], terraform }, io as never, (stacks) => Promise.resolve(stacks));
  return [found, said.join("")];
}

test("init passes over a provider that dev_overrides name, and all else finds it there", async () => {
  const [stack, err] = await handedOn(OVERRIDES);
  expect(err).toContain("[provider-of-your-own]");
  expect(Object.keys(JSON.parse(stack?.initEnv?.TF_REATTACH_PROVIDERS ?? "{}") as object)).toEqual([
    ...["a/b/c", "registry.terraform.io/hikube/hikube", "registry.opentofu.org/hikube/hikube"],
  ]);
  expect(stack).not.toHaveProperty("env");
  expect(stack).not.toHaveProperty("served");
});

test("init installs one that the stack chose by its version", async () => {
  const [stack, err] = await handedOn("");
  expect(err).toContain("it asks for version 0.0.1 [provider-of-your-own]");
  expect(stack).not.toHaveProperty("initEnv");
});
