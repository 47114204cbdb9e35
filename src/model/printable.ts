/**
 * Controls (C0, DEL, C1), what turns the direction of writing, what takes no room, breaks of lines and paragraphs, and
 * halves of characters: a terminal may obey them, and a reader does not see them.
 *
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 * @see https://trojansource.codes
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]|[\u17b4\u17b5\u180b-\u180f]|\u034f/gu;

/** Whether a text holds what cannot be seen in print. */
export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) >= 0;
}

/** A text of several lines whose invisible characters are replaced by what their code points are written as. */
export function withEscapes(text: string, escape: (codePoint: number) => string): string {
  return text.replaceAll(INVISIBLE, (found) => (found === "\n" ? found : escape(found.codePointAt(0) ?? 0)));
}

/** A text of unknown origin as lines for a terminal: what cannot be seen is written as `\u001b`, line breaks stay. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(INVISIBLE, (found) => (found === "\n" ? found : escaped(found)));
}

/** As `printable`, for what must stay on one line. */
export function printableLine(text: string): string {
  return text.replaceAll(INVISIBLE, escaped);
}

/** JSON that holds nothing invisible, and says the same. */
export function printableJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return text.replaceAll(INVISIBLE, (found) => (found === "\n" ? found : unitsOf(found).map(unitEscape).join("")));
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
