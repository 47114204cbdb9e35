export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/** What a line of the log tells beside its message: text, numbers, lists, records, errors. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Writes to Terraform's log, as one line of JSON in the form of hclog on stderr. Shown with `TF_LOG` or `TF_LOG_PROVIDER` of
 * that level or a lower one; without either, lines below `info` are not even written. Every line has the procedure, the
 * type and the id of the call. What the schemas call sensitive or write-only in what Terraform sent stands as
 * `(sensitive value)`, as in messages.
 *
 * @see https://developer.hashicorp.com/terraform/internals/debugging
 */
export interface Log {
  /** What only the author wants to see, and often. */
  trace(message: string, fields?: LogFields): void;
  /** What helps to find a fault. */
  debug(message: string, fields?: LogFields): void;
  /** What a user may want to know. */
  info(message: string, fields?: LogFields): void;
  /** What looks wrong and ends nothing. */
  warn(message: string, fields?: LogFields): void;
  /** What went wrong. */
  error(message: string, fields?: LogFields): void;
  /** A log whose lines have these fields, too. */
  with(fields: LogFields): Log;
  /**
   * Texts that no later line of the log and no message of this provider instance may show, such as a token that an API
   * has issued. Empty ones are passed over.
   */
  mask(...texts: readonly string[]): void;
}
