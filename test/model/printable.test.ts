import { parse } from "yaml";
import {
  hasControls,
  hasInvisible,
  hidesSomething,
  printable,
  printableJson,
  printableLine,
  quotedLines,
  shortened,
  withEscapes,
} from "../../src/model/printable";

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
  ["a selector", "\ufe0f\u{e0100}", "\\ufe0f\\u{e0100}"],
  ["an odd space", "\u00a0\u2007\u202f", "\\u00a0\\u2007\\u202f"],
  ["a blank sign", "\u2800\ufffc", "\\u2800\\ufffc"],
  ["a private sign", "\ue000\u{10fffd}", "\\ue000\\u{10fffd}"],
  ["no character", "\ufffe\u{1ffff}", "\\ufffe\\u{1ffff}"],
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

test.each(["plain", "Zürich → Genève", "日本語", "😀 ❤️", "\\u001b", "1️⃣ ✔︎"])("%s stays", (text) => {
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

const LISTED_BLANKS = "\u2800\ufffc\u{13441}\u{13442}\u{16fe4}\u{1d159}";
const HIDDEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
/** Code points that nobody has given out yet, and the spaces that are seen for what they are. */
const SEEN = /[ \u3000]|(?=\p{Cn})[^\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

test("between letters, exactly what Unicode calls no visible character is invisible, and the blanks that are listed", () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = String.fromCodePoint(code);
    const isHidden = (HIDDEN.test(text) && !SEEN.test(text)) || LISTED_BLANKS.includes(text);
    const found = [hasInvisible(`a${text}b`), hidesSomething(`a${text}b`), hidesSomething(`a${text}`)];
    if (found.some((each) => each !== isHidden)) wrong.push(`U+${code.toString(16)}`);
  }
  expect(wrong).toEqual([]);
});

test.each([
  ["emoji with joiners", "équipe 👩‍🔧 👨‍👩‍👧 👩🏽‍🚀"],
  ["emoji with selectors", "❤️ ✔︎ 1️⃣ ❤️‍🔥 🏳️‍🌈 🤷🏽‍♂️"],
  ["Persian", "می\u200cخواهم"],
  ["Hindi", "क्\u200dष क्\u200cष"],
  ["Sinhala", "ශ්\u200dරී"],
  ["Bengali", "র\u200d্যাম"],
  ["accents, composed and not", "Zoë Zoe\u0308 Łukasz Ångström"],
  ["other scripts", "山田　太郎 김철수 Ελένη Иван דוד สมชาย"],
])("an honest name hides nothing: %s", (_what, text) => {
  expect(hidesSomething(text)).toBe(false);
});

test.each([
  ["a joiner between Latin letters with accents", "é\u200dé"],
  ["a joiner between ideographs", "山\u200d田"],
  ["a second joiner", "می\u200c\u200cخواهم"],
  ["a joiner at the end", "می\u200c"],
  ["a joiner at the end of an emoji", "👩\u200d"],
  ["a selector after a letter", "shop-team\ufe0f"],
  ["a second selector", "❤\ufe0f\ufe0f"],
  ["a selector of ideographs", "葛\u{e0100}"],
  ["a selector after a number", "team1\ufe0f"],
  ["tags behind a flag", "🏴\u{e0067}\u{e007f}"],
])("%s is hidden", (_what, text) => {
  expect(hidesSomething(text)).toBe(true);
});

test("a quotation is indented, line by line", () => {
  expect(quotedLines("\none\r\nhikube: \u001b[2J\n\n")).toEqual(["  one", "  hikube: \\u001b[2J"]);
});

test("a text that is too long to be read ends with its length, and no character is halved", () => {
  expect(shortened("x".repeat(200))).toBe("x".repeat(200));
  expect(shortened(`${"x".repeat(199)}😀y`)).toBe(`${"x".repeat(199)}… (202 characters)`);
  expect(shortened("abcdef", 3)).toBe("abc… (6 characters)");
});

test.each([
  ["a\n", true],
  ["a\u001bb", true],
  ["a\u0085", true],
  ["p\u00e4ss w\u200brd", false],
])("of %j only control characters count as such", (text, expected) => {
  expect(hasControls(text)).toBe(expected);
});
