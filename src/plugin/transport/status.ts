/**
 * The gRPC status codes that the bridge answers with.
 *
 * @see https://grpc.io/docs/guides/status-codes/
 */
export const Status = {
  OK: 0,
  INVALID_ARGUMENT: 3,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
} as const;
export type StatusCode = (typeof Status)[keyof typeof Status];

/** Ends a call with a gRPC status. */
export class StatusError extends Error {
  override readonly name = "StatusError";

  constructor(
    readonly code: StatusCode,
    message: string,
  ) {
    super(message);
  }
}
