import { show, type Fault } from "../model/issue";
import { Composer, type CST, type Document, Lexer, LineCounter, type Node, Parser, type YAMLError } from "yaml";
import type { Position } from "./file-issue";
import { LIMITS } from "./limits";
import { cut } from "../model/schema/messages";

/** A fault of the text itself, before any meaning. */
export type TextFault = Fault & { readonly offset: number };

/** The text as nodes that know their place in it. */
export interface Tree {
  /** `null` where the text is empty or past a limit. */
  readonly root: Node | null;
  /** Where there are any, the nodes cannot be relied on. */
  readonly faults: readonly TextFault[];
  /** Line and column of an offset in the text. */
  readonly positionOf: (offset: number) => Position;
  /** Pieces of the text that were looked at: the work that was done. */
  readonly pieces: number;
}

/** After the first syntax errors the parser is out of step, and further ones mean little. */
const MOST_SYNTAX_FAULTS = 20;

const SYNTAX = { expected: "one document of YAML 1.2, or JSON" };

/**
 * Reads YAML or JSON within the limits. `yaml` is driven piece by piece, because by itself it would recurse as deep as
 * the text says, and compare each key with each other one.
 */
export function readTree(text: string): Tree {
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const stream = new BoundedTokens(text, lines);
  const options = {
    schema: "core",
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "silent",
  } as const;
  const documents: Document.Parsed[] = [];
  if (text.length > LIMITS.bytes)
    return { root: null, faults: [{ offset: 0, ...tooLarge(text.length) }], positionOf, pieces: 0 };
  for (const document of new Composer(options).compose(stream.tokens(), true, text.length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  const faults = stream.refusal === undefined ? documentFaults(documents, text) : [stream.refusal];
  return { root: documents[0]?.contents ?? null, faults, positionOf, pieces: stream.pieces };
}

/** @param size - in bytes */
export function tooLarge(size: number): Fault {
  return {
    code: "limit-exceeded",
    message: "the file is too large",
    received: `${size} bytes`,
    expected: `at most ${LIMITS.bytes} bytes`,
    hint: "split it into several files",
  };
}

/** The tokens of a text, until a limit is passed. */
class BoundedTokens {
  pieces = 0;
  refusal: TextFault | undefined;

  constructor(
    private readonly text: string,
    private readonly lines: LineCounter,
  ) {}

  *tokens(): Generator<CST.Token> {
    const parser = new Parser(this.lines.addNewLine);
    this.lines.addNewLine(0);
    for (const lexeme of new Lexer().lex(this.text)) {
      this.pieces += 1;
      yield* parser.next(lexeme);
      this.refusal = this.pastLimit(parser);
      if (this.refusal !== undefined) return;
    }
    yield* parser.end();
  }

  private pastLimit({ offset, stack }: Parser): TextFault | undefined {
    if (this.pieces > LIMITS.pieces) {
      const rest = { expected: `at most ${LIMITS.pieces}`, hint: "split it into several files" };
      const message = "too many keys, values and line ends";
      return { offset, code: "limit-exceeded", message, received: `more than ${LIMITS.pieces}`, ...rest };
    }
    if (stack.length <= LIMITS.depth) return undefined;
    return {
      offset,
      code: "limit-exceeded",
      message: "lists and maps are nested too deep",
      received: `more than ${LIMITS.depth} levels`,
      expected: `at most ${LIMITS.depth} levels`,
      hint: "correct the brackets or the indentation",
    };
  }
}

function documentFaults(documents: readonly Document.Parsed[], text: string): readonly TextFault[] {
  const [first, second] = documents;
  const errors = (first?.errors ?? []).filter(({ pos }, index, all) => pos[0] !== all[index - 1]?.pos[0]);
  const faults = errors.slice(0, MOST_SYNTAX_FAULTS).map((error) => syntaxFault(error, text));
  if (second !== undefined) {
    const hint = "move the other documents into files of their own";
    const offset = second.range[0];
    faults.push({
      offset,
      code: "multiple-documents",
      message: "more than one document",
      received: "a second `---`",
      ...SYNTAX,
      hint,
    });
  }
  if (faults.length === 0 && (first?.contents ?? null) === null) {
    const hint = "start with `formatVersion: 1`";
    faults.push({ offset: 0, code: "empty-file", message: "the file is empty", received: "nothing", ...SYNTAX, hint });
  }
  return faults;
}

/** Every file of this project has it. Nothing of another file may be shown: it may be a private key that a path led to. */
const OURS = "formatVersion";

function syntaxFault({ code, message, pos }: YAMLError, text: string): TextFault {
  const [offset] = pos;
  const isOurs = text.includes(OURS);
  const reason = WORDS[code] ?? (isOurs ? message.split("\n", 1)[0] : undefined) ?? "";
  return {
    offset,
    code: "syntax-error",
    message: `invalid syntax: ${reason === "" ? "neither YAML nor JSON" : reason}`,
    received: isOurs ? show(cut(lineAt(text, offset).trim())) : "a text without formatVersion",
    ...SYNTAX,
    hint: MENDS[code] ?? "correct the line, or the one before it",
  };
}

/** The line of an offset; for what is missing at the end of a text, its last line. */
function lineAt(text: string, offset: number): string {
  const at = text.slice(offset).trim() === "" ? text.trimEnd().length : offset;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return text.slice(start, start + LONGEST_LINE).split("\n", 1)[0] ?? "";
}

const LONGEST_LINE = 1000;

/** Where the parser's own messages speak of its options. */
const WORDS: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  NON_STRING_KEY: "a key must be a string",
};

const MENDS: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_ALIAS: "give the anchor a name of letters and digits",
  BAD_INDENT: "indent all keys of one map by the same number of spaces",
  MISSING_CHAR: "close the quote or bracket, or add what is missing",
  NON_STRING_KEY: "write the key as a string",
  TAB_AS_INDENT: "indent with spaces",
};
