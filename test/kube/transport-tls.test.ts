import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import tls, { type TLSSocket } from "node:tls";
import { connect } from "../../src/kube/http-cluster";
import { createCertificate } from "../../src/plugin/x509/certificate";

const SERVER = createCertificate({
  commonName: "127.0.0.1",
  hosts: ["localhost"],
  usages: ["server"],
  isAuthority: true,
});
const CLIENT = createCertificate({ commonName: "ann", hosts: ["ann"], usages: ["client"], isAuthority: false });

let server: Server;
/** Who called, by the certificate, and from which port. */
let callers: { readonly name: string; readonly port: number | undefined }[];

beforeEach(async () => {
  callers = [];
  const options = { cert: SERVER.certificate, key: SERVER.key, requestCert: true, rejectUnauthorized: false };
  server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket;
    callers.push({ name: String(socket.getPeerCertificate().subject.CN), port: socket.remotePort });
    // All calls are under way before one is answered.
    setTimeout(() => response.end("{}"), 50);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

test("connections at the same time are signed and verified, and the certificates read once", async () => {
  const reading = jest.spyOn(tls, "createSecureContext");
  const cluster = clusterOf(SERVER.certificate);
  await Promise.all(["/a", "/b", "/c"].map((path) => cluster.raw("GET", path)));
  expect(callers.map(({ name }) => name)).toEqual(["ann", "ann", "ann"]);
  expect(new Set(callers.map(({ port }) => port)).size).toBe(3);
  expect(reading).toHaveBeenCalledTimes(1);
  cluster.close();
});

test("a cluster that is opened anew has connections of its own", async () => {
  const cluster = clusterOf(SERVER.certificate);
  await cluster.raw("GET", "/a");
  await cluster.raw("GET", "/a");
  const anew = cluster.anew();
  await anew.raw("GET", "/b");
  const [first, second, third] = callers.map(({ port }) => port);
  expect([second === first, third === first]).toEqual([true, false]);
  anew.close();
  await cluster.raw("GET", "/a");
  expect(callers.map(({ name }) => name)).toEqual(["ann", "ann", "ann", "ann"]);
  cluster.close();
});

test("a server of another authority is refused on each connection", async () => {
  const cluster = clusterOf(CLIENT.certificate);
  for (const path of ["/a", "/b"]) {
    await expect(cluster.raw("GET", path)).rejects.toThrow(/not signed by a CA/);
  }
  expect(callers).toEqual([]);
  cluster.close();
});

function clusterOf(ca: string) {
  const { port } = server.address() as AddressInfo;
  const connection = { server: `https://127.0.0.1:${port}`, ca, tlsServerName: "localhost" };
  return connect({ ...connection, clientCertificate: CLIENT.certificate, clientKey: CLIENT.key });
}
