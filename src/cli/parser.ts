import { Argument, Option, type Command as Commander, type CommanderError } from "commander";
import { oneOf } from "../model/issue";
import { EXIT_MEANINGS, commaList, nonEmpty, UsageError } from "./command";
import type { ArgumentSpec, Command, Io, OptionSpec, Outcome } from "./command";
import { optionsOf, SHORTHANDS } from "./options";
import { suggestion } from "./suggestion";
import { usageErrorOf, type ParsedCommand } from "./usage-error";

/** The result of one call of `hikube`. */
export interface Run {
  readonly outcome: Outcome;
  readonly json: boolean;
}

export interface Context {
  readonly io: Io;
  /** Gets the outcome of the one command that is called. */
  readonly onRun: (run: Run) => void;
  /** All commands: an option may be another one's. */
  readonly commands: readonly Command[];
}

/** Help goes to our streams; errors are thrown, and nothing exits but `main`. */
export function quiet(parser: Commander, io: Io, called: ParsedCommand): Commander {
  return parser
    .exitOverride((error: CommanderError) => {
      throw usageErrorOf(error, called);
    })
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .helpCommand(false)
    .helpOption("-h, --help", "print help")
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
    });
}

/** Adds a command to the parser of its group. */
export function addCommand(parent: Commander, command: Command, { io, onRun, commands }: Context): void {
  const parsed = quiet(parent.command(command.path.at(-1) ?? ""), io, { command, commands })
    .summary(command.summary)
    .description(command.description ?? command.summary)
    .addHelpText("after", `\nExamples:\n${lines(command.examples)}\n\nExit codes:\n${lines(exitCodes(command))}`);
  for (const option of optionsOf(command)) parsed.addOption(toOption(option));
  for (const argument of [command.argument, command.secondArgument])
    if (argument !== undefined) parsed.addArgument(toArgument(argument));
  if (command.rest !== undefined) parsed.argument(command.rest).passThroughOptions();
  parsed.action(async () => {
    if (command.rest === undefined) chooseFormat(parsed);
    onRun({ outcome: await command.run(parsed, io), json: parsed.opts<{ output?: string }>().output === "json" });
  });
}

/** `--json` and the like say `--output` in a word. @throws UsageError where two formats are asked for */
function chooseFormat(parsed: Commander): void {
  const given = SHORTHANDS.filter((format) => parsed.getOptionValue(format) === true);
  const output = parsed.getOptionValueSource("output") === "cli" ? [parsed.getOptionValue("output") as string] : [];
  const [format, other] = new Set([...given, ...output]);
  if (other !== undefined)
    throw new UsageError(
      `--${format ?? ""} cannot be used with ${given.length > 1 ? `--${other}` : "--output"}; pass one of them`,
    );
  if (format !== undefined) parsed.setOptionValue("output", format);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `  ${text}`).join("\n");
}

function exitCodes({ exits = {} }: Command): readonly string[] {
  const all = { ...EXIT_MEANINGS, ...exits };
  return Object.entries(all).map(([code, meaning]) => `${code}  ${meaning}`);
}

function toArgument({ notation, description, choices }: ArgumentSpec): Argument {
  const argument = new Argument(notation, description);
  const parse = choices === undefined ? nonEmpty : choiceOf(choices);
  if (choices !== undefined) argument.choices(choices);
  return argument.argParser((text: string) => named(notation, () => parse(text)));
}

function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.default !== undefined) option.default(spec.default);
  if (!spec.flags.includes("<")) return option;
  if (spec.choices !== undefined) option.choices(spec.choices);
  const parse = parserOf(spec);
  const flag = `--${option.name()}`;
  let first: string | undefined;
  return option.argParser((text: string, previous: unknown) => {
    const isOnce = spec.parse !== commaList && spec.repeats !== true;
    if (isOnce && first !== undefined && first !== text)
      throw new UsageError(`${flag} is given twice: "${first}" and "${text}"; pass it once`);
    first = text;
    return named(flag, () => parse(text, previous));
  });
}

/** A list whose values are known is checked value by value. */
function parserOf({ parse, choices }: OptionSpec): (text: string, previous: unknown) => unknown {
  if (choices === undefined) return parse ?? nonEmpty;
  const one = choiceOf(choices);
  if (parse !== commaList) return parse ?? one;
  return (text, previous) => commaList(text, previous).map(one);
}

/** One of some words. */
function choiceOf(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    const found = suggestion(text, choices);
    const mend = found === undefined ? "" : `; did you mean "${found}"?`;
    throw new UsageError(`received "${text}"; expected ${oneOf(choices)}${mend}`);
  };
}

/** An invalid value is reported with the name of its option or argument. */
function named<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`, error.code) : error;
  }
}
