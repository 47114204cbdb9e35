import { join } from "node:path";
import { quotedLines } from "../../model/printable";
import { SandboxError } from "../../support/errors";
import {
  capture,
  captureJson,
  initStack,
  runFailure,
  runWithMessages,
  type StackFolder,
  type Terraform,
} from "../../terraform/terraform";
import { outputsIn, resourcesIn, type AppliedResource } from "./applied";

/** Stacks to run terraform on. */
export interface Work {
  readonly terraform: Terraform;
  /** Each after those that it depends on. */
  readonly stacks: readonly StackFolder[];
  /** Folder for plans. */
  readonly folder: string;
}

/** What states hold. */
export interface Held {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly AppliedResource[];
}

/** Applies the stacks in their order. @throws TerraformError, or SandboxError where a second plan is not empty */
export async function applyAll({ terraform, stacks, folder }: Work): Promise<void> {
  for (const stack of stacks) {
    await initStack(terraform, stack);
    await runAll(terraform, stack, ["apply", "-input=false", "-auto-approve"]);
  }
  for (const stack of stacks) await assertSettled(terraform, stack, join(folder, `${stack.name}.plan`));
}

/** Destroys all of the stacks. @throws TerraformError */
export async function destroyAll({ terraform, stacks }: Work): Promise<void> {
  for (const stack of [...stacks].reverse()) {
    await runAll(terraform, stack, ["destroy", "-input=false", "-auto-approve"]);
  }
}

type Words = readonly [command: string, ...args: string[]];

async function runAll(terraform: Terraform, stack: StackFolder, words: Words): Promise<void> {
  const run = await runWithMessages(terraform, stack, words);
  if (run.code !== 0) throw runFailure(stack, words, run);
}

/** @throws SandboxError with the plan, where it is not empty */
async function assertSettled(terraform: Terraform, stack: StackFolder, file: string): Promise<void> {
  const words: Words = ["plan", "-input=false", "-detailed-exitcode", `-out=${file}`];
  const run = await runWithMessages(terraform, stack, words);
  if (run.code === 0) return;
  if (run.code !== 2) throw runFailure(stack, words, run);
  const plan = await capture(terraform, stack, ["show", "-no-color", file]);
  const what = `stack "${stack.name}" was applied, and a second plan is not empty:`;
  throw new SandboxError("plan-not-empty", [what, ...quotedLines(plan)]);
}

/** What the states hold now. */
export async function readAll({ terraform, stacks }: Work): Promise<Held> {
  let outputs: Held["outputs"] = {};
  const resources: AppliedResource[] = [];
  for (const stack of stacks) {
    outputs = { ...outputs, ...outputsIn(await captureJson(terraform, stack, ["output", "-json"])) };
    resources.push(...resourcesIn(await captureJson(terraform, stack, ["show", "-json"])));
  }
  return { outputs, resources };
}
