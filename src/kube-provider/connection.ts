import { delimiter } from "node:path";
import { isSameServer, type Connection } from "../kube/connection";
import { ConnectionError } from "../kube/connection-error";
import { execCredentials } from "../kube/exec-plugin";
import { inClusterConnection } from "../kube/in-cluster";
import { expandHome, loadConnection } from "../kube/kubeconfig";
import type { Value, ValueRecord } from "../plugin";
import { ONLY_SERVER } from "../support/cluster-environment";
import { blockOf, listOf, textMapOf, textOf, textsOf } from "./values";

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variable of each argument, as the real provider reads them. */
export const VARIABLES = {
  host: "KUBE_HOST",
  username: "KUBE_USER",
  password: "KUBE_PASSWORD",
  insecure: "KUBE_INSECURE",
  tls_server_name: "KUBE_TLS_SERVER_NAME",
  client_certificate: "KUBE_CLIENT_CERT_DATA",
  client_key: "KUBE_CLIENT_KEY_DATA",
  cluster_ca_certificate: "KUBE_CLUSTER_CA_CERT_DATA",
  config_path: "KUBE_CONFIG_PATH",
  config_context: "KUBE_CTX",
  config_context_auth_info: "KUBE_CTX_AUTH_INFO",
  config_context_cluster: "KUBE_CTX_CLUSTER",
  token: "KUBE_TOKEN",
  proxy_url: "KUBE_PROXY_URL",
} as const;

/** An argument that a variable can stand for. */
export type Argument = keyof typeof VARIABLES;

/** The text of an argument: from the configuration, else from the environment, else "". */
export function argument(name: Argument, config: ValueRecord, environment: Environment): string {
  const given = config[name];
  if (given === true || given === false) return String(given);
  return textOf(given) || (environment[VARIABLES[name]] ?? "");
}

/** Kubeconfig files in their order of precedence; none where none is named. */
export function configPaths(config: ValueRecord, environment: Environment): string[] {
  const single = argument("config_path", config, environment);
  const several = textsOf(config.config_paths);
  const paths = single !== "" ? [single] : several.length > 0 ? several : variablePaths(environment);
  return paths.map(expandHome);
}

function variablePaths({ KUBE_CONFIG_PATHS: paths = "" }: Environment): string[] {
  return paths.split(delimiter).filter((path) => path !== "");
}

/** Who asks for a connection. */
export interface Caller {
  /** Whether somebody can answer credential plugins at the standard input of this process. @default false */
  readonly hasTerminal?: boolean;
  /**
   * Whether a certificate of the kubeconfig is sent beside credentials that are given, as the real provider for Kubernetes does: the
   * API server then looks at the certificate alone, and what is done is done as somebody else than is given. @default false
   */
  readonly sendsBoth?: boolean;
}

/**
 * How to reach the cluster that a provider block names; arguments win over the kubeconfig.
 * `undefined` where neither the block nor the environment names one.
 *
 * @throws Error where a file or an entry of the kubeconfig is missing
 */
export function connectionOf(
  config: ValueRecord,
  environment: Environment,
  { hasTerminal = false, sendsBoth = false }: Caller = {},
): Connection | undefined {
  const text = (name: Argument): string | undefined => argument(name, config, environment) || undefined;
  const path = configPaths(config, environment);
  const file: Partial<Connection> =
    path.length === 0
      ? podConnection(config, environment)
      : loadConnection({
          ...{ path, hasTerminal },
          context: text("config_context"),
          user: text("config_context_auth_info"),
          cluster: text("config_context_cluster"),
        });
  const insecure = text("insecure") === undefined ? file.insecure : isTrue(text("insecure") ?? "");
  const host = text("host");
  const server = host === undefined ? file.server : serverUrl(host, { ...file, insecure, ...pems(text) });
  if (server === undefined) return undefined;
  const others = { tlsServerName: text("tls_server_name"), proxy: text("proxy_url") };
  const who = said(identity(text, config.exec, hasTerminal));
  const isSomebodyElse = !sendsBoth && Object.keys(who).length > 0;
  const known = isSomebodyElse ? { ...file, ...NOBODY } : file;
  const connection: Connection = { ...known, server, insecure, ...said(pems(text)), ...who, ...said(others) };
  assertAllowed(server, environment);
  return connection.insecure === true ? { ...connection, ca: undefined } : connection;
}

/** Without the credentials of a kubeconfig. */
const NOBODY = {
  ...{ clientCertificate: undefined, clientKey: undefined },
  ...{ token: undefined, plugin: undefined, basic: undefined },
} as const;

function said<T extends object>(all: T): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** @throws ConnectionError where the environment allows another server alone */
function assertAllowed(server: string, { [ONLY_SERVER]: only = "" }: Environment): void {
  if (only === "" || isSameServer(server, only)) return;
  throw new ConnectionError(
    `it names the cluster ${server}, and only the sandbox at ${only} may be reached here; leave host, config_path and ` +
      "config_context out of the provider block, or set them by a variable",
  );
}

type Text = (name: Argument) => string | undefined;

function pems(text: Text): Partial<Connection> {
  return {
    ca: text("cluster_ca_certificate"),
    clientCertificate: text("client_certificate"),
    clientKey: text("client_key"),
  };
}

/** As the real provider, which asks kubectl's own library: without anything that names a cluster, the one that it runs in. */
function podConnection(config: ValueRecord, environment: Environment): Partial<Connection> {
  const names = ["host", "config_context", "config_context_cluster", "config_context_auth_info"] as const;
  if (names.some((name) => argument(name, config, environment) !== "")) return {};
  return inClusterConnection(environment) ?? {};
}

function identity(text: Text, exec: Value | undefined, hasTerminal: boolean): Partial<Connection> {
  const [username, password, token] = [text("username"), text("password"), text("token")];
  const hasPlugin = listOf(exec).length > 0;
  return {
    token,
    plugin: hasPlugin && token === undefined ? execCredentials({ ...pluginOf(blockOf(exec)), hasTerminal }) : undefined,
    basic: username === undefined ? undefined : { username, password: password ?? "" },
  };
}

function pluginOf(exec: ValueRecord): Parameters<typeof execCredentials>[0] {
  const env = Object.entries(textMapOf(exec.env)).map(([name, value]) => ({ name, value }));
  return { apiVersion: textOf(exec.api_version), command: textOf(exec.command), args: textsOf(exec.args), env };
}

/** A bare host gets the scheme that its credentials ask for. */
export function serverUrl(host: string, { ca, clientCertificate, insecure }: Partial<Connection>): string {
  if (/^https?:\/\//.test(host)) return host;
  const secure = (ca !== undefined || clientCertificate !== undefined) && insecure !== true;
  return `${secure ? "https" : "http"}://${host}`;
}

function isTrue(text: string): boolean {
  return ["1", "t", "true"].includes(text.toLowerCase());
}
