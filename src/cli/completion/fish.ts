import { placeTitle, placeTitles, type Place } from "./words";

/** The words stand in the script: completing starts no program. */
export function fishScript(places: readonly Place[]): string {
  const steps = placeTitles(places).map(fishQuote);
  return `# fish completion of hikube; use it by: hikube completion fish > ~/.config/fish/completions/hikube.fish
function __hikube_at
  set -l place ""
  set -l typed (commandline -opc)
  for word in $typed[2..-1]
    set -l next (string trim -- "$place $word")
    contains -- "$next" ${steps.join(" ")}; or break
    set place "$next"
  end
  test "$place" = "$argv[1]"
end
complete -c hikube -f
${places.flatMap(linesOf).join("\n")}`;
}

function linesOf(place: Place): readonly string[] {
  const condition = `complete -c hikube -n ${fishQuote(`__hikube_at ${fishQuote(placeTitle(place))}`)}`;
  const words = place.words.map(({ word, description }) => `${wordArgument(word)} -d ${fishQuote(description)}`);
  return [...words, ...(place.files ? ["-F"] : [])].map((line) => `${condition} ${line}`);
}

function wordArgument(word: string): string {
  return word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${fishQuote(word)}`;
}

/** A word that fish reads as it stands. @see https://fishshell.com/docs/current/language.html#quotes */
function fishQuote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
