import { parse } from "lossless-json";
import { parseNumber } from "../values/number";
import type { Value } from "../value";

/**
 * Parses stored state without loss of digits, which `JSON.parse` would drop from long numbers.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function parseStateJson(text: string): Value {
  return parse(text, undefined, { parseNumber }) as Value; // JSON with numbers read by parseNumber
}
