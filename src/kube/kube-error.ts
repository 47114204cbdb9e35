import { LinesError } from "../support/errors";

/** One of the reasons of a refusal, as a Status object tells it: of a conflict or of an invalid object. */
export interface StatusCause {
  /** E.g. `FieldManagerConflict`, `FieldValueInvalid`. */
  readonly reason?: string;
  readonly message?: string;
  /** Field of the object, e.g. `.spec.replicas` or `spec.ports[0].name`. */
  readonly field?: string;
}

interface KubeErrorOptions extends ErrorOptions {
  /** @default - none */
  readonly causes?: readonly StatusCause[];
  /** @default - the server does not say */
  readonly retryAfterMs?: number;
}

/** A refusal by the API server, or its absence, in the words of a Status object, on one line. */
export class KubeError extends LinesError {
  override readonly name = "KubeError";
  /** What exactly is refused; empty where the server does not say. */
  readonly causes: readonly StatusCause[];
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    /** HTTP status, e.g. 403; 0 where no answer came. */
    readonly code: number,
    /** Machine-readable reason, e.g. `AlreadyExists`, `Forbidden`, `NotFound`, `Conflict`, `Invalid`. */
    readonly reason: string,
    { causes = [], retryAfterMs, ...options }: KubeErrorOptions = {},
  ) {
    super(message, options);
    this.causes = causes;
    this.retryAfterMs = retryAfterMs;
  }
}

/** How the server begins what it says of fields that its schema has not, or of values that it cannot read. */
const FORM_FAULTS = ["failed to create typed patch object", "failed to convert new object"];

/**
 * Whether a refusal is about the form of the object, which the server tells by the status of an accident: nothing but another
 * object, or another definition, mends it.
 */
export function isTypeFault(message: string): boolean {
  return FORM_FAULTS.some((beginning) => message.startsWith(beginning));
}
