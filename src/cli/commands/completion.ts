import { bashScript } from "../completion/bash";
import { fishScript } from "../completion/fish";
import { points, type CompletionPoint } from "../completion/words";
import { zshScript } from "../completion/zsh";
import { defineCommand, type Command } from "../command";

type Script = (points: readonly CompletionPoint[]) => string;

const SCRIPTS: ReadonlyMap<string, Script> = new Map([
  ["bash", bashScript],
  ["zsh", zshScript],
  ["fish", fishScript],
]);

/** The command that prints completions of all commands, itself among them. */
export function completionOf(commands: () => readonly Command[], groups: Readonly<Record<string, string>>): Command {
  return defineCommand({
    path: ["completion"],
    summary: "print completions for a shell",
    description:
      "Prints a script that completes commands and options. The script contains all words: completing starts no program.",
    examples: [
      'eval "$(hikube completion bash)"',
      "hikube completion zsh > ~/.zsh/completions/_hikube",
      "hikube completion fish > ~/.config/fish/completions/hikube.fish",
    ],
    argument: { notation: "<shell>", description: "the shell to print them for", choices: [...SCRIPTS.keys()] },
    options: [],
    run(_options, _io, [shell = ""]) {
      const text = SCRIPTS.get(shell)?.(points(commands(), groups)) ?? "";
      return Promise.resolve({ text, json: { shell, script: text } });
    },
  });
}
