import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { streamProgress, type Progress } from "../../support/progress";
import { SandboxError } from "../../support/errors";
import { startSandbox, type Sandbox } from "../sandbox";
import { stackCopy } from "../terraform/stack-copy";
import { prepareTools } from "../terraform/tools";
import type { AppliedResource } from "./applied";
import { assertRunning, assertTarget } from "./given";
import { applyAll, destroyAll, readAll } from "./run";
import { synthesizeTo, type TerraformAppLike, type TerraformStackLike } from "./synthesize";

/** How a stack is applied. */
export interface ApplyStackOptions {
  /** The sandbox to apply to, which outlives it. @default - a fresh one, which ends with `destroy` or `close` */
  readonly sandbox?: Sandbox;
  /** Values of the stack's variables, by name; all but texts are passed as JSON. @default - `TF_VAR_…` alone */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Told of long work, e.g. building binaries. @default - lines on standard error */
  readonly progress?: Progress;
}

/** A stack, or all stacks of an app, as they were applied to a sandbox. */
export interface AppliedStack {
  /** Where it was applied; `sandbox.cluster()` reads and writes there, `sandbox.kubeconfig` is for kubectl. */
  readonly sandbox: Sandbox;
  /** Values of the outputs, sensitive ones too; of several stacks the last one that has such a name counts. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What was applied, in the order of the stacks and then of the addresses. */
  readonly resources: readonly AppliedResource[];
  /**
   * Destroys all that was applied, then closes. Called again it says the same again.
   * @throws TerraformError with what terraform says, e.g. of a protected tenant; it is closed all the same
   * @throws SandboxError `not-running` where it was closed before
   */
  destroy(): Promise<void>;
  /**
   * Ends a sandbox that was started for it, and the providers, without destroying. In a sandbox that was passed, what was
   * applied stays. May be called more than once, also after `destroy`.
   */
  close(): Promise<void>;
}

/**
 * Applies a stack of cdktf or cdktn in a sandbox, and asserts that a second plan has nothing to change. It is written to
 * a folder of its own, its state is kept in the sandbox whatever backend it names, and the offline providers reach no other
 * cluster than the sandbox whatever its provider block says. Stacks that it depends on are applied before it.
 *
 * @param stack - a stack, or an app for all of its stacks
 * @throws SpecError for faults of the code, before anything starts
 * @throws SandboxError `bad-option` for what is no stack or no sandbox, `not-running` for a sandbox that has ended
 * @throws TerraformError with the errors of terraform
 * @throws SandboxError `plan-not-empty` with the text of the second plan
 */
export async function applyStack(
  stack: TerraformStackLike | TerraformAppLike,
  { sandbox, variables = {}, progress = streamProgress() }: ApplyStackOptions = {},
): Promise<AppliedStack> {
  assertTarget(stack);
  if (sandbox !== undefined) assertRunning(sandbox);
  const folder = mkdtempSync(join(tmpdir(), "hikube-apply-"));
  const closers: (() => Promise<void> | void)[] = [
    () => {
      rmSync(folder, { recursive: true, force: true });
    },
  ];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const stacks = synthesizeTo(stack, folder);
    const own = sandbox ?? (await startSandbox({ progress }));
    if (sandbox === undefined) closers.push(() => own.stop());
    const copies = stacks.map(({ directory }) => stackCopy(own.directory, directory).base);
    closers.push(() => {
      for (const copy of copies) rmSync(copy, { recursive: true, force: true });
    });
    const env = { ...process.env, ...variablesOf(variables) };
    const tools = await prepareTools(own, { source: "offline", env, progress, closed: true });
    closers.push(() => tools.close());
    const terraform = { ...tools.terraform, env: { ...tools.env, TF_IN_AUTOMATION: "1" } };
    const work = { terraform, stacks, folder };
    await applyAll(work).catch(async (error: unknown) => {
      // In a sandbox of others, half of a stack would stand in the way of the next test.
      if (sandbox !== undefined) await destroyAll(work).catch(() => undefined);
      throw error;
    });
    const destroyOnce = async (): Promise<void> => {
      if (closers.length === 0)
        throw new SandboxError(
          "not-running",
          "it was closed before, and nothing was destroyed; call destroy() instead of close()",
        );
      try {
        await destroyAll(work);
      } finally {
        await close();
      }
    };
    let destroyed: Promise<void> | undefined;
    return { sandbox: own, ...(await readAll(work)), close, destroy: () => (destroyed ??= destroyOnce()) };
  } catch (error) {
    await close();
    throw error;
  }
}

function variablesOf(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, text(value)]));
}
