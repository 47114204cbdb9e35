import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SandboxError } from "../../support/errors";
import { writeWhole } from "./copy-files";
import { remoteStates } from "./remote-states";
import type { StackCopy } from "./stack-copy";

/** The last of the override files: they are merged in the order of their names, and the last backend counts. */
const OVERRIDE_FILE = "~hikube-sandbox_override.tf.json";

const OVERRIDE = /(^|_)override\.(tf|tofu)(\.json)?$/;
const TEST = /\.(tf|tofu)test\.(hcl|json)$/;

/**
 * Gives the copy of a stack a backend of the sandbox's own, in place of any `backend` or `cloud` block.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override#merging-terraform-blocks
 * @param files - of the stack
 * @throws SandboxError if the stack would still use its own
 */
export function writeOverride(copy: StackCopy, files: readonly string[], directory: string): void {
  files.filter(isLater).forEach(refuseOverride);
  files.filter((file) => TEST.test(file) && namesBackend(join(copy.source, file))).forEach(refuseTest);
  const { stateFile: path, workspaces: workspace_dir } = copy;
  const states = remoteStates(copy, directory);
  const data = Object.keys(states).length === 0 ? {} : { data: { terraform_remote_state: states } };
  const block = { terraform: { backend: { local: { path, workspace_dir } } }, ...data };
  writeWhole(join(copy.folder, OVERRIDE_FILE), JSON.stringify(block, null, 2));
}

function isLater(file: string): boolean {
  const name = basename(file);
  const order = Buffer.compare(Buffer.from(name), Buffer.from(OVERRIDE_FILE));
  return dirname(file) === "." && OVERRIDE.test(name) && order > 0;
}

function refuseOverride(file: string): never {
  throw new SandboxError(
    "bad-option",
    `${file} is an override file that terraform reads after the sandbox's own; give it a name that begins with a letter`,
  );
}

function namesBackend(path: string): boolean {
  return /\bbackend\b/.test(readFileSync(path, "utf8"));
}

function refuseTest(file: string): never {
  throw new SandboxError(
    "bad-option",
    `${file} names a backend, and a sandbox only has its own; remove the "backend" blocks from the tests that run in a sandbox`,
  );
}
