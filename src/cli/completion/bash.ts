import { shellQuote } from "../text";
import { pointTitle, pointTitles, type CompletionPoint } from "./words";

/** The words stand in the script: completing starts no program. */
export function bashScript(points: readonly CompletionPoint[]): string {
  const steps = pointTitles(points).map(shellQuote);
  return `# bash completion of hikube; use it by: eval "$(hikube completion bash)"
_hikube() {
  local current="\${COMP_WORDS[COMP_CWORD]}" point="" words="" files=no index next
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${point:+$point }\${COMP_WORDS[index]}"
    case "$next" in
      ${steps.join(" | ")}) point="$next" ;;
      *) break ;;
    esac
  done
  case "$point" in
${points.map(caseOf).join("\n")}
  esac
  # The word before may be an option that takes a file.
  if [[ "\${COMP_WORDS[COMP_CWORD - 1]}" == -* ]]; then files=yes; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files == yes && "$current" != -* ]]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _hikube hikube`;
}

function caseOf(point: CompletionPoint): string {
  const words = point.words.map(({ word }) => word).join(" ");
  return `    ${shellQuote(pointTitle(point))}) words=${shellQuote(words)} files=${point.files ? "yes" : "no"} ;;`;
}
