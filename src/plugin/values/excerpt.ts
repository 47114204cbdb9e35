/** As much of a received text as a message has room for. */
const MOST = 200;

/** The start of a text that is too long to be read, and how long it is. */
export function excerpt(text: string): string {
  if (text.length <= MOST) return text;
  // No half of a character is left.
  return `${text.slice(0, MOST).replace(/[\ud800-\udbff]$/, "")}… (${text.length} characters)`;
}
