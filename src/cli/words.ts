import { UsageError, type Command } from "./command";
import { suggestion } from "./suggestion";

/** The commands and groups that there are. */
export interface Vocabulary {
  readonly commands: readonly Command[];
  /** Names of the groups. */
  readonly groups: readonly string[];
}

/**
 * The words of a call, as the parser takes them: `help x` is `x --help`, and a letter's value may follow a `=`, as in
 * kubectl. What comes after `--` belongs to another command.
 *
 * @throws UsageError for a word that is no command: the parser would print the help of another one, if asked for help
 */
export function wordsOf(args: readonly string[], vocabulary: Vocabulary): readonly string[] {
  const words = withHelpAtTheEnd(args, vocabulary);
  assertCommand(words, vocabulary);
  const end = ownWords(words, vocabulary);
  return words.map((word, index) => (index < end ? word.replace(/^-([on])=(.*)$/s, "-$1$2") : word));
}

/** Whether JSON was asked for: answers to what the parser cannot read are JSON then, too. */
export function asksForJson(args: readonly string[], vocabulary: Vocabulary): boolean {
  const own = args.slice(0, ownWords(args, vocabulary));
  return own.some(
    (word, index) =>
      /^(--json|--output=json|-o=?json)$/.test(word) || (/^(-o|--output)$/.test(word) && own[index + 1] === "json"),
  );
}

/** The option of `plan` by which its exit codes are those of `terraform plan` with the same option. */
export const DETAILED_EXITCODE = "--detailed-exitcode";

/** Whether Terraform's exit codes were asked for: what the parser cannot read ends with them, too. */
export function asksForDetailedExitCode(args: readonly string[], vocabulary: Vocabulary): boolean {
  return args[0] === "plan" && args.slice(0, ownWords(args, vocabulary)).includes(DETAILED_EXITCODE);
}

/** How many words are ours: in `sandbox exec`, those of the other command are not. */
function ownWords(words: readonly string[], { commands }: Vocabulary): number {
  const end = words.indexOf("--");
  const runsOthers = commands.some(
    ({ path, rest }) => rest !== undefined && path.every((step, at) => words[at] === step),
  );
  return runsOthers ? Math.min(2, words.length) : end === -1 ? words.length : end;
}

function withHelpAtTheEnd(args: readonly string[], { groups }: Vocabulary): readonly string[] {
  const [first, second, ...rest] = args;
  if (first === "help") return [...args.slice(1), "--help"];
  if (first !== undefined && second === "help" && groups.includes(first)) return [first, ...rest, "--help"];
  return args;
}

function assertCommand([first, second]: readonly string[], { commands, groups }: Vocabulary): void {
  if (first === undefined || first.startsWith("-")) return;
  const top = [...groups, ...commands.filter(({ path }) => path.length === 1).map(({ path: [name] }) => name)];
  if (!top.includes(first)) throw unknown(first, top, commands);
  if (!groups.includes(first) || second === undefined || second.startsWith("-")) return;
  const inGroup = commands.flatMap(({ path: [group, name] }) => (group === first && name !== undefined ? [name] : []));
  if (!inGroup.includes(second))
    throw unknown(
      `${first} ${second}`,
      inGroup.map((name) => `${first} ${name}`),
      commands,
    );
}

function unknown(given: string, near: readonly string[], commands: readonly Command[]): UsageError {
  const found = suggestion(given, near) ?? elsewhere(given, commands);
  const mend = found === undefined ? "" : `; did you mean ${found}?`;
  return new UsageError([`unknown command "${given}"${mend}`, "  hint: hikube --help lists the commands"]);
}

/** A command that is in another place, such as `up` in `sandbox up`; the version is an option. */
function elsewhere(given: string, commands: readonly Command[]): string | undefined {
  if (given === "version") return "--version";
  const name = given.split(" ").at(-1);
  return commands.find(({ path }) => path.at(-1) === name)?.path.join(" ");
}
