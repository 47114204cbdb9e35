import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, listIn, objectIn, type JsonRecord } from "../../../src/model/json";
import { eventually } from "../support";
import { ask } from "./ask";
import { freePorts, type Program, type Programs } from "./programs";
import { seriesIn, type Series } from "./storage";

/** Values of a stack's releases, by the names of the releases. */
export type Values = (release: string) => JsonRecord;

/** The databases and the gateway of a stack that run with what its releases are given. */
export interface EmittedStack {
  /** Host and port of each. */
  readonly gateway: string;
  readonly metrics: string;
  readonly logs: string;
  /** The token of each reader, by the name of its environment variable. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly series: (query: string) => Promise<readonly Series[]>;
  /** Writes samples past the gateway, as lines of Prometheus' text format. */
  readonly write: (lines: string) => Promise<void>;
}

const flags = (values: unknown) => Object.entries(objectIn(values)).map(([name, value]) => `-${name}=${String(value)}`);

/**
 * Only addresses are the test's own.
 * @param tokens - of each reader. @default - made up
 */
export async function startEmitted(
  programs: Programs,
  values: Values,
  tokens = tokensOf(values("gateway")),
): Promise<EmittedStack> {
  const [metrics, logs, gateway, internal] = (await freePorts(4)).map((port) => `127.0.0.1:${port}`) as [
    string,
    string,
    string,
    string,
  ];
  const { extraArgs } = objectIn(values("metrics").server);
  await programs.start("metrics", "victoria-metrics", [
    `-storageDataPath=${programs.folder}/metrics`,
    `-httpListenAddr=${metrics}`,
    ...["-search.latencyOffset=0s", "-search.disableCache", ...flags(extraArgs)],
  ]);
  const logsData = `-storageDataPath=${programs.folder}/logs`;
  await programs.start("logs", "victoria-logs", [logsData, `-httpListenAddr=${logs}`]);
  const config = JSON.stringify(values("gateway").config)
    .replaceAll("http://metrics:8428", `http://${metrics}`)
    .replaceAll("http://logs:9428", `http://${logs}`);
  const file = join(programs.folder, "auth.yml");
  writeFileSync(file, config);
  const args = flags(values("gateway").extraArgs).map((arg) => arg.replace("127.0.0.1:8426", internal));
  await programs.start("gateway", "vmauth", [`-auth.config=${file}`, `-httpListenAddr=${gateway}`, ...args], tokens);
  for (const address of [metrics, logs, internal]) {
    await eventually(`an answer of ${address}`, async () => (await ask(`http://${address}/health`)).status === 200);
  }
  const flush = () => ask(`http://${metrics}/internal/force_flush`);
  return {
    ...{ gateway, metrics, logs, tokens },
    series: async (query) => {
      await flush();
      return seriesIn(await ask(`http://${metrics}/api/v1/query?query=${encodeURIComponent(query)}`));
    },
    write: async (lines) => {
      await ask(`http://${metrics}/api/v1/import/prometheus`, { method: "POST", body: lines });
      await flush();
    },
  };
}

function tokensOf(gateway: JsonRecord): Readonly<Record<string, string>> {
  const names = listIn(gateway.env).map((one) => String(objectIn(one).name));
  return Object.fromEntries(names.map((name) => [name, `token-of-${name.toLowerCase().replaceAll("_", "-")}`]));
}

/**
 * Runs vmalert with the rules of a stack, against its gateway. Rules are evaluated each second, and what they say of
 * minutes that must pass counts as seconds; windows and thresholds are as they are.
 */
export async function startVmalert(
  programs: Programs,
  values: Values,
  { gateway, tokens }: EmittedStack,
  alertmanager: string,
): Promise<Program> {
  const folder = join(programs.folder, "vmalert");
  mkdirSync(folder, { recursive: true });
  const { server } = values("alerts");
  const { config, datasource, remoteRead, remoteWrite, notifier } = objectIn(server);
  const rules = JSON.stringify(objectIn(config).alerts).replace(/"for":"(\d+)[mh]"/g, '"for":"$1s"');
  writeFileSync(join(folder, "rules.yml"), rules);
  writeFileSync(join(folder, "alerts"), tokens.READER_ALERTS ?? "");
  const places = (text: string) =>
    text
      .replace("http://gateway:8427", `http://${gateway}`)
      .replace("http://alertmanager:9093", `http://${alertmanager}`)
      .replace("/etc/readers", folder);
  const targets = { datasource, remoteRead, remoteWrite, notifier };
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const program = await programs.start("vmalert", "vmalert", [
    `-rule=${folder}/rules.yml`,
    ...Object.entries(targets).flatMap(([name, one]) => flags(prefixed(name, one)).map(places)),
    ...[
      "-evaluationInterval=1s",
      "-rule.evalDelay=0s",
      "-remoteWrite.flushInterval=100ms",
      `-httpListenAddr=${address}`,
    ],
  ]);
  await eventually("vmalert", async () => (await ask(`http://${address}/health`)).status === 200);
  return program;
}

function prefixed(name: string, values: unknown): JsonRecord {
  return isRecord(values)
    ? Object.fromEntries(Object.entries(values).map(([key, one]) => [`${name}.${key}`, one]))
    : {};
}
