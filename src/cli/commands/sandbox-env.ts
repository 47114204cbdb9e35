import { delimiter } from "node:path";
import { registryAnswers } from "../../offline/registry";
import { findSandbox } from "../../sandbox/running";
import { PROVIDERS_VARIABLE } from "../../sandbox/terraform/providers";
import { defineCommand } from "../command";
import { shellQuote } from "../text";
import { NAME_OPTION, PROVIDERS_OPTION, sandboxName, type NameOption, type ProvidersOption } from "./sandbox-options";

export const sandboxEnv = defineCommand<NameOption & ProvidersOption>({
  path: ["sandbox", "env"],
  summary: "print the environment that uses a sandbox",
  description:
    "Prints shell lines that make kubectl, helm, terraform, cdktf and hikube use a running sandbox. As in `sandbox exec`, " +
    "terraform keeps the state in the sandbox and, where no registry can be reached, takes the sandbox's offline " +
    "providers. Other than there, terraform must be installed, and each call starts providers of its own, which takes " +
    "a second.",
  examples: ['eval "$(hikube sandbox env)" && terraform init && terraform plan'],
  options: [NAME_OPTION, PROVIDERS_OPTION],
  async run({ name: named, providers }, io) {
    const name = sandboxName({ name: named }, io);
    const { env } = findSandbox(name);
    const isOffline = providers === "offline" || (providers === "auto" && !(await registryAnswers()));
    const more = { HIKUBE_SANDBOX_NAME: name, [PROVIDERS_VARIABLE]: isOffline ? "offline" : "registry" };
    const all = { ...env, ...more };
    return { text: Object.entries(all).map(exportLine).join("\n"), json: all };
  },
});

/** PATH is laid before that of the shell, which is not ours. */
function exportLine([variable, value]: readonly [string, string]): string {
  if (variable !== "PATH") return `export ${variable}=${shellQuote(value)}`;
  return `export PATH=${shellQuote(value.split(delimiter)[0] ?? "")}${delimiter}"$PATH"`;
}
