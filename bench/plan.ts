import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figure";
import { median, rounded } from "./numbers";

const CLI = join(__dirname, "..", "dist", "src", "cli", "main.js");
const ROUNDS = 3;

/**
 * CPU of `hikube plan` of 100 tenants of which 25 change, as a whole process with all that it starts, against
 * `terraform plan` and `terraform show -json` of the same; and of a review of two revisions with 1000 tenants. The
 * sandbox serves the provider to both, and is not counted.
 */
export async function plan(): Promise<Figure[]> {
  if (!existsSync(CLI)) throw new Error("build the package first: npm run build");
  const folder = mkdtempSync(join(tmpdir(), "hikube-bench-"));
  try {
    const reviewMs = diff(folder);
    const { ours, terraforms } = plans(folder);
    return await Promise.resolve([
      { figure: "plan.cpu.100", value: rounded(ours / terraforms), goal: 1.3, better: "lower" },
      { figure: "plan.ms.100", value: Math.round(ours), better: "lower", unit: "ms" },
      { figure: "diff.ms.1000", value: Math.round(reviewMs), goal: 10_000, better: "lower", unit: "ms" },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function diff(folder: string): number {
  writeFileSync(join(folder, "before.json"), tenantsFile(1000, false));
  writeFileSync(join(folder, "after.json"), tenantsFile(1000, true));
  writeFileSync(join(folder, "cluster.json"), FACTS);
  const command = `node ${CLI} diff before.json after.json`;
  return median(Array.from({ length: ROUNDS }, () => costsOf(run(folder, [measured(command)]))[0] ?? Number.NaN));
}

/**
 * Both in turn within one sandbox, so that a busy machine hits both alike, and as one stack: a sandbox keeps a state for each
 * folder, and a plan without one has nothing to read.
 */
function plans(folder: string): { readonly ours: number; readonly terraforms: number } {
  writeFileSync(join(folder, "before.json"), tenantsFile(100, false));
  writeFileSync(join(folder, "after.json"), tenantsFile(100, true));
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: `node ${CLI} synth tenants.json` }));
  const stack = "cdktf.out/stacks/tenants";
  const rounds = Array.from({ length: ROUNDS }, () => [
    measured(`node ${CLI} plan`),
    `cd ${stack}`,
    measured("terraform plan -input=false -out=bench.plan"),
    measured("terraform show -json bench.plan"),
    "cd ../../..",
  ]).flat();
  const script = [
    `node ${CLI} cluster inspect > cluster.json`,
    "cp before.json tenants.json",
    `node ${CLI} apply --auto-approve >&2`,
    "cp after.json tenants.json",
    ...rounds,
  ];
  const costs = costsOf(run(folder, script, ["node", CLI, "sandbox", "exec", "--temporary", "--"]));
  const every = (from: number): readonly number[] => costs.filter((_, index) => index % 3 === from);
  return { ours: median(every(0)), terraforms: median(every(1)) + median(every(2)) };
}

/** A command whose CPU, with that of what it starts, is printed: a shell tells it of its children. */
function measured(command: string): string {
  return `( ${command} > /dev/null; times ) | tail -n 1 | sed 's/^/cpu /'`;
}

function run(folder: string, lines: readonly string[], within: readonly string[] = []): string {
  const [command, ...args] = [...within, "bash", "-ec", lines.join("\n")];
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  return execFileSync(command, args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Milliseconds of user and system time, e.g. of `cpu 0m1.234s 0m0.100s`. */
function costsOf(printed: string): readonly number[] {
  return [...printed.matchAll(/^cpu (\d+)m([\d.]+)s (\d+)m([\d.]+)s$/gm)].map(
    ([, minutes, seconds, systemMinutes, systemSeconds]) =>
      1000 * (60 * (Number(minutes) + Number(systemMinutes)) + Number(seconds) + Number(systemSeconds)),
  );
}

const FACTS = JSON.stringify({
  formatVersion: 1,
  version: "v1.35.4",
  podCidrs: ["10.244.0.0/16"],
  serviceCidrs: ["10.96.0.0/16"],
  nodeCidrs: ["203.0.113.0/28"],
  apiServer: { cidrs: ["203.0.113.1/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: {
    issuer: "https://kubernetes.default.svc",
    keys: [
      {
        kty: "EC",
        crv: "P-256",
        kid: "1",
        x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
      },
    ],
  },
});

/** Trees of ten. Of those that change, each fourth tenant is exposed and labelled anew, and each fourth tree has a new admin. */
function tenantsFile(count: number, isChanged: boolean): string {
  const trees = Array.from({ length: count / 10 }, (_, tree) => ({
    name: `t${String(tree)}`,
    profile: "development",
    quota: { cpu: "64", memory: "128Gi", storage: "1Ti" },
    ...(isChanged && tree % 4 === 0 ? { access: { admins: [{ kind: "Group", name: "team" }] } } : {}),
    children: Array.from({ length: 9 }, (__, child) => ({
      name: `c${String(child)}`,
      quota: { cpu: "1", memory: "2Gi", storage: "10Gi" },
      ...(isChanged && (tree * 9 + child) % 4 === 0 ? CHANGE : {}),
    })),
  }));
  return JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants: trees });
}

const CHANGE = {
  cost: { costCenter: "CC-1" },
  network: { expose: [{ fromCidrs: ["198.51.100.0/24"], ports: [{ protocol: "TCP", port: 443 }] }] },
};
