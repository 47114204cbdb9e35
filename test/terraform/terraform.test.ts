import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { initStack, runFailure, runWithMessages, type Terraform } from "../../src/terraform/terraform";
import type { Stack } from "../../src/cli/project/stacks";
import { inFolder } from "../cli/call";

inFolder({});

/** A terraform that does this, and a stack. */
function given(script: string): readonly [Terraform, Stack] {
  writeFileSync("terraform", `#!/bin/sh\n${script}\n`);
  chmodSync("terraform", 0o700);
  const directory = join(process.cwd(), "cdktf.out", "stacks", "shop");
  mkdirSync(directory, { recursive: true });
  const config = { objects: [] } as never;
  const stack = { name: "shop", directory, file: join(directory, "cdk.tf.json"), dependencies: [], config };
  return [{ path: join(process.cwd(), "terraform"), flavour: "terraform", env: {} }, stack];
}

/** The error of an init whose terraform prints this. */
async function initError(words: string): Promise<{ readonly code: string; readonly lines: readonly string[] }> {
  writeFileSync("words", words);
  const error: unknown = await initStack(...given(`cat "${process.cwd()}/words" >&2; exit 1`)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { code, message } = error as Error & { readonly code: string };
  return { code, lines: message.split("\n") };
}

/** As terraform 1.11 and tofu 1.12 print them where no terminal is, lines broken by them. */
const WORDS: readonly (readonly [code: string, words: string, message: string, hint: string])[] = [
  [
    "provider-not-found",
    `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/foo:
provider registry.terraform.io/hashicorp/foo was not found in any of the
search locations

  - /opt/mirror`,
    "there is no provider registry.terraform.io/hashicorp/foo where terraform looks for it:",
    "correct its source",
  ],
  [
    "provider-not-found",
    `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/foo:
provider registry registry.terraform.io does not have a provider named
registry.terraform.io/hashicorp/foo`,
    "there is no provider registry.terraform.io/hashicorp/foo where",
    "correct its source",
  ],
  [
    "provider-version",
    `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/kubernetes: no available releases match the given constraints ~> 2.4.0,
>= 9.9.9

To see which modules are currently depending on hashicorp/kubernetes and what
versions are specified, run the following command:
    terraform providers`,
    "no version of a provider fits the constraints ~> 2.4.0, >= 9.9.9:",
    "change the version",
  ],
  [
    "provider-version",
    `Error: Failed to resolve provider packages

Could not resolve provider hashicorp/kubernetes: no available releases match
the given constraints 9.9.9`,
    "fits the constraints 9.9.9:",
    "change the version",
  ],
  [
    "terraform-version",
    `Error: Unsupported Terraform Core version

  on cdk.tf.json line 1, in terraform:`,
    "this terraform is not of a version that the stack takes:",
    "HIKUBE_TERRAFORM",
  ],
  [
    "lock-file-mismatch",
    `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/kubernetes: locked provider
registry.terraform.io/hashicorp/kubernetes 2.30.0 does not match configured
version constraint 2.38.0; must use terraform init -upgrade to allow
selection of new versions`,
    "its lock file holds another version of the provider registry.terraform.io/hashicorp/kubernetes than it takes:",
    "terraform -chdir=cdktf.out/stacks/shop init -upgrade",
  ],
  [
    "lock-file-mismatch",
    `Error: Failed to install provider

Error while installing hashicorp/kubernetes v2.38.0: the local package for
registry.opentofu.org/hashicorp/kubernetes 2.38.0 doesn't match any of the
checksums previously recorded in the dependency lock file (this might be
because the available checksums are for packages targeting different
platforms)`,
    "no checksum of the package",
    "providers lock -platform=",
  ],
  [
    "backend-changed",
    `Error: Backend configuration changed

A change in the backend configuration has been detected, which may require
migrating existing state.`,
    "the backend of its state is not the one that the last init saw:",
    "terraform -chdir=cdktf.out/stacks/shop init -migrate-state",
  ],
  [
    "invalid-backend",
    `Error: Unsupported backend type

  on cdk.tf.json line 1, in terraform.backend:

There is no backend type named "nope".`,
    "no backend of this type",
    "correct its name",
  ],
  [
    "invalid-backend",
    `Error: Missing region value

  on cdk.tf.json line 1, in terraform.backend.s3:`,
    "cannot be used as it is configured",
    "correct its settings",
  ],
  [
    "invalid-backend",
    `Error: Error refreshing state: Failed to get state: GET http://127.0.0.1:1/x giving up after 1 attempt(s): Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused`,
    "does not answer",
    "correct its settings",
  ],
  [
    "state-unreadable",
    `Error: Error refreshing state: 2 problems:

- Unsupported state file format: The state file could not be parsed as JSON: syntax error at byte offset 4096.`,
    "its state cannot be read:",
    "run `hikube recover`",
  ],
  [
    "registry-unreachable",
    `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/foo:
could not connect to 127.0.0.1:1: failed to request discovery
document: Get "https://127.0.0.1:1/.well-known/terraform.json":
dial tcp 127.0.0.1:1: connect: connection refused`,
    "cannot be reached:",
    "HTTPS_PROXY",
  ],
];

test.each(WORDS)("%s is told of %j", async (code, words, message, hint) => {
  const { lines, ...error } = await initError(words);
  expect(error.code).toBe(code);
  expect(lines[0]).toContain(`stack "shop": `);
  expect(lines[0]).toContain(message);
  expect(lines[1]).toMatch(/^ {2}hint: /);
  expect(lines[1]).toContain(hint);
  expect(lines[2]).toBe('  terraform init of stack "shop" says:');
  expect(lines.slice(3)).toEqual(
    words
      .trim()
      .split("\n")
      .map((line) => `    ${line}`),
  );
});

test("what is not known is quoted", async () => {
  expect(await initError("Error: Something else\n\n  here")).toEqual({
    code: "terraform-failed",
    lines: ['terraform init of stack "shop" failed:', "  Error: Something else", "  ", "    here"],
  });
});

test("a terraform that a signal ended is told by the signal", async () => {
  await expect(initStack(...given("echo so far; kill -KILL $$"))).rejects.toMatchObject({
    code: "terraform-failed",
    message: expect.stringMatching(
      /^terraform init of stack "shop" was ended by the signal SIGKILL:\n {2}so far\n {2}hint: .*too much memory/,
    ) as unknown,
  });
});

test("after an apply that a signal ended, recover is named", async () => {
  const [terraform, stack] = given("exit 137");
  const args: [string, ...string[]] = ["apply", "x.plan"];
  const failure = runFailure(stack, args, await runWithMessages(terraform, stack, args));
  expect(failure.message).toMatch(/^terraform apply of stack "shop" was ended by the signal SIGKILL:\n/);
  expect(failure.message).toMatch(/run `hikube recover`, then the command again$/);
});

test("what init alone is told no other command is", async () => {
  const [terraform, stack] = given('echo "$1 $ONE $TWO" >> "$LOG"');
  const told = { ...stack, env: { LOG: `${process.cwd()}/log`, ONE: "1" }, initEnv: { TWO: "2" } };
  await initStack(terraform, told);
  await runWithMessages(terraform, told, ["plan"]);
  expect(readFileSync("log", "utf8")).toBe("init 1 2\nplan 1 \n");
});
