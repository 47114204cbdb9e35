import { LinesError } from "../support/errors";

/** Codes of the errors on the way to a cluster, with cause and cure; `docs/errors.md` is generated from it. */
export const CLUSTER_ERROR_CODES = {
  "cluster-error": {
    cause: "The API server refused what the command asked for, or something else answered in its place.",
    cure: "Follow the message, which quotes the server. After 401 or 403, use an account that may do this.",
  },
  "cluster-unreachable": {
    cause: "No API server answered at the address of the kubeconfig.",
    cure: "Check the address, the network and the certificates that the message names; pass another --context if it is the wrong cluster.",
  },
  "credential-plugin": {
    cause: "The credential plugin (`exec`) of the kubeconfig failed, or printed no credential.",
    cure: "Run the plugin by hand; sign in first if it has to ask.",
  },
  "invalid-kubeconfig": {
    cause: "A kubeconfig does not exist, cannot be read, or has an entry that cannot be followed.",
    cure: "Correct what the message names, or pass another file by --kubeconfig and another entry by --context.",
  },
} as const;

export type ClusterErrorCode = keyof typeof CLUSTER_ERROR_CODES;

interface ConnectionErrorOptions extends ErrorOptions {
  /** Lines of a credential plugin. @default - none */
  readonly said?: readonly string[];
}

/** It is not known how to reach the cluster: nothing was sent to it. */
export class ConnectionError extends LinesError {
  override readonly name = "ConnectionError";

  /** What the credential plugin printed for its user, at its end: whoever cannot see the standard error of this process reads it here. */
  readonly said: readonly string[];

  constructor(
    message: string | readonly string[],
    readonly code: Extract<ClusterErrorCode, "credential-plugin" | "invalid-kubeconfig"> = "invalid-kubeconfig",
    { said = [], ...options }: ConnectionErrorOptions = {},
  ) {
    super(message, options);
    this.said = said;
  }
}
