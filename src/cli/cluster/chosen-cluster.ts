import { realpathSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { expandHome, usualKubeconfigs } from "../../kube/kubeconfig";
import { readKubeconfig } from "../../kube/kubeconfig-file";
import { settledEnvironment } from "../../sandbox/terraform/credentials";
import { OUTRANKING_VARIABLES } from "../../support/cluster-environment";
import { UsageError } from "../command";
import { blockPath, isDirect, outranking, type Choice, type ClusterBlock } from "./cluster-block";

/** What is read of a stack here. */
export interface StackBlocks {
  readonly name: string;
  /** Folder that terraform runs in. */
  readonly directory: string;
  readonly config: { readonly clusterBlocks: readonly ClusterBlock[] };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the providers that name a kubeconfig. */
const FILES = ["KUBE_CONFIG_PATH", "KUBE_CONFIG_PATHS"] as const;

/**
 * To be called before anything runs: a provider would tell it in its own words, and late.
 * @throws ConnectionError if `--kubeconfig` names no kubeconfig
 */
export function assertKubeconfig({ kubeconfig }: { readonly kubeconfig?: string }): void {
  if (kubeconfig !== undefined) readKubeconfig(resolve(expandHome(kubeconfig)));
}

/** The options of a command. */
export function choiceOf({ kubeconfig, context }: { readonly kubeconfig?: string; readonly context?: string }): Choice {
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig: resolve(expandHome(kubeconfig)) }),
    ...(context === undefined ? {} : { context }),
  };
}

/**
 * Compares the provider blocks of stacks with `--kubeconfig` and `--context`. These reach the providers as environment
 * variables, which a block overrides: terraform would use another cluster than the command line says.
 *
 * @throws UsageError that names the blocks and their arguments
 */
export function assertChoiceHolds(stacks: readonly StackBlocks[], choice: Choice): void {
  const options = [choice.kubeconfig && "--kubeconfig", choice.context && "--context"].filter(Boolean);
  if (options.length === 0) return;
  const lines = stacks.flatMap((stack) =>
    stack.config.clusterBlocks.flatMap((block) => {
      const names = outranking(block, choice, (path) => isSameFile(path, stack.directory, choice.kubeconfig));
      return names.length === 0 ? [] : [`  stack "${stack.name}", provider "${block.title}": ${names.join(", ")}`];
    }),
  );
  if (lines.length === 0) return;
  const what = `the provider block names its own cluster, which overrides ${options.join(" and ")}:`;
  const mend = "  omit the option, or remove these arguments from the block";
  throw new UsageError([what, ...lines, mend]);
}

function isSameFile(path: string, directory: string, chosen = ""): boolean {
  return realPath(resolve(expandHome(blockPath(path, directory)))) === realPath(chosen);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * The environment in which the providers of these stacks find the right cluster: the command line wins over all
 * variables; without any of these, the kubeconfigs that kubectl would read are used.
 */
export function clusterEnvironment(
  stacks: readonly StackBlocks[],
  { kubeconfig, context }: Choice,
  env: Environment,
): Environment {
  const overridden = without(env, [
    ...(kubeconfig === undefined ? [] : FILES),
    ...(kubeconfig === undefined && context === undefined ? [] : OUTRANKING_VARIABLES),
  ]);
  const cleared = settledEnvironment(env.HIKUBE_SANDBOX_DIRECTORY, overridden);
  return {
    ...absolute(cleared),
    ...(kubeconfig === undefined ? usualFiles(stacks, cleared) : { KUBE_CONFIG_PATH: kubeconfig }),
    ...(context === undefined ? {} : { KUBE_CTX: context }),
  };
}

/**
 * The providers do not look up kubectl's kubeconfigs themselves. If a block names its host, such a file would add the
 * credentials of another cluster.
 */
function usualFiles(stacks: readonly StackBlocks[], env: Environment): Environment {
  const isNamed = [...FILES, "KUBE_HOST"].some((name) => (env[name] ?? "") !== "");
  const blocks = stacks.flatMap(({ config }) => config.clusterBlocks);
  if (isNamed || (blocks.length > 0 && blocks.every(isDirect))) return {};
  const files = usualKubeconfigs(env);
  return files.length === 0 ? {} : { KUBE_CONFIG_PATHS: files.map((file) => resolve(file)).join(delimiter) };
}

/** Terraform runs in the folder of a stack, not in the user's current folder. */
function absolute(env: Environment): Environment {
  const at = (path: string) => (path === "" || path.startsWith("~") ? path : resolve(path));
  const { KUBE_CONFIG_PATH: one, KUBE_CONFIG_PATHS: several } = env;
  return {
    ...env,
    ...(one === undefined ? {} : { KUBE_CONFIG_PATH: at(one) }),
    ...(several === undefined ? {} : { KUBE_CONFIG_PATHS: several.split(delimiter).map(at).join(delimiter) }),
  };
}

function without(env: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
