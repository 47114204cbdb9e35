import { shellQuote } from "../text";
import { delimiter } from "node:path";
import { findSandbox } from "../../sandbox/running";
import { defineCommand } from "../command";
import { DEFAULT_SANDBOX, NAME_OPTION, type NameOption } from "./sandbox-options";

export const sandboxEnv = defineCommand<NameOption>({
  path: ["sandbox", "env"],
  summary: "print the environment that uses a sandbox",
  description: "Prints shell lines that make kubectl, helm and terraform use a running sandbox.",
  examples: ['eval "$(hikube sandbox env)" && kubectl get nodes'],
  options: [NAME_OPTION],
  run({ name = DEFAULT_SANDBOX }) {
    const { env } = findSandbox(name);
    const text = Object.entries(env).map(exportLine).join("\n");
    return Promise.resolve({ text, json: env });
  },
});

/** PATH is laid before that of the shell, which is not ours. */
function exportLine([variable, value]: readonly [string, string]): string {
  if (variable !== "PATH") return `export ${variable}=${shellQuote(value)}`;
  return `export PATH=${shellQuote(value.split(delimiter)[0] ?? "")}${delimiter}"$PATH"`;
}
