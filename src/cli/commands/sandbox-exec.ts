import { credentialsFor } from "../../sandbox/terraform/credentials";
import { terraformEnvironment } from "../../sandbox/terraform/environment";
import { prepareTools, type Tools } from "../../sandbox/terraform/tools";
import { streamProgress } from "../../support/progress";
import { findSandbox } from "../../sandbox/running";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { defineCommand, EXIT, ifStopped, type Io } from "../command";
import {
  assertNoName,
  NAME_OPTION,
  PROVIDERS_OPTION,
  sandboxName,
  type NameOption,
  type ProvidersOption,
} from "./sandbox-options";
import { runChild } from "../../support/run-child";

interface ExecOptions extends NameOption, ProvidersOption {
  readonly temporary?: boolean;
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
    PROVIDERS_OPTION,
    { flags: "--no-terraform", description: "do not look for, download or build terraform" },
  ],
  rest: "<command...>",
  async run({ name, temporary = false, providers, terraform }, io, command) {
    assertNoName(name, "--temporary", temporary);
    ifStopped(io, "the command was not started");
    const sandbox = await openOrStart(temporary, name, io);
    try {
      const env = { ...io.env };
      const progress = streamProgress(io.stderr);
      const tools = terraform
        ? await prepareTools(sandbox, { source: providers, env, progress, closed: false })
        : bareTools(sandbox, env);
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
function openOrStart(temporary: boolean, name: string | undefined, io: Io): Promise<Sandbox> {
  if (!temporary) return Promise.resolve(findSandbox(sandboxName({ name }, io)));
  return startSandbox({ progress: streamProgress(io.stderr) });
}

/** For commands that run no terraform. */
function bareTools(sandbox: Sandbox, env: Io["env"]): Pick<Tools, "env" | "close"> {
  const own = terraformEnvironment(sandbox.directory, env, undefined);
  const credentials = credentialsFor(sandbox.server, env);
  const base = { ...env, ...sandbox.env, ...credentials, ...own, CHECKPOINT_DISABLE: "1" };
  return { env: base, close: () => Promise.resolve() };
}
