import { dirname } from "node:path";
import { formatWarning } from "../../model/warning";
import { codedLines } from "../../support/errors";
import { runChild } from "../../support/run-child";
import { withReattached } from "../../terraform/reattach";
import { makePrivateFolder } from "../state/state";
import { readCall, type Call } from "./call";
import { copyFiles } from "./copy-files";
import { assertOwnCluster, settledEnvironment } from "./credentials";
import { rewriteEnvironment, withoutArguments } from "./environment-arguments";
import { realTerraform, withoutGuard } from "./environment";
import { writeOverride } from "./override";
import { assertOwnPlan, recordPlan } from "./plans";
import { providersOf } from "./providers";
import type { Flavour } from "./shim";
import { stackCopy, type StackCopy } from "./stack-copy";
import { linkSurroundings } from "./surroundings";

type Environment = Readonly<Record<string, string | undefined>>;

/** A call of a sandbox's terraform. */
export interface TerraformRun {
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly flavour: Flavour;
  /** Words after `terraform`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

/**
 * Runs terraform as it was called, but on a copy of the stack with a state in the sandbox.
 *
 * @returns its exit code; 1 where it was not begun, with the reason on standard error
 */
export async function runTerraform({ directory, flavour, args, cwd, env }: TerraformRun): Promise<number> {
  try {
    const call = readCall(args, cwd);
    const real = realTerraform(flavour, env);
    if (!call.onCopy) return await runChild([real, ...args], inPlace(call, env));
    const settled = settledEnvironment(directory, env);
    assertOwnCluster(directory, settled);
    const copy = prepareCopy(directory, call);
    const providers = await providersOf(directory, settled);
    const words = [real, ...wordsFor(call, copy)];
    const own = environmentFor(call, copy, settled);
    const running = runChild(words, { ...own, ...providers.env, ...withReattached(own, providers.env) });
    const code = await running.finally(() => providers.close());
    if (call.planOut !== undefined) recordPlan(copy, call.planOut);
    return code;
  } catch (error) {
    process.stderr.write(`hikube sandbox: ${codedLines(error).join("\n  ")}\n`);
    return 1;
  }
}

/** Copies the stack and gives it its backend. @throws SandboxError where nothing may be begun */
function prepareCopy(directory: string, { folder, planIn, droppedBackend }: Call): StackCopy {
  const copy = stackCopy(directory, folder);
  const hidden = dirname(directory);
  if (planIn !== undefined) assertOwnPlan(copy, planIn);
  for (const each of [copy.folder, copy.data, copy.workspaces]) makePrivateFolder(each);
  const files = copyFiles(copy, hidden);
  linkSurroundings(copy, files, hidden);
  writeOverride(copy, files, directory);
  if (droppedBackend) {
    const message = "-backend-config is ignored: the state is kept in the sandbox";
    process.stderr.write(`hikube sandbox: note: ${formatWarning({ code: "backend-config-ignored", message })}\n`);
  }
  return copy;
}

function wordsFor({ options, words }: Call, { folder }: StackCopy): readonly string[] {
  return [`-chdir=${folder}`, ...options, ...words];
}

function inPlace({ isHelp }: Call, env: Environment): Environment {
  return isHelp ? withoutArguments(withoutGuard(env)) : withoutGuard(env);
}

function environmentFor({ folder }: Call, { data }: StackCopy, env: Environment): Environment {
  return { ...rewriteEnvironment(withoutGuard(env), folder), TF_DATA_DIR: data };
}
