import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { bits, der, integer, octets, oid, sequence, set, TRUE, utcTime, utf8 } from "./der";

/** A certificate for one run of a provider, with its key. */
export interface ServerCertificate {
  readonly der: Buffer;
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const CRITICAL = true;

/**
 * Makes the self-signed certificate that Terraform is told in the handshake and accepts alone. It
 * verifies the name `localhost` against it and takes it as its own authority. Written by hand in DER:
 * the libraries that do it cost more start-up time than all the rest of the bridge.
 *
 * @see ../../../docs/decisions/0001-grpc-on-http2.md
 */
export function createServerCertificate(now = new Date()): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid("2.5.4.3"), utf8("localhost"))));
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    name,
    // A day back, for clocks that differ.
    sequence(utcTime(new Date(now.getTime() - DAY_MS)), utcTime(new Date(now.getTime() + 365 * DAY_MS))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions()),
  );
  const certificate = sequence(body, ECDSA_WITH_SHA256, bits(sign("sha256", body, privateKey)));
  return {
    der: certificate,
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** Sixteen random bytes, positive and without a leading zero. */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function extensions(): Buffer {
  const serverAuth = oid("1.3.6.1.5.5.7.3.1");
  const clientAuth = oid("1.3.6.1.5.5.7.3.2");
  return sequence(
    extension("2.5.29.19", sequence(TRUE), CRITICAL), // a certificate authority: its own
    extension("2.5.29.15", bits(Buffer.of(0b1000_0100), 2), CRITICAL), // digitalSignature, keyCertSign
    extension("2.5.29.37", sequence(serverAuth, clientAuth)),
    extension("2.5.29.17", sequence(der(0x82, Buffer.from("localhost")))), // subjectAltName
  );
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));
}
