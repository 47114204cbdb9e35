import type { WarningCode } from "./codes/warning-codes";
import { printableLine } from "./printable";

/** Something that is allowed, and that somebody should know of. */
export interface Warning {
  /** The kind of warning, stable for programs; messages may be reworded. See `docs/errors.md`. */
  readonly code: WarningCode;
  /** One sentence without a full stop. */
  readonly message: string;
}

/** Prints a warning on one line, as faults are: `message [code]`. */
export function formatWarning({ code, message }: Warning): string {
  return printableLine(`${message} [${code}]`);
}
