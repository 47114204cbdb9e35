import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import type { Connection } from "./connection";
import { type ExecPlugin, execToken } from "./exec-plugin";

/** Which entries of a kubeconfig to use. */
export interface KubeconfigOptions {
  /** @default - the files of `KUBECONFIG`, else `~/.kube/config` */
  readonly path?: string | readonly string[];
  /** @default - the file's `current-context` */
  readonly context?: string;
  /** @default - the context's */
  readonly cluster?: string;
  /** @default - the context's */
  readonly user?: string;
}

/**
 * Reads how to reach a cluster, as kubectl does: of several files, the first that has an entry wins.
 *
 * @throws Error where a file or an entry is missing; the message names it
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function loadConnection(options: KubeconfigOptions = {}): Connection {
  const files = kubeconfigPaths(options.path).map(readKubeconfig);
  const contextName = options.context ?? firstOf(files, (file) => file["current-context"]);
  const context = contextName === undefined ? undefined : entry(files, "contexts", contextName).context;
  const clusterName = options.cluster ?? context?.cluster;
  if (clusterName === undefined) throw new Error("the kubeconfig has no current-context; name a context");
  const userName = options.user ?? context?.user;
  return {
    ...clusterPart(entry(files, "clusters", clusterName).cluster),
    ...(userName === undefined ? {} : userPart(entry(files, "users", userName).user)),
  };
}

/** The files that are read, in order; those of `KUBECONFIG` that do not exist are passed over. */
function kubeconfigPaths(given: KubeconfigOptions["path"]): string[] {
  if (given !== undefined) return [given].flat().map(expandHome);
  const variable = process.env.KUBECONFIG;
  const paths =
    variable === undefined || variable === "" ? [join(homedir(), ".kube", "config")] : variable.split(delimiter);
  const present = paths.filter((path) => path !== "" && existsSync(path));
  if (present.length === 0) throw new Error(`no kubeconfig found at ${paths.join(", ")}; set KUBECONFIG`);
  return present;
}

function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}

/** Paths inside a kubeconfig are relative to the file that holds them. */
function readKubeconfig(path: string): Kubeconfig {
  const file = parseFile(path);
  if (!isKubeconfig(file)) throw new Error(`${path} is no kubeconfig: it has no lists of clusters, users and contexts`);
  const at = (relative: string | undefined): string | undefined =>
    relative === undefined || relative === "" ? undefined : resolve(dirname(path), relative);
  return {
    ...file,
    clusters: file.clusters?.map(({ name, cluster }) => ({
      name,
      cluster: { ...cluster, "certificate-authority": at(cluster["certificate-authority"]) },
    })),
    users: file.users?.map(({ name, user }) => ({
      name,
      user: {
        ...user,
        "client-certificate": at(user["client-certificate"]),
        "client-key": at(user["client-key"]),
        tokenFile: at(user.tokenFile),
      },
    })),
  };
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const [reason = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new Error(`the kubeconfig ${path} cannot be read: ${reason.replace(/:$/, "")}`, { cause });
  }
}

/** Enough of its form that reading it cannot stumble. */
function isKubeconfig(file: unknown): file is Kubeconfig {
  if (!isRecord(file)) return false;
  return (["cluster", "user", "context"] as const).every((field) => {
    const list = file[`${field}s`] ?? [];
    return Array.isArray(list) && list.every((each) => isRecord(each) && isRecord(each[field]));
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws Error for a server that is no address: the library's own message would not say where it stands */
function clusterPart(cluster: KubeconfigCluster): Connection {
  if (!/^https?:/.test(cluster.server) || !URL.canParse(cluster.server)) {
    throw new Error(`the kubeconfig's server "${cluster.server}" is no address such as https://192.0.2.1:6443`);
  }
  return {
    server: cluster.server,
    ca: pem(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    insecure: cluster["insecure-skip-tls-verify"],
    tlsServerName: cluster["tls-server-name"],
  };
}

function userPart(user: KubeconfigUser): Partial<Connection> {
  const { username, password, exec, tokenFile } = user;
  return {
    clientCertificate: pem(user["client-certificate-data"], user["client-certificate"]),
    clientKey: pem(user["client-key-data"], user["client-key"]),
    // kubectl's order: a token file wins over a token, because it rotates.
    ...(user.token === undefined ? {} : { token: user.token }),
    ...(tokenFile === undefined ? {} : { token: () => Promise.resolve(readFileSync(tokenFile, "utf8").trim()) }),
    ...(exec === undefined ? {} : { token: execToken(exec) }),
    ...(username === undefined || password === undefined ? {} : { basic: { username, password } }),
  };
}

function pem(data: string | undefined, path: string | undefined): string | undefined {
  if (data !== undefined && data !== "") return Buffer.from(data, "base64").toString("utf8");
  return path === undefined ? undefined : readFileSync(path, "utf8");
}

function firstOf<T>(files: readonly Kubeconfig[], pick: (file: Kubeconfig) => T | undefined): T | undefined {
  return files.map(pick).find((value) => value !== undefined && value !== "");
}

function entry<K extends "clusters" | "users" | "contexts">(
  files: readonly Kubeconfig[],
  list: K,
  name: string,
): NonNullable<Kubeconfig[K]>[number] {
  for (const file of files) {
    const found = file[list]?.find((candidate) => candidate.name === name);
    if (found !== undefined) return found;
  }
  throw new Error(`the kubeconfig has no entry "${name}" under ${list}`);
}

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly clusters?: readonly { readonly name: string; readonly cluster: KubeconfigCluster }[];
  readonly users?: readonly { readonly name: string; readonly user: KubeconfigUser }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user?: string; readonly namespace?: string };
  }[];
}

interface KubeconfigCluster {
  readonly server: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
}

interface KubeconfigUser {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: ExecPlugin;
}
