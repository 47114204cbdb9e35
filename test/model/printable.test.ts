import { parse } from "yaml";
import { hasInvisible, printable, printableJson, printableLine, withEscapes } from "../../src/model/printable";

/** One of each kind: what a terminal obeys, and what a reader does not see. */
const KINDS: readonly (readonly [what: string, text: string, written: string])[] = [
  ["a control that starts a command", "\u001b[2J", "\\u001b[2J"],
  ["the end of such a command for the title", "\u0007", "\\u0007"],
  ["a return of the carriage", "a\rb", "a\\rb"],
  ["a tab", "\t", "\\t"],
  ["a null", "\0", "\\u0000"],
  ["DEL", "\u007f", "\\u007f"],
  ["C1, a command of one character", "\u009b2J", "\\u009b2J"],
  ["a next line", "\u0085", "\\u0085"],
  ["an override of the direction", "\u202e", "\\u202e"],
  ["an isolate", "\u2066\u2069", "\\u2066\\u2069"],
  ["a mark of direction", "\u200f\u061c", "\\u200f\\u061c"],
  ["a space without width", "\u200b\ufeff", "\\u200b\\ufeff"],
  ["a joiner", "\u200d\u2060", "\\u200d\\u2060"],
  ["a separator of lines", "\u2028\u2029", "\\u2028\\u2029"],
  ["half a character", "\ud800x\udfff", "\\ud800x\\udfff"],
  ["a tag", "\u{e0041}", "\\u{e0041}"],
  ["a filler", "\u3164\u034f", "\\u3164\\u034f"],
];

test.each(KINDS)("%s is written as an escape", (_what, text, written) => {
  expect(hasInvisible(text)).toBe(true);
  expect(printable(`a ${text} b`)).toBe(`a ${written} b`);
  expect(printableLine(`a ${text} b`)).toBe(`a ${written} b`);
});

test("all of C0, DEL and C1 is written as escapes, but for the line break where lines are meant", () => {
  const controls = [...Array(0x20).keys(), ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index)];
  const texts = controls.map((code) => String.fromCharCode(code));
  expect(texts.filter((text) => hasInvisible(printable(text)))).toEqual(["\n"]);
  expect(texts.filter((text) => hasInvisible(printableLine(text)))).toEqual([]);
});

test.each(["plain", "Zürich → Genève", "日本語", "😀 ❤️", "\\u001b", "a b\u00a0c"])("%s stays", (text) => {
  expect(hasInvisible(text)).toBe(false);
  expect(printable(text)).toBe(text);
});

test("what is printable stays so", () => {
  for (const [, text] of KINDS) expect(printable(printable(text))).toBe(printable(text));
});

test("line ends of Windows are line ends", () => {
  expect(printable("a\r\nb")).toBe("a\nb");
});

test("JSON says the same without anything invisible", () => {
  const value = Object.fromEntries(KINDS.map(([what, text]) => [`${what}${text}`, { text, lines: "a\nb" }]));
  const text = printableJson(value);
  expect(hasInvisible(text.replaceAll("\n", ""))).toBe(false);
  expect(JSON.parse(text)).toEqual(value);
});

test("other forms choose their own escapes", () => {
  const yaml = withEscapes('- "a\u200db"\n', (code) => `\\U${code.toString(16).padStart(8, "0")}`);
  expect(hasInvisible(yaml.replaceAll("\n", ""))).toBe(false);
  expect(parse(yaml)).toEqual(["a\u200db"]);
});
