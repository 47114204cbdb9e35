import { relative } from "node:path";
import { printableLine } from "../../model/printable";
import { counted } from "../text";
import { defineCommand } from "../command";
import { PROJECT_ARGUMENT, SYNTH_OPTIONS, synthesize, type ProjectOptions } from "../project/project";
import { readStacks } from "../project/stacks";
import { noteSynthWarnings } from "../project/synth-warnings";

export const synth = defineCommand<ProjectOptions>({
  path: ["synth"],
  summary: "write Terraform's JSON",
  description:
    "Runs the command line that cdktf.json names as `app`, as cdktf does, or makes an app of one stack from a tenants " +
    "file. That command line is your own and runs in your shell.",
  examples: ["hikube synth", "hikube synth tenants.yaml --cluster cluster.json"],
  argument: PROJECT_ARGUMENT,
  options: SYNTH_OPTIONS,
  async run(options, io, [file]) {
    const output = await synthesize(file, options, io);
    noteSynthWarnings(output, io);
    const stacks = readStacks(output).map(({ name, directory, config }) => ({
      name,
      directory,
      objects: config.objects.length,
    }));
    const lines = stacks.map(
      ({ name, directory, objects }) =>
        `stack ${name}: ${counted(objects, "object")} of ours in ${relative(process.cwd(), directory)}`,
    );
    return { text: lines.map(printableLine).join("\n"), json: { output, stacks } };
  },
});
