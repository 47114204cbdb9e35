import { quotedLines } from "../../model/printable";
import { ProjectError } from "../command";
import {
  formatDiagnostics,
  lockIn,
  lockOf,
  parseMessage,
  type Diagnostic,
  type Message,
  type StateLock,
} from "./diagnostics";
import { runTool, type ToolResult } from "./run-tool";
import type { Stack } from "./stacks";

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
  readonly diagnostics: readonly Diagnostic[];
  /** What it printed beside messages. */
  readonly words: string;
}

/** Some commands cannot be told to print without. */
// eslint-disable-next-line no-control-regex -- The escape character is what it looks for.
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Prepares a stack's folder: fetches or finds its providers. */
export async function initStack(terraform: Terraform, stack: Stack): Promise<void> {
  await capture(terraform, stack, ["init", "-input=false", "-no-color"]);
}

/** Runs a command and returns its output. @throws ProjectError with its output if it fails */
export async function capture(terraform: Terraform, stack: Stack, args: readonly string[]): Promise<string> {
  const result = await invoke(terraform, stack, args);
  if (result.code === 0) return result.stdout;
  const words = `${result.stderr}${result.stdout}`.replaceAll(COLOURS, "");
  throw failed(stack, args, lockIn(words), quotedLines(words));
}

/** As `capture`, for a command that prints JSON; empty if it prints nothing. OpenTofu may print warnings before it. */
export async function captureJson(terraform: Terraform, stack: Stack, args: readonly string[]): Promise<string> {
  const text = await capture(terraform, stack, args);
  const start = text.search(/^\{/m);
  return start === -1 ? "" : text.slice(start);
}

/** Runs a command with `-json` and hands on its messages as they come. */
export async function runWithMessages(
  terraform: Terraform,
  stack: Stack,
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
  const call = { cwd: stack.directory, env: terraform.env, onLine };
  const { code, stderr } = await runTool([terraform.path, command, "-json", ...rest], call);
  return { code, diagnostics, words: [...words, stderr].join("\n") };
}

/** The error of a run that failed. */
export function runFailure(stack: Stack, args: readonly string[], { diagnostics, words }: Run): ProjectError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.length > 0 ? formatDiagnostics(errors) : quotedLines(words);
  return failed(stack, args, lockOf(errors), lines);
}

function invoke(terraform: Terraform, stack: Stack, args: readonly string[]): Promise<ToolResult> {
  return runTool([terraform.path, ...args], { cwd: stack.directory, env: terraform.env });
}

function failed(
  stack: Stack,
  args: readonly string[],
  lock: StateLock | undefined,
  words: readonly string[],
): ProjectError {
  if (lock !== undefined) return new ProjectError(lockedMessage(stack, lock), "state-locked");
  const told = words.every((line) => line.trim() === "") ? [" it ended without a message"] : words;
  const advice = adviceOn(words.join("\n"));
  const title = `terraform ${args[0] ?? ""} of stack "${stack.name}" failed:`;
  return new ProjectError([title, ...told, ...advice], "terraform-failed");
}

const NO_REGISTRY =
  /Failed to query available provider packages|Failed to resolve provider packages|Could not (connect to|retrieve the list of available versions)/;

/** The next step for known errors of terraform. */
function adviceOn(text: string): readonly string[] {
  if (/already exists|Unsupported state file format/.test(text)) {
    return ["  if an earlier run was killed, run `hikube recover` to bring its state up to date"];
  }
  if (text.includes("Unsupported backend type"))
    return ["  the backend comes from --backend, or from the app: correct its name"];
  if (NO_REGISTRY.test(text)) {
    return [
      "  the registry of providers cannot be reached, or does not have this one; in a sandbox, put `hikube sandbox exec --` before the",
      "  command: it brings its own providers; elsewhere, set up a mirror of providers in terraform's CLI configuration",
    ];
  }
  if (text.includes("prevent_destroy")) return ["  protected tenants: apply them with `protected: false` first"];
  return [];
}

function lockedMessage({ name }: Stack, { id, who, since }: StateLock): readonly string[] {
  const holder = [who === undefined ? "" : ` by ${who}`, since === undefined ? "" : ` since ${since}`].join("");
  return [
    `the state of stack "${name}" is locked${holder}`,
    "  if that run is still active, wait for it",
    `  if it was killed, release its lock: hikube recover --stack ${name} --unlock ${id}`,
  ];
}
