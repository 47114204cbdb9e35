/** Offset and factor of FNV-1a for 32 bits. @see https://www.rfc-editor.org/rfc/rfc9923 */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * A number that is another one whenever a list of texts is another one: Terraform writes a write-only value anew when
 * its revision changes. No secret goes into it.
 */
export function revisionOf(texts: readonly string[]): number {
  let hash = OFFSET;
  for (const character of texts.join("\n")) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), PRIME) >>> 0;
  // Positive, and within what every reader of JSON takes as an integer.
  return (hash >>> 1) + 1;
}
