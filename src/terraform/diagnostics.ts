import { printableLine, quotedLines } from "../model/printable";
import { objectIn, textIfAny } from "../model/json";

/** A diagnostic of terraform's `-json` output. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
}

/** One line of `terraform … -json`. @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface Message {
  readonly type: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
  readonly diagnostic?: Diagnostic;
}

/** @returns nothing for a line that is no message */
export function parseMessage(line: string): Message | undefined {
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = objectIn(JSON.parse(line));
  } catch {
    return undefined;
  }
  const type = textIfAny(fields.type);
  if (type === undefined) return undefined;
  const address = textIfAny(objectIn(objectIn(fields.hook).resource).addr);
  return { type, address, diagnostic: type === "diagnostic" ? diagnosticIn(fields.diagnostic) : undefined };
}

/** A diagnostic as terraform prints it, or as it was kept. */
export function diagnosticIn(value: unknown): Diagnostic {
  const { severity, summary, detail, address } = objectIn(value);
  return {
    severity: severity === "warning" ? "warning" : "error",
    summary: textIfAny(summary) ?? "terraform reported an error without a message",
    detail: textIfAny(detail) ?? "",
    address: textIfAny(address),
  };
}

/** The diagnostics as indented lines, each once. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): readonly string[] {
  const each = new Map(diagnostics.map(formatDiagnostic).map((lines) => [lines.join("\n"), lines]));
  return [...each.values()].flat();
}

function formatDiagnostic({ summary, detail, address }: Diagnostic): readonly string[] {
  const place = address === undefined ? "" : `${address}: `;
  const rest = detail.trim() === "" ? [] : quotedLines(detail).map((line) => `  ${line}`);
  return [`  ${printableLine(`${place}${summary}`)}`, ...rest];
}

/** The lock of a state. */
export interface StateLock {
  readonly id: string;
  readonly who?: string;
  readonly since?: string;
}

/** The lock that the diagnostics mention. */
export function lockOf(diagnostics: readonly Diagnostic[]): StateLock | undefined {
  return diagnostics.map(({ summary, detail }) => lockIn(`${summary}\n${detail}`)).find((lock) => lock !== undefined);
}

/** The lock that terraform's message mentions. */
export function lockIn(text: string): StateLock | undefined {
  if (!text.includes("acquiring the state lock")) return undefined;
  const field = (name: string) => new RegExp(`^\\W*${name}:[ \\t]*(\\S.*)$`, "m").exec(text)?.[1]?.trim();
  return { id: field("ID") ?? "", who: field("Who"), since: field("Created") };
}
