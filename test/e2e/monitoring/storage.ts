import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewayArgs } from "../../../src/model/monitoring/gateway/gateway-args";
import { gatewayConfig } from "../../../src/model/monitoring/gateway/gateway-config";
import type { GatewaySpec } from "../../../src/model/monitoring/gateway/gateway-spec";
import { eventually } from "../support";
import { ask, type Answer } from "./ask";
import { freePorts, type Program, type Programs } from "./programs";

/** A series with its labels and its last value. */
export type Series = Readonly<Record<string, string>>;
/** A log line with its fields. */
export type Line = Readonly<Record<string, string>>;

/** A stack's storage and its gateway, on loopback. */
export interface Stack {
  readonly namespace: string;
  /** Host and port of each. */
  readonly gateway: string;
  readonly metrics: string;
  readonly logs: string;
  readonly stopGateway: () => Promise<void>;
  readonly startGateway: () => Promise<void>;
  /** Series as the storage has them, past the gateway. */
  readonly series: (query: string) => Promise<readonly Series[]>;
  /** Lines as the storage has them, past the gateway. */
  readonly lines: (query: string) => Promise<readonly Line[]>;
}

export type Access = Pick<GatewaySpec, "owner" | "issuer"> & Partial<GatewaySpec>;

/** Starts what a stack consists of, its gateway with the configuration and the flags of the model. */
export async function startStack(
  programs: Programs,
  namespace: string,
  access: Access,
  env: Readonly<Record<string, string>> = {},
): Promise<Stack> {
  const [gatewayPort, internalPort, ...databasePorts] = await freePorts(4);
  const gateway = `127.0.0.1:${gatewayPort}`;
  const { folder, metrics, logs } = await startDatabases(programs, namespace, databasePorts);
  const storage = {
    ...{ metricsWrite: `http://${metrics}`, metricsRead: `http://${metrics}` },
    ...{ logsWrite: `http://${logs}`, logsRead: `http://${logs}` },
  };
  const spec = { readers: [], ...access, stack: namespace, storage };
  writeFileSync(`${folder}/auth.yml`, JSON.stringify(gatewayConfig(spec), null, 1));
  // Only the ports are the test's own.
  const args = gatewayArgs().map((argument) => argument.replace(":8426", `:${internalPort}`));
  let vmauth: Program | undefined;
  const startGateway = async () => {
    const config = [`-auth.config=${folder}/auth.yml`, `-httpListenAddr=${gateway}`];
    vmauth = await programs.start(`${namespace}-gateway`, "vmauth", [...config, ...args], env);
  };
  await startGateway();
  await untilHealthy(metrics, logs, `127.0.0.1:${internalPort}`);
  return {
    ...{ namespace, metrics, logs, gateway, startGateway },
    stopGateway: async () => vmauth?.stop(),
    series: async (query) => seriesIn(await askMetrics(`http://${metrics}`, metrics, query)),
    lines: async (query) => linesIn(await askLogs(`http://${logs}`, logs, query)),
  };
}

/** Starts the databases of a stack: what they hold is in a folder of its own, and shown as soon as it is there. */
export async function startDatabases(programs: Programs, namespace: string, ports: readonly number[]) {
  const [metrics = "", logs = ""] = ports.map((port) => `127.0.0.1:${port}`);
  const folder = join(programs.folder, namespace);
  mkdirSync(folder, { recursive: true });
  await programs.start(`${namespace}-metrics`, "victoria-metrics", [
    `-storageDataPath=${folder}/metrics`,
    `-httpListenAddr=${metrics}`,
    ...["-retentionPeriod=30d", "-maxLabelsPerTimeseries=60", "-search.latencyOffset=0s", "-search.disableCache"],
  ]);
  await programs.start(`${namespace}-logs`, "victoria-logs", [
    `-storageDataPath=${folder}/logs`,
    `-httpListenAddr=${logs}`,
    "-retentionPeriod=14d",
  ]);
  return { folder, metrics, logs };
}

export async function untilHealthy(...addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await eventually(`an answer of ${address}`, async () => (await ask(`http://${address}/health`)).status === 200);
  }
}

/** Asks for series at some address, after the storage has shown what it was sent. */
export async function askMetrics(base: string, storage: string, query: string, headers = {}): Promise<Answer> {
  await ask(`http://${storage}/internal/force_flush`);
  return ask(`${base}/api/v1/query?query=${encodeURIComponent(query)}`, { headers });
}

export async function askLogs(base: string, storage: string, query: string, headers = {}): Promise<Answer> {
  await ask(`http://${storage}/internal/force_flush`);
  return ask(`${base}/select/logsql/query?query=${encodeURIComponent(query)}`, { headers });
}

/** Times of all samples of a series that the storage has, in seconds. */
export async function timesOf({ metrics }: Stack, name: string): Promise<readonly number[]> {
  await ask(`http://${metrics}/internal/force_flush`);
  const end = Math.round(Date.now() / 1000) + 3 * 86_400;
  const { body } = await ask(`http://${metrics}/api/v1/export?match[]=${name}&start=0&end=${end}`);
  return body
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => (JSON.parse(line) as { timestamps: number[] }).timestamps)
    .map((time) => time / 1000);
}

/** @throws Error with the answer where it is none of series */
export function seriesIn({ status, body }: Answer): readonly Series[] {
  if (status !== 200) throw new Error(`status ${status}: ${body}`);
  const { data } = JSON.parse(body) as { data: { result: { metric: Series; value: [number, string] }[] } };
  return data.result.map(({ metric, value }) => ({ ...metric, value: value[1] }));
}

/** @throws Error with the answer where it is none of lines */
export function linesIn({ status, body }: Answer): readonly Line[] {
  if (status !== 200) throw new Error(`status ${status}: ${body}`);
  return body
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
