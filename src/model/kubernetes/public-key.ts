import type { StringMap } from "./kube-object";

// A public key as PEM: the one form that vmauth reads. https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7

/** Curves with their identifiers and the bytes of a coordinate. https://www.rfc-editor.org/rfc/rfc5480#section-2.1.1.1 */
const CURVES: Readonly<Record<string, { readonly oid: readonly number[]; readonly size: number }>> = {
  "P-256": { oid: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], size: 32 },
  "P-384": { oid: [0x2b, 0x81, 0x04, 0x00, 0x22], size: 48 },
  "P-521": { oid: [0x2b, 0x81, 0x04, 0x00, 0x23], size: 66 },
};
const RSA_ENCRYPTION = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_PUBLIC_KEY = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const NULL = [0x05, 0x00];

/** Whether a JSON Web Key is of a kind that ServiceAccount tokens are signed with: RSA, or a curve of NIST. */
export function isPublicKey(jwk: StringMap): boolean {
  return keyInfo(jwk) !== undefined;
}

/**
 * A JSON Web Key as PEM.
 * @throws Error where `isPublicKey` says no
 */
export function publicKeyPem(jwk: StringMap): string {
  const info = keyInfo(jwk);
  if (info === undefined) throw new Error(`not a public key of a supported kind: ${jwk.kty ?? "no kty"}`);
  const lines = toBase64(info).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----", ""].join("\n");
}

function keyInfo({ kty, n, e, crv, x, y }: StringMap): readonly number[] | undefined {
  if (kty === "RSA") return rsaKey(fromBase64Url(n), fromBase64Url(e));
  if (kty === "EC") return curveKey(CURVES[crv ?? ""], fromBase64Url(x), fromBase64Url(y));
  return undefined;
}

function rsaKey(modulus: Bytes, exponent: Bytes): Bytes {
  if (modulus === undefined || exponent === undefined) return undefined;
  const key = der(0x30, positive(modulus), positive(exponent));
  return der(0x30, der(0x30, der(0x06, RSA_ENCRYPTION), NULL), bits(key));
}

function curveKey(curve: (typeof CURVES)[string] | undefined, x: Bytes, y: Bytes): Bytes {
  if (curve === undefined || x?.length !== curve.size || y?.length !== curve.size) return undefined;
  return der(0x30, der(0x30, der(0x06, EC_PUBLIC_KEY), der(0x06, curve.oid)), bits([0x04, ...x, ...y]));
}

type Bytes = readonly number[] | undefined;

/** One value of ASN.1: its tag, its length, its content. */
function der(tag: number, ...content: readonly (readonly number[])[]): readonly number[] {
  const body = content.flat();
  return [tag, ...lengthOf(body.length), ...body];
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** An integer whose first bit is set would be a negative one. */
function positive(bytes: readonly number[]): readonly number[] {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = first < 0 ? [0] : bytes.slice(first);
  return der(0x02, (shortest[0] ?? 0) >= 0x80 ? [0, ...shortest] : shortest);
}

function bits(content: readonly number[]): readonly number[] {
  return der(0x03, [0], content);
}

/** @returns nothing where the text is none, or not base64url */
function fromBase64Url(text = ""): Bytes {
  // Three bytes are four characters; one that stands alone is no byte.
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes));
}
