import { findSandboxes, stopSandbox } from "../../sandbox/running";
import { defineCommand, ifStopped } from "../command";
import { assertNoName, NAME_OPTION, sandboxName, type NameOption } from "./sandbox-options";

interface DownOptions extends NameOption {
  readonly all?: boolean;
}

export const sandboxDown = defineCommand<DownOptions>({
  path: ["sandbox", "down"],
  summary: "stop a sandbox and remove all of it",
  description: "Stops a sandbox, removes its keys and data, and clears what killed sandboxes left behind.",
  examples: ["hikube sandbox down", "hikube sandbox down --name ci", "hikube sandbox down --all"],
  options: [NAME_OPTION, { flags: "--all", description: "stop every sandbox of this user" }],
  async run({ name: named, all = false }, io) {
    assertNoName(named, "--all", all);
    const name = sandboxName({ name: named }, io);
    const names = all ? findSandboxes().map((sandbox) => sandbox.name) : [name];
    ifStopped(io, "sandboxes may be stopped only in part; run the command again");
    const stopped: string[] = [];
    for (const candidate of names) if (await stopSandbox(candidate)) stopped.push(candidate);
    findSandboxes(); // Clears leftovers of others.
    const text = stopped.map((stop) => `stopped sandbox "${stop}"`).join("\n");
    return {
      text: text === "" ? (all ? "no sandbox is running" : `sandbox "${name}" is not running`) : text,
      json: { stopped },
    };
  },
});
