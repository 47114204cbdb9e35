import { shellQuote } from "../text";
import { placeTitle, placeTitles, type Place } from "./words";

/** The words stand in the script: completing starts no program. */
export function bashScript(places: readonly Place[]): string {
  const steps = placeTitles(places).map(shellQuote);
  return `# bash completion of hikube; use it by: eval "$(hikube completion bash)"
_hikube() {
  local current="\${COMP_WORDS[COMP_CWORD]}" place="" words="" files=no index next
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${place:+$place }\${COMP_WORDS[index]}"
    case "$next" in
      ${steps.join(" | ")}) place="$next" ;;
      *) break ;;
    esac
  done
  case "$place" in
${places.map(caseOf).join("\n")}
  esac
  # The word before may be an option that takes a file.
  if [[ "\${COMP_WORDS[COMP_CWORD - 1]}" == -* ]]; then files=yes; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files == yes && "$current" != -* ]]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _hikube hikube`;
}

function caseOf(place: Place): string {
  const words = place.words.map(({ word }) => word).join(" ");
  return `    ${shellQuote(placeTitle(place))}) words=${shellQuote(words)} files=${place.files ? "yes" : "no"} ;;`;
}
