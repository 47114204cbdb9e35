import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Cluster } from "../../kube/cluster";
import { boundedText, boundedTexts, named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { compareQuantities, parseQuantity } from "../../model/kubernetes/quantity";
import { objectIn, textIfAny, textMembersIn } from "../../model/json";
import type { QuotaMove, TenantSummary } from "./summary";

/** A bound that will be below what is in use. */
export interface Overuse {
  readonly tenant: string;
  /** Address of its cluster. */
  readonly cluster: string;
  readonly key: string;
  readonly used: string;
  readonly to: string;
}

/** What ends with a namespace. */
export interface Loss {
  readonly namespace: string;
  /** Address of its cluster. */
  readonly cluster: string;
  readonly volumes: readonly string[];
  readonly pods: number;
}

const QUOTA = { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA };

/** The bounds that a plan lowers below what the namespaces use at this moment. */
export async function overuses(cluster: Cluster, summaries: readonly TenantSummary[]): Promise<readonly Overuse[]> {
  const moving = summaries.filter(({ quota }) => quota.length > 0);
  const found = await Promise.all(
    moving.map(async ({ tenant, quota }) => {
      const object = await cluster.get({ ...QUOTA, namespace: tenant });
      const used = textMembersIn(objectIn(object?.status).used);
      const found = quota.flatMap((move) => overuse(tenant, move, used[move.key]));
      return found.map((each) => ({ ...each, cluster: cluster.server }));
    }),
  );
  return found.flat();
}

function overuse(
  tenant: string,
  { key, to }: QuotaMove,
  used: string | undefined,
): readonly Omit<Overuse, "cluster">[] {
  const [amount, bound] = [parseQuantity(used), parseQuantity(to)];
  if (amount === undefined || bound === undefined || used === undefined || to === undefined) return [];
  return compareQuantities(amount, bound) > 0 ? [{ tenant, key, used, to }] : [];
}

const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" };

/** The volumes and pods that live in namespaces which are about to end. */
export async function losses(cluster: Cluster, namespaces: readonly string[]): Promise<readonly Loss[]> {
  return Promise.all(
    namespaces.map(async (namespace) => {
      const claims = await cluster.list(CLAIM, { namespace, keep: withSize });
      const pods = await cluster.list({ apiVersion: "v1", kind: "Pod" }, { namespace, keep: named });
      return {
        namespace,
        cluster: cluster.server,
        volumes: claims.map(({ metadata, spec }) => volumeTitle(metadata.name, spec)),
        pods: pods.length,
      };
    }),
  );
}

/** Which of the namespaces are there, and which of them the platform refuses to delete. */
export async function standing(
  cluster: Cluster,
  names: readonly string[],
): Promise<{ readonly present: readonly string[]; readonly guarded: readonly string[] }> {
  const answers = await Promise.all(names.map((name) => cluster.get({ apiVersion: "v1", kind: "Namespace", name })));
  const found = answers.filter((namespace) => namespace !== undefined);
  const namesOf = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);
  return { present: namesOf(found), guarded: namesOf(found.filter(isProtected)) };
}

/** A tenant that is there. */
export interface Standing {
  readonly namespace: string;
  /** Whether the platform refuses to delete it. */
  readonly isProtected: boolean;
}

/** All tenants of a cluster. */
export async function allTenants(cluster: Cluster): Promise<readonly Standing[]> {
  const tenants = await cluster.list(
    { apiVersion: "v1", kind: "Namespace" },
    { labelSelector: LABELS.tenant, keep: withProtection },
  );
  return tenants.map((tenant) => ({ namespace: tenant.metadata.name, isProtected: isProtected(tenant) }));
}

/** Whether the platform refuses to delete a namespace, by what the cluster stores. */
export function isProtected({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.protected] === "true";
}

function withProtection(namespace: KubeObject): KubeObject {
  const which = named(namespace);
  const { [ANNOTATIONS.protected]: mark } = namespace.metadata.annotations ?? {};
  return mark === undefined
    ? which
    : { ...which, metadata: { ...which.metadata, annotations: { [ANNOTATIONS.protected]: boundedText(mark) } } };
}

function withSize(claim: KubeObject): KubeObject {
  const { resources, storageClassName } = objectIn(claim.spec);
  const { storage } = objectIn(objectIn(resources).requests);
  return {
    ...named(claim),
    spec: { ...boundedTexts({ storageClassName }), resources: { requests: boundedTexts({ storage }) } },
  };
}

function volumeTitle(name: string, spec: unknown): string {
  const { resources, storageClassName } = objectIn(spec);
  const size = textIfAny(objectIn(objectIn(resources).requests).storage);
  const facts = [size, textIfAny(storageClassName)].filter((fact) => fact !== undefined);
  return facts.length === 0 ? name : `${name} (${facts.join(", ")})`;
}
