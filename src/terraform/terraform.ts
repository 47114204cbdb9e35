import { join, relative } from "node:path";
import { quotedLines } from "../model/printable";
import { LinesError } from "../support/errors";
import {
  formatDiagnostics,
  lockIn,
  lockOf,
  parseMessage,
  type Diagnostic,
  type Message,
  type StateLock,
} from "./diagnostics";
import { initFailure, type InitFailureCode } from "./init-failures";
import { runTool, signalHint, type ToolCall, type ToolResult } from "./run-tool";

/** A folder that terraform runs in. */
export interface StackFolder {
  readonly name: string;
  /** Absolute path. */
  readonly directory: string;
  /** Variables that terraform gets here beside its environment. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Those that init alone gets beside these. @default - none */
  readonly initEnv?: Readonly<Record<string, string>>;
}

export type TerraformErrorCode = InitFailureCode | "state-locked" | "terraform-failed";

/** Terraform failed: what it said, and how to go on. The codes are those of the command line. */
export class TerraformError extends LinesError {
  override readonly name = "TerraformError";

  constructor(
    message: readonly string[],
    readonly code: TerraformErrorCode,
    /** The errors that it told with `-json`. */
    readonly diagnostics: readonly Diagnostic[] = [],
  ) {
    super(message);
  }
}

/** The terraform or tofu of a project. */
export interface Terraform {
  readonly path: string;
  readonly flavour: "terraform" | "tofu";
  /** Environment that it runs with. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The result of a run with messages. */
export interface Run {
  readonly code: number;
  /** The signal that ended it. @default - it ended by itself */
  readonly signal?: NodeJS.Signals;
  readonly diagnostics: readonly Diagnostic[];
  /** What it printed beside messages. */
  readonly words: string;
}

/** Some commands cannot be told to print without. */
// eslint-disable-next-line no-control-regex -- The escape character is what it looks for.
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Prepares a stack's folder: fetches or finds its providers. */
export async function initStack(terraform: Terraform, stack: StackFolder): Promise<void> {
  const env = { ...stack.env, ...stack.initEnv };
  await capture(terraform, { ...stack, env }, ["init", "-input=false", "-no-color"]);
}

/** Runs a command and returns its output. @throws TerraformError with its output if it fails */
export async function capture(terraform: Terraform, stack: StackFolder, args: readonly string[]): Promise<string> {
  const result = await invoke(terraform, stack, args);
  if (result.code === 0) return result.stdout;
  const words = `${result.stderr}${result.stdout}`.replaceAll(COLOURS, "");
  throw failed(stack, args, { lock: lockIn(words), words: quotedLines(words), signal: result.signal });
}

/** As `capture`, for a command that prints JSON; empty if it prints nothing. OpenTofu may print warnings before it. */
export async function captureJson(terraform: Terraform, stack: StackFolder, args: readonly string[]): Promise<string> {
  const text = await capture(terraform, stack, args);
  const start = text.search(/^\{/m);
  return start === -1 ? "" : text.slice(start);
}

/** Runs a command with `-json` and hands on its messages as they come. */
export async function runWithMessages(
  terraform: Terraform,
  stack: StackFolder,
  args: readonly [command: string, ...args: string[]],
  onMessage: (message: Message) => void = () => undefined,
): Promise<Run> {
  const [command, ...rest] = args;
  const diagnostics: Diagnostic[] = [];
  const words: string[] = [];
  const onLine = (line: string) => {
    const message = parseMessage(line);
    if (message === undefined) words.push(line);
    else if (message.diagnostic !== undefined) diagnostics.push(message.diagnostic);
    if (message !== undefined) onMessage(message);
  };
  const call = { ...placeOf(terraform, stack), onLine };
  const { code, signal, stderr } = await runTool([terraform.path, command, "-json", ...rest], call);
  return { code, signal, diagnostics, words: [...words, stderr].join("\n") };
}

/** The error of a run that failed. */
export function runFailure(
  stack: StackFolder,
  args: readonly string[],
  { diagnostics, words, signal }: Run,
): TerraformError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.length > 0 ? formatDiagnostics(errors) : quotedLines(words);
  return failed(stack, args, { lock: lockOf(errors), words: lines, signal, diagnostics: errors });
}

function invoke(terraform: Terraform, stack: StackFolder, args: readonly string[]): Promise<ToolResult> {
  return runTool([terraform.path, ...args], placeOf(terraform, stack));
}

/** Where terraform runs for a stack. */
export function placeOf({ env }: Terraform, stack: StackFolder): Pick<ToolCall, "cwd" | "env"> {
  return { cwd: stack.directory, env: { ...env, ...stack.env } };
}

/** What is known of a run that failed. */
interface Failed {
  /** The lock that it ran into. @default - none */
  readonly lock?: StateLock;
  /** What it printed, as a quotation. */
  readonly words: readonly string[];
  /** The signal that ended it. @default - it ended by itself */
  readonly signal?: NodeJS.Signals;
  /** @default - it printed none */
  readonly diagnostics?: readonly Diagnostic[];
}

function failed(
  stack: StackFolder,
  args: readonly string[],
  { lock, words, signal, diagnostics }: Failed,
): TerraformError {
  if (lock !== undefined) return new TerraformError(lockedMessage(stack, lock), "state-locked");
  const isSilent = words.every((line) => line.trim() === "");
  const run = `terraform ${args[0] ?? ""} of stack "${stack.name}"`;
  if (signal !== undefined) {
    const hints = [signalHint(signal), ...(args[0] === "apply" ? [UNSAVED] : [])];
    return new TerraformError(
      [`${run} was ended by the signal ${signal}:`, ...(isSilent ? [] : words), ...hints],
      "terraform-failed",
    );
  }
  const known = args[0] === "init" ? initFailure(words.join("\n"), lastingFolder(stack)) : undefined;
  if (known !== undefined) {
    const { code, message, hint } = known;
    return new TerraformError([`stack "${stack.name}": ${message}:`, `  hint: ${hint}`, ...quoteOf(run, words)], code);
  }
  const told = isSilent ? ["  it ended without a message"] : words;
  return new TerraformError(
    [`${run} failed:`, ...told, ...adviceOn(words.join("\n"))],
    "terraform-failed",
    diagnostics,
  );
}

const UNSAVED = "  what it had made may be missing in the state: run `hikube recover`, then the command again";

/** The stack's folder; that of a tenants file is gone afterwards, and lasts where `hikube synth` writes it. */
function lastingFolder({ name, directory }: StackFolder): string {
  const path = relative(process.cwd(), directory);
  return path.startsWith("..") ? join("cdktf.out", "stacks", name) : path;
}

/** Terraform's own words, below ours. */
function quoteOf(run: string, words: readonly string[]): readonly string[] {
  return [`  ${run} says:`, ...words.map((line) => `  ${line}`)];
}

/** The next step for known errors of terraform. */
function adviceOn(text: string): readonly string[] {
  if (/already exists|Unsupported state file format/.test(text)) {
    return ["  if an earlier run was killed, run `hikube recover` to bring its state up to date"];
  }
  if (text.includes("prevent_destroy")) return ["  protected tenants: apply them with `protected: false` first"];
  if (/^\s*The tenant \S+ is protected$/m.test(text)) {
    return ["  if its construct was renamed or moved, set `movedFrom` of the tenant to its former path"];
  }
  return [];
}

function lockedMessage({ name }: StackFolder, { id, who, since }: StateLock): readonly string[] {
  const holder = [who === undefined ? "" : ` by ${who}`, since === undefined ? "" : ` since ${since}`].join("");
  return [
    `the state of stack "${name}" is locked${holder}`,
    "  if that run is still active, wait for it",
    `  if it was killed, release its lock: hikube recover --stack ${name} --unlock ${id}`,
  ];
}
