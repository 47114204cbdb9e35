import { isRecord, listIn, objectIn } from "../model/json";
import type { Connection } from "./connection";
import type { ExecPlugin } from "./exec-plugin";
import { flagField, refused, textField, textsField, type Entry } from "./kubeconfig-fields";

/** A cluster as a credential plugin is told of it. */
export interface ClusterInfo {
  readonly connection: Connection;
  /** Settings of the plugin that stand with the cluster. @default - none */
  readonly config?: unknown;
}

/** Name of the cluster's extension that holds settings of plugins. */
const CONFIG_EXTENSION = "client.authentication.k8s.io/exec";

/** What a cluster entry has to say to plugins. */
export function clusterInfo({ fields }: Entry, connection: Connection): ClusterInfo {
  const extensions = listIn(fields.extensions).map(objectIn);
  return { connection, config: extensions.find(({ name }) => name === CONFIG_EXTENSION)?.extension };
}

/**
 * The credential plugin of a user entry.
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig
 */
export function execPluginOf(user: Entry, cluster: ClusterInfo): ExecPlugin | undefined {
  const exec = user.fields.exec ?? undefined;
  if (exec === undefined) return undefined;
  if (!isRecord(exec)) throw refused(user, "exec", "it is not a map");
  const entry: Entry = { title: `${user.title}'s exec`, fields: { ...exec } };
  const [command, apiVersion] = [textField(entry, "command"), textField(entry, "apiVersion")];
  if (command === undefined || apiVersion === undefined) throw refused(user, "exec", "no command or no apiVersion");
  if (textField(entry, "interactiveMode") === "Always") {
    throw refused(user, "exec", "its interactiveMode is Always: plugins have no terminal here; sign in beforehand");
  }
  const installHint = textField(entry, "installHint");
  return {
    ...{ apiVersion, command, args: textsField(entry, "args"), env: environmentOf(entry) },
    ...(installHint === undefined ? {} : { installHint }),
    ...(flagField(entry, "provideClusterInfo") ? { cluster: infoFor(cluster) } : {}),
  };
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
  const { server, tlsServerName, insecure, ca } = connection;
  return {
    server,
    "tls-server-name": tlsServerName,
    "insecure-skip-tls-verify": insecure,
    "certificate-authority-data": ca === undefined ? undefined : Buffer.from(ca).toString("base64"),
    config,
  };
}
