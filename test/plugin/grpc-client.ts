import { once } from "node:events";
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import { connect as connectNet } from "node:net";
import { frame } from "../../src/plugin/transport/framing";
import { decodeMessage, encodeMessage } from "../../src/plugin/wire/protobuf";
import { METHODS, type MethodName, type RequestOf, type ResponseOf } from "../../src/plugin/wire/tfplugin6";

/** What came back from a call: status 0 with a message, or another one with its text. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly body: Buffer;
}

/** A gRPC client as small as a test needs, able to send what no library would. */
export class GrpcClient {
  constructor(readonly session: ClientHttp2Session) {
    session.on("error", () => undefined);
  }

  static onSocket(path: string): GrpcClient {
    return new GrpcClient(connect("http://localhost", { createConnection: () => connectNet(path) }));
  }

  /** Sends the bytes as they are, framing included, and waits for the end of the answer. */
  async raw(path: string, bytes: Uint8Array, headers: IncomingHttpHeaders = {}): Promise<Answer & { http: number }> {
    const stream = this.session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    const received: IncomingHttpHeaders[] = [];
    const chunks: Buffer[] = [];
    stream.on("response", (head) => received.push(head));
    stream.on("trailers", (trailers: IncomingHttpHeaders) => received.push(trailers));
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", () => undefined);
    stream.end(bytes);
    await once(stream, "close");
    const all = received.reduce<IncomingHttpHeaders>((before, head) => ({ ...before, ...head }), {});
    return {
      http: Number(all[":status"]),
      status: Number(all["grpc-status"]),
      message: decodeURIComponent(String(all["grpc-message"] ?? "")),
      body: Buffer.concat(chunks).subarray(5),
    };
  }

  async bytes(method: string, message: Uint8Array): Promise<Answer> {
    return this.raw(`/tfplugin6.Provider/${method}`, frame(message));
  }

  async call<M extends MethodName>(method: M, message: Partial<RequestOf<M>>): Promise<ResponseOf<M>> {
    const { request, response } = METHODS[method];
    const { status, message: text, body } = await this.bytes(method, encodeMessage<object>(request, message));
    if (status !== 0) throw new Error(`${method} ended with status ${status}: ${text}`);
    return decodeMessage<object>(response, body) as ResponseOf<M>;
  }

  close(): void {
    this.session.destroy();
  }
}
