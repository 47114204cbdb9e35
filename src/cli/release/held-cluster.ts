import type { Cluster } from "../../kube/cluster";
import { UsageError } from "../command";
import { tenantsOf } from "../project/declared-tenants";
import { withKnownBlocks } from "../project/known-blocks";
import type { Project } from "../project/project";
import type { ProviderRef } from "../project/provider-ref";
import { openNamedCluster } from "../project/stack-cluster";
import type { Stack } from "../project/stacks";
import type { HeldTenant } from "./state-tenants";

interface Place {
  readonly stack: Stack;
  readonly provider: ProviderRef;
}

/**
 * The cluster that a tenant is in. Two states may hold it, while it moves; they must mean the same one.
 * @throws UsageError where they do not
 */
export async function clusterOfHeld(
  project: Project,
  namespace: string,
  held: readonly HeldTenant[],
): Promise<Cluster> {
  const own = held.filter((each) => each.namespace === namespace);
  const places = own.map(({ stack, provider = {} }): Place => ({ stack, provider }));
  const [first, ...others] = places.length === 0 ? declaredPlace(project, namespace) : places;
  if (first === undefined) throw new UsageError("there are no stacks");
  const cluster = await openPlace(first, project, namespace);
  try {
    for (const other of others) {
      const { server } = closed(await openPlace(other, project, namespace));
      if (server !== cluster.server) throw inTwoClusters(namespace, [first, other], [cluster.server, server]);
    }
    return cluster;
  } catch (error) {
    cluster.close();
    throw error;
  }
}

/** Where no state has the tenant, an earlier run may have forgotten it: it is where the code has it, if it still does. */
function declaredPlace({ stacks }: Project, namespace: string): readonly Place[] {
  const all = stacks.flatMap((stack) => placesIn(stack, namespace));
  const [last] = stacks.slice(-1).map((stack): Place => ({ stack, provider: {} }));
  const found = all[0] ?? last;
  return found === undefined ? [] : [found];
}

function placesIn(stack: Stack, namespace: string): readonly Place[] {
  const { objects, hikube } = stack.config;
  const aliases = objects.filter(({ tenant }) => tenant === namespace).map(({ alias }) => alias);
  const tenants = hikube === undefined ? [] : tenantsOf(stack).filter((each) => each.namespace === namespace);
  return [
    ...aliases.map((alias): Place => ({ stack, provider: alias === undefined ? {} : { alias } })),
    ...tenants.map(({ provider }): Place => ({ stack, provider })),
  ];
}

async function openPlace({ stack, provider }: Place, { terraform }: Project, namespace: string): Promise<Cluster> {
  const undone = `stack "${stack.name}": ${namespace} is not released, and nothing was changed`;
  return openNamedCluster(await withKnownBlocks(stack, terraform), terraform, provider, undone);
}

function closed(cluster: Cluster): Pick<Cluster, "server"> {
  const { server } = cluster;
  cluster.close();
  return { server };
}

function inTwoClusters(namespace: string, places: readonly Place[], servers: readonly string[]): UsageError {
  const which = places.map(({ stack }, index) => `stack ${stack.name} on ${servers[index] ?? ""}`).join(", ");
  return new UsageError(`${namespace} is in several clusters: ${which}; name one stack by --stack`);
}
