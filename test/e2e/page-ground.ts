import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyAll, SHOP } from "./attack-ground";
import { blocksOf } from "./guide";
import { hikubeWith, type Hikube } from "./hikube";
import { kubectlAnswer, type Answer } from "./kubectl";
import { describeOnSandbox, eventually } from "./support";

/** Blocks of the page for developers, by their headings. */
export const YAML = blocksOf("docs/developers.md", "yaml");
export const TEXT = blocksOf("docs/developers.md", "text");

/** The tenant of the page for developers, on a guarded platform that is already in force. */
export interface PageGround {
  readonly sandbox: Sandbox;
  /** With the tenant's file and the facts of the cluster. */
  readonly folder: string;
  /** As the administrator. */
  readonly hikube: Hikube;
  /** Kubeconfig of an admin and of an owner of the tenant. */
  readonly users: Readonly<Record<"team" | "leads", string>>;
  /** Runs kubectl in the tenant. */
  readonly says: (who: "team" | "leads", args: readonly string[], input?: string) => Promise<Answer>;
  /** Applies a manifest of the page, as whom its first line says. */
  readonly apply: (block: string, ...args: readonly string[]) => Promise<Answer>;
  /** Something where the object is there and does what it is for. */
  readonly runs: (object: KubeObject) => Promise<unknown>;
}

/** `describe` on it. */
export function describeOnPage(title: string, body: (ground: () => PageGround) => void): void {
  describeOnSandbox(title, (sandbox) => {
    let folder: string;
    let ground: PageGround;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hikube-developers-"));
      ground = await prepare(sandbox(), folder);
      await untilGuarded(ground);
    }, 300_000);

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    body(() => ground);
  });
}

async function prepare(sandbox: Sandbox, folder: string): Promise<PageGround> {
  const { kubeconfig } = sandbox;
  const hikube = hikubeWith({ ...process.env, KUBECONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig });
  const file = join(folder, "tenants.yaml");
  writeFileSync(file, YAML["The tenant of this page"]?.[0] ?? "");
  writeFileSync(join(folder, "cluster.json"), JSON.stringify(await sandbox.facts()));
  const { out } = await hikube("render", file, "--platform", "--json");
  const { items } = JSON.parse(out) as { items: readonly KubeObject[] };
  await applyAll(sandbox.cluster(), items);
  const users = {
    team: await sandbox.userKubeconfig("ann", ["oidc:shop-team"]),
    leads: await sandbox.userKubeconfig("lea", ["oidc:shop-leads"]),
  };
  const says: PageGround["says"] = (who, args, input) =>
    kubectlAnswer(users[who], ["--namespace", SHOP, ...args], input);
  const apply: PageGround["apply"] = (block, ...args) =>
    says(/^# .*owner/.test(block) ? "leads" : "team", ["apply", "-f", "-", ...args], block);
  return { sandbox, folder, hikube, users, says, apply, runs: (object) => whetherRuns(sandbox, object) };
}

/** Warnings come into force first, the last refusal after all others. */
async function untilGuarded({ apply, says }: PageGround): Promise<void> {
  await eventually("every policy in force, and quotas that count", async () => {
    const [warned, refused, quota] = await Promise.all([
      apply(YAML["A web server"]?.[0] ?? "", "--dry-run=server"),
      says("team", ["create", "configmap", "large", `--from-literal=a=${"x".repeat(131_000)}`, "--dry-run=server"]),
      says("team", ["get", "quota", "--output", "jsonpath={.items[*].status.used.pods}"]),
    ]);
    const isWarned = warned.text.includes("Ask: #help-platform") && warned.text.includes("others pulled");
    return (isWarned && refused.code !== 0 && quota.text.split(" ").length === 3) || undefined;
  });
}

async function whetherRuns(sandbox: Sandbox, { apiVersion, kind, metadata: { name } }: KubeObject): Promise<unknown> {
  const found = await sandbox.cluster().get({ apiVersion, kind, name, namespace: SHOP });
  if (found === undefined) return undefined;
  const { readyReplicas, succeeded, phase } = (found.status ?? {}) as Record<string, unknown>;
  const done: Readonly<Record<string, boolean>> = {
    Deployment: readyReplicas === 1,
    StatefulSet: readyReplicas === 1,
    Job: succeeded === 1,
    Pod: phase === "Running",
  };
  return done[kind] === false ? undefined : found;
}
