import type { CommanderError } from "commander";
import { UsageError, type Command } from "./command";
import { flagsOf } from "./options";
import { suggestion } from "./suggestion";

/** More commands than these are not named. */
const MOST_NAMED = 4;

/** What was called when the parser found something wrong. */
export interface ParsedCommand {
  /** @default - a group, or `hikube` itself */
  readonly command?: Command;
  readonly commands: readonly Command[];
}

/** What the parser found wrong, in our words. Help and the version are no error and stay as they are. */
export function usageErrorOf(error: CommanderError, called: ParsedCommand): Error {
  if (error.exitCode === 0 || error.code === "commander.help") return error;
  const title = ["hikube", ...(called.command?.path ?? [])].join(" ");
  return new UsageError([wordsOf(error, called), `  hint: ${title} --help shows how it is used`]);
}

function wordsOf({ code, message }: CommanderError, called: ParsedCommand): string {
  const quoted = /'(.*)'/s.exec(message)?.[1] ?? "";
  switch (code) {
    case "commander.unknownOption":
      return unknownOption(quoted, called);
    case "commander.optionMissingArgument":
      return `${/--[a-z-]+/.exec(quoted)?.[0] ?? quoted}: missing value; expected ${/<.*>/.exec(quoted)?.[0] ?? "one"}`;
    case "commander.missingArgument":
      return missingArgument(quoted, called);
    default:
      return message
        .replace(/^error: /, "")
        .replace(/\.$/, "")
        .replaceAll("'", '"')
        .replace(". Expected", "; expected");
  }
}

function missingArgument(name: string, { command }: ParsedCommand): string {
  const { argument, secondArgument } = command ?? {};
  const { description } = [argument, secondArgument].find((each) => each?.notation.includes(name)) ?? argument ?? {};
  return `missing <${name}>${description === undefined ? "" : `: ${description}`}`;
}

/** A slip, an option of another command, or nothing that is known. */
function unknownOption(given: string, { command, commands }: ParsedCommand): string {
  const [flag = given] = given.split("=");
  if (command !== undefined && flag !== given && flagsOf(command).includes(flag)) {
    return `${flag}: received ${JSON.stringify(given.slice(flag.length + 1))}; expected no value`;
  }
  const found = command === undefined ? undefined : suggestion(flag, longFlags(command));
  if (found !== undefined && found !== flag) return `unknown option "${flag}"; did you mean ${found}?`;
  const owners = commands.filter((each) => flagsOf(each).includes(flag)).map(({ path }) => path.join(" "));
  if (owners.length === 0) return `unknown option "${flag}"`;
  if (command === undefined) return `${flag} is an option of a command: write it after the command`;
  return `hikube ${command.path.join(" ")} has no option ${flag}; it belongs to ${namesOf(owners)}`;
}

/** A few commands by their names. */
function namesOf(commands: readonly string[]): string {
  if (commands.length > MOST_NAMED) return "other commands";
  return commands.map((command) => `hikube ${command}`).join(", ");
}

function longFlags(command: Command): readonly string[] {
  return flagsOf(command).filter((flag) => flag.startsWith("--"));
}
