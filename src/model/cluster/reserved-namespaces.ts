import { isTopLevelDomain } from "./top-level-domains";
import type { ClusterFacts } from "./cluster-facts";

/** Namespaces of Kubernetes and the platform, whatever the facts say: no tenant may take them over. */
const NEVER: readonly string[] = ["default", "kube-*", "hikube-*"];

/**
 * Namespaces of systems that serve all tenants, if the facts name no `reservedNamespaces`. A `*` at the end matches any
 * rest.
 */
export const RESERVED_NAMESPACES: readonly string[] = [
  // Distributions and clouds.
  ...["openshift", "openshift-*", "cattle-*", "fleet-*", "rancher", "rancher-*", "system-upgrade", "k3s-*", "rke2-*"],
  ...["gke-*", "gmp-*", "config-management-*", "asm-*", "anthos-*", "aks-*", "azure-*", "eks-*", "amazon-*", "aws-*"],
  ...["olm", "operators", "kubernetes-dashboard", "headlamp", "tailscale", "karpenter", "cluster-autoscaler"],
  // Deployment, and clusters as objects.
  ...["argo", "argo-*", "argocd", "argocd-*", "flux-system", "sealed-secrets", "external-secrets", "vault", "vault-*"],
  ...["capi-*", "capa-system", "capz-system", "capg-system", "capo-system", "capv-system", "caph-system"],
  ...["crossplane-system", "upbound-system", "open-cluster-management", "open-cluster-management-*"],
  // Certificates, names and ways in.
  ...["cert-manager", "cert-manager-*", "external-dns", "ingress-*", "nginx-ingress", "nginx-gateway", "traefik"],
  ...["traefik-*", "haproxy-*", "kong", "kong-*", "contour", "contour-*", "projectcontour", "envoy-gateway-system"],
  ...["gateway-system", "gloo-system", "emissary", "emissary-system", "ambassador", "dex", "keycloak", "harbor"],
  // Networks and meshes.
  ...["cilium", "cilium-*", "calico-*", "tigera-*", "metallb-system", "antrea-*", "ovn-*", "submariner-*", "multus"],
  ...["istio-*", "linkerd", "linkerd-*", "consul", "kuma-*", "spire", "spire-*", "spiffe-*"],
  // Storage and backup.
  ...["longhorn-system", "rook", "rook-*", "openebs", "portworx", "linstor", "linstor-*", "piraeus-*", "trident"],
  ...["topolvm-system", "local-path-storage", "ceph-*", "csi-*", "minio-operator", "velero", "kasten-io"],
  // Policy and tenancy.
  ...["gatekeeper-system", "kyverno", "kyverno-*", "kubewarden", "opa", "falco", "neuvector", "trivy-system"],
  ...["kubescape", "capsule-system", "cozy-*", "hnc-system", "vcluster-platform", "kamaji-system"],
  // Monitoring.
  ...["monitoring", "monitoring-*", "observability", "logging", "logging-*", "tracing", "metrics", "prometheus"],
  ...["prometheus-*", "grafana", "loki", "tempo", "jaeger", "victoria-metrics", "opentelemetry-*", "datadog"],
  ...["elastic-system", "newrelic", "dynatrace"],
  // Machines, functions and databases.
  ...["kubevirt", "kubevirt-*", "cdi", "gpu-operator", "nvidia-*", "node-feature-discovery", "knative-*", "keda"],
  ...["cnpg-system", "postgres-operator", "redis-operator", "strimzi-*"],
];

/**
 * Namespaces of ingress controllers and of systems that scrape or call the pods of tenants, if the facts name no
 * `ingressNamespaces`.
 */
export const INGRESS_NAMESPACES: readonly string[] = [
  ...["ingress-*", "nginx-ingress", "nginx-gateway", "traefik", "traefik-*", "haproxy-*", "kong", "kong-*", "contour"],
  ...["contour-*", "projectcontour", "envoy-gateway-system", "gateway-system", "gloo-system", "emissary"],
  ...["emissary-system", "ambassador", "istio-*", "openshift-ingress", "cilium", "cilium-*", "knative-*", "keda"],
  ...["monitoring", "monitoring-*", "observability", "prometheus", "prometheus-*", "victoria-metrics"],
  ...["opentelemetry-*", "openshift-monitoring", "openshift-user-workload-monitoring", "cattle-monitoring-system"],
];

/** Why a namespace is reserved: always, by the facts or their default, or because DNS resolves its name. */
export type Reservation = "never" | "listed" | "domain";

/** Why a tenant may not have a namespace of this name without `allowReservedNamespace`, if it may not. */
export function reservationOf(namespace: string, cluster: ClusterFacts): Reservation | undefined {
  const reservation = systemsOf(namespace, cluster);
  return reservation ?? (isTopLevelDomain(namespace) ? "domain" : undefined);
}

/** Whether a namespace belongs to the cluster or the platform for good, and can be no tenant's. */
export function isNeverTenants(namespace: string): boolean {
  return matchesAny(namespace, NEVER);
}

/** Whether a namespace is reserved for the cluster's own systems. */
export function isSystemNamespace(namespace: string, cluster: ClusterFacts): boolean {
  return systemsOf(namespace, cluster) !== undefined;
}

/** Whether `expose` may name the namespace, although it is reserved for the cluster's own systems. */
export function isIngressNamespace(namespace: string, cluster: ClusterFacts): boolean {
  return matchesAny(namespace, cluster.ingressNamespaces ?? INGRESS_NAMESPACES);
}

/** Whether the namespace of a tenant that is not declared here is known by its name or by the facts. */
export function isNamedAsTenant(namespace: string, cluster: ClusterFacts): boolean {
  return namespace.startsWith("tenant-") || (cluster.tenantNamespaces ?? []).includes(namespace);
}

function systemsOf(namespace: string, facts: ClusterFacts): "never" | "listed" | undefined {
  const { reservedNamespaces, tenantNamespaces = [] } = facts;
  if (matchesAny(namespace, NEVER)) return "never";
  // A tenant of another repository may have taken over a reserved one.
  if (tenantNamespaces.includes(namespace)) return undefined;
  return matchesAny(namespace, reservedNamespaces ?? RESERVED_NAMESPACES) ? "listed" : undefined;
}

function matchesAny(namespace: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? namespace.startsWith(pattern.slice(0, -1)) : namespace === pattern,
  );
}
