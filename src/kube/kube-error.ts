/** A refusal by the API server, or its absence, in the words of a Status object. */
export class KubeError extends Error {
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
