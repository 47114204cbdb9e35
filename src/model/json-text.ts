/**
 * As `JSON.parse`, whose own errors quote the text: of a file that is none of ours, that may be a secret.
 * @throws Error that says where the text is no JSON, as far as that is known, and shows nothing of it
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    // eslint-disable-next-line preserve-caught-error -- the cause quotes the text, and would be printed with it
    throw new Error(`it is no JSON${position === undefined ? "" : placeIn(text.slice(0, Number(position)))}`);
  }
}

function placeIn(before: string): string {
  const lines = before.split("\n");
  return `, see line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
