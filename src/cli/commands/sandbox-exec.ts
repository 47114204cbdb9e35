import { streamProgress } from "../../support/progress";
import type { ProviderSource } from "../../offline";
import { findSandbox } from "../../sandbox/running";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { defineCommand, type Io } from "../command";
import { prepareTools } from "../exec/environment";
import { runChild } from "../../support/run-child";
import { NAME_OPTION, type NameOption } from "./sandbox-options";

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
  options: [
    NAME_OPTION,
    { flags: "--temporary", description: "start a sandbox for this command alone, and stop it afterwards" },
    {
      flags: "--providers <source>",
      description: "where terraform takes the HashiCorp providers from",
      default: "auto",
      choices: ["registry", "offline", "auto"],
    },
    { flags: "--no-terraform", description: "do not look for, fetch or build a terraform" },
  ],
  rest: "<command...>",
  async run({ name, temporary = false, providers, terraform }, io, command) {
    const sandbox = await openOrStart(temporary, name, io);
    try {
      const tools = await prepareTools(sandbox, { source: providers, terraform, io });
      try {
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
function openOrStart(temporary: boolean, name: string, io: Io): Promise<Sandbox> {
  if (!temporary) return Promise.resolve(findSandbox(name));
  return startSandbox({ progress: streamProgress(io.stderr) });
}
