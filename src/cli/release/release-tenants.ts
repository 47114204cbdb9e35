import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER, subtreeLabel } from "../../model/tenant/spec/labels";
import { ProjectError, UsageError } from "../command";
import type { Project } from "../project/project";
import { openStackCluster } from "../project/stack-cluster";
import { withKnownBlocks } from "../project/known-blocks";
import { hasMonitoring, tenantsInState, type HeldTenant } from "./state-tenants";
import { wallsOf } from "./walls";

/** What is asked for. */
export interface ReleaseOptions {
  readonly namespace: string;
  readonly withSubTenants: boolean;
  readonly removeWalls: boolean;
}

/** One tenant that is let go. */
export interface Leaving {
  readonly namespace: string;
  /** What the states hold of it. @default - no state does: an earlier run broke off */
  readonly held?: HeldTenant;
  /** Whether the code still declares it. */
  readonly isDeclared: boolean;
  /** What is removed from the cluster, in that order. */
  readonly walls: readonly KubeObject[];
}

/** All that will be done, sub-tenants first. */
export interface ReleasePlan {
  readonly cluster: Cluster;
  readonly tenants: readonly Leaving[];
}

/** Annotations that decide whether it may be released. */
const READ: readonly string[] = [ANNOTATIONS.released, ANNOTATIONS.protected];

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/**
 * Looks at states and cluster; changes nothing. The caller closes the cluster.
 * @throws UsageError, ProjectError where it must not be done
 */
export async function planRelease(project: Project, options: ReleaseOptions): Promise<ReleasePlan> {
  const { namespace } = options;
  const held: HeldTenant[] = [];
  // One after the other: each locks a state.
  for (const stack of project.stacks) held.push(...(await tenantsInState(stack, project.terraform)));
  const own = held.find((each) => each.namespace === namespace);
  const cluster = await openCluster(project, own);
  try {
    const live = await subtree(cluster, namespace);
    assertReleasable(options, live, held);
    const names = live.map(({ metadata }) => metadata.name).reverse();
    const declared = new Set(project.stacks.flatMap(({ config }) => config.objects.map(({ tenant }) => tenant)));
    const tenants: Leaving[] = [];
    for (const name of names) {
      const found = held.find((each) => each.namespace === name);
      tenants.push({
        namespace: name,
        ...(found === undefined ? {} : { held: found }),
        isDeclared: declared.has(name),
        walls: options.removeWalls ? await wallsOf(cluster, name) : [],
      });
    }
    return { cluster, tenants };
  } catch (error) {
    cluster.close();
    throw error;
  }
}

/** Where no state has the tenant, an earlier run may have forgotten it: it was the cluster of one of the stacks. */
async function openCluster({ stacks, terraform }: Project, own: HeldTenant | undefined): Promise<Cluster> {
  const stack = own?.stack ?? stacks.at(-1);
  if (stack === undefined) throw new UsageError("there are no stacks");
  return openStackCluster(await withKnownBlocks(stack, terraform), terraform, own?.provider);
}

/** The namespaces of a tenant and its sub-tenants, parents first. */
async function subtree(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const found = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(namespace), keep: withMarks });
  const depth = ({ metadata }: KubeObject) =>
    Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(subtreeLabel(""))).length;
  return found.toSorted((left, right) => depth(left) - depth(right));
}

function withMarks(namespace: KubeObject): KubeObject {
  const which = named(namespace);
  const { labels, annotations = {} } = namespace.metadata;
  const marks = Object.entries(annotations).filter(([key]) => READ.includes(key));
  return { ...which, metadata: { ...which.metadata, labels, annotations: boundedTexts(Object.fromEntries(marks)) } };
}

function assertReleasable(
  { namespace, withSubTenants, removeWalls }: ReleaseOptions,
  live: readonly KubeObject[],
  held: readonly HeldTenant[],
): void {
  const [top, ...below] = live;
  if (top?.metadata.name !== namespace || top.metadata.labels?.[LABELS.managedBy] !== MANAGER)
    throw new UsageError(`the cluster has no tenant of namespace ${namespace}`, "unknown-name");
  const isHeld = ({ metadata }: KubeObject) => held.some((each) => each.namespace === metadata.name);
  const isFree = (each: KubeObject) => !isHeld(each) && each.metadata.annotations?.[ANNOTATIONS.released] === undefined;
  const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name).join(", ");
  if (below.length > 0 && !withSubTenants)
    throw new UsageError(`${namespace} has sub-tenants: ${names(below)}; release them too by --with-sub-tenants`);
  const foreign = live.filter(isFree);
  if (foreign.length > 0)
    throw new UsageError(
      `no state here holds ${names(foreign)}: another repository does, or another stack; release it there`,
      "unknown-name",
    );
  const watched = live.filter(({ metadata }) => hasMonitoring(held, metadata.name));
  if (watched.length > 0)
    throw new UsageError(
      `${names(watched)} has a monitoring stack, whose charts Terraform installs; remove \`monitoring\` and apply that first`,
    );
  const guarded = live.filter(({ metadata }) => metadata.annotations?.[ANNOTATIONS.protected] === "true");
  if (removeWalls && guarded.length > 0)
    throw new ProjectError(
      `${names(guarded)} is protected: its walls stay while it is; apply it with \`protected: false\` first, or keep the walls`,
    );
}
