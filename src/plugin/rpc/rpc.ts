import { Collector } from "../lifecycle/collector";
import type { Call, Session } from "../lifecycle/session";
import type { Schema } from "../schema";
import { toDiagnosticMessage } from "../wire/convert";
import type { DiagnosticMessage } from "../wire/messages";
import { decodeMessage, encodeMessage, type Message } from "../wire/protobuf";

/** One remote procedure: bytes in, bytes out. */
export interface Rpc {
  handle(session: Session, request: Uint8Array): Promise<Uint8Array>;
}

/** The bytes of a request are not the message that the procedure takes. */
export class BadRequestError extends Error {
  override readonly name = "BadRequestError";
}

interface WithDiagnostics {
  readonly diagnostics: readonly DiagnosticMessage[];
}

type Result<Res extends WithDiagnostics> = Omit<Res, "diagnostics">;

/** How a procedure is carried out: decode, meaning, encode. */
interface Definition<Req extends object, Res extends WithDiagnostics> {
  readonly request: Message<Req>;
  readonly response: Message<Res>;
  /** What the paths of diagnostics lead through. Must not fail. */
  readonly schema?: (session: Session, request: NoInfer<Req>) => Schema | undefined;
  readonly call: (call: Call, request: Req) => Result<Res> | Promise<Result<Res>>;
  /** What is answered beside the diagnostics where `call` failed or collected errors. */
  readonly failed: (request: Req) => Result<Res>;
}

/**
 * Makes a procedure whose failures are diagnostics: here stands the catch of the bridge. Only a
 * request that cannot be read at all is an error of the call itself.
 */
export function rpc<Req extends object, Res extends WithDiagnostics>(definition: Definition<Req, Res>): Rpc {
  return {
    async handle(session, bytes) {
      const request = decodeRequest(definition.request, bytes);
      const diagnostics = new Collector();
      const result = await run(definition, { session, diagnostics }, request);
      const schema = definition.schema?.(session, request);
      const messages = diagnostics.list.map((diagnostic) => toDiagnosticMessage(schema, diagnostic));
      // The result has every field of the answer but this one.
      return encodeMessage(definition.response, { ...result, diagnostics: messages } as unknown as Res);
    },
  };
}

/** Makes one part of an answer; where that fails, the answer has another in its place, and a diagnostic. */
export function attempt<T>({ diagnostics }: Call, otherwise: T, make: () => T): T {
  try {
    return make();
  } catch (error) {
    diagnostics.thrown(error);
    return otherwise;
  }
}

/** Makes a procedure whose answer has no room for diagnostics. */
export function plainRpc<Req extends object, Res extends object>(
  request: Message<Req>,
  response: Message<Res>,
  call: (session: Session, request: Req) => Res,
): Rpc {
  return {
    handle: (session, bytes) => Promise.resolve(encodeMessage(response, call(session, decodeRequest(request, bytes)))),
  };
}

async function run<Req extends object, Res extends WithDiagnostics>(
  { call, failed }: Definition<Req, Res>,
  context: Call,
  request: Req,
): Promise<Result<Res>> {
  try {
    return await call(context, request);
  } catch (error) {
    context.diagnostics.thrown(error);
    return failed(request);
  }
}

function decodeRequest<Req extends object>(type: Message<Req>, bytes: Uint8Array): Req {
  try {
    return decodeMessage(type, bytes);
  } catch (error) {
    throw new BadRequestError(`The request cannot be read: ${String(error)}`, { cause: error });
  }
}
