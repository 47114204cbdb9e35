import { printableLine } from "../../model/printable";
import { findSandboxes, type FoundSandbox } from "../../sandbox/running";
import { kubeconfigOf } from "../../sandbox/pki/paths";
import { defineCommand } from "../command";
import { formatTable } from "../text";
import { NAME_OPTION, type NameOption } from "./sandbox-options";

export const sandboxStatus = defineCommand<NameOption>({
  path: ["sandbox", "status"],
  summary: "list the sandboxes of this user",
  description: "Lists running and failed sandboxes, and clears what killed ones left behind.",
  examples: ["hikube sandbox status", "hikube sandbox status --name ci", "hikube sandbox status --json"],
  options: [{ ...NAME_OPTION, description: "only the sandbox of this name (default: all)" }],
  run({ name }) {
    const found = findSandboxes().filter((one) => name === undefined || one.name === name);
    return Promise.resolve({ text: table(found, name), json: found.map(toJson) });
  },
});

function table(found: readonly FoundSandbox[], name: string | undefined): string {
  if (found.length === 0 && name !== undefined) return `sandbox "${printableLine(name)}" is not running`;
  if (found.length === 0) return 'no sandbox is running; start one with "hikube sandbox up"';
  const rows = found.map((one) => [one.name, one.status, one.server ?? "-", String(one.nodes), one.startedAt]);
  const lines = formatTable(["NAME", "STATUS", "SERVER", "NODES", "STARTED"], rows);
  return [...lines, ...found.flatMap(reasonLine)].join("\n");
}

function reasonLine({ name, reason }: FoundSandbox): readonly string[] {
  return reason === undefined ? [] : [printableLine(`${name}: ${reason}`)];
}

function toJson({ name, status, server, nodes, directory, startedAt, reason }: FoundSandbox): object {
  const kubeconfig = status === "ready" ? kubeconfigOf(directory) : undefined;
  return { name, status, server, nodes, directory, kubeconfig, startedAt, reason };
}
