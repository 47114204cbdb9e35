import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { AccessLevel } from "../../src/model/tenant/spec/access-levels";
import { SHOP, type Ground } from "./attack-ground";

/** What somebody does to the cluster. */
export type Deed = (cluster: Cluster) => Promise<unknown>;

/** One attack with the rule that closes it, and the honest deed next to it that must still succeed. */
export interface Attack {
  /** What is tried, as the end of a sentence that starts with the level. */
  readonly tries: string;
  /** Level on `tenant-shop`, or another cluster user. @default "admin" */
  readonly as?: AccessLevel | ((ground: Ground) => Cluster);
  readonly attack: Deed;
  /** What the refusal must say: what is allowed here. */
  readonly refusal: RegExp;
  readonly honest: Deed;
}

/** One test an attack: it is refused, in these words, and honest work next to it is not. */
export function testAttacks(ground: () => Ground, attacks: readonly Attack[]): void {
  test.each(attacks.map((attack) => [nameOf(attack), attack] as const))("%s", async (_, attack) => {
    const somebody = clusterOf(ground(), attack);
    await expect(attack.attack(somebody)).rejects.toThrow(attack.refusal);
    await expect(attack.honest(somebody)).resolves.toBeDefined();
  });
}

function nameOf({ as = "admin", tries }: Attack): string {
  return typeof as === "string" ? `${as} ${tries}` : tries;
}

function clusterOf(ground: Ground, { as = "admin" }: Attack): Cluster {
  return typeof as === "string" ? ground.member(as) : as(ground);
}

export const creating =
  (object: KubeObject): Deed =>
  (cluster) =>
    cluster.create(object);

/** Makes an object, then changes it by a merge patch. */
export const changing =
  (object: KubeObject, patch: unknown): Deed =>
  async (cluster) =>
    cluster.patch(refOf(await cluster.create(object)), "merge", patch);

/** Makes an object, then puts a value at a place in it. */
export const setting =
  (object: KubeObject, path: string, value: unknown): Deed =>
  async (cluster) =>
    cluster.patch(refOf(await cluster.create(object)), "json", [{ op: "add", path, value }]);

/** Makes an object, then deletes it. */
export const deleting =
  (object: KubeObject): Deed =>
  async (cluster) =>
    cluster.delete(refOf(await cluster.create(object)));

let made = 0;

/** A name that no other object has. */
export function unique(name: string): string {
  made += 1;
  return `${name}-${made}`;
}

/** An object of a tenant's namespace, under a name of its own. */
export function own(apiVersion: string, kind: string, body: object, namespace = SHOP): KubeObject {
  return { apiVersion, kind, metadata: { name: unique(kind.toLowerCase()), namespace }, ...body };
}

export const IMAGE = "ghcr.io/acme/app:1";

/** A container that Pod Security's level restricted admits, and every other rule too. */
export const CONTAINER = {
  name: "app",
  image: IMAGE,
  imagePullPolicy: "Always",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

export const POD_SPEC = {
  containers: [CONTAINER],
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
};

/** An honest pod, but for what `spec` says. */
export function pod(spec: object = {}, namespace = SHOP): KubeObject {
  return own("v1", "Pod", { spec: { ...POD_SPEC, ...spec } }, namespace);
}

/** An honest pod whose only container is changed. */
export function podOf(container: object, namespace = SHOP): KubeObject {
  return pod({ containers: [{ ...CONTAINER, ...container }] }, namespace);
}

/** The object under another name, or with other metadata. */
export function withMetadata(object: KubeObject, metadata: object): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

/** Answers nothing where a right is not in force yet. */
export function forbidden(error: unknown): undefined {
  if (/cannot (create|get|patch)/.test(String(error))) return undefined;
  throw error;
}
