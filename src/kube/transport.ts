import { setMaxListeners } from "node:events";
import { Agent, request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { createSecureContext, type ConnectionOptions, type SecureContext } from "node:tls";
import { request as httpRequest, type Agent as HttpAgent, type IncomingMessage } from "node:http";
import { ConnectionError } from "./connection-error";
import type { Connection, Credential } from "./connection";
import { impersonationHeaders } from "./impersonation";
import { messageOf } from "../support/errors";
import { KubeError, type StatusCause } from "./kube-error";
import { MOST_ANSWER_BYTES } from "./page-size";
import { proxyAgent } from "./proxy/agents";
import { environmentProxy } from "./proxy/environment";
import { Silence, SILENCE_MS } from "./silence";
import { readWarnings } from "./warnings";

/** One call to the API server. */
export interface Call {
  readonly method: string;
  /** Path with query, e.g. `/api/v1/namespaces?limit=500`. */
  readonly path: string;
  readonly body?: unknown;
  /** @default "application/json" */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Bytes that the answer may have; a larger one is not read to its end. @default MOST_ANSWER_BYTES */
  readonly maxBytes?: number;
  /** Ends it where nothing is heard. @default - it may be silent, as a stream of events */
  readonly silence?: Silence;
}

/** A decoded JSON answer. */
export interface Answer {
  /** `undefined` where it is empty. */
  readonly body: unknown;
  readonly bytes: number;
  /** What the server warned of. */
  readonly warnings: readonly string[];
}

/** Reason of the `KubeError` for an answer with more bytes than the call allows. */
export const TOO_LARGE = "TooLarge";

/** Connections that one API server keeps open for us; more calls wait for a free one. */
const MAX_SOCKETS = 32;

/** HTTP with kept connections to one API server, as one user. */
export class Transport {
  private readonly base: URL;

  constructor(
    private readonly connection: Connection,
    private readonly line: Line = openLine(connection),
    private readonly end?: AbortSignal,
    private readonly silenceMs = SILENCE_MS,
  ) {
    this.base = new URL(connection.server);
  }

  /** The same connections, for calls that end when a signal aborts. */
  until(signal: AbortSignal): Transport {
    // As many calls as go out at once listen to it.
    setMaxListeners(0, signal);
    return new Transport(this.connection, this.line, signal, this.silenceMs);
  }

  /** Connections of its own, for calls that end as these do. */
  anew(): Transport {
    return new Transport(this.connection, openLine(this.connection), this.end, this.silenceMs);
  }

  /** The decoded JSON answer. @throws KubeError when the server refuses, does not answer, or answers too much */
  async json(asked: Call): Promise<Answer> {
    const silence = new Silence(this.silenceMs);
    const call = { ...asked, silence };
    try {
      const response = await this.open(call);
      const bytes = await readBytes(response, call);
      const body = bytes.length === 0 ? undefined : parseAnswer(bytes.toString("utf8"), call);
      return { body, bytes: bytes.length, warnings: readWarnings(response.headersDistinct.warning) };
    } finally {
      silence.over();
    }
  }

  /** The answer as a stream, once its status says success. */
  async open(call: Call): Promise<IncomingMessage> {
    const response = await this.answered(call);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status <= 299) return response;
    const text = (await readBytes(response, call)).toString("utf8");
    throw refusal(status, text, { call, retryAfterMs: patienceOf(response.headers["retry-after"]) });
  }

  close(): void {
    this.line.agent.agent?.destroy();
  }

  /** Credentials that are refused are fetched anew, once: they may have been over, or withdrawn. */
  private async answered(call: Call): Promise<IncomingMessage> {
    const credential = await this.credential();
    const response = await this.send(call, credential);
    if (response.statusCode !== 401) return response;
    const another = await this.credential(credential);
    if (another.token === credential.token && another.clientCertificate === credential.clientCertificate)
      return response;
    response.resume();
    return this.send(call, another);
  }

  /** A token or password that is said outranks what a plugin would print: it is not asked. */
  private async credential(refused?: Credential): Promise<Credential> {
    const { token, basic, plugin } = this.connection;
    if (typeof token === "function") return { token: await token(refused?.token) };
    if (token !== undefined) return { token };
    return basic === undefined && plugin !== undefined ? plugin.get(refused) : {};
  }

  private async send(call: Call, credential: Credential): Promise<IncomingMessage> {
    // Bytes: Node would write the headers in the encoding of a text.
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers = { ...this.identity(credential), ...contentHeaders(call, body) };
    const agent = this.agentFor(credential);
    const path = this.base.pathname.replace(/\/$/, "") + call.path;
    const secure = this.base.protocol === "https:";
    return new Promise((resolve, reject) => {
      const options = {
        method: call.method,
        path,
        headers,
        signal: call.signal ?? this.end,
        agent,
        ...hostOf(this.base),
      };
      const request = secure ? httpsRequest(options) : httpRequest(options);
      request.once("socket", () => call.silence?.heard((cause) => request.destroy(cause)));
      request.once("response", (response) => {
        call.silence?.heard((cause) => response.destroy(cause));
        resolve(response);
      });
      request.once("error", (cause) => {
        reject(
          new KubeError(`${call.method} ${this.base.origin}${withoutQuery(path)}: ${messageOf(cause)}`, 0, "NoAnswer", {
            cause,
          }),
        );
      });
      request.end(body);
    });
  }

  /** A certificate of the kubeconfig outranks the plugin's. Calls on the way keep the agent that they began with. */
  private agentFor({ clientCertificate, clientKey }: Credential): SignedAgent["agent"] {
    if (this.connection.clientCertificate !== undefined || clientCertificate === this.line.agent.certificate) {
      return this.line.agent.agent;
    }
    this.line.agent = signedAgent({ ...this.connection, clientCertificate, clientKey });
    return this.line.agent.agent;
  }

  private identity({ token: bearer }: Credential): Record<string, string | string[]> {
    const { basic, impersonate } = this.connection;
    return {
      ...(basic === undefined ? {} : { Authorization: `Basic ${encodeBasic(basic)}` }),
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(impersonate === undefined ? {} : impersonationHeaders(impersonate)),
    };
  }
}

/** What all calls share: the agent of the moment. */
interface Line {
  agent: SignedAgent;
}

function openLine(connection: Connection): Line {
  assertSigned(connection);
  return { agent: signedAgent(connection) };
}

/** An agent and the certificate that its connections are signed with. */
interface SignedAgent {
  /** @default - Node's own, where nothing is encrypted */
  readonly agent: HttpAgent | undefined;
  readonly certificate: string | undefined;
}

function signedAgent(connection: Connection): SignedAgent {
  const { server, ca, clientCertificate: cert, clientKey: key, insecure, tlsServerName } = connection;
  const proxy = connection.proxy ?? environmentProxy(server, process.env);
  const secure = new URL(server).protocol === "https:";
  const rejectUnauthorized = insecure !== true;
  const options = {
    ...{ keepAlive: true, maxSockets: MAX_SOCKETS },
    ...(secure ? { ca, cert, key, rejectUnauthorized, servername: tlsServerName } : {}),
  };
  if (proxy !== undefined) return { agent: proxyAgent(new URL(proxy), secure, options), certificate: cert };
  return { agent: secure ? withOneContext(new Agent(options)) : undefined, certificate: cert };
}

/** What Node passes to an agent of a connection that it wants: the agent's own options and more. */
type Opens = (this: Agent, wanted: ConnectionOptions, opened: unknown) => Duplex;

/** An agent that reads authorities, certificate and key once: each connection would read them anew. */
function withOneContext(agent: Agent): Agent {
  let secureContext: SecureContext | undefined;
  const { createConnection } = agent as unknown as { readonly createConnection: Opens };
  return Object.assign(agent, {
    createConnection(wanted: ConnectionOptions, opened: unknown) {
      secureContext ??= createSecureContext(wanted);
      return createConnection.call(agent, { ...wanted, secureContext }, opened);
    },
  });
}

/** @throws Error for half a pair: Node would call without a certificate, and so as nobody */
function assertSigned({ clientCertificate, clientKey }: Connection): void {
  const [certificate, key] = [clientCertificate ?? "", clientKey ?? ""];
  if ((certificate === "") === (key === "")) return;
  const missing = key === "" ? "a client certificate, but no key for it" : "a client key, but no certificate for it";
  throw new ConnectionError(`the connection has ${missing}; pass both or neither`);
}

/** Names the field manager of every write that gives none; without it the API server calls that one "unknown". */
const USER_AGENT = "hikube-cli";

/** The length is given because Node frames no body of a DELETE by itself. */
function contentHeaders(call: Call, body: Buffer | undefined): Record<string, string | number> {
  // The key set of the ServiceAccount issuer comes as a type of its own.
  const always = { Accept: "application/json, */*", "User-Agent": USER_AGENT };
  if (body === undefined) return always;
  return {
    ...always,
    "Content-Type": call.contentType ?? "application/json",
    "Content-Length": body.length,
  };
}

function hostOf(base: URL): { hostname: string; port: string } {
  return { hostname: base.hostname.replace(/^\[|\]$/g, ""), port: base.port };
}

function encodeBasic(basic: { readonly username: string; readonly password: string }): string {
  return Buffer.from(`${basic.username}:${basic.password}`).toString("base64");
}

/** Leaving the loop ends the connection. */
async function readBytes(response: IncomingMessage, call: Call): Promise<Buffer> {
  const { maxBytes = MOST_ANSWER_BYTES } = call;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      call.silence?.heard();
      length += (chunk as Buffer).length;
      if (length > maxBytes) throw tooLarge(call, maxBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof KubeError) throw cause;
    const told = `${call.method} ${withoutQuery(call.path)}: the answer broke off: ${messageOf(cause)}`;
    throw new KubeError(told, 0, "NoAnswer", { cause });
  }
  return Buffer.concat(chunks);
}

/** Readers of a message know nothing of field managers and selectors. */
function withoutQuery(path: string): string {
  return path.split("?", 1).join("");
}

function tooLarge({ method, path }: Call, maxBytes: number): KubeError {
  return new KubeError(`${method} ${path}: the answer has more than ${String(maxBytes)} bytes`, 200, TOO_LARGE);
}

function parseAnswer(text: string, call: Call): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KubeError(`${call.method} ${call.path}: the answer is not JSON`, 200, "BadAnswer", { cause });
  }
}

/** What is told of a 401; the server only says "Unauthorized". */
export const REJECTED =
  "Unauthorized: the API server does not accept these credentials; they may have expired, or be of another cluster";

interface Refused {
  readonly call: Call;
  readonly retryAfterMs: number | undefined;
}

/** Kubernetes gives seconds. @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/ */
function patienceOf(header: string | undefined): number | undefined {
  const seconds = Number(header ?? "");
  return seconds > 0 ? seconds * 1_000 : undefined;
}

/** The server's message if it sent a Status object, else the HTTP status. */
function refusal(code: number, text: string, { call, retryAfterMs }: Refused): KubeError {
  try {
    const status = JSON.parse(text) as {
      message?: string;
      reason?: string;
      details?: { causes?: readonly StatusCause[] };
    };
    if (code === 401) return new KubeError(REJECTED, code, "Unauthorized");
    const causes = status.details?.causes;
    return new KubeError(status.message ?? text, code, status.reason ?? "Unknown", { causes, retryAfterMs });
  } catch {
    const told = `${call.method} ${call.path}: HTTP ${code} ${text.trim()}`.trim();
    return new KubeError(told, code, "Unknown", { retryAfterMs });
  }
}
