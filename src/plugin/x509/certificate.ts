import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { bits, childrenOf, der, integer, octets, oid, sequence, set, TRUE, utcTime, utf8 } from "./der";

/** A certificate and its private key, both PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface CertificateRequest {
  readonly commonName: string;
  /** @default - none */
  readonly organisations?: readonly string[];
  /** What it may be shown for, if at all. @default - nothing */
  readonly usages?: readonly Usage[];
  /** DNS names and IPv4 addresses that a server is reached by. @default - none */
  readonly hosts?: readonly string[];
  /** Whether it may sign others. @default false */
  readonly isAuthority?: boolean;
}

export type Usage = "client" | "server";

const DAY_MS = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12 */
const USAGES = { server: oid("1.3.6.1.5.5.7.3.1"), client: oid("1.3.6.1.5.5.7.3.2") };
const CRITICAL = true;

/**
 * Makes a certificate for a fresh P-256 key: valid for a year, signed by `issuer` or by itself. Written by hand in
 * DER: the libraries that do it cost more start-up time than all the rest of the bridge.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 * @see ../../../docs/decisions/0004-own-certificates.md
 */
export function createCertificate(request: CertificateRequest, issuer?: KeyPair, now = new Date()): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [subject, spki] = [nameOf(request), spkiOf(publicKey)];
  const signer = issuer === undefined ? { name: subject, privateKey, spki } : signerOf(issuer);
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    signer.name,
    // A day back, for clocks that differ.
    sequence(utcTime(new Date(now.getTime() - DAY_MS)), utcTime(new Date(now.getTime() + 365 * DAY_MS))),
    subject,
    spki,
    der(0xa3, sequence(...extensionsOf(request, spki, signer.spki))),
  );
  const certificate = sequence(body, ECDSA_WITH_SHA256, bits(sign("sha256", body, signer.privateKey)));
  return { certificate: pemOf(certificate), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

interface Signer {
  /** As it stands in the issuer's certificate: verifiers compare the bytes. */
  readonly name: Buffer;
  readonly privateKey: KeyObject;
  /** What describes its public key, in DER. */
  readonly spki: Buffer;
}

function signerOf({ certificate, key }: KeyPair): Signer {
  const [body] = childrenOf(Buffer.from(base64Of(certificate), "base64"));
  // Version, serial number, algorithm, issuer, validity, subject.
  const name = childrenOf(body ?? Buffer.alloc(0))[5];
  if (name === undefined) throw new Error("the issuer's certificate is none");
  return { name, privateKey: createPrivateKey(key), spki: spkiOf(createPublicKey(certificate)) };
}

function nameOf({ commonName, organisations = [] }: CertificateRequest): Buffer {
  const part = (id: string, text: string): Buffer => set(sequence(oid(id), utf8(text)));
  return sequence(...organisations.map((name) => part("2.5.4.10", name)), part("2.5.4.3", commonName));
}

/** Sixteen random bytes, positive and without a leading zero. */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function extensionsOf(request: CertificateRequest, own: Buffer, signer: Buffer): Buffer[] {
  const { isAuthority = false, usages = [], hosts = [] } = request;
  const [asAuthority, asEnd] = [isAuthority ? 0b0000_0110 : 0, usages.length > 0 ? 0b1000_0000 : 0];
  return [
    extension("2.5.29.19", sequence(...(isAuthority ? [TRUE] : [])), CRITICAL),
    // keyCertSign and cRLSign; digitalSignature
    extension("2.5.29.15", bits(Buffer.of(asAuthority | asEnd), isAuthority ? 1 : 7), CRITICAL),
    extension("2.5.29.14", octets(keyIdOf(own))),
    extension("2.5.29.35", sequence(der(0x80, keyIdOf(signer)))),
    ...(usages.length === 0 ? [] : [extension("2.5.29.37", sequence(...usages.map((usage) => USAGES[usage])))]),
    ...(hosts.length === 0 ? [] : [extension("2.5.29.17", sequence(...hosts.map(hostOf)))]),
  ];
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));
}

function hostOf(host: string): Buffer {
  const isAddress = /^\d+(\.\d+){3}$/.test(host);
  return isAddress ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
}

/**
 * The first 20 bytes of a P-256 key's point: as unique as a hash of the key, and without the half millisecond of the first hash.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2
 */
function keyIdOf(spki: Buffer): Buffer {
  return spki.subarray(-64, -44);
}

function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: "spki", format: "der" });
}

/** What stands between the lines that begin and end a PEM text. */
export function base64Of(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}

/** Lines of at most 64 characters, as RFC 7468 asks for. */
function pemOf(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
