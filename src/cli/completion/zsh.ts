import { shellQuote } from "../text";
import { placeTitle, placeTitles, type Place } from "./words";

/** The words stand in the script: completing starts no program. */
export function zshScript(places: readonly Place[]): string {
  const steps = placeTitles(places).map(shellQuote);
  return `#compdef hikube
# zsh completion of hikube; use it by: eval "$(hikube completion zsh)", or save it as _hikube in a folder of $fpath
_hikube() {
  local place="" next files=no index
  local -a options
  for ((index = 2; index < CURRENT; index++)); do
    next="\${place:+$place }\${words[index]}"
    case "$next" in
      (${steps.join("|")}) place="$next" ;;
      (*) break ;;
    esac
  done
  case "$place" in
${places.map(caseOf).join("\n")}
  esac
  # The word before may be an option that takes a file.
  if [[ "\${words[CURRENT-1]}" == -* ]]; then files=yes; fi
  _describe hikube options
  if [[ $files == yes ]]; then _files; fi
}
if [[ "\${funcstack[1]}" == _hikube ]]; then _hikube "$@"; else compdef _hikube hikube; fi`;
}

function caseOf(place: Place): string {
  const words = place.words.map(({ word, description }) => shellQuote(`${word.replaceAll(":", "\\:")}:${description}`));
  return `    (${shellQuote(placeTitle(place))}) options=(${words.join(" ")}); files=${place.files ? "yes" : "no"} ;;`;
}
