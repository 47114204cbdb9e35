import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "../../src/cli/pack/bundle";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { installMirror, mirrorEnvironment } from "../../src/offline";
import { configuration, namespaces, tenantsFile } from "./forest";
import type { Ground } from "./ground";
import { BareClient } from "./bare-client";

/** A way to bring the same tenants to a cluster. */
export interface Contestant {
  readonly name: "hikube" | "kubernetes" | "kubectl" | "raw";
  /** Plans what is not there yet; what only applies has nothing to do. */
  readonly plan?: () => Promise<unknown>;
  /** Makes all that was planned. */
  readonly apply: () => Promise<unknown>;
  /** Finds nothing to do. */
  readonly noop?: () => Promise<unknown>;
  /** Finds nothing to do, with the provider served as `hikube plan` does. */
  readonly served?: () => Promise<unknown>;
  /** Ends when the last namespace is gone. */
  readonly destroy: () => Promise<unknown>;
}

const TERRAFORM = {
  init: ["terraform", "init", "-input=false"],
  plan: ["terraform", "plan", "-input=false", "-out=new.plan"],
  apply: ["terraform", "apply", "-input=false", "new.plan"],
  noop: ["terraform", "plan", "-input=false", "-detailed-exitcode"],
  destroy: ["terraform", "destroy", "-input=false", "-auto-approve"],
} as const;

/** One `hikube_tenant` a tenant, by the installed provider. */
export async function engineHikube(ground: Ground, count: number): Promise<Contestant> {
  const folder = ground.folder(`hikube-${String(count)}`);
  writeFileSync(join(folder, "main.tf.json"), configuration(count, ground.facts));
  const program = join(folder, "served-plan.cjs");
  writeFileSync(program, await bundled(join(__dirname, "served-plan.ts")));
  const launched = await terraform("hikube", (command) => ground.run(command, { folder }));
  return { ...launched, served: () => ground.run([process.execPath, program], { folder }) };
}

/** The stack of the constructs, by the installed offline provider for Kubernetes. */
export async function engineKubernetes(ground: Ground, count: number): Promise<Contestant> {
  const project = ground.folder(`kubernetes-${String(count)}`);
  writeFileSync(join(project, "tenants.json"), tenantsFile(count));
  await ground.run([...ground.hikube, "synth", "tenants.json", "--no-platform"], { folder: project });
  installMirror(project);
  const folder = join(project, "cdktf.out", "stacks", "tenants");
  return terraform("kubernetes", (command) => ground.run(command, { folder, env: mirrorEnvironment(project) }));
}

type Run = (command: readonly string[]) => Promise<string>;

async function terraform(name: Contestant["name"], run: Run): Promise<Contestant> {
  await run(TERRAFORM.init);
  return {
    name,
    plan: () => run(TERRAFORM.plan),
    apply: () => run(TERRAFORM.apply),
    noop: () => run(TERRAFORM.noop),
    destroy: () => run(TERRAFORM.destroy),
  };
}

/** The objects that `hikube render` prints, at once. */
export async function kubectl(ground: Ground, count: number): Promise<Contestant> {
  const folder = ground.folder(`kubectl-${String(count)}`);
  await render(ground, folder, count);
  const run = (...args: readonly string[]) => ground.run(["kubectl", ...args], { folder });
  return {
    name: "kubectl",
    apply: () => run("apply", "--server-side", "-f", "objects.json"),
    destroy: () => run("delete", "namespace", ...namespaces(count)),
  };
}

/** What the API server can do: the same calls by a client that does nothing else. */
export async function raw(ground: Ground, count: number): Promise<Contestant> {
  const folder = ground.folder(`raw-${String(count)}`);
  await render(ground, folder, count);
  const { items } = JSON.parse(readFileSync(join(folder, "objects.json"), "utf8")) as { items: readonly KubeObject[] };
  const client = new BareClient(ground.sandbox.connection);
  return {
    name: "raw",
    apply: () => client.apply(items),
    destroy: () => client.destroy(namespaces(count)),
  };
}

async function render(ground: Ground, folder: string, count: number): Promise<void> {
  writeFileSync(join(folder, "tenants.json"), tenantsFile(count));
  const objects = await ground.run([...ground.hikube, "render", "tenants.json", "--json"], { folder });
  writeFileSync(join(folder, "objects.json"), objects);
}
