import type { Http2Server, Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type { Duplex } from "node:stream";
import { frame, MessageReader } from "./framing";
import { Calls } from "./calls";
import { Status, StatusError, type StatusCode } from "./status";

/** A unary procedure on one connection. */
export type Unary<Connection> = (connection: Connection, request: Buffer) => Promise<Uint8Array>;

export interface GrpcOptions<Connection> {
  /** By full name: `/tfplugin6.Provider/GetProviderSchema`. */
  readonly unary: ReadonlyMap<string, Unary<Connection>>;
  /** Server streams that stay open and silent until the connection ends. */
  readonly silentStreams: ReadonlySet<string>;
  opened(): Connection;
  closed(connection: Connection): void;
}

/** Receive windows that let a large state pass without a round trip for every 64 KiB. */
const WINDOW_BYTES = 8 * 1024 * 1024;
/** Node closes streams that hold more than 10 MB by default; a request may be larger. */
const SESSION_MEMORY_MB = 1024;

export interface GrpcServer {
  /** Serves a connection that was made elsewhere, on a plain socket or behind TLS. */
  readonly accept: (socket: Duplex) => void;
  /** Ends all connections. */
  readonly close: () => void;
  /** How many calls are under way, and how many have ended: an answer on its way is under way. */
  readonly calls: { readonly underWay: number; readonly ended: number };
  /** Resolves once no call is under way and every answer was sent. */
  idle(): Promise<void>;
  /** Ends all connections once what was answered is sent. */
  finish(): Promise<void>;
}

/** A gRPC server on Node's own HTTP/2: unary calls, state for each connection, its end as an event. */
export function createGrpcServer<Connection>(options: GrpcOptions<Connection>): GrpcServer {
  const sessions = new Set<Http2Session>();
  const calls = new Calls();
  let server: Http2Server | undefined;
  return {
    accept(socket) {
      server ??= createHttp2Server((session) => {
        sessions.add(session);
        session.on("close", () => sessions.delete(session));
        serveConnection(session, options, calls);
      });
      server.emit("connection", socket);
    },
    close() {
      for (const session of sessions) session.destroy();
    },
    calls,
    idle: () => calls.idle(),
    async finish() {
      await calls.idle();
      await Promise.all([...sessions].map(closed));
    },
  };
}

/** Ends a connection that has no call any more, when all that was written to it is sent. */
function closed(session: Http2Session): Promise<void> {
  return new Promise((resolve) => {
    session.once("close", resolve);
    session.emit(LEAVING);
    session.close();
  });
}

/** What a session tells its silent streams, which would keep it open for ever. */
const LEAVING = Symbol("leaving");

function createHttp2Server(serve: (session: Http2Session) => void): Http2Server {
  // Loaded with the first connection: until then it would only delay the handshake.
  const { createServer } = process.getBuiltinModule("node:http2");
  const server = createServer({
    maxSessionMemory: SESSION_MEMORY_MB,
    settings: { initialWindowSize: WINDOW_BYTES },
  });
  server.on("session", serve);
  // A peer that breaks the protocol ends its own connection and nothing else.
  server.on("sessionError", () => undefined);
  return server;
}

function serveConnection<Connection>(session: Http2Session, options: GrpcOptions<Connection>, calls: Calls): void {
  const connection = options.opened();
  session.on("error", () => undefined);
  session.on("close", () => {
    options.closed(connection);
  });
  session.setLocalWindowSize(WINDOW_BYTES);
  session.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", () => undefined);
    serveStream(stream, headers, { connection, options, calls });
  });
}

interface Serving<Connection> {
  readonly connection: Connection;
  readonly options: GrpcOptions<Connection>;
  readonly calls: Calls;
}

function serveStream<Connection>(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { connection, options, calls }: Serving<Connection>,
): void {
  // A stream is announced a moment after it opened; the peer may have reset it by then.
  if (isOver(stream)) return;
  if (headers[":method"] !== "POST" || headers["content-type"]?.startsWith("application/grpc") !== true) {
    stream.respond({ ":status": 415 }, { endStream: true });
    return;
  }
  const path = headers[":path"] ?? "";
  if (options.silentStreams.has(path)) {
    stayOpen(stream);
    return;
  }
  const unary = options.unary.get(path);
  if (unary === undefined) refuse(stream, new StatusError(Status.UNIMPLEMENTED, `unknown method ${path}`));
  else receive(stream, (request) => calls.track(stream, unary(connection, request)));
}

function stayOpen(stream: ServerHttp2Stream): void {
  stream.resume();
  stream.respond(RESPONSE_HEADERS);
  const leave = (): unknown => stream.end();
  stream.session?.once(LEAVING, leave);
  stream.once("close", () => stream.session?.off(LEAVING, leave));
}

function receive(stream: ServerHttp2Stream, call: (request: Buffer) => Promise<Uint8Array>): void {
  const reader = new MessageReader();
  let refused = false;
  const guarded = (action: () => void): void => {
    if (refused) return;
    try {
      action();
    } catch (error) {
      refused = true;
      refuse(stream, error);
    }
  };
  stream.on("data", (chunk: Buffer) => {
    guarded(() => {
      reader.push(chunk);
    });
  });
  stream.on("end", () => {
    guarded(() => {
      call(reader.end()).then(
        (response) => {
          answer(stream, response);
        },
        (error: unknown) => {
          refuse(stream, error);
        },
      );
    });
  });
}

const RESPONSE_HEADERS = { ":status": 200, "content-type": "application/grpc+proto" } as const;

/** Whether nobody waits for an answer any more. To send one would end the process. */
function isOver(stream: ServerHttp2Stream): boolean {
  return stream.closed || stream.destroyed;
}

function answer(stream: ServerHttp2Stream, response: Uint8Array): void {
  if (isOver(stream)) return;
  stream.respond(RESPONSE_HEADERS, { waitForTrailers: true });
  stream.on("wantTrailers", () => {
    stream.sendTrailers({ "grpc-status": String(Status.OK) });
  });
  stream.end(frame(response));
}

function refuse(stream: ServerHttp2Stream, error: unknown): void {
  if (isOver(stream) || stream.headersSent) return;
  const code: StatusCode = error instanceof StatusError ? error.code : Status.INTERNAL;
  const message = error instanceof Error ? error.message : String(error);
  stream.resume();
  stream.respond(
    { ...RESPONSE_HEADERS, "grpc-status": String(code), "grpc-message": percentEncode(message) },
    { endStream: true },
  );
}

/** Header values are ASCII. What is no Unicode text becomes the replacement character on the way. */
function percentEncode(message: string): string {
  return encodeURIComponent(Buffer.from(message).toString());
}
