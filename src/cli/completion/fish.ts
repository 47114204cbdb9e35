import { pointTitle, pointTitles, type CompletionPoint } from "./words";

/** The words stand in the script: completing starts no program. */
export function fishScript(points: readonly CompletionPoint[]): string {
  const steps = pointTitles(points).map(fishQuote);
  return `# fish completion of hikube; use it by: hikube completion fish > ~/.config/fish/completions/hikube.fish
function __hikube_at
  set -l point ""
  set -l typed (commandline -opc)
  for word in $typed[2..-1]
    set -l next (string trim -- "$point $word")
    contains -- "$next" ${steps.join(" ")}; or break
    set point "$next"
  end
  test "$point" = "$argv[1]"
end
complete -c hikube -f
${points.flatMap(linesOf).join("\n")}`;
}

function linesOf(point: CompletionPoint): readonly string[] {
  const condition = `complete -c hikube -n ${fishQuote(`__hikube_at ${fishQuote(pointTitle(point))}`)}`;
  const words = point.words.map(({ word, description }) => `${wordArgument(word)} -d ${fishQuote(description)}`);
  return [...words, ...(point.files ? ["-F"] : [])].map((line) => `${condition} ${line}`);
}

function wordArgument(word: string): string {
  return word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${fishQuote(word)}`;
}

/** A word that fish reads as it stands. @see https://fishshell.com/docs/current/language.html#quotes */
function fishQuote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
