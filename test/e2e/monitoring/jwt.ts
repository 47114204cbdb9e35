import { createHmac, generateKeyPairSync, sign } from "node:crypto";

const encode = (value: object | string) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Seconds since 1970, some time from now. */
export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** An issuer of tokens, such as a cluster elsewhere or an identity provider. */
export class TokenIssuer {
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  constructor(readonly issuer: string) {}

  get jwk(): Readonly<Record<string, string>> {
    return this.#keys.publicKey.export({ format: "jwk" }) as Record<string, string>;
  }

  get pem(): string {
    return this.#keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  }

  /** A token with these claims; one that lives for ten minutes, unless they say otherwise. */
  token(claims: object, header: object = {}): string {
    const body = { iss: this.issuer, exp: inSeconds(600), ...claims };
    const text = `${encode({ alg: "RS256", typ: "JWT", ...header })}.${encode(body)}`;
    return `${text}.${sign("sha256", Buffer.from(text), this.#keys.privateKey).toString("base64url")}`;
  }

  /** The same claims, signed by nobody. */
  unsigned(claims: object): string {
    return `${encode({ alg: "none", typ: "JWT" })}.${encode({ iss: this.issuer, exp: inSeconds(600), ...claims })}.`;
  }

  /** The same claims, with the public key taken for a shared secret. */
  confused(claims: object): string {
    const body = { iss: this.issuer, exp: inSeconds(600), ...claims };
    const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(body)}`;
    return `${text}.${createHmac("sha256", this.pem).update(text).digest("base64url")}`;
  }
}

/** A token whose claims were changed, and whose signature was not. */
export function tampered(token: string, change: object): string {
  const [header = "", body = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
  return [header, encode({ ...claims, ...change }), signature].join(".");
}
