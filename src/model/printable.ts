/*
 * Characters that control a terminal, are invisible, or look like a plain space:
 * - controls, breaks of lines and paragraphs, halves of characters, and code points that are no characters;
 * - what turns the direction of writing, takes no room, or is private and so looks different everywhere;
 * - spaces that are not the plain one. The wide one of ideographs is seen as what it is;
 * - signs that are blank: of Braille, of music, of Egyptian and of Khitan, and the one that stands for an object.
 *
 * A selector that says how an emoji is drawn belongs to it.
 *
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 * @see https://trojansource.codes
 */
const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}`;
const SPACES = String.raw`\u00a0\u1680\u2000-\u200a\u202f\u205f`;
const BLANK = String.raw`\u{16fe4}\u2800\ufffc\u{13441}\u{13442}\u{1d159}`;
const SELECTOR_OF_EMOJI = String.raw`(?=[\ufe0e\ufe0f])(?<=\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))`;
const invisible = pattern(`(?!${SELECTOR_OF_EMOJI})[${HIDDEN}\\p{Default_Ignorable_Code_Point}${BLANK}${SPACES}]`);

/** Scripts whose letters join, or stack, as a joiner between them says. */
const JOINING = [
  ...["Arabic", "Syriac", "Nko", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil"],
  ...["Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Tibetan"],
].map((script) => `\\p{Script_Extensions=${script}}`);
const BETWEEN_LETTERS = String.raw`(?<=[${JOINING.join("")}])[\u200c\u200d](?=[${JOINING.join("")}])`;
const BETWEEN_EMOJI = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})`;
/** A joiner elsewhere, or a second one, only hides. */
const joiners = pattern(`${BETWEEN_LETTERS}|${BETWEEN_EMOJI}`);

/** Nearly all texts. */
const PLAIN = /^[ -~]*$/;

/** Compiled for the first text that needs it: classes of Unicode take milliseconds, and most apps have plain texts alone. */
function pattern(source: string): () => RegExp {
  let compiled: RegExp | undefined;
  return () => (compiled ??= new RegExp(source, "gu"));
}

/** Whether a text holds what cannot be seen in print. */
export function hasInvisible(text: string): boolean {
  return !PLAIN.test(text) && text.search(invisible()) >= 0;
}

/** Whether a text holds control characters, such as the line break at the end of a file. */
export function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** As `hasInvisible`, for texts of people: joiners between letters of scripts that need them, and in emoji, are theirs. */
export function hidesSomething(text: string): boolean {
  return !PLAIN.test(text) && hasInvisible(text.replaceAll(joiners(), ""));
}

/** A text of several lines whose invisible characters are replaced by what their code points are written as. */
export function withEscapes(text: string, escape: (codePoint: number) => string): string {
  return text.replaceAll(invisible(), (found) => (found === "\n" ? found : escape(found.codePointAt(0) ?? 0)));
}

/** A text of unknown origin, made printable: invisible characters are escaped, such as `\u001b`; line breaks stay. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(invisible(), (found) => (found === "\n" ? found : escaped(found)));
}

const LONGEST_SHOWN = 200;

/** The start of a text that is too long to be read, and how long it is. @param most - in UTF-16 code units */
export function shortened(text: string, most = LONGEST_SHOWN): string {
  if (text.length <= most) return text;
  // No half of a character is left.
  const start = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return `${start}… (${String(text.length)} characters)`;
}

/** The lines of a foreign text, each printable and indented by two spaces as a quotation. */
export function quotedLines(text: string): readonly string[] {
  const lines = printable(text.trim()).split("\n");
  return lines.map((line) => `  ${line}`);
}

/** As `printable`, for what must stay on one line. */
export function printableLine(text: string): string {
  return text.replaceAll(invisible(), escaped);
}

/** JSON that holds nothing invisible, and says the same. */
export function printableJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return text.replaceAll(invisible(), (found) => (found === "\n" ? found : unitsOf(found).map(unitEscape).join("")));
}

/** As `printableLine`, for names: a letter of another script that looks like one of ours is escaped, too. */
export function plainLine(text: string): string {
  return PLAIN.test(text) ? text : text.replaceAll(/[^ -~…→]/gu, escaped);
}

const NAMES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(found: string): string {
  const name = NAMES[found];
  if (name !== undefined) return name;
  return found.length === 1 ? unitEscape(found.charCodeAt(0)) : `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** The one or two UTF-16 code units of a character. */
function unitsOf(found: string): readonly number[] {
  return Array.from({ length: found.length }, (_, index) => found.charCodeAt(index));
}
