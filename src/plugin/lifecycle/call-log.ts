import { inspect } from "node:util";
import { isLogged, logLine } from "../handshake/log";
import type { Log, LogFields, LogLevel } from "../log";
import { UnknownValue } from "../value";

export interface CallLogOptions {
  /** What every line has. */
  readonly fields: LogFields;
  /** Takes out of a text what no line may show. */
  readonly shown: (text: string) => string;
  /** Takes further texts that no line may show. */
  readonly mask: (texts: readonly string[]) => void;
}

/** The log of one call. Most calls write nothing, so nothing is made ready before. */
export class CallLog implements Log {
  constructor(private readonly options: CallLogOptions) {}

  trace(message: string, fields?: LogFields): void {
    this.#write("trace", message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write("error", message, fields);
  }

  with(fields: LogFields): Log {
    return new CallLog({ ...this.options, fields: { ...this.options.fields, ...fields } });
  }

  mask(...texts: readonly string[]): void {
    // A token that is not there is often handed over as undefined.
    this.options.mask(texts.filter((text: unknown) => typeof text === "string" && text !== ""));
  }

  #write(level: LogLevel, message: string, fields?: LogFields): void {
    if (!isLogged(level)) return;
    const { shown } = this.options;
    const all: LogFields = { ...this.options.fields, ...fields };
    logLine(level, shown(asText(message)), asJson(all, shown));
  }
}

function asText(message: unknown): string {
  return typeof message === "string" ? message : inspect(message, { depth: 0 });
}

/** Plain JSON of what an author hands in, which may be anything. A log never fails a call. */
function asJson(fields: LogFields, shown: (text: string) => string): LogFields {
  try {
    const text = JSON.stringify(fields, (_, value: unknown) => plain(value, shown));
    return JSON.parse(text) as LogFields;
  } catch (error) {
    return { fields: `cannot be shown: ${shown(error instanceof Error ? error.message : String(error))}` };
  }
}

function plain(value: unknown, shown: (text: string) => string): unknown {
  if (typeof value === "string") return shown(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (value instanceof Error) return shown(value.stack ?? value.message);
  if (value instanceof UnknownValue) return "(unknown)";
  if (value instanceof Map) return Object.fromEntries(value) as unknown;
  return value instanceof Set ? [...(value as ReadonlySet<unknown>)] : value;
}
