import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { isPublicKey, publicKeyPem } from "../../../src/model/kubernetes/public-key";

const ofNode = (key: KeyObject) => key.export({ type: "spki", format: "pem" });
const asJwk = (key: KeyObject) => key.export({ format: "jwk" }) as Record<string, string>;

test.each([2048, 3072, 4096])("an RSA key of %i bits is written as others write it", (modulusLength) => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength });
  expect(publicKeyPem(asJwk(publicKey))).toBe(ofNode(publicKey));
});

test.each(["P-256", "P-384", "P-521"])("so is a key on the curve %s", (namedCurve) => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve });
  const pem = publicKeyPem({ ...asJwk(publicKey), kid: "one", use: "sig" });
  expect(pem).toBe(ofNode(publicKey));
  expect(createPublicKey(pem).asymmetricKeyType).toBe("ec");
});

const EC = asJwk(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);

test.each([
  ["no kind", {}],
  ["a kind without a public half", { kty: "oct", k: "AAAA" }],
  ["a kind that Kubernetes does not sign with", { kty: "OKP", crv: "Ed25519", x: "AAAA" }],
  ["an unknown curve", { ...EC, crv: "secp256k1" }],
  ["a coordinate that is too short", { ...EC, x: "AAAA" }],
  ["text that is not base64url", { kty: "RSA", n: "a+b=", e: "AQAB" }],
  ["text that is cut short", { kty: "RSA", n: "AAAAA", e: "AQAB" }],
  ["no exponent", { kty: "RSA", n: "AAAA" }],
] as const)("a key of %s is none", (_case, jwk) => {
  expect(isPublicKey(jwk)).toBe(false);
  expect(() => publicKeyPem(jwk)).toThrow("not a public key of a supported kind");
});
