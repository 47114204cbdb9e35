import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Connection } from "./connection";
import { ConnectionError } from "./connection-error";
import { clusterInfo } from "./kubeconfig-exec";
import { flagField, pemField, refused, textField, type Entry } from "./kubeconfig-fields";
import { readKubeconfig, type Kubeconfig, type ListName } from "./kubeconfig-file";
import { userPart } from "./kubeconfig-user";

/** Which entries of a kubeconfig to use. */
export interface KubeconfigOptions {
  /** @default - the files of `KUBECONFIG`, else `~/.kube/config` */
  readonly path?: string | readonly string[];
  /** Where `KUBECONFIG` is looked up. @default - the environment of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default - the file's `current-context` */
  readonly context?: string;
  /** @default - the context's */
  readonly cluster?: string;
  /** @default - the context's */
  readonly user?: string;
}

/**
 * Reads how to reach a cluster, as kubectl does: of several files, the first that has an entry wins. Fields on server
 * and user are supported or refused by name. (A context's `namespace` is ignored: every call names its own.)
 *
 * @throws Error where a file or an entry is missing, or a field cannot be followed; the message names it
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function loadConnection(options: KubeconfigOptions = {}): Connection {
  const files = kubeconfigPaths(options).map(readKubeconfig);
  const contextName = options.context ?? firstOf(files, (file) => file.currentContext);
  const context = contextName === undefined ? undefined : entry(files, "contexts", contextName);
  const clusterName = options.cluster ?? (context && textField(context, "cluster"));
  if (clusterName === undefined)
    throw new ConnectionError("the kubeconfig has no current-context; name a context, e.g. by --context");
  const userName = options.user ?? (context && textField(context, "user"));
  const cluster = entry(files, "clusters", clusterName);
  const connection = clusterPart(cluster);
  if (userName === undefined) return connection;
  return { ...connection, ...userPart(entry(files, "users", userName), clusterInfo(cluster, connection)) };
}

/** The kubeconfigs that kubectl reads by itself, in order; those of `KUBECONFIG` that do not exist are passed over. */
export function usualKubeconfigs(env: KubeconfigOptions["env"] = process.env): readonly string[] {
  return candidates(env).filter((path) => path !== "" && existsSync(path));
}

function candidates({ KUBECONFIG: variable }: NonNullable<KubeconfigOptions["env"]>): readonly string[] {
  if (variable === undefined || variable === "") return [join(homedir(), ".kube", "config")];
  return variable.split(delimiter);
}

function kubeconfigPaths({ path, env = process.env }: KubeconfigOptions): readonly string[] {
  if (path !== undefined) return [path].flat().map(expandHome);
  const present = usualKubeconfigs(env);
  if (present.length === 0)
    throw new ConnectionError(
      `no kubeconfig found at ${candidates(env).join(", ")}; pass --kubeconfig, or set KUBECONFIG`,
    );
  return present;
}

/** A path that no shell has expanded, e.g. of `--kubeconfig=~/config`. */
export function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}

function firstOf<T>(files: readonly Kubeconfig[], pick: (file: Kubeconfig) => T | undefined): T | undefined {
  return files.map(pick).find((value) => value !== undefined);
}

function entry(files: readonly Kubeconfig[], list: ListName, name: string): Entry {
  const found = firstOf(files, (file) => file[list].get(name));
  if (found === undefined) throw new ConnectionError(`the kubeconfig has no entry "${name}" under ${list}`);
  return found;
}

/**
 * The server of a kubeconfig's cluster entry. Unsupported fields are refused by name.
 *
 * @throws Error for an invalid server: the library's own message would not name the kubeconfig
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster
 */
function clusterPart(entry: Entry): Connection {
  const server = textField(entry, "server");
  if (server === undefined || !/^https?:/.test(server) || !URL.canParse(server)) {
    throw new ConnectionError(
      `the kubeconfig's server "${server ?? ""}" is not an address such as https://192.0.2.1:6443`,
    );
  }
  if (textField(entry, "proxy-url") !== undefined) {
    throw refused(entry, "proxy-url", "proxies are not supported: the call would go to that address directly");
  }
  const [ca, insecure] = [pemField(entry, "certificate-authority"), flagField(entry, "insecure-skip-tls-verify")];
  if (insecure && ca !== undefined) {
    throw refused(entry, "insecure-skip-tls-verify", "a certificate authority too; remove one of them");
  }
  const tlsServerName = textField(entry, "tls-server-name");
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecure } : {}),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
  };
}
