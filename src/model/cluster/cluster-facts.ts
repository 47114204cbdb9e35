import type { SubjectSpec } from "../tenant/spec/spec";
import type { CustomResourceGrant } from "./custom-resources";

/**
 * The facts of a cluster that the rules need: public, versioned beside the code as `cluster.json`, which `hikube
 * cluster inspect` writes. They contain no secret.
 */
export interface ClusterFacts {
  /** Version of this file's form. */
  readonly formatVersion: 1;
  /** Kubernetes version of the API server, e.g. `v1.35.4`. */
  readonly version: string;
  /** CIDRs that pods get their addresses from. */
  readonly podCidrs: readonly string[];
  /** CIDRs that Services get their addresses from. */
  readonly serviceCidrs: readonly string[];
  /** CIDRs that hold the nodes' addresses. */
  readonly nodeCidrs: readonly string[];
  /**
   * Addresses of the pod network that nodes themselves send from to pods of other nodes, each alone, e.g. `10.244.1.0/32`: ends
   * of tunnels of flannel, Calico or Cilium. They count as nodes where a tenant is exposed to them (`fromNodes`).
   * @default - nodes send from `nodeCidrs` alone
   */
  readonly nodeTunnelCidrs?: readonly string[];
  /** Where pods reach the API server. */
  readonly apiServer: ApiServerFacts;
  /** Where the cluster's DNS answers. */
  readonly dns: DnsFacts;
  /** How tokens of ServiceAccounts are recognised outside the API server. */
  readonly serviceAccounts: ServiceAccountFacts;
  /**
   * Name of the PriorityClass of pods that name none. If there is one, every pod has a priority class, so the quota of
   * zero such pods is left out.
   * @default - there is none
   */
  readonly globalDefaultPriorityClass?: string;
  /**
   * Namespaces that are reserved for the cluster's own systems, written by hand: tenants cannot take them over (except
   * with `allowReservedNamespace`) or have them as `peers`, and `access` cannot name their ServiceAccounts. A `*` at
   * the end matches any rest: `openshift-*`. `default`, `kube-*` and `hikube-*` are always reserved.
   * @default - those of common distributions and add-ons, see docs/tenants.md
   */
  readonly reservedNamespaces?: readonly string[];
  /**
   * Reserved namespaces that `expose` may name, written by hand: those of ingress controllers (k3s and RKE2 have theirs
   * in `kube-system`) and metrics scrapers. A `*` at the end matches any rest.
   * @default - those of common ingress controllers and monitoring systems, see docs/tenants.md
   */
  readonly ingressNamespaces?: readonly string[];
  /**
   * Reserved namespaces whose ServiceAccounts `access` may name, written by hand, e.g. that of a GitOps controller of
   * the platform.
   * @default - none but `hikube-system`
   */
  readonly accountNamespaces?: readonly string[];
  /**
   * Namespaces of tenants that are declared in other repositories and are not named `tenant-…`, written by hand: they
   * may be the other side of expected `peers`.
   * @default - none
   */
  readonly tenantNamespaces?: readonly string[];
  /**
   * Custom resources that members of tenants may use, and how many of each: the levels include them, and every tenant's
   * quota counts them. Written by hand.
   * @default - none
   */
  readonly customResources?: readonly CustomResourceGrant[];
  /**
   * Controllers of the platform that are not cluster-admin and write into tenants: those of certificates, a service
   * mesh, GitOps, databases. Objects that they write are exempt from the limits on what tenants may use (images, sizes,
   * types and annotations of Services and Ingresses); they get no rights by it. Written by hand.
   * @default - none
   */
  readonly controllers?: readonly SubjectSpec[];
}

/** Stands for missing or invalid facts, so that rules that need none can run. No objects are created with it. */
export const NO_FACTS: ClusterFacts = {
  formatVersion: 1,
  version: "",
  podCidrs: [],
  serviceCidrs: [],
  nodeCidrs: [],
  apiServer: { cidrs: [], port: 0 },
  dns: {},
  serviceAccounts: { issuer: "", keys: [] },
};

/** Where pods reach the API server. */
export interface ApiServerFacts {
  /** CIDRs of the endpoints behind the `kubernetes` Service, e.g. `192.0.2.10/32`. */
  readonly cidrs: readonly string[];
  /** Port of these endpoints, 1–65535. */
  readonly port: number;
}

/** Where the cluster's DNS answers: in pods (all three fields), at addresses, or both. */
export interface DnsFacts {
  /** Namespace of the DNS pods. @default - no pods answer: `cidrs` are given */
  readonly namespace?: string;
  /** Labels of the DNS pods. @default - as `namespace` */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Ports of the DNS *pods* (policies see the pod's port, not the Service's). @default - as `namespace` */
  readonly ports?: readonly number[];
  /**
   * Addresses that answer on port 53 and are no pods, each alone, e.g. `169.254.20.10/32`: those of NodeLocal DNSCache
   * (on every node) or of a cloud's resolver. Link-local and metadata addresses are allowed here, and opened on port 53
   * alone.
   * @default - pods alone answer
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly cidrs?: readonly string[];
}

/** How tokens of ServiceAccounts are recognised outside the API server. */
export interface ServiceAccountFacts {
  /** Issuer of the tokens, as they name it in `iss`. */
  readonly issuer: string;
  /**
   * Audiences of the API server: only a token for one of them is valid for the API.
   * @default - not known: no tenant may have tokens of more than two hours (`security.tokenExpirationSeconds`)
   * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (`--api-audiences`)
   */
  readonly audiences?: readonly string[];
  /** Public keys of the issuer as JSON Web Keys. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  /**
   * Whether the API server extends the mounted tokens of pods, requested for 3607 seconds, to a year. It accepts them
   * itself until their pod is deleted; verifiers of the signature alone accept them for the year. @default - unknown
   * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
   * `--service-account-extend-token-expiration`
   */
  readonly extendsMountedTokens?: boolean;
}
