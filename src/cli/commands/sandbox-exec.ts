import { obtainTerraform } from "../../toolchain/terraform";
import { realTerraform, terraformEnvironment } from "../../sandbox/terraform/environment";
import { isShim } from "../../sandbox/terraform/shim";
import { streamProgress } from "../../support/progress";
import type { ProviderSource } from "../../offline";
import { findSandbox } from "../../sandbox/running";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { defineCommand, EXIT, ifStopped, type Io } from "../command";
import { assertNoName, DEFAULT_SANDBOX, NAME_OPTION, type NameOption } from "./sandbox-options";
import { runChild } from "../../support/run-child";

interface ExecOptions extends NameOption {
  readonly temporary?: boolean;
  readonly providers: ProviderSource;
  readonly terraform: boolean;
}

export const sandboxExec = defineCommand<ExecOptions>({
  path: ["sandbox", "exec"],
  summary: "run a command against a sandbox",
  description:
    "Runs a command with KUBECONFIG set to a sandbox, with a terraform on PATH, and, where no registry can be " +
    "reached, with the sandbox's offline providers. Ends with the command's exit code.",
  examples: [
    "hikube sandbox exec -- kubectl get namespaces",
    "hikube sandbox exec -- npx cdktf deploy --auto-approve '*'",
    "hikube sandbox exec --temporary --providers offline -- npm test",
  ],
  exits: {
    [EXIT.done]: "the command ended with 0; it passes on every other code, too",
    [EXIT.failed]: "the sandbox, terraform or its providers cannot be used",
    [EXIT.badUsage]: "wrong options, or no such command",
  },
  options: [
    NAME_OPTION,
    { flags: "--temporary", description: "start a sandbox for this command alone, and stop it afterwards" },
    {
      flags: "--providers <source>",
      description: "where terraform gets the HashiCorp providers from",
      default: "auto",
      choices: ["registry", "offline", "auto"],
    },
    { flags: "--no-terraform", description: "do not look for, download or build terraform" },
  ],
  rest: "<command...>",
  async run({ name, temporary = false, providers, terraform }, io, command) {
    assertNoName(name, "--temporary", temporary);
    ifStopped(io, "the command was not started");
    const sandbox = await openOrStart(temporary, name, io);
    try {
      const tools = await prepareTools(sandbox, { source: providers, terraform, io });
      try {
        ifStopped(io, undefined);
        return { exitCode: await runChild(command, tools.env) };
      } finally {
        await tools.close();
      }
    } finally {
      await sandbox.stop();
    }
  },
});

/** The `stop` of a sandbox that was found running lets it run on. */
function openOrStart(temporary: boolean, name = DEFAULT_SANDBOX, io: Io): Promise<Sandbox> {
  if (!temporary) return Promise.resolve(findSandbox(name));
  return startSandbox({ progress: streamProgress(io.stderr) });
}

/** The environment of a command that runs against a sandbox, until closed. */
export interface Tools {
  readonly env: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

export interface ToolOptions {
  readonly source: ProviderSource;
  /** Whether a terraform is to be found, fetched or built. */
  readonly terraform: boolean;
  readonly io: Io;
}

/** Puts together what a command needs: the cluster, a terraform, its providers. */
export async function prepareTools(sandbox: Sandbox, { source, terraform, io }: ToolOptions): Promise<Tools> {
  const path = terraform ? await findTerraform(io) : undefined;
  const own = terraformEnvironment(sandbox.directory, io.env, path);
  const base = { ...io.env, ...sandbox.env, ...own, CHECKPOINT_DISABLE: "1" };
  if (!terraform) return { env: base, close: () => Promise.resolve() };
  // Loaded on demand: the bridge and its libraries cost more than all of `status`.
  const { provideProviders } = await import("../../offline/index.js");
  const providers = await provideProviders({
    source,
    environment: base,
    progress: streamProgress(io.stderr),
  });
  return { env: { ...base, ...providers.env }, close: () => providers.close() };
}

/** A sandbox inside a sandbox finds the real one behind the other's. */
async function findTerraform(io: Io): Promise<string> {
  const { path, flavour } = await obtainTerraform({ progress: streamProgress(io.stderr), env: io.env });
  return isShim(path) ? realTerraform(flavour, io.env) : path;
}
