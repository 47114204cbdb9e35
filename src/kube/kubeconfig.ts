import { shortened } from "../model/printable";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Connection } from "./connection";
import { ConnectionError } from "./connection-error";
import { clusterInfo } from "./kubeconfig-exec";
import { inClusterConnection } from "./in-cluster";
import { clusterPart } from "./kubeconfig-cluster";
import { textField, together, type Entry } from "./kubeconfig-fields";
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
  /** Whether somebody can answer credential plugins at the standard input of this process. @default false */
  readonly hasTerminal?: boolean;
}

/**
 * Reads how to reach a cluster, as kubectl does: of several files, the first that has an entry wins. Fields on server
 * and user are supported or refused by name. (A context's `namespace` is ignored: every call names its own.)
 *
 * @throws Error where a file or an entry is missing, or a field cannot be followed; the message names it
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function loadConnection(options: KubeconfigOptions = {}): Connection {
  const inside = isAnythingNamed(options) ? undefined : inClusterConnection(options.env ?? process.env);
  if (inside !== undefined) return inside;
  const files = kubeconfigPaths(options).map(readKubeconfig);
  const contextName = options.context ?? firstOf(files, (file) => file.currentContext);
  const context = contextName === undefined ? undefined : entry(files, "contexts", contextName);
  const clusterName = options.cluster ?? (context && textField(context, "cluster"));
  if (clusterName === undefined)
    throw new ConnectionError("the kubeconfig has no current-context; name a context, e.g. by --context");
  const userName = options.user ?? (context && textField(context, "user"));
  const [cluster, user] = together(
    () => entry(files, "clusters", clusterName),
    () => (userName === undefined ? undefined : entry(files, "users", userName)),
  );
  const hasTerminal = options.hasTerminal ?? false;
  let known: Connection | undefined;
  const [connection, identity] = together(
    () => (known = clusterPart(cluster)),
    () => user && userPart(user, { ...clusterInfo(cluster, known), hasTerminal }),
  );
  return { ...connection, ...identity };
}

/** A pod's own account is used where nothing else is said, as by kubectl. */
function isAnythingNamed({ path, env = process.env, context, cluster, user }: KubeconfigOptions): boolean {
  if ([path, context, cluster, user].some((each) => each !== undefined)) return true;
  return usualKubeconfigs(env).length > 0;
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
  if (found === undefined) throw new ConnectionError(`the kubeconfig has no entry "${shortened(name)}" under ${list}`);
  return found;
}
