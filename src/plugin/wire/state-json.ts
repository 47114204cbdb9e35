import { parse } from "lossless-json";
import { parseNumber } from "../values/number";
import type { Value } from "../value";

/** A number that JSON.parse may not read to its last digit, or a text that looks like one. */
const LONG_NUMBER = /(?:^|[[:,])\s*(?:-?\d+[.eE]|-?\d{16}|-0)/;

/**
 * Parses stored state without loss of digits, which `JSON.parse` would drop from long numbers. Where there are none,
 * and no member stands there twice, it is asked: it takes a tenth of the time.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function parseStateJson(text: string): Value {
  const value = LONG_NUMBER.test(text) ? undefined : (JSON.parse(text) as Value); // JSON, whose numbers are short
  if (value !== undefined && unindented(JSON.stringify(value, undefined, 2)) === unindented(text)) return value;
  return parse(text, undefined, { parseNumber }) as Value; // JSON with numbers read by parseNumber
}

/** As Terraform writes states, whatever the depth at which a part of one stands. */
function unindented(json: string): string {
  return json.replace(/\n +/g, "\n");
}
