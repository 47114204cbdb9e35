import { hidesSomething } from "../printable";
import { show, type Fault } from "../issue";
import { cut } from "./messages";

/** What is said of a text that nobody could read as it is: names and notes are shown in many places, on one line. */
export function textFault(text: string): Fault | undefined {
  if (!hidesSomething(text)) return undefined;
  return {
    message: "this text has characters that cannot be seen",
    received: show(cut(text)),
    expected: "a text on one line, without control characters, direction marks or zero-width characters",
    hint: /^[^\n]*\n$/.test(text)
      ? "remove the line break at its end; a block of YAML that starts with `|-` has none"
      : "remove what is shown as `\\u…` or `\\n`",
  };
}
