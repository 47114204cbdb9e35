/** Allows everything, in the lists whose description says so. */
export const ANY = "*";

/** A type of Service other than `ClusterIP`, which every tenant may use. */
export type ServiceType = "ExternalName" | "LoadBalancer" | "NodePort";

/**
 * What a tenant may use of shared resources. An empty list allows nothing. A sub-tenant inherits each list of its
 * parent and can only narrow it. The guardrails of the platform read the lists from the tenant's namespace.
 */
export interface SecuritySpec {
  /**
   * Pod Security level that is enforced; never laxer than the parent's.
   * @default - the stricter of the profile's and the parent's
   */
  readonly podSecurity?: "baseline" | "restricted";
  /**
   * Whether each container must have `imagePullPolicy: Always`: a node then checks with the registry before it runs an
   * image that somebody else pulled with their credentials.
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
   * Hosts of Ingresses: `shop.example.ch`, or `*.shop.example.ch` for all names below; or `"*"`. Only these hosts can
   * be served.
   * @default - none
   */
  readonly hostnames?: readonly string[];
  /** Service types beside `ClusterIP`; the quota limits their number. @default ["LoadBalancer"] */
  readonly serviceTypes?: readonly ServiceType[];
  /** PriorityClasses by name, or `"*"`; never those of the system. @default - none */
  readonly priorityClasses?: readonly string[];
  /** CSI drivers that pods may mount inline, by name, or `"*"`. @default - none */
  readonly csiDrivers?: readonly string[];
  /**
   * Signers of certificates that a volume may project (`podCertificate`), by name, e.g. `example.com/mesh`; or `"*"`.
   * The certificate identifies the pod to others, for up to 91 days.
   * @default - none
   */
  readonly certificateSigners?: readonly string[];
  /** DeviceClasses that claims of devices may ask for, by name, or `"*"`. @default - none */
  readonly deviceClasses?: readonly string[];
  /**
   * Keys of taints of nodes and devices that may be tolerated, beside those that Kubernetes lets every pod tolerate.
   * @default - none
   */
  readonly tolerations?: readonly string[];
  /**
   * Prefixes of the users and groups that an owner may bind to Roles, each ending in a character that is not a letter
   * or digit, e.g. `oidc:shop-`; or `"*"`. ServiceAccounts of the tenant may always be bound. If the list is not empty,
   * it applies to the users and groups of `access` too.
   * @default - none
   */
  readonly subjectPrefixes?: readonly string[];
  /**
   * Annotations of Ingresses: a key, or a whole domain by its closing "/". List single keys: many controllers have one
   * that takes hosts of others or injects configuration.
   * @default - none
   */
  readonly ingressAnnotations?: readonly string[];
  /** The same for Services, where annotations choose addresses and DNS names. @default - none */
  readonly serviceAnnotations?: readonly string[];
  /**
   * Maximum size of keys, values and metadata of one ConfigMap or Secret, a Kubernetes quantity of at least 16Ki.
   * Objects of other kinds may take as much, and 128Ki where it is less; pods and what they are made from three eighths of
   * that, up to 96Ki.
   * @default 128Ki
   */
  readonly configSize?: string;
  /**
   * Most seconds that a pod may take to end, in its own spec, a probe's, its deletion or its eviction: a whole number,
   * 30–604800. 0 is never allowed.
   * @default 600
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Most seconds that a ServiceAccount token for an audience other than the API server may live: a whole number,
   * 3600–604800. More than 7200 needs the cluster's fact `serviceAccounts.audiences`. A token for the API server lives
   * two hours at most, whatever this value is.
   * @default 7200
   * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
   */
  readonly tokenExpirationSeconds?: number;
}
