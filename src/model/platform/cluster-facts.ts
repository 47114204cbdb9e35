import type { SubjectSpec } from "../tenant/spec/spec";
import type { CustomResourceGrant } from "./custom-resources";

/**
 * What the rules must know of a cluster: public facts, versioned beside the code as `cluster.json`
 * (written by `hikube cluster inspect`). No secret is among them.
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
  readonly apiServer: ApiServerFacts;
  readonly dns: DnsFacts;
  readonly serviceAccounts: ServiceAccountFacts;
  /**
   * Name of the PriorityClass that pods get which name none. Where there is one, every pod has a priority class, and
   * the quota that counts such pods to zero is left out.
   * @default - there is none
   */
  readonly globalDefaultPriorityClass?: string;
  /**
   * Namespaces that are kept for the cluster's own systems, written by hand: no tenant takes one over unless it says so
   * (`allowReservedNamespace`), none is the other side of `peers`, and none of their ServiceAccounts may be named in
   * `access`. A `*` at the end stands for any rest: `openshift-*`. `default`, `kube-*` and `hikube-*` are kept in any case.
   * @default - those of common distributions and add-ons, see docs/tenants.md
   */
  readonly reservedNamespaces?: readonly string[];
  /**
   * Namespaces whose pods `expose` may let in although they are reserved, written by hand: ingress controllers (k3s and
   * RKE2 keep theirs in `kube-system`) and what scrapes tenants. A `*` at the end stands for any rest.
   * @default - those of common ingress controllers and monitoring systems, see docs/tenants.md
   */
  readonly ingressNamespaces?: readonly string[];
  /**
   * Reserved namespaces whose ServiceAccounts may be named in `access`, written by hand: of a GitOps controller that the
   * platform runs.
   * @default - none but `hikube-system`
   */
  readonly accountNamespaces?: readonly string[];
  /**
   * Namespaces of tenants that are declared in other repositories and are not named `tenant-…`, written by hand: they may
   * be the other side of `peers` that are expected.
   * @default - none
   */
  readonly tenantNamespaces?: readonly string[];
  /**
   * Kinds of operators that the people of tenants may use, and how many of each: every level names them, and every
   * tenant's quota counts them. Written by hand.
   * @default - none
   */
  readonly customResources?: readonly CustomResourceGrant[];
  /**
   * Controllers of the platform that are not cluster-admin and write into tenants: those of certificates, a service
   * mesh, GitOps, databases. What they make is not held to what tenants may use (images, sizes, types and annotations
   * of Services and Ingresses); they get no right by it. Written by hand.
   * @default - none
   */
  readonly controllers?: readonly SubjectSpec[];
}

/**
 * Stands for facts that are missing or wrong: rules that need none hold all the same. Nothing is made with it.
 */
export const NO_FACTS: ClusterFacts = {
  formatVersion: 1,
  version: "",
  podCidrs: [],
  serviceCidrs: [],
  nodeCidrs: [],
  apiServer: { cidrs: [], port: 0 },
  dns: { namespace: "", podLabels: {}, ports: [] },
  serviceAccounts: { issuer: "", keys: [] },
};

/** Where pods reach the API server. */
export interface ApiServerFacts {
  /** CIDRs of the endpoints behind the `kubernetes` Service, e.g. `192.0.2.10/32`. */
  readonly cidrs: readonly string[];
  /** Port of these endpoints, 1–65535. */
  readonly port: number;
}

/** Where the cluster's DNS answers. */
export interface DnsFacts {
  readonly namespace: string;
  /** Labels of the DNS pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports of the DNS *pods* (policies see the pod's port, not the Service's). */
  readonly ports: readonly number[];
}

/** How tokens of ServiceAccounts are recognised outside the API server. */
export interface ServiceAccountFacts {
  readonly issuer: string;
  /**
   * Audiences of the API server: a token for one of them is good for the API, every other token is not.
   * @default - not known: no tenant may have tokens of more than two hours (`security.tokenExpirationSeconds`)
   * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (`--api-audiences`)
   */
  readonly audiences?: readonly string[];
  /** Public keys of the issuer as JSON Web Keys. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  /**
   * Whether the API server signs the mounted tokens of pods, which ask for 3607 seconds, for a year. It takes them itself
   * until their pod is gone; who checks the signature alone takes them for the year.
   * @default - it was not seen
   * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ `--service-account-extend-token-expiration`
   */
  readonly extendsMountedTokens?: boolean;
}
