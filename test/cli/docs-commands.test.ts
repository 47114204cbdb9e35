import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Command } from "commander";
import { buildProgram, VOCABULARY } from "../../src/cli/program";
import { wordsOf } from "../../src/cli/words";

const ROOT = join(__dirname, "..", "..");
const PAGES = [
  ...["README.md", "CONTRIBUTING.md"].map((name) => join(ROOT, name)),
  ...readdirSync(join(ROOT, "docs")).map((name) => join(ROOT, "docs", name)),
  ...readdirSync(join(ROOT, "examples")).map((name) => join(ROOT, "examples", name, "README.md")),
].filter((path) => path.endsWith(".md"));

/** Calls of hikube in a page's shell blocks, and those with an option in its text. */
function callsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const inline = [...text.matchAll(/`((?:npx )?hikube [a-z][^`]*)`/g)].map(([, call = ""]) =>
    call.replaceAll("\n", " "),
  );
  return [...blocks, ...inline].flatMap(partsOf).filter((call) => /^(npx )?hikube [a-z]/.test(call));
}

/** The calls of a line of a shell, without comments, redirections and what sets variables for them. */
function partsOf(line: string): readonly string[] {
  const code = line.replace(/(^|\s)#.*$/, "");
  const inner = [...code.matchAll(/\$\(([^)]*)\)/g)].map(([, call = ""]) => call);
  const nested = code.split(" -- ").slice(1);
  return [...code.split(/&&|\||;/), ...inner, ...nested]
    .map((part) =>
      part
        .trim()
        .replace(/^(\w+=\S* )+/, "")
        .replace(/\s*>.*$/, ""),
    )
    .map((part) => part.replace(/^(then|do) /, ""));
}

/** What `hikube` would say against a call, read without being run. */
function faultOf(call: string): string | undefined {
  const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };
  const words = call
    .replace(/^npx /, "")
    .split(/\s+/)
    .slice(1)
    .map((word) => word.replace(/^['"](.*)['"]$/, "$1"));
  try {
    const [command, rest] = commandOf(
      buildProgram(io, () => undefined),
      wordsOf(words, VOCABULARY),
    );
    const { operands, unknown } = command.parseOptions([...rest]);
    const { registeredArguments: taken } = command;
    // What follows is another command's.
    if (taken.some(({ variadic }) => variadic)) return undefined;
    const extra = [...unknown, ...operands.slice(taken.length)];
    return extra.length === 0 ? undefined : `not taken: ${extra.join(" ")}`;
  } catch (error) {
    return String(error);
  }
}

/** The command that words name, and the words after its name. */
function commandOf(command: Command, words: readonly string[]): readonly [Command, readonly string[]] {
  const next = command.commands.find((one) => one.name() === words[0]);
  return next === undefined ? [command, words] : commandOf(next, words.slice(1));
}

const CALLS = PAGES.flatMap((path) =>
  callsIn(readFileSync(path, "utf8")).map((call) => [relative(ROOT, path), call] as const),
);

test("the pages show calls", () => {
  expect(CALLS.length).toBeGreaterThan(80);
});

test.each(CALLS)("%s: %s", (_page, call) => {
  expect(faultOf(call)).toBeUndefined();
});
