import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audience, ACCOUNTS, COLLECTION_NAMESPACE } from "../../src/model/monitoring/collection/names";
import { ask } from "../../test/e2e/monitoring/ask";
import { TokenIssuer } from "../../test/e2e/monitoring/jwt";
import { Programs } from "../../test/e2e/monitoring/programs";
import { remoteWrite } from "../../test/e2e/monitoring/remote-write";
import { startStack, type Stack } from "../../test/e2e/monitoring/storage";
import type { Figure } from "../figure";
import { median, rounded } from "../numbers";

const STACK = "tenant-acme-monitoring";
const ROUNDS = 7;
/** Writes of one round, each of so many samples, with so many under way at once. */
const WRITES = 400;
const SAMPLES = 500;
const PARALLEL = 8;

/**
 * Samples that VictoriaMetrics takes in a second through the gateway, against without it. A write is as large as those of
 * vmagent, and carries a token that the gateway verifies.
 */
export async function throughput(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-throughput-"));
  const programs = new Programs(folder);
  const cluster = new TokenIssuer("https://kubernetes.example.ch");
  try {
    const issuer = { issuer: cluster.issuer, keys: [cluster.jwk] };
    const stack = await startStack(programs, STACK, { owner: { tenant: "tenant-acme" }, issuer });
    const sub = `system:serviceaccount:${COLLECTION_NAMESPACE}:${ACCOUNTS.pods}`;
    const token = cluster.token({ aud: audience(STACK), sub });
    const rates = await interleaved(stack, token);
    return [
      {
        ...{ figure: "monitoring.gateway.samples", better: "higher" },
        value: rounded(median(rates.map(({ through, direct }) => through / direct))),
      },
      rate(
        "monitoring.gateway.samples.through",
        rates.map(({ through }) => through),
      ),
      rate(
        "monitoring.gateway.samples.direct",
        rates.map(({ direct }) => direct),
      ),
    ];
  } finally {
    await programs.stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rate(figure: string, values: readonly number[]): Figure {
  return { figure, value: Math.round(median(values)), better: "higher", unit: "samples/s" };
}

/** One round each way, again and again, so that a busy moment of the machine hits both. */
async function interleaved({ gateway, metrics }: Stack, token: string) {
  const bodies = Array.from({ length: 20 }, (_, part) => remoteWrite(series(part)));
  const headers = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
  const round = (host: string, more: object) =>
    samplesPerSecond(`http://${host}/api/v1/write`, bodies, { ...headers, ...more });
  await round(metrics, {});
  const rates: { readonly through: number; readonly direct: number }[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const through = await round(gateway, { authorization: `Bearer ${token}` });
    rates.push({ through, direct: await round(metrics, {}) });
  }
  return rates;
}

async function samplesPerSecond(url: string, bodies: readonly Buffer[], headers: Readonly<Record<string, string>>) {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < WRITES) {
      const { status, body } = await ask(url, { method: "POST", headers, body: bodies[next++ % bodies.length] });
      if (status !== 204) throw new Error(`${url} answered ${status}: ${body}`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return (WRITES * SAMPLES) / ((performance.now() - started) / 1000);
}

function series(part: number): readonly (readonly (readonly [string, string])[])[] {
  return Array.from({ length: SAMPLES }, (_, index) => [
    ["__name__", "http_requests_total"],
    ["tenant", `tenant-acme-${part}`],
    ["pod", `pod-${index % 5}`],
    ["handler", `h${index}`],
  ]);
}
