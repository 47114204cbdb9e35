import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command as Commander, InvalidArgumentError, Option } from "commander";
import { printableLine } from "../model/printable";
import { packageRoot } from "../support/package-root";
import {
  EXIT,
  nonEmpty,
  UsageError,
  type ArgumentSpec,
  type Command,
  type Io,
  type OptionSpec,
  type Outcome,
} from "./command";
import { apply } from "./commands/apply";
import { check } from "./commands/check";
import { clusterInspect } from "./commands/cluster-inspect";
import { completionOf } from "./commands/completion";
import { destroy } from "./commands/destroy";
import { expire } from "./commands/expire";
import { matrix } from "./commands/matrix";
import { plan } from "./commands/plan";
import { recover } from "./commands/recover";
import { render } from "./commands/render";
import { resume } from "./commands/resume";
import { sandboxDown } from "./commands/sandbox-down";
import { sandboxEnv } from "./commands/sandbox-env";
import { sandboxExec } from "./commands/sandbox-exec";
import { sandboxStatus } from "./commands/sandbox-status";
import { sandboxUp } from "./commands/sandbox-up";
import { suspend } from "./commands/suspend";
import { synth } from "./commands/synth";
import { tree } from "./commands/tree";

const GROUPS: Readonly<Record<string, string>> = {
  sandbox: "a real Kubernetes control plane on this machine",
  cluster: "facts of a live cluster",
};

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  check,
  tree,
  matrix,
  render,
  synth,
  plan,
  apply,
  destroy,
  recover,
  expire,
  suspend,
  resume,
  clusterInspect,
  sandboxUp,
  sandboxDown,
  sandboxStatus,
  sandboxEnv,
  sandboxExec,
  completionOf(() => COMMANDS, GROUPS),
];

const EXIT_CODES = `
Exit codes:
  ${String(EXIT.done)}  done, and nothing to look at
  ${String(EXIT.failed)}  failed: the command could not do what it was asked for
  ${String(EXIT.badUsage)}  wrong options, or input that cannot be used; nothing was begun
  ${String(EXIT.findings)}  findings: faults (check), ways that are open and not declared or were not judged (matrix --live),
     expired tenants (expire), a plan that apply refuses (plan), pods that run on (suspend, expire --suspend)
  \`sandbox exec\` ends with the code of the command that it runs.`;

/** The result of one call of `hikube`. */
export interface Run {
  readonly outcome: Outcome;
  readonly json: boolean;
}

/** Builds the parser. `onRun` gets the outcome of the one command that is called. */
export function buildProgram(io: Io, onRun: (run: Run) => void): Commander {
  const program = quiet(new Commander("hikube"), io)
    .description("Isolated tenants on Kubernetes as code.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText("after", EXIT_CODES);
  for (const [name, description] of Object.entries(GROUPS)) {
    quiet(program.command(name), io).description(description);
  }
  for (const command of COMMANDS) addCommand(program, command, { io, onRun });
  return program;
}

interface Context {
  readonly io: Io;
  readonly onRun: (run: Run) => void;
}

function addCommand(program: Commander, command: Command, { io, onRun }: Context): void {
  const [name, group] = [...command.path].reverse();
  const parent = program.commands.find((candidate) => candidate.name() === group) ?? program;
  const parsed = quiet(parent.command(name ?? ""), io)
    .summary(command.summary)
    .description(command.description ?? command.summary)
    .addHelpText("after", `\nExamples:\n${command.examples.map((example) => `  ${example}`).join("\n")}`);
  for (const option of command.options) parsed.addOption(toOption(option));
  const formats = [...(command.formats ?? ["text"]), "json"];
  parsed.addOption(new Option("-o, --output <format>", "what is printed").choices(formats).default(formats[0]));
  parsed.addOption(new Option("--json", "the same as --output json").conflicts("output"));
  const { argument } = command;
  if (argument !== undefined) parsed.addArgument(toArgument(argument));
  if (command.rest !== undefined) parsed.argument(command.rest).passThroughOptions();
  parsed.action(async () => {
    const { json = false, output } = parsed.opts<{ json?: boolean; output?: string }>();
    onRun({ outcome: await command.run(parsed, io), json: json || output === "json" });
  });
}

/** Errors and help go to our streams, and nothing exits but `main`. */
function quiet(command: Commander, io: Io): Commander {
  return command
    .exitOverride()
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .showHelpAfterError("(run it with --help to see how it is used)")
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => {
        write(`${oneLine(text)}\n`);
      },
    });
}

/** The message contains what was typed. The parser breaks the line before a suggestion. */
function oneLine(message: string): string {
  return printableLine(message.trimEnd().replace(/\n(?=\(Did you mean [^\n]*\)$)/, " "));
}

function toArgument({ notation, description, choices }: ArgumentSpec): Argument {
  const argument = new Argument(notation, description);
  return choices === undefined ? argument.argParser(asUsage(nonEmpty)) : argument.choices(choices);
}

function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.default !== undefined) option.default(spec.default);
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (spec.choices !== undefined || !spec.flags.includes("<")) return option;
  return option.argParser(asUsage(spec.parse ?? nonEmpty));
}

/** An invalid value is reported with the name of its option or argument. */
function asUsage(parse: NonNullable<OptionSpec["parse"]>): NonNullable<OptionSpec["parse"]> {
  return (text, previous) => {
    try {
      return parse(text, previous);
    } catch (error) {
      throw error instanceof UsageError ? new InvalidArgumentError(error.message) : error;
    }
  };
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string };
  return version;
}
