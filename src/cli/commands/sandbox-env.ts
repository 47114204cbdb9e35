import { findSandbox } from "../../sandbox/running";
import { defineCommand } from "../command";
import { NAME_OPTION, type NameOption } from "./sandbox-options";

export const sandboxEnv = defineCommand<NameOption>({
  path: ["sandbox", "env"],
  summary: "print the environment that uses a sandbox",
  description: "Prints shell lines that make kubectl, helm and terraform use a running sandbox.",
  examples: ['eval "$(hikube sandbox env)" && kubectl get nodes'],
  options: [NAME_OPTION],
  run({ name }) {
    const { env } = findSandbox(name);
    const text = Object.entries(env)
      .map(([variable, value]) => `export ${variable}=${shellQuote(value)}`)
      .join("\n");
    return Promise.resolve({ text, json: env });
  },
});

/** A word that every POSIX shell reads as it stands. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
