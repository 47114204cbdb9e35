import { printableLine } from "../../model/printable";
import { findSandboxes, type FoundSandbox } from "../../sandbox/running";
import { kubeconfigOf } from "../../sandbox/pki/paths";
import { defineCommand } from "../command";
import { formatTable } from "../text";

export const sandboxStatus = defineCommand({
  path: ["sandbox", "status"],
  summary: "list the sandboxes of this user",
  description: "Lists running and failed sandboxes, and clears what killed ones left behind.",
  examples: ["hikube sandbox status", "hikube sandbox status --json"],
  options: [],
  run() {
    const found = findSandboxes();
    return Promise.resolve({ text: table(found), json: found.map(toJson) });
  },
});

function table(found: readonly FoundSandbox[]): string {
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
