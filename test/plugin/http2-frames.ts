import { once } from "node:events";
import { connect } from "node:net";

// HTTP/2 by hand, for what no client library would send.
// https://www.rfc-editor.org/rfc/rfc9113#name-frame-definitions

const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const END_HEADERS = 4;
const PREFACE = Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(SETTINGS, 0, 0)]);

/** Opens a call on a connection of its own and resets it in the same packet; waits until the server has seen it. */
export async function openAndReset(socketPath: string, path: string, options: ResetOptions): Promise<void> {
  const socket = connect(socketPath);
  await once(socket, "connect");
  const place = { ":scheme": "http", ":authority": "localhost", ":path": path };
  const headers = { ":method": "POST", ...place, "content-type": options.contentType };
  const block = Buffer.concat(Object.entries(headers).map(([name, value]) => literal(name, value)));
  socket.write(Buffer.concat([PREFACE, frame(HEADERS, END_HEADERS, 1, block), reset(1, options.code)]));
  await once(socket, "data");
  socket.end();
  await once(socket.resume(), "close");
}

export interface ResetOptions {
  readonly contentType: string;
  readonly code: number;
}

function reset(stream: number, code: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(code);
  return frame(RST_STREAM, 0, stream, payload);
}

function frame(type: number, flags: number, stream: number, payload = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header that is neither compressed nor remembered; both parts are shorter than 127 bytes. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]);
}
