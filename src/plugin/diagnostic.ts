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
  /** Whether it makes the call fail. */
  readonly severity: "error" | "warning";
  /** One short sentence. */
  readonly summary: string;
  /** Why, and what to do. @default - none */
  readonly detail?: string;
  /** What it is about, e.g. `["rules", 0, "port"]`. @default - the whole */
  readonly path?: Path;
}

/** One fault that ends the call. Throw it, or collect several in `request.diagnostics`. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";

  /** As a `Diagnostic`; the causes in `options` are told after the detail. */
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
  /** Adds an error: the call fails when it returns. */
  error(summary: string, detail?: string, path?: Path): void;
  /** Adds a warning: the call goes on and succeeds. */
  warning(summary: string, detail?: string, path?: Path): void;
  /** Whether an error was added so far. */
  readonly hasErrors: boolean;
}
