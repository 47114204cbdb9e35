import { writeFileSync } from "node:fs";
import type { Cluster } from "../../../src/kube/cluster";
import { listIn, objectIn, textMapIn } from "../../../src/model/json";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { freePorts, type Programs } from "./programs";
import { startDatabases, untilHealthy } from "./storage";

/** A stack of the cluster, whose programs run on loopback. */
export interface AppliedStack {
  /** Host and port of each. */
  readonly gateway: string;
  readonly metrics: string;
  readonly logs: string;
  /** Tokens by the name of the reader: `grafana`, and `grafana-NAMESPACE` of a sub-tenant's own. */
  readonly tokens: Readonly<Record<string, string>>;
}

/**
 * Starts the programs of a stack that was applied: its gateway with the configuration, the flags and the tokens that stand
 * in the cluster, in front of databases. Addresses and ports alone are this machine's.
 */
export async function startAppliedStack(
  cluster: Cluster,
  programs: Programs,
  namespace: string,
): Promise<AppliedStack> {
  const read = async (apiVersion: string, kind: string, name: string): Promise<KubeObject> => {
    const found = await cluster.get({ apiVersion, kind, name, namespace });
    if (found === undefined) throw new Error(`no ${kind} ${name} in ${namespace}`);
    return found;
  };
  const [port, internal, ...databasePorts] = await freePorts(4);
  const { folder, metrics, logs } = await startDatabases(programs, namespace, databasePorts);
  const gateway = `127.0.0.1:${port}`;
  const { "auth.yml": config = "" } = decoded(await read("v1", "Secret", "gateway"));
  const moved = config.replaceAll("http://metrics:8428", `http://${metrics}`);
  writeFileSync(`${folder}/auth.yml`, moved.replaceAll("http://logs:9428", `http://${logs}`));
  const tokens = decoded(await read("v1", "Secret", "hikube-readers"));
  const { args, env } = containerOf(await read("apps/v1", "Deployment", "gateway"));
  const flags = args.map((argument) =>
    argument.replace("/config/auth.yml", `${folder}/auth.yml`).replace(":8426", `:${internal}`),
  );
  const variables = Object.fromEntries(env.map(({ name, key }) => [name, tokens[key] ?? ""]));
  await programs.start(`${namespace}-gateway`, "vmauth", [...flags, `-httpListenAddr=${gateway}`], variables);
  await untilHealthy(metrics, logs, `127.0.0.1:${internal}`);
  return { gateway, metrics, logs, tokens };
}

function decoded({ data }: KubeObject): Readonly<Record<string, string>> {
  const entries = Object.entries(textMapIn(data));
  return Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text, "base64").toString()]));
}

/** Arguments of the only container, and what of its environment is the key of a Secret. */
function containerOf({ spec }: KubeObject) {
  const pod = objectIn(objectIn(objectIn(spec).template).spec);
  const { args, env } = objectIn(listIn(pod.containers)[0]);
  const variables = listIn(env).map((one) => {
    const { name, valueFrom } = objectIn(one);
    return { name: String(name), key: String(objectIn(objectIn(valueFrom).secretKeyRef).key) };
  });
  return { args: listIn(args).map(String), env: variables };
}
