import { hasInvisible } from "../printable";
import { show, type Fault } from "../issue";
import { cut } from "./messages";

/** Joiners belong between letters of some scripts and between emoji; beside ASCII they only hide. */
const JOINERS = /(?<=[^\p{ASCII}])[\u200c\u200d](?=[^\p{ASCII}])/gu;

/** What is said of a text that nobody could read as it is: names and notes are shown in many places, on one line. */
export function textFault(text: string): Fault | undefined {
  if (!hasInvisible(text.replaceAll(JOINERS, ""))) return undefined;
  return {
    message: "this text has characters that cannot be seen",
    received: show(cut(text)),
    expected: "a text on one line, without control characters, direction marks or zero-width characters",
    hint: /^[^\n]*\n$/.test(text)
      ? "remove the line break at its end; a block of YAML that starts with `|-` has none"
      : "remove what is shown as `\\u…` or `\\n`",
  };
}
