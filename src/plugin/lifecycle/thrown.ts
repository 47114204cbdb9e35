import { inspect } from "node:util";
import { isDiagnosticError, type Path } from "../diagnostic";
import { itemsIn } from "../values/plain";
import { hintFor, isHeaderFault, isProgrammingError } from "./error-kinds";

/** What a user reads of something that was thrown. */
export interface Told {
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly path?: Path | undefined;
}

/** Longer texts, such as a whole page of a gateway, help nobody. */
const MAX_TEXT = 4_000;
const MAX_CAUSES = 8;
const MAX_ERRORS = 100;
const REPORT = "This is a bug in the provider. Please report it to its maintainers";

/**
 * What is to be told of anything that can be thrown: a diagnostic as its author wrote it, a fault of the network, of a
 * server or of the user's machine as what it is, and a fault of the provider's own code as a bug, with its stack.
 */
export function toldOf(thrown: unknown): readonly Told[] {
  const errors = innerErrors(thrown);
  const own = errors.filter(isDiagnosticError);
  const others = errors.filter((error) => !isDiagnosticError(error));
  if (own.length > 0 && others.length === 0) return own.flatMap(toldOf);
  return [...own.flatMap(toldOf), toldOfOne(thrown, others)];
}

function toldOfOne(thrown: unknown, inner: readonly unknown[]): Told {
  if (isDiagnosticError(thrown)) {
    const { summary, detail, path } = thrown;
    return { summary, detail: joined(detail, ...causesOf(thrown)), path };
  }
  if (typeof thrown === "string") return textAsTold(thrown);
  if (!isErrorLike(thrown)) return { summary: `The provider threw ${shown(thrown)}`, detail: `${REPORT}.` };
  if (isProgrammingError(thrown)) {
    const stack = [stackOf(thrown), ...causesOf(thrown)].join("\n\n");
    return { summary: `The provider failed: ${messageOf(thrown)}`, detail: `${REPORT} with this stack:\n\n${stack}` };
  }
  const list = inner.map((error) => `- ${withCause(error)}`).join("\n");
  return told(thrown, list);
}

function told(error: ErrorLike, list: string): Told {
  if (isHeaderFault(error.message)) return HEADER_FAULT;
  const { root, text } = rootOf(error);
  const { summary, detail } = textAsTold(text);
  const causes = root === error ? causesOf(error) : [];
  return { summary, detail: joined(detail, list, ...causes, hintFor(root)) };
}

const HEADER_FAULT: Told = {
  summary: "A header of a request has a value that cannot be sent",
  detail:
    "It holds a line break or another control character, most often at the end of a token that was read from a file.",
};

function textAsTold(text: string): Told {
  const [summary = "", ...rest] = text.split("\n");
  return { summary, detail: joined(rest.join("\n")) };
}

/** `fetch failed` says nothing; what made it fail does. */
function rootOf(error: ErrorLike): { readonly root: unknown; readonly text: string } {
  const { cause } = error;
  if (!isBare(error) || !isErrorLike(cause)) return { root: error, text: messageOf(error) };
  const [first = cause] = innerErrors(cause);
  const texts = innerErrors(cause).map(withCause);
  const inner = texts.length > 0 ? [...new Set(texts)].join("; ") : withCause(cause);
  return { root: first, text: `${messageOf(error)}: ${inner}` };
}

/** What Node's `fetch` throws for every fault of the network. */
function isBare(error: ErrorLike): boolean {
  return error.name === "TypeError" && ["fetch failed", "terminated"].includes(messageOf(error));
}

function causesOf(error: object): readonly string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  for (let next = causeOf(error); next !== undefined && next !== null && !seen.has(next); next = causeOf(next)) {
    seen.add(next);
    causes.push(`Cause: ${textOf(next)}`);
    for (const inner of innerErrors(next)) causes.push(`- ${textOf(inner)}`);
    if (causes.length >= MAX_CAUSES) break;
  }
  return causes;
}

function withCause(error: unknown): string {
  return isErrorLike(error) ? [messageOf(error), ...causesOf(error)].join(" ") : textOf(error);
}

function causeOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "cause" in value ? value.cause : undefined;
}

/** The errors that one error stands for: those of an `AggregateError`. */
function innerErrors(error: unknown): readonly unknown[] {
  if (typeof error !== "object" || error === null || !("errors" in error)) return [];
  return itemsIn(error.errors)?.slice(0, MAX_ERRORS) ?? [];
}

export interface ErrorLike {
  readonly name?: unknown;
  readonly message: string;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly code?: unknown;
}

/** An error, also of another realm, a `DOMException`, or an object that an API's library throws in its place. */
function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

export function messageOf({ message, name }: ErrorLike): string {
  const text = message.trim() === "" ? (typeof name === "string" ? name : "Error") : message;
  return cut(text);
}

function stackOf(error: ErrorLike): string {
  return typeof error.stack === "string" ? cut(error.stack) : messageOf(error);
}

/** Anything as text: a text as it is, an error by its message. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return cut(value);
  return isErrorLike(value) ? messageOf(value) : shown(value);
}

function shown(value: unknown): string {
  if (typeof value === "string") return cut(value);
  try {
    return cut(inspect(value, { depth: 2, breakLength: Infinity }));
  } catch {
    return `a ${typeof value} that cannot be shown`;
  }
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const given = parts.filter((part) => part !== undefined && part !== "");
  return given.length === 0 ? undefined : given.join("\n\n");
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)} … (${text.length} characters)`;
}
