import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { bundleExecutable } from "../test/plugin/executable";
import type { Figure } from "./figure";
import { rounded, timed } from "./numbers";

const RESOURCES = 1000;
const CONFIGURATION = `
terraform {
  required_providers {
    bench = { source = "example/bench" }
  }
}
resource "bench_item" "all" {
  count = ${RESOURCES}
  name  = "item-\${count.index}"
  tags  = { for index in range(10) : "tag-\${index}" => "value-\${count.index}" }
  zones = ["a", "b", "c"]
}
`;

const STEPS = {
  plan: ["plan", "-input=false"],
  apply: ["apply", "-input=false", "-auto-approve"],
  refresh: ["plan", "-refresh-only", "-input=false"],
  noop: ["apply", "-input=false", "-auto-approve"],
} as const;

/** What each may take of the reference: a quarter more than when it was first measured. */
const GOALS = { plan: 2.3, apply: 5.2, refresh: 1.3, noop: 2.2 } as const;

/**
 * CPU of a provider without a back end while Terraform works on 1,000 resources, against work of a fixed size in the
 * same run: encoding and decoding JSON in Node.
 */
export async function bridge(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-bridge-"));
  const file = await bundleExecutable(join(__dirname, "bridge-provider.ts"), folder, "terraform-provider-bench");
  const provider = spawn(process.execPath, [file, "--debug"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_REATTACH_PROVIDERS: await reattach(provider) };
    await writeFile(join(folder, "main.tf"), CONFIGURATION);
    const terraform = (args: readonly string[]) =>
      promisify(execFile)("terraform", args, { cwd: folder, env, maxBuffer: 1 << 28 });
    await terraform(["init", "-input=false"]);
    const reference = referenceMs();
    const figures: Figure[] = [];
    for (const step of ["plan", "apply", "refresh", "noop"] as const) {
      const before = cpuMs(provider);
      await terraform(STEPS[step]);
      const value = rounded((cpuMs(provider) - before) / reference);
      figures.push({ figure: `bridge.${step}`, value, goal: GOALS[step], better: "lower" });
    }
    return [...figures, { figure: "bridge.memory", value: peakMb(provider), better: "lower", unit: "MB" }];
  } finally {
    provider.kill("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
}

/** The variable that the provider prints. */
async function reattach({ stdout }: ChildProcess): Promise<string> {
  if (stdout !== null) {
    for await (const line of createInterface({ input: stdout })) {
      const [, value] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
      if (value !== undefined) return value;
    }
  }
  throw new Error("the provider ended without saying how to attach to it");
}

/** CPU of a process so far, in the steps of 10 ms in which Linux tells it. */
function cpuMs({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The most memory that a process has had so far. */
function peakMb({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8")) ?? [];
  return rounded(Number(kilobytes) / 1024);
}

function referenceMs(): number {
  const value = Array.from({ length: 1000 }, (_, index) => ({ id: index, name: `item-${index}`, tags: { a: "b" } }));
  return timed(() => {
    for (let round = 0; round < 1000; round++) JSON.parse(JSON.stringify(value));
  }).ms;
}
