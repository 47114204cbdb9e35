/**
 * The secret that is none: by it a plugin knows that Terraform started it, and not a person.
 *
 * @see https://github.com/hashicorp/terraform-plugin-go/blob/main/tfprotov6/tf6server/server.go
 */
const COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE";
const COOKIE_VALUE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The one major version of the plugin protocol that is spoken here. */
export const PROTOCOL_VERSION = 6;

/** What whoever launches a provider sets in its environment. */
export function launchEnvironment(clientCertificate: string): NodeJS.ProcessEnv {
  return {
    [COOKIE_NAME]: COOKIE_VALUE,
    PLUGIN_PROTOCOL_VERSIONS: String(PROTOCOL_VERSION),
    PLUGIN_CLIENT_CERT: clientCertificate,
  };
}

/** What the launching process says in environment variables. */
export interface LaunchEnvironment {
  /** PEM of the only client to accept. `undefined`: no TLS, as with `TF_DISABLE_PLUGIN_TLS`. */
  readonly clientCertificate: string | undefined;
  /** Whether the client knows a seventh field in the handshake line. */
  readonly multiplexing: boolean;
  readonly socketFolder: string | undefined;
  /** Where a TCP port must be used: the first and the last to try. */
  readonly ports: readonly [number, number];
}

/**
 * Reads what Terraform passes to a provider that it launches.
 *
 * @throws Error with a text for whoever started the program by hand or with an old Terraform
 */
export function readEnvironment(env: NodeJS.ProcessEnv): LaunchEnvironment {
  if (env[COOKIE_NAME] !== COOKIE_VALUE) {
    throw new Error(
      "This program is a provider for Terraform and OpenTofu, which start it themselves.\n" +
        "It does nothing when started by hand: name it in a configuration and run terraform or tofu there.\n" +
        "With --debug it waits for them to attach to it, with --check it checks its schemas.",
    );
  }
  const versions = (env.PLUGIN_PROTOCOL_VERSIONS ?? String(PROTOCOL_VERSION)).split(",").map(Number);
  if (!versions.includes(PROTOCOL_VERSION)) {
    throw new Error(
      `This provider speaks version ${PROTOCOL_VERSION} of the plugin protocol, but was asked for ` +
        `${versions.join(", ")}. Use Terraform 1.0 or later, or OpenTofu.`,
    );
  }
  return {
    clientCertificate: nonEmpty(env.PLUGIN_CLIENT_CERT),
    multiplexing: nonEmpty(env.PLUGIN_MULTIPLEX_GRPC) !== undefined,
    socketFolder: nonEmpty(env.PLUGIN_UNIX_SOCKET_DIR),
    ports: [portOf(env.PLUGIN_MIN_PORT, 10_000), portOf(env.PLUGIN_MAX_PORT, 25_000)],
  };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function portOf(text: string | undefined, otherwise: number): number {
  const port = Number(nonEmpty(text) ?? otherwise);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
}
