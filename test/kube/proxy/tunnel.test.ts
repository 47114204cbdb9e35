import { createServer as createHttp, type Server as HttpServer } from "node:http";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect as openCluster } from "../../../src/kube/http-cluster";

const open: (Server | HttpServer)[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of open.splice(0)) server.close();
});

async function listening(server: Server | HttpServer): Promise<number> {
  open.push(server);
  server.on("connection", (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that says its version, as an API server does. */
const apiServer = () => listening(createHttp((_, response) => response.end('{"gitVersion":"v1"}')));

/** A proxy for CONNECT that notes what is asked, and answers with that status. */
function httpProxy(asked: unknown[], status = "200 OK"): Promise<number> {
  const server = createHttp();
  server.on("connect", ({ url = "", headers }, socket: Socket) => {
    asked.push([url, headers["proxy-authorization"]]);
    const port = Number(url.split(":")[1]);
    const target = connect(port, "127.0.0.1", () => {
      socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
      if (!status.startsWith("200")) socket.end();
      target.pipe(socket).pipe(target);
    });
    sockets.push(target);
  });
  return listening(server);
}

/** A proxy that speaks SOCKS5, byte by byte as it comes. */
function socksProxy(asked: unknown[], refusal = 0): Promise<number> {
  return listening(
    createServer((socket) => {
      const answers = [
        (bytes: Buffer) => socket.write(Buffer.from([5, bytes[2] ?? 255])),
        (bytes: Buffer) => {
          asked.push(bytes.subarray(5, -2).toString());
          const port = bytes.readUInt16BE(bytes.length - 2);
          const target = connect(port, "127.0.0.1", () => {
            socket.write(Buffer.from([5, refusal, 0, 3, 1, 120, 0, 0]));
            target.pipe(socket).pipe(target);
          });
          sockets.push(target);
        },
      ];
      const next = (bytes: Buffer) => {
        const answer = answers.shift();
        if (answer === undefined) return;
        if (answers.length === 0) socket.off("data", next);
        answer(bytes);
      };
      socket.on("data", next);
    }),
  );
}

async function versionBy(proxy: string | undefined, server: string): Promise<unknown> {
  const cluster = openCluster({ server, proxy });
  try {
    return await cluster.raw("GET", "/version");
  } finally {
    cluster.close();
  }
}

test("calls go through an HTTP proxy, with the name and password of its address", async () => {
  const [asked, port] = [[] as unknown[], await apiServer()];
  const proxy = `http://ann:p%40ss@127.0.0.1:${String(await httpProxy(asked))}`;
  expect(await versionBy(proxy, `http://api.internal:${String(port)}`)).toEqual({ gitVersion: "v1" });
  expect(asked).toEqual([[`api.internal:${String(port)}`, `Basic ${Buffer.from("ann:p@ss").toString("base64")}`]]);
});

test("calls go through a SOCKS5 proxy, which looks up the name", async () => {
  const [asked, port] = [[] as unknown[], await apiServer()];
  const proxy = `socks5://127.0.0.1:${String(await socksProxy(asked))}`;
  expect(await versionBy(proxy, `http://api.internal:${String(port)}`)).toEqual({ gitVersion: "v1" });
  expect(asked).toEqual(["api.internal"]);
});

test("calls go through the proxy of the environment where the connection names none", async () => {
  const [asked, port] = [[] as unknown[], String(await apiServer())];
  const there = process.env.HTTP_PROXY;
  process.env.HTTP_PROXY = `http://127.0.0.1:${String(await httpProxy(asked))}`;
  try {
    expect(await versionBy(undefined, `http://api.internal:${port}`)).toEqual({ gitVersion: "v1" });
    expect(await versionBy(undefined, `http://127.0.0.1:${port}`)).toEqual({ gitVersion: "v1" });
  } finally {
    if (there === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = there;
  }
  expect(asked).toEqual([[`api.internal:${port}`, undefined]]);
});

test("a refusal names the proxy, and not its password", async () => {
  const port = await apiServer();
  const server = `http://127.0.0.1:${String(port)}`;
  const http = String(await httpProxy([], "407 Proxy Authentication Required"));
  await expect(versionBy(`http://ann:secret@127.0.0.1:${http}`, server)).rejects.toThrow(
    `the proxy http://127.0.0.1:${http}: it answered 407 Proxy Authentication Required to CONNECT`,
  );
  const socks = String(await socksProxy([], 2));
  await expect(versionBy(`socks5://127.0.0.1:${socks}`, server)).rejects.toThrow(
    `the proxy socks5://127.0.0.1:${socks}: the proxy refuses the connection: not allowed by its rules`,
  );
  await expect(versionBy("http://127.0.0.1:9", server)).rejects.toThrow(
    "the proxy http://127.0.0.1:9: connection refused",
  );
});

test("a server that is no proxy is told of", async () => {
  const port = String(await apiServer());
  await expect(versionBy(`http://127.0.0.1:${port}`, "http://api:80")).rejects.toThrow(
    /^GET http:\/\/api\/version: the proxy/,
  );
});
