import { mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { JsonRecord } from "../../../src/model/json";
import { eventually } from "../support";
import { ask } from "./ask";
import { freePorts, type Program, type Programs } from "./programs";

/** One call of Alertmanager at a webhook. @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface Notification {
  readonly receiver: string;
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** Whoever is told of alerts: a webhook on loopback. */
export class Told {
  readonly all: Notification[] = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      this.all.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
      response.end();
    });
  });

  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Alerts that a receiver was told of, with a status. */
  of(receiver: string, status: "firing" | "resolved") {
    const own = this.all.filter((one) => one.receiver === receiver);
    return own.flatMap(({ alerts }) => alerts.filter((alert) => alert.status === status));
  }
}

export interface RunningAlertmanager extends Program {
  /** Host and port. */
  readonly address: string;
}

/**
 * Runs Alertmanager with an emitted configuration; its times of waiting are the test's own.
 * @param secrets - what stands in the files that the configuration names
 */
export async function startAlertmanager(
  programs: Programs,
  path: string,
  config: JsonRecord,
  secrets: Readonly<Record<string, string>> = {},
): Promise<RunningAlertmanager> {
  const folder = join(programs.folder, "alertmanager");
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  for (const [file, text] of Object.entries(secrets)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(config)
    .replaceAll("/etc/alertmanager-secrets/", `${folder}/`)
    .replace(/"(group_wait|group_interval)":"[^"]*"/g, '"$1":"1s"');
  writeFileSync(join(folder, "alertmanager.yml"), text);
  const program = await programs.startAt(path, "alertmanager", [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    `--web.listen-address=${address}`,
    "--cluster.listen-address=",
  ]);
  await eventually("Alertmanager", async () => (await ask(`http://${address}/-/ready`)).status === 200);
  return { ...program, address };
}
