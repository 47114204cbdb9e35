import { defineCommand } from "../command";
import { objectIn } from "../../model/json";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type Project, type ProjectOptions } from "../project/project";
import { captureJson, initStack } from "../project/terraform";
import { formatTable } from "../text";

interface OutputOptions extends ProjectOptions {
  readonly showSensitive?: boolean;
}

interface StackOutput {
  readonly stack: string;
  readonly name: string;
  readonly sensitive: boolean;
  /** @default - it is sensitive, and was not asked for */
  readonly value?: unknown;
}

export const output = defineCommand<OutputOptions>({
  path: ["output"],
  summary: "print the outputs of the stacks",
  description: "Prints what the stacks put out as of the last apply. Sensitive values are left out unless asked for.",
  examples: ["hikube output --no-synth", "hikube output --no-synth --stack company --json"],
  argument: PROJECT_ARGUMENT,
  options: [...PROJECT_OPTIONS, { flags: "--show-sensitive", description: "print sensitive values too" }],
  async run({ showSensitive = false, ...options }, io, [file]) {
    const outputs = await withProject(file, options, io, (project) => outputsOf(project, showSensitive));
    const rows = outputs.map(({ stack, name, value }) => [stack, name, valueText(value)]);
    const text =
      rows.length === 0 ? "there are no outputs" : formatTable(["STACK", "OUTPUT", "VALUE"], rows).join("\n");
    return { text, json: outputs };
  },
});

async function outputsOf({ stacks, terraform }: Project, showSensitive: boolean): Promise<readonly StackOutput[]> {
  const all: StackOutput[] = [];
  for (const stack of stacks) {
    await initStack(terraform, stack);
    const outputs = objectIn(JSON.parse(await captureJson(terraform, stack, ["output", "-json"])));
    for (const [name, output] of Object.entries(outputs)) {
      const { sensitive, value } = objectIn(output);
      const hidden = sensitive === true && !showSensitive;
      all.push({ stack: stack.name, name, sensitive: sensitive === true, ...(hidden ? {} : { value }) });
    }
  }
  return all;
}

function valueText(value: unknown): string {
  if (value === undefined) return "(sensitive)";
  return typeof value === "string" ? value : JSON.stringify(value);
}
