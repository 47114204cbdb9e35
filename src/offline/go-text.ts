/**
 * A regular expression as Go writes it; `undefined` where the text is none. Leading flags and named groups
 * are translated, what else differs is not.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function parsePattern(text: string): RegExp | undefined {
  const [whole = "", flags = ""] = /^\(\?([ims]+)\)/.exec(text) ?? [];
  try {
    return new RegExp(text.slice(whole.length).replaceAll("(?P<", "(?<"), flags);
  } catch {
    return undefined;
  }
}
