import type { MonitoringSpec } from "../spec/monitoring-spec";
import type { SecuritySpec } from "../spec/security-spec";
import type { TenantSpec } from "../spec/spec";
import type { CapacitySpec } from "../spec/quota-spec";
import { MONITORING_NAME } from "../spec/tenant-names";
import { resolveTenant } from "./resolve";
import { AMOUNTS, stackNeeds, sumOf } from "./stack-amounts";
import type { Tenant, TenantNode } from "./tenant";

/** What a stack takes where its share is not given, without its volumes and Grafanas of sub-tenants: the sum of its containers, with room for an update. */
const SHARES = {
  single: { cpu: { requests: "1", limits: "6" }, memory: { requests: "2Gi", limits: "5Gi" } },
  cluster: { cpu: { requests: "3", limits: "16" }, memory: { requests: "6Gi", limits: "16Gi" } },
} as const;

/** The place of a tenant's monitoring stack in the tree: a sub-tenant that its parent declares by `monitoring`. */
export function stackNodes(tenant: Tenant): readonly TenantNode[] {
  return tenant.stack === undefined ? [] : [{ tenant: stackTenant(tenant, tenant.stack), children: [] }];
}

/** The path of the tenant whose stack lives in a path; nothing where none can. */
export function stackParent(path: string): string | undefined {
  const end = `/${MONITORING_NAME}`;
  return path.endsWith(end) ? path.slice(0, -end.length) : undefined;
}

function stackTenant(parent: Tenant, stack: MonitoringSpec): Tenant {
  const path = `${parent.path}/${MONITORING_NAME}`;
  return resolveTenant(stackSpec(stack), { path, parent, cluster: parent.cluster, isStack: true });
}

/** The sub-tenant that a stack lives in. */
export function stackSpec(stack: MonitoringSpec): TenantSpec {
  return {
    name: MONITORING_NAME,
    quota: stack.quota ?? defaultShare(stack),
    network: { internet: "deny", fromAncestors: false },
    security: stackSecurity(stack),
  };
}

/** Where images come from unless a mirror is named; written out, for allow-lists compare whole names. */
export const IMAGE_REGISTRY = "docker.io";
const PROJECTS = ["victoriametrics", "grafana", "prom"];

/**
 * What the stack uses, and nothing else. That may be more than its tenant may: nobody but the pipeline starts pods in it,
 * and of what it declares only these values decide.
 */
function stackSecurity({ host, grafanas = [], clusters = [], sources, exposure }: MonitoringSpec): SecuritySpec {
  const registry = sources?.imageRegistry ?? IMAGE_REGISTRY;
  const issues = exposure.kind === "ingress" && exposure.clusterIssuer !== undefined;
  return {
    podSecurity: "restricted",
    alwaysPullImages: false,
    imageRegistries: stackImages(registry),
    hostnames: [host, ...grafanas.map((one) => one.host), ...(clusters.length === 0 ? [] : [gatewayHost(host)])],
    ingressAnnotations: issues ? ["cert-manager.io/cluster-issuer"] : [],
    serviceTypes: [],
    // Helm keeps a release in one Secret.
    configSize: "1Mi",
  };
}

/** How names of the images of a stack start. */
export function stackImages(registry: string): readonly string[] {
  return PROJECTS.map((project) => `${registry}/${project}/`);
}

/** Where collectors elsewhere write: an address of its own in front of Grafana's. */
export function gatewayHost(host: string): string {
  return `gateway.${host}`;
}

function defaultShare(stack: MonitoringSpec): CapacitySpec {
  const { scale, grafanas = [] } = stack;
  // Another text is told by its own rule.
  const { cpu, memory } = SHARES[scale === "cluster" ? scale : "single"];
  const withGrafanas = (first: string, each: string) => sumOf([first, ...grafanas.map(() => each)]);
  return {
    cpu: amountsOf(cpu, AMOUNTS.grafana.cpu, withGrafanas),
    memory: amountsOf(memory, AMOUNTS.grafana.memory, withGrafanas),
    storage: stackNeeds(stack)["requests.storage"],
  };
}

function amountsOf(
  { requests, limits }: { readonly requests: string; readonly limits: string },
  [request, limit]: readonly [string, string],
  add: (first: string, each: string) => string,
) {
  return { requests: add(requests, request), limits: add(limits, limit) };
}
