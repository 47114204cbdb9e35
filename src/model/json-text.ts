/**
 * As `JSON.parse`, whose own errors quote the text: which may be a secret where the file is not ours.
 * @throws Error that says where the text stops being JSON, as far as that is known, and quotes none of it
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    // eslint-disable-next-line preserve-caught-error -- the cause quotes the text, and would be printed with it
    throw new Error(`not valid JSON${position === undefined ? "" : placeIn(text.slice(0, Number(position)))}`);
  }
}

/** The value of a JSON text; nothing where there is none, or where it is no JSON. */
export function jsonIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeIn(before: string): string {
  const lines = before.split("\n");
  return `: line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
