import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import type { TlsOptions, TLSSocket } from "node:tls";
import { createCertificate, type KeyPair } from "../x509/certificate";

export interface MutualTls {
  readonly server: KeyPair;
  /** PEM of the one certificate that a client may have. */
  readonly clientCertificate: string;
}

/**
 * Makes the self-signed certificate that Terraform is told in the handshake and accepts alone. It verifies the name
 * `localhost` against it and takes it as its own authority.
 */
export function createServerCertificate(): KeyPair {
  const names = { commonName: "localhost", hosts: ["localhost"] };
  return createCertificate({ ...names, usages: ["server", "client"], isAuthority: true });
}

/**
 * Accepts connections of the one client that has the key of the expected certificate. TLS makes
 * every client prove that it has the key of the certificate it shows, and the certificate must be the
 * expected one byte by byte. That is stricter than a chain to it, and Node need not load its list of
 * public authorities, which it does as soon as an authority is named: a third of the start-up time.
 *
 * @throws Error where the expected certificate is none
 */
export function acceptTls(
  { server, clientCertificate }: MutualTls,
  accept: (socket: TLSSocket) => void,
): (socket: Socket) => void {
  // Loaded here, as Terraform waits for the handshake line and not for this.
  const { createServer } = process.getBuiltinModule("node:tls");
  const expected = new X509Certificate(clientCertificate).raw;
  const options: TlsOptions = {
    cert: server.certificate,
    key: server.key,
    ca: [],
    requestCert: true,
    // The comparison below takes the place of the chain, which cannot be built without an authority.
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
  };
  const listener = createServer(options, (socket) => {
    // A resumed session shows no certificate anew; Terraform's client never resumes one.
    const shown = socket.isSessionReused() ? undefined : socket.getPeerX509Certificate()?.raw;
    if (shown?.equals(expected) === true) accept(socket);
    else socket.destroy();
  });
  // Whoever fails in the TLS handshake is no client of ours.
  listener.on("tlsClientError", () => undefined);
  return (socket) => listener.emit("connection", socket);
}
