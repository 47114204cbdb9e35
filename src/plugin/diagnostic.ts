import { types } from "node:util";

/** Steps to a value: attribute names, list indices, map keys. */
export type Path = readonly (string | number)[];

/** Whether something can be a step: no fraction, nothing below zero, which no index is. */
export function isStep(step: unknown): step is string | number {
  return typeof step === "string" || (Number.isSafeInteger(step) && Number(step) >= 0);
}

export function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every(isStep);
}

/** What a user reads: a short summary, the detail with the way out, the attribute it is about. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly path?: Path;
}

/** One fault that ends the call. Throw it, or collect several in `request.diagnostics`. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";

  constructor(
    readonly summary: string,
    readonly detail?: string,
    readonly path?: Path,
    options?: ErrorOptions,
  ) {
    super(detail === undefined ? summary : `${summary}: ${detail}`, options);
  }
}

/** Whether an error is a `DiagnosticError`, also one of another copy of this package. */
export function isDiagnosticError(error: unknown): error is DiagnosticError {
  return types.isNativeError(error) && error.name === "DiagnosticError" && "summary" in error;
}

/** Collects what a call has to say; errors in it make the call fail after it returned. */
export interface Diagnostics {
  error(summary: string, detail?: string, path?: Path): void;
  warning(summary: string, detail?: string, path?: Path): void;
  readonly hasErrors: boolean;
}
