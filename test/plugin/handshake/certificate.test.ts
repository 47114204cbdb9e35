import { X509Certificate, createPrivateKey } from "node:crypto";
import { createServerCertificate } from "../../../src/plugin/handshake/certificate";

describe("the server's certificate", () => {
  const { certificate, key, der } = createServerCertificate();
  const parsed = new X509Certificate(certificate);

  it("is its own authority, for localhost, as client and as server", () => {
    expect(parsed).toMatchObject({
      ca: true,
      subject: "CN=localhost",
      issuer: "CN=localhost",
      subjectAltName: "DNS:localhost",
    });
    expect(parsed.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(parsed.raw.equals(der)).toBe(true);
  });

  it("is valid now, also where clocks differ by hours", () => {
    expect(new Date(parsed.validFrom).getTime()).toBeLessThan(Date.now() - 20 * 3_600_000);
    expect(new Date(parsed.validTo).getTime()).toBeGreaterThan(Date.now() + 300 * 24 * 3_600_000);
  });

  it("is another one each time, and always well-formed", () => {
    const serials = Array.from(
      { length: 50 },
      () => new X509Certificate(createServerCertificate().certificate).serialNumber,
    );
    expect(new Set(serials).size).toBe(50);
  });
});
