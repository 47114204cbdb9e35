import { knownCluster } from "../src/model/cluster/known-cluster";
import { isolationList, tenantObjects } from "../src/model/tenant/objects/objects";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import type { Tenant } from "../src/model/tenant/resolve/tenant";
import { clusterPlaces, connectivityMatrix, withSamplePods, snapshotOf } from "../src/connectivity";
import type { Figure } from "./figure";
import { matrixUnderAttack } from "./matrix-hostile";
import { median, rounded, timed } from "./numbers";

/** Namespaces, as top tenants with four sub-tenants each. */
const SIZES = [200, 400, 800] as const;
const ROUNDS = 7;
const CHILDREN = 4;

const CLUSTER: ClusterFacts = {
  ...{ formatVersion: 1, version: "v1.35.4" },
  ...{ podCidrs: ["10.244.0.0/16"], serviceCidrs: ["10.96.0.0/12"], nodeCidrs: ["192.168.0.0/24"] },
  apiServer: { cidrs: ["192.168.0.10/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://kubernetes.default.svc", keys: [] },
};

/** The matrix of a platform from its Kubernetes objects: CPU, beside reading the same objects from JSON, and growth. */
export function matrix(): Promise<readonly Figure[]> {
  // Warms the compiler up: the first size would pay for all.
  measure(tenantTree(100));
  const measured = SIZES.map((namespaces) => ({ namespaces, ...measure(tenantTree(namespaces)) }));
  const cpu = (size: number): number => measured.find(({ namespaces }) => namespaces === size)?.cpuMs ?? Number.NaN;
  return Promise.resolve([
    ...measured.map(({ namespaces, cpuMs }): Figure => {
      const goal = namespaces === 200 ? { goal: 500 } : {};
      return { figure: `matrix.cpu.${namespaces}`, value: rounded(cpuMs), ...goal, better: "lower", unit: "ms" };
    }),
    ...measured.map(({ namespaces, cpuMs, parseMs }): Figure => {
      return { figure: `matrix.cpu.json.${namespaces}`, value: rounded(cpuMs / parseMs), better: "lower" };
    }),
    // The answer itself has a cell for each pair: 2 is the exponent that cannot be beaten for ever.
    {
      figure: "matrix.growth",
      value: rounded(Math.log2(cpu(800) / cpu(400))),
      goal: 2,
      better: "lower",
      unit: "exponent",
    },
    matrixUnderAttack(CLUSTER, resolve),
  ]);
}

function tenantTree(namespaces: number): string {
  const objects = Array.from({ length: namespaces / (CHILDREN + 1) }, (_, index) => {
    const top = resolve(`t${index}`, index % 2 === 0 ? "production" : "development");
    const children = Array.from({ length: CHILDREN }, (__, child) => resolve(`c${child}`, undefined, top));
    return [top, ...children].flatMap((tenant): readonly KubeObject[] => {
      const { namespace, isolation } = tenantObjects(tenant, tenant === top ? children : []);
      return [namespace, ...isolationList(isolation)];
    });
  });
  return JSON.stringify(objects.flat());
}

function resolve(name: string, profile?: "production" | "development", parent?: Tenant): Tenant {
  return resolveTenant(
    { name, ...(profile === undefined ? {} : { profile }) },
    { path: name, cluster: knownCluster(CLUSTER), ...(parent === undefined ? {} : { parent }) },
  );
}

function measure(json: string): { readonly cpuMs: number; readonly parseMs: number } {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const { result: objects, ms: parseMs } = timed(() => JSON.parse(json) as readonly KubeObject[]);
    const { ms: cpuMs } = timed(() => {
      const snapshot = withSamplePods(snapshotOf(objects), CLUSTER);
      return connectivityMatrix(snapshot, { places: clusterPlaces(CLUSTER) });
    });
    return { cpuMs, parseMs };
  });
  return { cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)), parseMs: median(rounds.map(({ parseMs }) => parseMs)) };
}
