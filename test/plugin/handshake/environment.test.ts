import { readEnvironment } from "../../../src/plugin/handshake/environment";

const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

describe("the environment of a launch", () => {
  it("is told from a start by hand", () => {
    expect(() => readEnvironment({})).toThrow("is a provider for Terraform and OpenTofu");
    expect(() => readEnvironment({ TF_PLUGIN_MAGIC_COOKIE: "other" })).toThrow("run terraform or tofu");
  });

  it.each(["6", "5,6", "6,5"])("may ask for the protocol versions %s", (versions) => {
    expect(() => readEnvironment({ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: versions })).not.toThrow();
  });

  it("is refused where it asks for other versions only", () => {
    expect(() => readEnvironment({ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: "4,5" })).toThrow("asked for 4, 5");
  });

  it("says whether to use TLS, and where to listen", () => {
    expect(readEnvironment(COOKIE)).toEqual({
      clientCertificate: undefined,
      multiplexing: false,
      socketFolder: undefined,
      ports: [10_000, 25_000],
    });
    const full = {
      PLUGIN_CLIENT_CERT: "pem",
      PLUGIN_MULTIPLEX_GRPC: "true",
      PLUGIN_UNIX_SOCKET_DIR: "/d",
      PLUGIN_MIN_PORT: "7",
      PLUGIN_MAX_PORT: "x",
    };
    expect(readEnvironment({ ...COOKIE, ...full })).toEqual({
      clientCertificate: "pem",
      multiplexing: true,
      socketFolder: "/d",
      ports: [7, 25_000],
    });
  });
});
