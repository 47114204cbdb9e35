/** Stands in an allow-list for everything, where the list's own description says so. */
export const ANY = "*";

/** A kind of Service beside `ClusterIP`, which every tenant may make. */
export type ServiceType = "ExternalName" | "LoadBalancer" | "NodePort";

/**
 * What a tenant may use of what it shares with others. An empty list allows nothing. A sub-tenant inherits each list
 * of its parent and can only narrow it. The guardrails of the platform read the lists from the tenant's namespace.
 */
export interface SecuritySpec {
  /**
   * Pod Security level that is enforced; never laxer than the parent's.
   * @default - the stricter of the profile's and the parent's
   */
  readonly podSecurity?: "baseline" | "restricted";
  /**
   * Whether each container must have `imagePullPolicy: Always`: a node then asks the registry again before it runs an
   * image that somebody else pulled with credentials of their own.
   * @default - true where the profile or the parent says so
   */
  readonly alwaysPullImages?: boolean;
  /**
   * What the names of images start with, each ending in "/", e.g. `ghcr.io/acme/`; or `"*"`. Images of Docker Hub are
   * then written in full, `docker.io/library/nginx`.
   * @default ["*"]
   */
  readonly imageRegistries?: readonly string[];
  /** StorageClasses and VolumeAttributesClasses by name, or `"*"` for every class that has a name. @default ["*"] */
  readonly storageClasses?: readonly string[];
  /** IngressClasses by name, or `"*"`. @default ["*"] */
  readonly ingressClasses?: readonly string[];
  /**
   * Hosts of Ingresses: `shop.example.ch`, or `*.shop.example.ch` for all names below; or `"*"`. Nobody's name can be
   * taken unless it is given here.
   * @default - none
   */
  readonly hostnames?: readonly string[];
  /** Service types beside `ClusterIP`; how many there may be is said by the quota. @default ["LoadBalancer"] */
  readonly serviceTypes?: readonly ServiceType[];
  /** PriorityClasses by name, or `"*"`; never those of the system. @default - none */
  readonly priorityClasses?: readonly string[];
  /** CSI drivers that pods may mount inline, by name, or `"*"`. @default - none */
  readonly csiDrivers?: readonly string[];
  /**
   * Signers of certificates that a volume may project (`podCertificate`), by name, e.g. `example.com/mesh`; or `"*"`.
   * The signer says who the pod is, for as long as the certificate lasts: up to 91 days.
   * @default - none
   */
  readonly certificateSigners?: readonly string[];
  /** DeviceClasses that claims of devices may ask for, by name, or `"*"`. @default - none */
  readonly deviceClasses?: readonly string[];
  /** Keys of taints of nodes and devices that may be tolerated beside those that every pod tolerates for a time. @default - none */
  readonly tolerations?: readonly string[];
  /**
   * What the names of users and groups start with that an owner may bind to Roles, each ending in a sign that is no
   * letter or digit, e.g. `oidc:shop-`; or `"*"`. ServiceAccounts of the tenant may always be bound. Where it names any,
   * the users and groups of `access` are held to it too.
   * @default - none
   */
  readonly subjectPrefixes?: readonly string[];
  /**
   * Annotations of Ingresses: a key, or a whole domain by its closing "/". Name single keys: many controllers have one
   * that takes foreign hosts or injects configuration.
   * @default - none
   */
  readonly ingressAnnotations?: readonly string[];
  /** The same for Services, where annotations choose addresses and DNS names. @default - none */
  readonly serviceAnnotations?: readonly string[];
  /**
   * Most that keys, values and metadata of one ConfigMap or Secret may take, a Kubernetes quantity of at least 16Ki. Objects
   * of other kinds may take as much, and 128Ki where it is less.
   * @default 128Ki
   */
  readonly configSize?: string;
  /**
   * Most seconds that a pod may take to end, in its own spec, a probe's, its deletion or its eviction: a whole number,
   * 30–604800. No pod may take none.
   * @default 600
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Most seconds that a ServiceAccount token for an audience other than the API server may live: a whole number,
   * 3600–604800. More than 7200 needs the cluster's fact `serviceAccounts.audiences`. A token for the API server lives
   * two hours at most, whatever is given here.
   * @default 7200
   * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
   */
  readonly tokenExpirationSeconds?: number;
}
