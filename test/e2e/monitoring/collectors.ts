import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../../src/kube/cluster";
import { objectIn, textMapIn, type JsonRecord } from "../../../src/model/json";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { COLLECTION_NAMESPACE } from "../../../src/model/monitoring/collection/names";
import { PLACES, VLAGENT_PORT, VMAGENT_PORT } from "../../../src/model/monitoring/collection/agent-args";
import type { Sandbox } from "../../../src/sandbox";
import { freePorts, type Program, type Programs } from "./programs";

/** A collector that runs on loopback with what its workload in the cluster says. */
export interface RunningCollector extends Program {
  /** Host and port that it listens at. */
  readonly address: string;
}

/** What a test changes of a collector, to show what a rule is for. @default - nothing */
export interface Weakening {
  readonly job?: (job: JsonRecord) => JsonRecord;
  readonly args?: (args: readonly string[]) => readonly string[];
}

interface Workload {
  readonly account: string;
  readonly args: readonly string[];
  readonly tokens: readonly { readonly audience: string; readonly path: string }[];
}

/** Runs collectors of the cluster as programs of this machine: the one place where addresses and paths are swapped. */
export class Collectors {
  readonly #cluster: Cluster;

  constructor(
    readonly sandbox: Sandbox,
    readonly programs: Programs,
  ) {
    this.#cluster = sandbox.cluster();
  }

  /** A vmagent, by the name of its Deployment. */
  async vmagent(
    name: string,
    { job = (same) => same, args = (same) => same }: Weakening = {},
  ): Promise<RunningCollector> {
    const workload = await this.#workload("Deployment", name);
    const folder = join(this.programs.folder, name);
    const [port] = await freePorts(1);
    await this.#writeTokens(workload, folder);
    const files = await this.#configMap(name);
    const config = JSON.parse(files["scrape.yml"] ?? "{}") as { scrape_configs: readonly JsonRecord[] };
    const access = await this.#apiAccess(workload.account, folder);
    const scrape_configs = config.scrape_configs.map((one) => job(withApi(one, access)));
    mkdirSync(join(folder, "config"), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "config", file), text);
    writeFileSync(join(folder, "config", "scrape.yml"), JSON.stringify({ scrape_configs }));
    const moved = moveArgs(workload.args, folder, [VMAGENT_PORT, port ?? 0]);
    const program = await this.programs.start(name, "vmagent", args(moved));
    return { ...program, address: `127.0.0.1:${port}` };
  }

  /** A vlagent, by the name of its DaemonSet. @param logs folder in place of `/var/log` */
  async vlagent(name: string, logs: string, { args = (same) => same }: Weakening = {}): Promise<RunningCollector> {
    const workload = await this.#workload("DaemonSet", name);
    const folder = join(this.programs.folder, name);
    const [port] = await freePorts(1);
    await this.#writeTokens(workload, folder);
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(kubeconfig, await this.#kubeconfig(workload.account));
    const moved = moveArgs(workload.args, folder, [VLAGENT_PORT, port ?? 0]);
    const reading = moved.map((argument) => argument.replace(`=${PLACES.logs}/`, `=${logs}/`));
    // In one queue lines keep their order: who sees the last of them has been sent all.
    const inOrder = [...args(reading), "-remoteWrite.queues=1"];
    const program = await this.programs.start(name, "vlagent", inOrder, { KUBECONFIG: kubeconfig });
    return { ...program, address: `127.0.0.1:${port}` };
  }

  /** A token of an account of the collection, as the kubelet gets it. */
  async token(account: string, audience?: string, namespace: string = COLLECTION_NAMESPACE): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const answer = await this.#cluster.raw("POST", path, {
      ...{ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest" },
      spec: { expirationSeconds: 3600, ...(audience === undefined ? {} : { audiences: [audience] }) },
    });
    return (answer as { status: { token: string } }).status.token;
  }

  async #workload(kind: string, name: string): Promise<Workload> {
    const object = await this.#cluster.get({ apiVersion: "apps/v1", kind, name, namespace: COLLECTION_NAMESPACE });
    if (object === undefined) throw new Error(`no ${kind} ${name}`);
    const { spec } = (object.spec as { template: { spec: PodSpec } }).template;
    const projected = spec.volumes.flatMap(({ projected }) => projected?.sources ?? []);
    return {
      account: spec.serviceAccountName,
      args: spec.containers[0].args,
      tokens: projected.map(({ serviceAccountToken }) => serviceAccountToken),
    };
  }

  async #configMap(name: string): Promise<Record<string, string>> {
    const ref = { apiVersion: "v1", kind: "ConfigMap", name, namespace: COLLECTION_NAMESPACE };
    return textMapIn((await this.#cluster.get(ref))?.data);
  }

  async #writeTokens({ account, tokens }: Workload, folder: string): Promise<void> {
    mkdirSync(join(folder, "tokens"), { recursive: true });
    for (const { audience, path } of tokens) {
      writeFileSync(join(folder, "tokens", path), await this.token(account, audience));
    }
  }

  /** What a pod finds in its environment and its ServiceAccount's volume. */
  async #apiAccess(account: string, folder: string): Promise<JsonRecord> {
    mkdirSync(folder, { recursive: true });
    const [token, ca] = [join(folder, "api.token"), join(folder, "api.ca")];
    writeFileSync(token, await this.token(account));
    writeFileSync(ca, this.sandbox.connection.ca ?? "");
    return { api_server: this.sandbox.server, bearer_token_file: token, tls_config: { ca_file: ca } };
  }

  async #kubeconfig(account: string): Promise<string> {
    const { server, connection } = this.sandbox;
    const ca = Buffer.from(connection.ca ?? "").toString("base64");
    const name = "sandbox";
    return JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": name },
      clusters: [{ name, cluster: { server, "certificate-authority-data": ca } }],
      users: [{ name, user: { token: await this.token(account) } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    });
  }
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly containers: readonly [{ readonly args: readonly string[] }];
  readonly volumes: readonly {
    readonly projected?: {
      readonly sources: readonly {
        readonly serviceAccountToken: { readonly audience: string; readonly path: string };
      }[];
    };
  }[];
}

function moveArgs(args: readonly string[], folder: string, [port, own]: readonly [number, number]): readonly string[] {
  const places = [
    [PLACES.config, join(folder, "config")],
    [PLACES.tokens, join(folder, "tokens")],
    [PLACES.metricsBuffer, join(folder, "buffer")],
    [PLACES.logsBuffer, join(folder, "buffer")],
    [`127.0.0.1:${port}`, `127.0.0.1:${own}`],
  ] as const;
  return args.map((argument) => places.reduce((text, [from, to]) => text.replace(from, to), argument));
}

function withApi(job: JsonRecord, access: JsonRecord): JsonRecord {
  const { kubernetes_sd_configs } = job;
  if (!Array.isArray(kubernetes_sd_configs)) return job;
  return { ...job, kubernetes_sd_configs: kubernetes_sd_configs.map((one) => ({ ...objectIn(one), ...access })) };
}

/** Applies objects in order, as Terraform would. */
export async function applyAll(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await cluster.apply(object, { fieldManager: "test", force: true });
}
