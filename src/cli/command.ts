import type { Command as Parsed } from "commander";
import { parseJson } from "../model/json-text";
import { LinesError, messageOf } from "../support/errors";
import type { IssueCode } from "../model/issue-codes";
import type { CliErrorCode } from "./error-codes";
import type { Interruption } from "./stop";

/** Where notes and progress go. */
export interface ErrorStream {
  write(text: string): unknown;
  /** Writes in place of the line that the cursor is on. @default - by the control codes of a terminal */
  redraw?(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Where a command prints and what it reads; what a test replaces. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ErrorStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where answers to questions come from. @default - nobody answers */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Is told what is true if the command is stopped. @default - nobody asks */
  readonly interruption?: Interruption;
}

/** Says what state things are in from now on, should the command be stopped. */
export function ifStopped({ interruption }: Io, state: string | undefined): void {
  if (interruption !== undefined) interruption.state = state;
}

/** Exit codes of `hikube`. A command that runs another one passes that one's code on. */
export const EXIT = {
  done: 0,
  /** The command could not do what it was asked for. */
  failed: 1,
  /** Wrong options, or input that cannot be used: nothing was begun. */
  badUsage: 2,
  /** The command did its work and found what somebody must look at. */
  findings: 3,
} as const;

/** What the exit codes mean for every command; those that find something say what. */
export const EXIT_MEANINGS: Readonly<Record<number, string>> = {
  [EXIT.done]: "done",
  [EXIT.failed]: "failed: it could not do what it was asked for",
  [EXIT.badUsage]: "wrong options, or input that cannot be used; nothing was started",
};

/** What a command did; `run` prints it. */
export interface Outcome {
  /** For people; without the last line break. */
  readonly text?: string;
  /** For programs, printed under `--output json`. */
  readonly json?: unknown;
  /** @default 0 */
  readonly exitCode?: number;
}

/** An option as `--help` shows it. */
export interface OptionSpec {
  /** In commander's notation, e.g. `--name <name>`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string | boolean;
  readonly choices?: readonly string[];
  /** Turns the text into a value; its throw of `UsageError` is bad usage. */
  readonly parse?: (text: string, previous: unknown) => unknown;
  /** Whether it may be given more than once; `commaList` may. @default false */
  readonly repeats?: true;
}

/** A word after the options. */
export interface ArgumentSpec {
  /** In commander's notation, e.g. `[file]`, `<namespace>`. */
  readonly notation: string;
  readonly description: string;
  readonly choices?: readonly string[];
}

/** A command as plain data. */
export interface CommandSpec<Options> {
  /** Words after `hikube`, e.g. `["sandbox", "up"]`. */
  readonly path: readonly [name: string] | readonly [group: string, name: string];
  readonly summary: string;
  readonly description?: string;
  readonly examples: readonly string[];
  readonly options: readonly OptionSpec[];
  /** What `--output` may say beside `json`, the default first; the command finds it under `output`. @default ["text"] */
  readonly formats?: readonly string[];
  /** @default - none is taken */
  readonly argument?: ArgumentSpec;
  /** A word after that one. @default - none is taken */
  readonly secondArgument?: ArgumentSpec;
  /** Words that are another command with its own options, in commander's notation. @default - none are taken */
  readonly rest?: string;
  /** Exit codes that mean something of this command's own, for its help. @default - those of all commands */
  readonly exits?: Readonly<Record<number, string>>;
  run(options: Options, io: Io, rest: readonly string[]): Promise<Outcome>;
}

/** A command whose options nobody needs to know but itself. */
export interface Command extends Omit<CommandSpec<never>, "run"> {
  run(parsed: Parsed, io: Io): Promise<Outcome>;
}

/** Defines a command with the type of its options. */
export function defineCommand<Options extends object>(spec: CommandSpec<Options>): Command {
  return { ...spec, run: (parsed, io) => spec.run(parsed.opts<Options>(), io, parsed.args) };
}

/** JSON that terraform or tofu printed. @throws ProjectError where it is none */
export function parseToolJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new ProjectError(`unexpected output of terraform (${messageOf(error)}); is it a wrapper around terraform?`);
  }
}

/** Options or input that cannot be used: exit code 2. */
export class UsageError extends LinesError {
  override readonly name = "UsageError";

  constructor(
    message: string | readonly string[],
    readonly code: CliErrorCode = "bad-usage",
  ) {
    super(message);
  }
}

/** The app, terraform or the cluster failed: exit code 1. */
export class ProjectError extends LinesError {
  override readonly name = "ProjectError";

  constructor(
    message: string | readonly string[],
    readonly code: CliErrorCode | IssueCode = "command-failed",
  ) {
    super(message);
  }
}

/** Reads a whole number. */
export function wholeNumber(text: string): number {
  return numberOf(text, "a whole number");
}

/** Reads a whole number of seconds. */
export function wholeSeconds(text: string): number {
  return numberOf(text, "a whole number of seconds, without a unit");
}

function numberOf(text: string, expected: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`received "${text}"; expected ${expected}`);
  return Number(text);
}

/** Collects an option that may be repeated, or once with commas. */
export function commaList(text: string, previous: unknown): readonly string[] {
  const before = Array.isArray(previous) ? (previous as string[]) : [];
  return [...before, ...text.split(",").map((part) => nonEmpty(part.trim()))];
}

/** Refuses an empty text, e.g. of an unset variable, which would select everything. */
export function nonEmpty(text: string): string {
  if (text.trim() === "") throw new UsageError("the value is empty; leave it out, or name one");
  return text;
}
