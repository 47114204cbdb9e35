import { LinesError } from "../support/errors";

/** A refusal by the API server, or its absence, in the words of a Status object, on one line. */
export class KubeError extends LinesError {
  override readonly name = "KubeError";

  constructor(
    message: string,
    /** HTTP status, e.g. 403; 0 where no answer came. */
    readonly code: number,
    /** Machine-readable reason, e.g. `AlreadyExists`, `Forbidden`, `NotFound`, `Conflict`, `Invalid`. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
