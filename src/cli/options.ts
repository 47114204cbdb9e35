import type { Command, OptionSpec } from "./command";

const HELP: OptionSpec = { flags: "-h, --help", description: "print help" };

/** All options of a command but the help: its own, and those of what it prints. A command that runs another one prints nothing. */
export function optionsOf({ options, formats = ["text"], rest }: Command): readonly OptionSpec[] {
  if (rest !== undefined) return options;
  const output = { flags: "-o, --output <format>", description: "what is printed", choices: [...formats, "json"] };
  const json = { flags: "--json", description: "the same as --output json" };
  return [...options, { ...output, default: formats[0] ?? "text" }, json];
}

/** The flags of a command, long and short, the help's among them. */
export function flagsOf(command: Command): readonly string[] {
  return [...optionsOf(command), HELP].flatMap(({ flags }) => flags.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? []);
}
