import { basename, delimiter, join } from "node:path";
import { findExecutable, isExecutable } from "../../toolchain/search-path";
import { SandboxError } from "../../support/errors";
import { isShim, shimFolder, shimPath, type Flavour } from "./shim";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * In `TF_CLI_ARGS` of everything that runs in a sandbox: a terraform that is not the sandbox's own (called by an
 * absolute path, or by a shell that sets its own PATH) does not know this flag, and exits before it reads any state.
 */
export const GUARD = "-in-a-sandbox-use-the-terraform-that-is-first-on-its-PATH";

/**
 * Environment in which terraform, tofu and what calls them work in a sandbox, and not on the state that a stack names.
 *
 * @param directory - folder of the sandbox
 * @param env - environment that this one is laid over
 * @param terraform - path of the real binary. @default - `HIKUBE_TERRAFORM`, else found on PATH when it is called
 */
export function terraformEnvironment(
  directory: string,
  env: Environment,
  terraform = namedTerraform(env),
): Readonly<Record<string, string>> {
  const command = shimPath(directory, flavourOf(terraform ?? ""));
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== shimFolder(directory));
  return {
    HIKUBE_SANDBOX_DIRECTORY: directory,
    PATH: [shimFolder(directory), ...path].join(delimiter),
    TF_CLI_ARGS: GUARD,
    ...ownArguments(env),
    // The name by which cdktf calls it.
    TERRAFORM_BINARY_NAME: command,
    // No lock file is written beside the stack, and this is cdktf's own step to write one.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    ...(terraform === undefined ? {} : { HIKUBE_SANDBOX_TERRAFORM: terraform, HIKUBE_TERRAFORM: command }),
  };
}

/** Arguments that the user gives to every call of terraform: the guard stands in their place. */
function ownArguments(env: Environment): Readonly<Record<string, string>> {
  const own = env.TF_CLI_ARGS === GUARD ? env.HIKUBE_SANDBOX_TF_CLI_ARGS : env.TF_CLI_ARGS;
  return own === undefined ? {} : { HIKUBE_SANDBOX_TF_CLI_ARGS: own };
}

/** The environment of a real terraform, with the user's own arguments where the guard was. */
export function withoutGuard(env: Environment): Environment {
  const { TF_CLI_ARGS: current, HIKUBE_SANDBOX_TF_CLI_ARGS: own, ...rest } = env;
  const restored = current === GUARD ? own : current;
  return { ...rest, ...(restored === undefined ? {} : { TF_CLI_ARGS: restored }) };
}

/**
 * The real binary behind the command of that name.
 * @throws SandboxError `binaries` where there is none
 */
export function realTerraform(flavour: Flavour, env: Environment): string {
  const named = namedTerraform(env);
  if (named !== undefined && (flavour === "terraform" || flavourOf(named) === "tofu")) return named;
  // Scripts call `terraform` by name, whichever of the two there is.
  const found = onPath(flavour, env.PATH) ?? (flavour === "terraform" ? onPath("tofu", env.PATH) : undefined);
  if (found !== undefined) return found;
  throw new SandboxError(
    "binaries",
    `there is no ${flavour} on PATH; install it, name one by HIKUBE_TERRAFORM, or use "hikube sandbox exec", which gets OpenTofu`,
  );
}

/** What the environment names, a sandbox's own command apart. */
function namedTerraform(env: Environment): string | undefined {
  return [env.HIKUBE_SANDBOX_TERRAFORM, env.HIKUBE_TERRAFORM]
    .flatMap((name) => ((name ?? "") === "" ? [] : (findExecutable(name ?? "", env.PATH) ?? [])))
    .find((path) => !isShim(path));
}

function onPath(command: string, path = ""): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, command)).find((each) => isExecutable(each) && !isShim(each));
}

function flavourOf(path: string): Flavour {
  return basename(path).includes("tofu") ? "tofu" : "terraform";
}
