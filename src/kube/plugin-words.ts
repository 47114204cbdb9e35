import { StringDecoder } from "node:string_decoder";
import { quotedLines, shortened } from "../model/printable";

/** Characters of a plugin that are kept, at its end; and the lines of them that are told. */
const MOST_CHARACTERS = 4_096;
const MOST_LINES = 10;

/** Shorter ones are found in too many words. */
const SHORTEST_SECRET = 6;

/** What looks like a credential: a JSON Web Token, and what follows the name of one. */
const CREDENTIALS = [
  /\beyJ[-\w]+\.[-\w]+\.[-\w]*/g,
  /(?<=\b(?:bearer|token|password|secret)\b["']?[ :=]+["']?)[^\s"',;]{6,}/gi,
];

/** The end of what a credential plugin prints for its user, as an error may tell it. */
export class PluginWords {
  private readonly decoder = new StringDecoder("utf8");
  private text = "";

  /** @param secrets - texts that it was given, and that nobody may see */
  constructor(private readonly secrets: readonly string[]) {}

  /** Takes in a piece, and gives it as text. */
  take(chunk: Buffer): string {
    const piece = this.decoder.write(chunk);
    this.text = (this.text + piece).slice(-MOST_CHARACTERS);
    return piece;
  }

  /** The last lines: printable, quoted, each of a length that can be read. */
  get lines(): readonly string[] {
    if (this.text.trim() === "") return [];
    const secrets = this.secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
    const known = secrets.reduce((text, secret) => text.replaceAll(secret, MASK), this.text);
    const open = CREDENTIALS.reduce((text, form) => text.replaceAll(form, MASK), known);
    return quotedLines(open)
      .slice(-MOST_LINES)
      .map((line) => shortened(line));
  }
}

const MASK = "(sensitive value)";
