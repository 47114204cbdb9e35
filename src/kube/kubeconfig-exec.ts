import { isRecord, listIn, objectIn } from "../model/json";
import type { Connection } from "./connection";
import { EXEC_VERSIONS, type ExecPlugin, type InteractiveMode } from "./exec-plugin";
import { flagField, refused, textField, textsField, together, type Entry } from "./kubeconfig-fields";

/** A cluster as a credential plugin is told of it. */
export interface ClusterInfo {
  /** @default - it cannot be followed, which is told elsewhere */
  readonly connection?: Connection;
  /** Settings of the plugin that stand with the cluster. @default - none */
  readonly config?: unknown;
}

/** What surrounds a credential plugin. */
export interface PluginSurroundings extends ClusterInfo {
  /** Whether somebody can answer it. */
  readonly hasTerminal: boolean;
}

const MODES: readonly InteractiveMode[] = ["Never", "IfAvailable", "Always"];

/** Name of the cluster's extension that holds settings of plugins. */
const CONFIG_EXTENSION = "client.authentication.k8s.io/exec";

/** What a cluster entry has to say to plugins. */
export function clusterInfo({ fields }: Entry, connection: Connection | undefined): ClusterInfo {
  const extensions = listIn(fields.extensions).map(objectIn);
  return { connection, config: extensions.find(({ name }) => name === CONFIG_EXTENSION)?.extension };
}

/**
 * The credential plugin of a user entry.
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig
 */
export function execPluginOf(user: Entry, { hasTerminal, ...cluster }: PluginSurroundings): ExecPlugin | undefined {
  const exec = user.fields.exec ?? undefined;
  if (exec === undefined) return undefined;
  if (!isRecord(exec)) throw refused(user, "exec", "it is not a map");
  const entry: Entry = { title: `${user.title}'s exec`, fields: { ...exec } };
  const [command, apiVersion, interactiveMode, args, env, installHint, isTold] = together(
    () => textField(entry, "command") ?? missing(user, "command"),
    () => versionOf(user, entry),
    () => interactiveModeOf(user, entry),
    () => textsField(entry, "args"),
    () => environmentOf(entry),
    () => textField(entry, "installHint"),
    () => flagField(entry, "provideClusterInfo"),
  );
  return {
    ...{ apiVersion, command, args, env, interactiveMode, hasTerminal },
    ...(installHint === undefined ? {} : { installHint }),
    ...(isTold ? { cluster: infoFor(cluster) } : {}),
  };
}

function missing(user: Entry, field: string): never {
  throw refused(user, "exec", `it has no ${field}`);
}

function versionOf(user: Entry, entry: Entry): string {
  const version = textField(entry, "apiVersion") ?? missing(user, "apiVersion");
  if (EXEC_VERSIONS.includes(version)) return version;
  throw refused(entry, "apiVersion", `${version} is not supported; expected ${EXEC_VERSIONS.join(" or ")}`);
}

/** The newer version wants it said. */
function interactiveModeOf(user: Entry, entry: Entry): InteractiveMode {
  const [mode, version] = [textField(entry, "interactiveMode"), textField(entry, "apiVersion")];
  if (mode === undefined && version !== EXEC_VERSIONS[0]) return "IfAvailable";
  const found = MODES.find((each) => each === (mode ?? missing(user, "interactiveMode")));
  if (found !== undefined) return found;
  throw refused(entry, "interactiveMode", `there is no such mode; expected ${MODES.join(", ")}`);
}

function environmentOf(entry: Entry): NonNullable<ExecPlugin["env"]> {
  const list: unknown = entry.fields.env ?? [];
  if (Array.isArray(list) && list.every(isVariable)) return list;
  throw refused(entry, "env", "it is not a list of names and values");
}

function isVariable(value: unknown): value is { readonly name: string; readonly value: string } {
  return isRecord(value) && typeof value.name === "string" && typeof value.value === "string";
}

/** @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster */
function infoFor({ connection, config }: ClusterInfo): object {
  const { server, tlsServerName, insecure, ca, proxy }: Partial<Connection> = connection ?? {};
  return {
    server,
    "tls-server-name": tlsServerName,
    "insecure-skip-tls-verify": insecure,
    "certificate-authority-data": ca === undefined ? undefined : Buffer.from(ca).toString("base64"),
    "proxy-url": proxy,
    config,
  };
}
