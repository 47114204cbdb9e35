import type { KubeObject } from "../src/model/kubernetes/kube-object";
import { tenantsDocument } from "../src/model/tenant/document";
import { isolationList, tenantObjects } from "../src/model/tenant/objects/objects";
import type { Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import { snapshotOf } from "../src/connectivity";
import { liveMatrix } from "../src/cli/matrix/live-matrix";
import type { Figure } from "./figure";
import { median, rounded, timed } from "./numbers";

/** Small, so that the attack weighs: on a large cluster it would be lost in the rest. */
const TOP_TENANTS = 5;
const CHILDREN = 4;
const HONEST_PODS = 10;
const ROUNDS = 15;

/** What the attacker may have: small policies, each for labels of its own, and pods of which no two are alike. */
const POLICIES = 300;
const PODS = 150;

/** CPU of judging a cluster against what is declared while one tenant attacks it, against the same cluster without. */
export function matrixUnderAttack(cluster: ClusterFacts, resolve: Resolve): Figure {
  const roots = forest(resolve);
  const tenants = { file: "tenants.yaml", cluster, roots, document: tenantsDocument(roots, cluster) };
  const objects = roots.flatMap(({ tenant, children }) => [
    ...objectsOf(
      tenant,
      children.map((child) => child.tenant),
    ),
    ...children.flatMap((child) => objectsOf(child.tenant, [])),
  ]);
  const victim = roots[0]?.children[0]?.tenant.namespace ?? "";
  const calm = () => cpuOf(copyOf(objects));
  const attacked = () => cpuOf(copyOf([...objects, ...attackOn(victim)]));
  const cpuOf = (held: readonly KubeObject[]) => timed(() => liveMatrix(snapshotOf(held), cluster, { tenants })).ms;
  // Warms the compiler up, for both.
  for (const run of [calm, attacked, calm, attacked, calm, attacked, calm, attacked]) run();
  // One beside the other: what else the machine does weighs on both alike.
  const ratios = Array.from({ length: ROUNDS }, () => attacked() / calm());
  return { figure: "matrix.live.hostile", value: rounded(median(ratios)), goal: 3, better: "lower" };
}

/** Resolves a tenant of the cluster. */
type Resolve = (name: string, profile?: "production" | "development", parent?: Tenant) => Tenant;

function forest(resolve: Resolve): readonly TenantNode[] {
  return Array.from({ length: TOP_TENANTS }, (_, index) => {
    const tenant = resolve(`t${index}`, "production");
    const children = Array.from({ length: CHILDREN }, (__, child) => resolve(`c${child}`, undefined, tenant));
    return { tenant, children: children.map((child) => ({ tenant: child, children: [] })) };
  });
}

function objectsOf(tenant: Tenant, children: readonly Tenant[]): readonly KubeObject[] {
  const { namespace, isolation } = tenantObjects(tenant, children);
  const labels = (index: number) => ({ app: `app${index % 3}`, "pod-template-hash": `h${index}` });
  const pods = Array.from({ length: HONEST_PODS }, (_, index) => pod(tenant.namespace, `web-${index}`, labels(index)));
  return [namespace, ...isolationList(isolation), ...pods];
}

function attackOn(namespace: string): readonly KubeObject[] {
  const policies = Array.from({ length: POLICIES }, (_, index): KubeObject => {
    const podSelector = {
      matchLabels: { [`k${index % 97}`]: `v${index}` },
      matchExpressions: [
        { key: `x${index}`, operator: "NotIn", values: [`a${index}`, `b${index}`] },
        { key: `y${index % 13}`, operator: "Exists" },
      ],
    };
    const peers = [{ podSelector: { matchExpressions: [{ key: `z${index}`, operator: "DoesNotExist" }] } }];
    const ports = [{ port: 1000 + index, endPort: 2000 + index }, { port: `p${index % 7}` }];
    const spec = {
      podSelector,
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: peers, ports }],
      egress: [{ to: peers, ports }],
    };
    return {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `p${index}`, namespace },
      spec,
    };
  });
  const pods = Array.from({ length: PODS }, (_, index) => {
    const keys = Array.from({ length: 20 }, (__, key) => [`${"kxyz"[key % 4] ?? ""}${index + key * 7}`, `v${index}`]);
    return pod(namespace, `attack-${index}`, { unique: `u${index}`, ...(Object.fromEntries(keys) as object) });
  });
  return [...policies, ...pods];
}

let address = 0;

function pod(namespace: string, name: string, labels: Readonly<Record<string, string>>): KubeObject {
  const podIP = `10.244.${(address >> 8) & 255}.${address++ & 255}`;
  const ports = [{ name: "http", containerPort: 8080 }];
  const metadata = { name, namespace, labels };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { containers: [{ ports }] },
    status: { podIP, phase: "Running" },
  };
}

/** Objects as they come from an API server: seen for the first time. */
function copyOf(objects: readonly KubeObject[]): readonly KubeObject[] {
  return structuredClone(objects);
}
