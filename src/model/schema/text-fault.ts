import { hidesSomething } from "../printable";
import { show, type Fault } from "../issue";
import { cut } from "./messages";

/** The fault of a string with invisible characters: names and notes are shown in many places, on one line. */
export function textFault(text: string): Fault | undefined {
  if (!hidesSomething(text)) return undefined;
  return {
    code: "invisible-characters",
    message: "invisible characters",
    received: show(cut(text)),
    expected: "one line, without control characters, direction marks or zero-width characters",
    hint: /^[^\n]*\n$/.test(text)
      ? "remove the line break at the end; a YAML block that starts with `|-` has none"
      : "remove what is shown as `\\u…` or `\\n`",
  };
}
