import { resolve } from "node:path";
import { SandboxError } from "../../support/errors";
import { isShort, readWord, type Word } from "./words";

/** A call of terraform, as the sandbox handles it. */
export interface Call {
  /** Folder of the stack, as the caller means it. */
  readonly folder: string;
  /**
   * Whether it works on the copy of the stack; otherwise it uses neither stack nor state, and runs in its own folder.
   */
  readonly onCopy: boolean;
  /** Whether it asks for help, or for nothing: arguments of the environment could turn it into another call. */
  readonly isHelp: boolean;
  /** Words after the global options, with paths that mean the same from everywhere. */
  readonly words: readonly string[];
  /** Global options other than the folder. */
  readonly options: readonly string[];
  /** Plan that is written. */
  readonly planOut?: string;
  /** Plan that is applied or drawn. */
  readonly planIn?: string;
  /** Whether it names a backend, which is ignored here. */
  readonly droppedBackend: boolean;
}

/** Commands that neither read nor write a state or a backend. */
const IN_PLACE = new Set(["fmt", "version", "login", "logout", "metadata"]);

/** Commands that work with the local backend of the sandbox. Others are not known to be safe. */
const ON_COPY = new Set([
  ...["init", "validate", "plan", "apply", "destroy", "refresh", "output", "show", "state", "import", "console"],
  ...["get", "graph", "modules", "providers", "test", "query", "taint", "untaint", "workspace", "env", "force-unlock"],
]);

/** Commands whose words beside flags are paths, and how many words come before them. */
const WITH_FILES: Readonly<Record<string, readonly string[]>> = {
  apply: [],
  show: [],
  state: ["push"],
  providers: ["mirror"],
};

/**
 * Reads a call of terraform.
 *
 * @param args - words after `terraform`
 * @param cwd - folder that it was called in
 * @throws SandboxError where it asks for a state of its own, or for something that is not known to be safe
 */
export function readCall(args: readonly string[], cwd: string): Call {
  const start = args.findIndex((arg) => !arg.startsWith("-"));
  const globals = start === -1 ? args : args.slice(0, start);
  const [command = "", ...rest] = start === -1 ? [] : args.slice(start);
  const chdir = globals.filter((arg) => /^--?chdir=/.test(arg)).at(-1);
  const folder = resolve(cwd, chdir?.replace(/^--?chdir=/, "") ?? "");
  const options = globals.filter((arg) => !/^--?chdir=/.test(arg));
  const isHelp = start === -1 || asksForHelp(rest);
  const base = { folder, options, isHelp, droppedBackend: false };
  if (isHelp || IN_PLACE.has(command)) return { ...base, onCopy: false, words: args.slice(globals.length) };
  if (!ON_COPY.has(command)) {
    const known = [...ON_COPY, ...IN_PLACE].sort().join(", ");
    throw new SandboxError("bad-option", `"terraform ${command}" is not supported in a sandbox; supported: ${known}`);
  }
  const words = readWords(rest);
  const files = filesOf(command, words);
  return {
    ...base,
    onCopy: true,
    words: [command, ...words.flatMap((word) => rewrite(word, files, folder))],
    planOut: pathOf(words, "out", folder),
    planIn: command === "apply" ? files.map((file) => resolve(folder, file.text))[0] : pathOf(words, "plan", folder),
    droppedBackend: words.some(({ role }) => role === "dropped"),
  };
}

/** Ends the flags: what follows are names and files, whatever they look like. */
const END_OF_FLAGS = "--";

/** As terraform sees it. @see https://github.com/hashicorp/cli/blob/main/cli.go `processArgs` */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf(END_OF_FLAGS);
  return words.slice(0, end === -1 ? undefined : end).some((word) => /^(-h|--?help)$/.test(word));
}

/** Words with what they are for; a flag and its value that follows become one. */
export function readWords(args: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === END_OF_FLAGS)
      return [...words, ...args.slice(index).map((text) => ({ text, role: "kept" as const }))];
    const word = readWord(args[index] ?? "");
    const takesNext = isShort(word) && index + 1 < args.length;
    words.push(takesNext ? readWord(`${word.text}=${args[(index += 1)] ?? ""}`) : word);
  }
  return words;
}

/** The words that are files of the caller. */
function filesOf(command: string, words: readonly Word[]): readonly Word[] {
  const before = WITH_FILES[command];
  const plain = words.filter(({ flag, text }) => flag === undefined && text !== "-" && text !== END_OF_FLAGS);
  if (!before?.every((word, index) => plain[index]?.text === word)) return [];
  return plain.slice(before.length);
}

function rewrite(word: Word, files: readonly Word[], folder: string): readonly string[] {
  if (files.includes(word)) return [resolve(folder, word.text)];
  return rewriteFlag(word, folder);
}

/** A flag as it is passed to the real terraform. @throws SandboxError where it names a state */
export function rewriteFlag({ role, flag = "", value = "", text }: Word, folder: string): readonly string[] {
  if (role === "dropped") return [];
  if (role === "path") return [`-${flag}=${resolve(folder, value)}`];
  if (role !== "refused") return [text];
  throw new SandboxError(
    "bad-option",
    `${text} is not allowed in a sandbox: terraform works there on a copy of this folder and keeps the state in the ` +
      `sandbox; remove -${flag} ("terraform state pull" prints that state)`,
  );
}

function pathOf(words: readonly Word[], name: string, folder: string): string | undefined {
  // The last one counts.
  const value = words.filter(({ flag }) => flag === name).at(-1)?.value;
  return value === undefined ? undefined : resolve(folder, value);
}
