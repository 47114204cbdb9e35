import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../kube/cluster";
import type { Connection } from "../../kube/connection";
import type { Request } from "../../plugin";
import type { ChartStore } from "./charts/store";
import type { Home } from "./home";
import { kubeconfigOf } from "./kubeconfig";
import type { MarkedRelease, Marks } from "./marks";
import { runHelm, type HelmResult } from "./run";

/** Where Helm keeps its releases. */
export type Driver = "secret" | "configmap";

/** What of the provider block concerns Helm itself. */
export interface HelmSettings {
  readonly driver: Driver;
  readonly debug: boolean;
  readonly burstLimit: number | undefined;
  readonly qps: number | undefined;
  readonly pluginsPath: string | undefined;
  readonly repositoryConfigPath: string | undefined;
  readonly repositoryCache: string | undefined;
  readonly registryConfigPath: string | undefined;
  readonly registries: readonly Registry[];
}

/** The account at a registry of OCI. */
export interface Registry {
  /** `oci://host/…`, or a host. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** What a call of Helm has from the request that it belongs to. */
export type Caller = Pick<Request<unknown>, "signal" | "stopping" | "log">;

/** What a configured provider instance works with. */
export interface HelmClient {
  /** @throws DiagnosticError where the configuration names no cluster */
  cluster(): Cluster;
  /** @throws DiagnosticError where the configuration names no cluster */
  connection(): Connection;
  readonly settings: HelmSettings;
  readonly home: Home;
  readonly marks: Marks;
  readonly charts: ChartStore;
  readonly helm: Helm;
}

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly started?: (pid: number | undefined) => void;
}

/** Runs Helm with folders of ours, so that nothing of the user's own Helm is read or changed. */
export class Helm {
  constructor(
    private readonly locate: () => Promise<string>,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly settings: HelmSettings,
  ) {}

  /** @param folder a private one, for this call alone */
  async run(
    args: readonly string[],
    folder: string,
    caller: Caller,
    { env, started }: RunOptions = {},
  ): Promise<HelmResult> {
    const program = await this.locate();
    const debug = this.settings.debug ? ["--debug"] : [];
    return runHelm({
      program,
      args: [...args.slice(0, 1), ...debug, ...args.slice(1)],
      env: { ...this.#environment(folder), ...env },
      until: [caller.signal, caller.stopping],
      log: caller.log,
      ...(started && { started }),
    });
  }

  #environment(folder: string): NodeJS.ProcessEnv {
    const { driver, burstLimit, qps, pluginsPath } = this.settings;
    // HELM_* and KUBE* of the shell would lead elsewhere; the rest is for proxies and for what plugins need.
    const kept = Object.entries(this.environment).filter(([name]) => !/^(HELM_|KUBE)/.test(name));
    return {
      ...Object.fromEntries(kept),
      HELM_CACHE_HOME: join(folder, "cache"),
      HELM_CONFIG_HOME: join(folder, "config"),
      HELM_DATA_HOME: join(folder, "data"),
      HELM_PLUGINS: pluginsPath ?? join(folder, "plugins"),
      HELM_DRIVER: driver,
      ...(burstLimit === undefined ? {} : { HELM_BURST_LIMIT: String(burstLimit) }),
      ...(qps === undefined ? {} : { HELM_QPS: String(qps) }),
    };
  }
}

/** Writes what only we and Helm may read, and returns the path. */
export function writePrivate(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  return path;
}

export interface ClusterCall {
  readonly args: readonly string[];
  readonly ref: { readonly namespace: string; readonly name: string };
  /** A private one, for this call alone. */
  readonly folder: string;
}

/** Runs Helm on a release of the cluster that the provider block names. */
export async function runInCluster(
  client: HelmClient,
  { args, ref, folder }: ClusterCall,
  caller: Caller,
): Promise<HelmResult> {
  const connection = client.connection();
  const kubeconfig = await kubeconfigOf(connection, ref.namespace);
  caller.log.mask(...secretsIn(kubeconfig));
  // Each call has its own: a token of a plugin may have changed since the last.
  const path = writePrivate(folder, `kubeconfig-${String(process.hrtime.bigint())}`, kubeconfig);
  const release = markedRelease(client, ref);
  const started = (pid: number | undefined): void => {
    client.marks.set(release, pid);
  };
  const result = await client.helm.run(args, folder, caller, { env: { KUBECONFIG: path }, started });
  // Once Terraform asked to stop it may be gone: then nobody hears how this ended.
  if (!caller.stopping.aborted) client.marks.clear(release);
  return result;
}

export function markedRelease(client: HelmClient, ref: ClusterCall["ref"]): MarkedRelease {
  return { server: client.connection().server, namespace: ref.namespace, name: ref.name };
}

function secretsIn(kubeconfig: string): readonly string[] {
  const { users } = JSON.parse(kubeconfig) as { users: readonly { user: Readonly<Record<string, unknown>> }[] };
  const found = users.flatMap(({ user }) => [user.token, user.password, user["client-key-data"]]);
  return found.filter((text): text is string => typeof text === "string" && text.length >= 6);
}
