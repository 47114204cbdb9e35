/** Errors of these kinds come from the code itself, unless what follows says otherwise. */
const PROGRAMMING_ERRORS: readonly unknown[] = [
  "TypeError",
  "ReferenceError",
  "SyntaxError",
  "RangeError",
  "EvalError",
  "AssertionError",
  "ProcessExitError",
];

interface Named {
  readonly name?: unknown;
  readonly message: string;
  readonly cause?: unknown;
  readonly code?: unknown;
}

/** Whether an error is a fault of the provider's code, and not of a server, a network or what the user wrote. */
export function isProgrammingError(error: Named): boolean {
  return PROGRAMMING_ERRORS.includes(error.name) && !isOfOutside(error);
}

/** What Node throws as a `TypeError` or a `SyntaxError` though no code is wrong. */
function isOfOutside({ name, message, cause, code }: Named): boolean {
  if (name === "SyntaxError") return isJsonFault(message);
  if (name !== "TypeError") return false;
  if (message === "fetch failed" || message === "terminated") return true;
  return code === "ERR_INVALID_URL" || codeOf(cause) === "ERR_INVALID_URL" || isHeaderFault(message);
}

/** The message has the whole value, most often a token. */
export function isHeaderFault(message: string): boolean {
  return /invalid header value/i.test(message);
}

/** `JSON.parse`, and `json()` of a response. */
function isJsonFault(message: string): boolean {
  return /\bJSON\b/.test(message);
}

const ADDRESS = "Check the address in the provider's configuration";

/** What to look at, by the code that Node, OpenSSL or `fetch` gives. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: `Nobody listens there. ${ADDRESS}, and that the server runs.`,
  ENOTFOUND: `The name of the host is not known. ${ADDRESS}, and the name resolution of this machine.`,
  EAI_AGAIN: "The name of the host could not be resolved just now. Check the name resolution of this machine.",
  ECONNRESET: "The server, or something in between, ended the connection. What was asked for may have been done.",
  UND_ERR_SOCKET: "The server, or something in between, ended the connection. What was asked for may have been done.",
  ETIMEDOUT: `No answer came in time. ${ADDRESS}, and the network in between.`,
  UND_ERR_CONNECT_TIMEOUT: `No answer came in time. ${ADDRESS}, and the network in between.`,
  UND_ERR_HEADERS_TIMEOUT: "The server took too long to answer. What was asked for may have been done.",
  UND_ERR_BODY_TIMEOUT: "The server took too long to answer. What was asked for may have been done.",
  EHOSTUNREACH: `There is no way to this host. ${ADDRESS}, and the network in between.`,
  ENETUNREACH: `There is no way to this network. ${ADDRESS}, and the network in between.`,
  EPROTO: `The server does not speak TLS there. ${ADDRESS}: http or https, and the port.`,
  ERR_SSL_WRONG_VERSION_NUMBER: `The server does not speak TLS there. ${ADDRESS}: http or https, and the port.`,
  ERR_INVALID_URL: ADDRESS + ": it is no URL.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "The server's certificate is signed by itself. Name its authority in NODE_EXTRA_CA_CERTS.",
  SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate is of an unknown authority. Name it in NODE_EXTRA_CA_CERTS.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The server's certificate is of an unknown authority. Name it in NODE_EXTRA_CA_CERTS.",
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: `The server's certificate is for another name. ${ADDRESS}.`,
};

/** What the user may do about a fault from outside; `undefined` where its own text is all there is. */
export function hintFor(error: unknown): string | undefined {
  const code = codeOf(error);
  if (typeof code === "string" && Object.hasOwn(HINTS, code)) return HINTS[code];
  const { name, message } = error as Partial<Named>; // of anything that was thrown
  if (name === "TimeoutError") return "No answer came in the time that the provider allows.";
  if (name === "SyntaxError" && isJsonFault(message ?? "")) {
    return `A server or something in between answered with something else than JSON, such as an error page. ${ADDRESS}.`;
  }
  return undefined;
}

/** The code of an error or of what caused it; causes may go in a circle. */
function codeOf(error: unknown, depth = 0): unknown {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined;
  if ("code" in error) return error.code;
  return "cause" in error ? codeOf(error.cause, depth + 1) : undefined;
}

const MAX_DEPTH = 8;
