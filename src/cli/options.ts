import type { Command, OptionSpec } from "./command";

const HELP: OptionSpec = { flags: "-h, --help", description: "print help" };

/** All options of a command but the help: its own, and those of what it prints. A command that runs another one prints nothing. */
export function optionsOf({ options, formats = ["text"], rest }: Command): readonly OptionSpec[] {
  if (rest !== undefined) return options;
  const output = { flags: "-o, --output <format>", description: "what is printed", choices: [...formats, "json"] };
  const shorthands = [...formats.filter((format) => SHORTHANDS.includes(format)), "json"].map((format) => ({
    flags: `--${format}`,
    description: `the same as --output ${format}`,
  }));
  return [...options, { ...output, default: formats[0] ?? "text" }, ...shorthands];
}

/** Formats that are options too, where a command prints them. */
export const SHORTHANDS: readonly string[] = ["json", "markdown", "sarif"];

/** The flags of a command, long and short, the help's among them. */
export function flagsOf(command: Command): readonly string[] {
  return [...optionsOf(command), HELP].flatMap(({ flags }) => flags.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? []);
}
