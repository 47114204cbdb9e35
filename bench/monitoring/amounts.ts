import { listIn, isRecord, objectIn, type JsonRecord } from "../../src/model/json";
import { parseQuantity } from "../../src/model/kubernetes/quantity";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import { collectionReleases } from "../../src/model/monitoring/collection/releases";
import type { HelmRelease } from "../../src/model/monitoring/release";
import { CLUSTER } from "../../test/model/monitoring/facts";
import { releases, STACK } from "../../test/model/monitoring/emitted-stack";
import type { Figure } from "../figure";
import { rounded } from "../numbers";
import { podsOfOneMore } from "./one-more";

const GIB = 2 ** 30;
/** Nodes of the cluster that the collectors are counted for: there is one vlagent and one node-exporter on each. */
const NODES = 3;

/** One container with its resources, and how many there are of it. */
interface Counted {
  readonly resources: JsonRecord;
  readonly times: number;
}

/** Requests and limits as they are emitted: of a stack, of its collectors, and of one more sub-tenant. */
export function amounts(): readonly Figure[] {
  const stack = releases({ ...STACK, grafanas: [] }).flatMap(({ values }) => containersIn(values));
  const { own, once } = collectors();
  const memory = (all: readonly Counted[], kind: string) => rounded(sum(all, kind, "memory") / GIB);
  const gib = { better: "lower", unit: "GiB" } as const;
  const cores = { better: "lower", unit: "cores" } as const;
  return [
    { figure: "monitoring.stack.requests.memory", value: memory(stack, "requests"), goal: 1.5, ...gib },
    { figure: "monitoring.stack.limits.memory", value: memory(stack, "limits"), ...gib },
    { figure: "monitoring.stack.requests.cpu", value: rounded(sum(stack, "requests", "cpu")), ...cores },
    { figure: "monitoring.stack.limits.cpu", value: rounded(sum(stack, "limits", "cpu")), ...cores },
    {
      figure: "monitoring.collectors.requests.memory",
      value: memory([...own, ...once], "requests"),
      goal: 0.4,
      ...gib,
    },
    { figure: "monitoring.collectors.limits.memory", value: memory([...own, ...once], "limits"), ...gib },
    { figure: "monitoring.collectors.next-stack.requests.memory", value: memory(own, "requests"), ...gib },
    { figure: "monitoring.sub-tenant.pods", value: podsOfOneMore(), goal: 0, better: "lower", unit: "pods" },
  ];
}

/** Containers of the collectors of one stack, and of those that a cluster has once. */
function collectors(): { readonly own: readonly Counted[]; readonly once: readonly Counted[] } {
  const spec = {
    cluster: CLUSTER,
    stacks: [{ namespace: "tenant-acme-monitoring", tenant: "tenant-acme", gateway: "gateway.svc:8427" }],
  };
  const workloads = collectionObjects(spec).filter(({ kind }) => ["Deployment", "DaemonSet"].includes(kind));
  const counted = (isOwn: boolean) =>
    workloads
      .filter(({ metadata }) => metadata.name.endsWith("-tenant-acme") === isOwn)
      .flatMap(({ kind, spec: workload }) => {
        const { containers } = objectIn(objectIn(objectIn(workload).template).spec);
        const times = kind === "DaemonSet" ? NODES : 1;
        return listIn(containers).map((one) => ({ resources: objectIn(objectIn(one).resources), times }));
      });
  const released = collectionReleases(spec).flatMap((release) => onNodes(release, containersIn(release.values)));
  return { own: counted(true), once: [...counted(false), ...released] };
}

function onNodes({ chart }: HelmRelease, containers: readonly Counted[]): readonly Counted[] {
  return containers.map((one) => (chart === "prometheus-node-exporter" ? { ...one, times: NODES } : one));
}

/** Everything in values that describes a container: what has resources. */
function containersIn(value: unknown): readonly Counted[] {
  if (!isRecord(value)) return [];
  const { resources, replicaCount } = value;
  const own = isRecord(resources) ? [{ resources, times: typeof replicaCount === "number" ? replicaCount : 1 }] : [];
  return [...own, ...Object.values(value).flatMap(containersIn)];
}

function sum(containers: readonly Counted[], kind: string, amount: string): number {
  const each = containers.map(({ resources, times }) => {
    const quantity = parseQuantity(objectIn(resources[kind])[amount]);
    return quantity === undefined ? 0 : (Number(quantity.nano) / 1e9) * times;
  });
  return each.reduce((total, one) => total + one, 0);
}
