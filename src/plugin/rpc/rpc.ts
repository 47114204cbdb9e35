import { Collector } from "../lifecycle/collector";
import type { Call, Session } from "../lifecycle/session";
import type { Schema } from "../schema";
import { toDiagnosticMessage } from "../wire/convert";
import type { Message } from "../wire/message-type";
import { maskOf } from "./mask";
import { fieldsOf, traceServed } from "./trace";
import { decodeMessage, encodeMessage } from "../wire/protobuf";
import { METHODS, type MethodName, type RequestOf, type ResponseOf } from "../wire/tfplugin6";

/** One remote procedure: bytes in, bytes out. */
export interface Rpc {
  readonly name: MethodName;
  handle(session: Session, request: Uint8Array): Promise<Uint8Array>;
}

/** The bytes of a request are not the message that the procedure takes. */
export class BadRequestError extends Error {
  override readonly name = "BadRequestError";
}

/** What a procedure answers beside its diagnostics; what is left out is not sent. */
export type Answer<M extends MethodName> = Partial<Omit<ResponseOf<M>, "diagnostics">>;

/** How a procedure is carried out: decode, meaning, encode. */
interface Definition<M extends MethodName> {
  /** What the paths of diagnostics lead through. Must not fail. */
  readonly schema?: (session: Session, request: RequestOf<M>) => Schema | undefined;
  readonly call: (call: Call, request: RequestOf<M>) => Answer<M> | Promise<Answer<M>>;
  /** Carried out even where the provider's code failed before: it ends something. @default false */
  readonly always?: boolean;
  /** What is answered beside the diagnostics where `call` failed. @default - nothing */
  readonly failed?: (request: RequestOf<M>) => Answer<M>;
}

/** Procedures that answer with diagnostics. */
type Diagnosing = {
  readonly [M in MethodName]: "diagnostics" extends keyof ResponseOf<M> ? M : never;
}[MethodName];

/**
 * Makes a procedure whose failures are diagnostics: here stands the catch of the bridge. Only a
 * request that cannot be read at all is an error of the call itself.
 */
export function rpc<M extends Diagnosing>(name: M, definition: Definition<M>): Rpc {
  const { request: requestType, response: responseType } = typesOf(name);
  return {
    name,
    async handle(session, bytes) {
      const since = performance.now();
      const request = decodeRequest(requestType, bytes);
      const schema = definition.schema?.(session, request);
      const fields = fieldsOf(name, request);
      const hide = (texts: readonly string[]): void => {
        session.hide(texts);
      };
      const { ownWords: own, printed } = session;
      const diagnostics = new Collector(maskOf(session, schema, request), { fields, hide, own, printed });
      const answer = await run(definition, { session, diagnostics }, request);
      const messages = diagnostics.list.map((diagnostic) => toDiagnosticMessage(schema, diagnostic));
      const response = encodeMessage<object>(responseType, { ...answer, diagnostics: messages });
      traceServed(fields, { since, diagnostics: diagnostics.list });
      return response;
    },
  };
}

/** Makes a procedure whose answer has no room for diagnostics. */
export function plainRpc<M extends Exclude<MethodName, Diagnosing>>(
  name: M,
  call: (session: Session, request: RequestOf<M>) => Partial<ResponseOf<M>> | Promise<Partial<ResponseOf<M>>>,
): Rpc {
  const { request, response } = typesOf(name);
  return {
    name,
    async handle(session, bytes) {
      const since = performance.now();
      const message = decodeRequest(request, bytes);
      const answer = encodeMessage<object>(response, await call(session, message));
      traceServed(fieldsOf(name, message), { since });
      return answer;
    },
  };
}

async function run<M extends MethodName>(
  { call, failed, always = false }: Definition<M>,
  context: Call,
  request: RequestOf<M>,
): Promise<Answer<M>> {
  try {
    if (!always) context.session.begin(context);
    return await call(context, request);
  } catch (error) {
    context.diagnostics.thrown(error);
    return failed?.(request) ?? {};
  } finally {
    context.session.ended(context);
  }
}

/** The types of one row of the table; the compiler does not follow that they belong to it. */
function typesOf<M extends MethodName>(
  name: M,
): { readonly request: Message<RequestOf<M> & object>; readonly response: Message<ResponseOf<M> & object> } {
  return METHODS[name] as never;
}

function decodeRequest<Req extends object>(type: Message<Req>, bytes: Uint8Array): Req {
  try {
    return decodeMessage(type, bytes);
  } catch (error) {
    throw new BadRequestError(`The request cannot be read: ${String(error)}`, { cause: error });
  }
}
