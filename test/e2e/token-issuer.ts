import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:https";
import { createServer as createHttpServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../../src/plugin/x509/certificate";

export type Claims = Readonly<Record<string, unknown>>;

/** Issuers of OIDC tokens on this machine, one for each name, with one key. */
export interface TokenIssuer {
  /** What the API server trusts them by: PEM. */
  readonly authority: string;
  url(name: string): string;
  /** A token of ten minutes for the audience `hikube`. */
  token(name: string, claims: Claims): string;
  close(): Promise<void>;
}

const KEY_ID = "one";

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const authority = createCertificate({ commonName: "issuer authority", isAuthority: true });
  const server = createCertificate({ commonName: "issuer", usages: ["server"], hosts: ["127.0.0.1"] }, authority);
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, use: "sig", alg: "RS256" }] };
  const listener = createServer({ cert: server.certificate, key: server.key }, ({ url = "" }, response) => {
    const [, name = "", rest] = /^\/([a-z]+)\/(.*)$/.exec(url) ?? [];
    const issuer = urlOf(name);
    const discovery = { issuer, jwks_uri: `${issuer}/keys`, id_token_signing_alg_values_supported: ["RS256"] };
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(rest === "keys" ? jwks : discovery));
  });
  await listening(listener);
  const urlOf = (name: string) => `https://127.0.0.1:${portOf(listener)}/${name}`;
  return {
    authority: authority.certificate,
    url: urlOf,
    token(name, claims) {
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: urlOf(name), aud: "hikube", iat: now, nbf: now - 5, exp: now + 600, ...claims };
      const signed = [{ alg: "RS256", kid: KEY_ID, typ: "JWT" }, payload].map(encoded).join(".");
      return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    },
    close: () => closed(listener),
  };
}

/** What GitHub gives a job: a place that hands out a token to who shows the job's own. */
export async function startTokenRequests(token: () => string) {
  const listener = createHttpServer(({ url = "", headers }, response) => {
    const isAsked = headers.authorization === "bearer job" && url.includes("&audience=hikube");
    response.statusCode = isAsked ? 200 : 401;
    response.end(JSON.stringify({ value: isAsked ? token() : "" }));
  });
  await listening(listener);
  return {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${portOf(listener)}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job",
    },
    close: () => closed(listener),
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

async function listening(server: Server | ReturnType<typeof createServer>): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: Server | ReturnType<typeof createServer>): number {
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server | ReturnType<typeof createServer>): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
