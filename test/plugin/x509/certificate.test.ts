import { execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { createServerCertificate } from "../../../src/plugin/handshake/mutual-tls";
import { createCertificate, type CertificateRequest, type KeyPair } from "../../../src/plugin/x509/certificate";

const authority = createCertificate({ commonName: "an authority", isAuthority: true });
const server = createCertificate(
  { commonName: "server", usages: ["server"], hosts: ["127.0.0.1", "localhost"] },
  authority,
);
const client = createCertificate({ commonName: "eve", organisations: ["a", "b:ç"], usages: ["client"] }, authority);

const parsed = (pair: KeyPair): X509Certificate => new X509Certificate(pair.certificate);

describe("the server's certificate of a provider", () => {
  const pair = createServerCertificate();

  it("is its own authority, for localhost, as client and as server", () => {
    const subject = { subject: "CN=localhost", issuer: "CN=localhost", subjectAltName: "DNS:localhost" };
    expect(parsed(pair)).toMatchObject({ ...subject, ca: true });
    expect(parsed(pair).keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(parsed(pair).verify(parsed(pair).publicKey)).toBe(true);
    expect(parsed(pair).checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  });

  it("is another one each time, and always well-formed", () => {
    const serials = Array.from({ length: 50 }, () => parsed(createServerCertificate()).serialNumber);
    expect(new Set(serials).size).toBe(50);
  });
});

describe("a certificate", () => {
  it("is valid now, also where clocks differ by hours", () => {
    expect(new Date(parsed(server).validFrom).getTime()).toBeLessThan(Date.now() - 20 * 3_600_000);
    expect(new Date(parsed(server).validTo).getTime()).toBeGreaterThan(Date.now() + 300 * 24 * 3_600_000);
  });

  it("of an authority names it, is signed by it and belongs to its own key", () => {
    expect(parsed(client).subject.split("\n")).toEqual(["O=a", "O=b:ç", "CN=eve"]);
    expect(parsed(client).issuer).toBe("CN=an authority");
    expect(parsed(client).checkIssued(parsed(authority))).toBe(true);
    expect(parsed(client).verify(parsed(authority).publicKey)).toBe(true);
    expect(parsed(client).verify(parsed(server).publicKey)).toBe(false);
    expect(parsed(client).checkPrivateKey(createPrivateKey(client.key))).toBe(true);
    expect(parsed(client).ca).toBe(false);
  });

  it("takes a name longer than a byte can count", () => {
    const organisations = Array.from({ length: 40 }, (_, index) => `group-${index}`);
    const long = createCertificate({ commonName: "x".repeat(300), organisations, usages: ["client"] }, authority);
    expect(parsed(long).subject.split("\n")).toHaveLength(41);
    const below = createCertificate({ commonName: "y" }, long);
    expect(parsed(below).checkIssued(parsed(long))).toBe(false); // not an authority
    expect(parsed(below).issuer).toBe(parsed(long).subject);
  });
});

describe("TLS between two of them", () => {
  const REFUSED = /refused|alert|ECONNRESET|EPIPE/;

  const handshake = async (pair: KeyPair, host: string, shown: KeyPair): Promise<string> => {
    const options = { cert: pair.certificate, key: pair.key, ca: authority.certificate };
    const listener = createServer({ ...options, requestCert: true, rejectUnauthorized: true }, (socket) => {
      socket.end(socket.getPeerX509Certificate()?.subject ?? "");
    });
    listener.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const { port } = listener.address() as AddressInfo;
    try {
      return await new Promise<string>((resolve, reject) => {
        const trust = { ca: authority.certificate, cert: shown.certificate, key: shown.key };
        const socket = connect({ port, host, ...trust });
        let answer = "";
        socket.on("data", (part: Buffer) => (answer += part.toString()));
        socket.on("error", reject).on("end", () => {
          // In TLS 1.3 a client learns only after the handshake that it was refused.
          if (answer === "") reject(new Error("refused"));
          else resolve(answer);
        });
      });
    } finally {
      listener.close();
    }
  };

  it.each(["127.0.0.1", "localhost"])("verifies both sides, reached as %s", async (host) => {
    expect(await handshake(server, host, client)).toContain("CN=eve");
  });

  it.each<[string, KeyPair, KeyPair, RegExp]>([
    ["a server of another name", named({ hosts: ["example.org"], usages: ["server"] }), client, /altnames/],
    ["a client's certificate on a server", client, client, /purpose|altnames/],
    ["a server's certificate from a client", server, server, REFUSED],
    ["a client that nobody signed", server, createCertificate({ commonName: "eve", usages: ["client"] }), REFUSED],
  ])("refuses %s", async (_, pair, shown, message) => {
    await expect(handshake(pair, "127.0.0.1", shown)).rejects.toThrow(message);
  });

  function named(request: Omit<CertificateRequest, "commonName">): KeyPair {
    return createCertificate({ commonName: "x", ...request }, authority);
  }
});

const openssl = ((): boolean => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

// In CI a program that is missing is a failure.
(openssl || process.env.CI === "true" ? describe : describe.skip)("openssl", () => {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, pair: KeyPair): string => {
    const path = join(folder, name);
    writeFileSync(path, pair.certificate);
    return path;
  };
  const run = (...args: string[]): string => execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" });

  it("verifies the chain strictly, for each purpose", () => {
    const trust = ["-x509_strict", "-CAfile", file("ca.pem", authority)];
    expect(run("verify", ...trust, "-purpose", "sslserver", file("server.pem", server))).toContain("OK");
    expect(run("verify", ...trust, "-purpose", "sslclient", file("client.pem", client))).toContain("OK");
    expect(() => run("verify", ...trust, "-purpose", "sslclient", file("server.pem", server))).toThrow();
  });

  it("reads every extension", () => {
    const text = run("x509", "-noout", "-text", "-in", file("server.pem", server));
    expect(text).toContain("DNS:localhost");
    expect(text).toContain("IP Address:127.0.0.1");
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    const of = run("x509", "-noout", "-text", "-in", file("ca.pem", authority));
    expect(of).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  });
});
