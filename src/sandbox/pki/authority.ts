import { createPrivateKey, webcrypto } from "node:crypto";
import type * as X509 from "@peculiar/x509";

/** A certificate and its private key, both PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface CertificateRequest {
  /** Common name: to Kubernetes the user's name. */
  readonly commonName: string;
  /** Organisations: to Kubernetes the user's groups. @default - none */
  readonly organisations?: readonly string[];
  readonly usages: readonly ("client" | "server")[];
  /** Names and addresses that a server is reached by. @default - none */
  readonly hosts?: readonly string[];
}

const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING_ALGORITHM = { ...KEY_ALGORITHM, hash: "SHA-256" };
const HOUR_MS = 60 * 60 * 1000;
/** A sandbox is left running for days, at the very most for months. */
const VALIDITY_MS = 365 * 24 * HOUR_MS;

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12 */
const USAGES = { client: "1.3.6.1.5.5.7.3.2", server: "1.3.6.1.5.5.7.3.1" };

/** Makes a certificate authority of its own, with a fresh key. */
export async function createAuthority(commonName: string): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    serialNumber: serialNumber(),
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

/**
 * Signs a certificate for a fresh key.
 *
 * @see https://kubernetes.io/docs/setup/best-practices/certificates/
 */
export async function issue(authority: KeyPair, request: CertificateRequest): Promise<KeyPair> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subjectOf(request),
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: SIGNING_ALGORITHM,
    serialNumber: serialNumber(),
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(request.usages.map((usage) => USAGES[usage])),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ...alternativeNames(x509, request.hosts ?? []),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

function subjectOf({ commonName, organisations = [] }: CertificateRequest): Record<string, string[]>[] {
  return [...organisations.map((organisation) => ({ O: [organisation] })), { CN: [commonName] }];
}

function alternativeNames(x509: typeof X509, hosts: readonly string[]): X509.Extension[] {
  if (hosts.length === 0) return [];
  const names = hosts.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? ("ip" as const) : ("dns" as const), value }));
  return [new x509.SubjectAlternativeNameExtension(names)];
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + VALIDITY_MS) };
}

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // A serial number is positive and does not begin with a zero byte.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString("hex");
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const pem = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ type: "pkcs8", format: "pem" });
  return pem.toString();
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, KEY_ALGORITHM, false, ["sign"]);
}

/** Loaded on demand: the library needs a global polyfill, which an import of ours must not bring about. */
async function loadX509(): Promise<typeof X509> {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}
