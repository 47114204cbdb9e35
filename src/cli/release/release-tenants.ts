import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, subtreeLabel } from "../../model/tenant/spec/labels";
import { tenantsOf } from "../project/declared-tenants";
import type { Project } from "../project/project";
import type { Stack } from "../project/stacks";
import { clusterOfHeld } from "./held-cluster";
import { assertReleasable } from "./releasable";
import { tenantsInState, type HeldTenant } from "./state-tenants";
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
  /** What each state holds of it: two do while it moves from stack to stack, none where an earlier run broke off. */
  readonly held: readonly HeldTenant[];
  /** Whether the code still declares it. */
  readonly isDeclared: boolean;
  /** Who suspended it. @default - it is not suspended */
  readonly suspendedBy?: "code" | "command";
  /** What is removed from the cluster, in that order. */
  readonly walls: readonly KubeObject[];
}

/** All that will be done, sub-tenants first. */
export interface ReleasePlan {
  readonly cluster: Cluster;
  readonly tenants: readonly Leaving[];
}

/** Annotations that decide whether it may be released. */
const READ: readonly string[] = [
  ANNOTATIONS.released,
  ANNOTATIONS.protected,
  ANNOTATIONS.suspended,
  ANNOTATIONS.suspendedBecause,
];

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
  const cluster = await clusterOfHeld(project, namespace, held);
  try {
    const live = await subtree(cluster, namespace);
    assertReleasable(options, live, held);
    const declared = new Set(project.stacks.flatMap(declaredIn));
    const tenants: Leaving[] = [];
    for (const object of live.toReversed()) {
      const { name } = object.metadata;
      const suspendedBy = suspenderOf(object);
      tenants.push({
        namespace: name,
        held: held.filter((each) => each.namespace === name),
        isDeclared: declared.has(name),
        ...(suspendedBy === undefined ? {} : { suspendedBy }),
        walls: options.removeWalls ? await wallsOf(cluster, name) : [],
      });
    }
    return { cluster, tenants };
  } catch (error) {
    cluster.close();
    throw error;
  }
}

function declaredIn(stack: Stack): readonly (string | undefined)[] {
  const { objects, hikube } = stack.config;
  const own = hikube === undefined ? [] : tenantsOf(stack);
  return [...objects.map(({ tenant }) => tenant), ...own.map(({ namespace }) => namespace)];
}

/** A command says why; the code does not. */
function suspenderOf({ metadata: { annotations = {} } }: KubeObject): Leaving["suspendedBy"] {
  if (annotations[ANNOTATIONS.suspended] !== "true") return undefined;
  return annotations[ANNOTATIONS.suspendedBecause] === undefined ? "code" : "command";
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
