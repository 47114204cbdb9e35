import { shellQuote } from "../text";
import { pointTitle, pointTitles, type CompletionPoint } from "./words";

/** The words stand in the script: completing starts no program. */
export function zshScript(points: readonly CompletionPoint[]): string {
  const steps = pointTitles(points).map(shellQuote);
  return `#compdef hikube
# zsh completion of hikube; use it by: eval "$(hikube completion zsh)", or save it as _hikube in a folder of $fpath
_hikube() {
  local point="" next files=no index
  local -a options
  for ((index = 2; index < CURRENT; index++)); do
    next="\${point:+$point }\${words[index]}"
    case "$next" in
      (${steps.join("|")}) point="$next" ;;
      (*) break ;;
    esac
  done
  case "$point" in
${points.map(caseOf).join("\n")}
  esac
  # The word before may be an option that takes a file.
  if [[ "\${words[CURRENT-1]}" == -* ]]; then files=yes; fi
  _describe hikube options
  if [[ $files == yes ]]; then _files; fi
}
if [[ "\${funcstack[1]}" == _hikube ]]; then _hikube "$@"; else compdef _hikube hikube; fi`;
}

function caseOf(point: CompletionPoint): string {
  const words = point.words.map(({ word, description }) => shellQuote(`${word.replaceAll(":", "\\:")}:${description}`));
  return `    (${shellQuote(pointTitle(point))}) options=(${words.join(" ")}); files=${point.files ? "yes" : "no"} ;;`;
}
