import { connect, isIP, type Socket } from "node:net";
import { proxyUser } from "./proxy-url";

/** Where a tunnel leads. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const PASSWORD = 2;

/** The words of the codes that a proxy refuses with. @see https://www.rfc-editor.org/rfc/rfc1928#section-6 */
const REFUSALS: Readonly<Record<number, string>> = {
  1: "general failure",
  2: "not allowed by its rules",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "time to live expired",
  7: "command not supported",
  8: "address type not supported",
};

/**
 * Opens a connection through a SOCKS5 proxy, which resolves the name of the host.
 * @see https://www.rfc-editor.org/rfc/rfc1928
 */
export async function socksTunnel(proxy: URL, target: Target): Promise<Socket> {
  const socket = connect({ host: bareHost(proxy.hostname), port: Number(proxy.port || 1080) });
  const read = reader(socket);
  try {
    await authenticate(socket, read, proxy);
    socket.write(requestFor(target));
    const [, code = 1, , type = 1] = await read(4);
    if (code !== 0) throw new Error(`the proxy refuses the connection: ${REFUSALS[code] ?? `code ${String(code)}`}`);
    // The address that it is bound to, and the port.
    const length = type === 3 ? ((await read(1))[0] ?? 0) : type === 4 ? 16 : 4;
    await read(length + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

type Read = (length: number) => Promise<Buffer>;

/** @see https://www.rfc-editor.org/rfc/rfc1929 */
async function authenticate(socket: Socket, read: Read, proxy: URL): Promise<void> {
  const user = proxyUser(proxy);
  const method = user === undefined ? NO_AUTHENTICATION : PASSWORD;
  socket.write(Buffer.from([VERSION, 1, method]));
  const [, chosen] = await read(2);
  if (chosen !== method) throw new Error("the proxy asks for another kind of authentication");
  if (user === undefined) return;
  const [name, password] = [Buffer.from(user.name), Buffer.from(user.password)];
  socket.write(Buffer.from([1, name.length, ...name, password.length, ...password]));
  const [, status] = await read(2);
  if (status !== 0) throw new Error("the proxy does not accept the name and password of its address");
}

function requestFor({ host, port }: Target): Buffer {
  const connectCommand = [VERSION, 1, 0];
  const place =
    isIP(host) === 4 ? [1, ...host.split(".").map(Number)] : [3, Buffer.byteLength(host), ...Buffer.from(host)];
  return Buffer.from([...connectCommand, ...place, port >> 8, port & 0xff]);
}

/** Reads exactly as many bytes as are asked for; what follows stays in the socket. */
function reader(socket: Socket): Read {
  return (length) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        socket.off("readable", take).off("error", fail).off("end", close);
        settle();
      };
      const take = () => {
        const bytes = socket.read(length) as Buffer | null;
        if (bytes !== null)
          end(() => {
            resolve(bytes);
          });
      };
      const fail = (error: Error) => {
        end(() => {
          reject(error);
        });
      };
      const close = () => {
        end(() => {
          reject(new Error("the proxy closed the connection"));
        });
      };
      socket.on("readable", take).once("error", fail).once("end", close);
      take();
    });
}

/** A host as sockets take it. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
