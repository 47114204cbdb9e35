/** `299 - "text"`; within the quotes a backslash escapes. */
const WARNING = /\d{3} [^ ]+ "((?:[^"\\]|\\.)*)"/g;

/**
 * The texts of `Warning` headers, which say what the server did all the same.
 * @see https://kubernetes.io/blog/2020/09/03/warnings/
 */
export function readWarnings(headers: readonly string[] = []): readonly string[] {
  return headers.flatMap((header) =>
    [...header.matchAll(WARNING)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1")),
  );
}
