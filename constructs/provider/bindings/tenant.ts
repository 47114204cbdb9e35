// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundResource, type OrToken } from "../bound";

/** Arguments of `hikube_tenant`. */
export interface TenantConfig extends TerraformMetaArguments {
  /** Lower-case letters and digits, starting with a letter, 1–46 characters. */
  readonly name: string;
  /** The namespace, which is the identity of the tenant. Follows from `parent` and `name`. */
  readonly namespace?: string;
  /** Complete set of defaults. Required on a top tenant. Default: the parent's. */
  readonly profile?: string;
  /** Default: the profile's on a top tenant; a child must give cpu, memory and storage where its parent bounds them. */
  readonly quota?: OrToken<TenantQuota>;
  /** Default: the profile's, cut to the quota where that is smaller. */
  readonly containerDefaults?: OrToken<TenantContainerDefaults>;
  /** Who may connect to the tenant, and where it may connect to. */
  readonly network?: OrToken<TenantNetwork>;
  /** Default: only subjects with rights on an ancestor. */
  readonly access?: OrToken<TenantAccess>;
  /** Default: the parent's, list by list; on a top tenant as each list says. */
  readonly security?: OrToken<TenantSecurity>;
  /** Default: the parent's, key by key. */
  readonly cost?: OrToken<TenantCost>;
  /** Whether this tenant and every one below it must have cost centre, project and owner. Cannot be taken back below. Default: the parent's, else false. */
  readonly requireCostLabels?: OrToken<boolean>;
  /** Point in time in RFC 3339, e.g. `2027-03-31T00:00:00Z`, or `"never"`. Required by the sandbox profile. Nothing is deleted by it: `hikube check` and `expire` list expired tenants. Default: the parent's. */
  readonly expiresAt?: string;
  /** Whether the platform refuses to delete the namespace. To delete, first apply it unprotected. Default: the profile's. */
  readonly protected?: OrToken<boolean>;
  /** Whether new pods are refused. Running pods stay: `hikube suspend` also scales to zero. Default: the parent's, else false. */
  readonly suspended?: OrToken<boolean>;
  /** Whether an existing namespace is taken over, with all that is in it. May stay set after the first apply; where there is none, it is created. Default: false. */
  readonly adopt?: OrToken<boolean>;
  /** Whether the namespace may have a name that is reserved for the cluster's systems (`reservedNamespaces` of the facts) or that is a top-level domain (`com`). `default`, `kube-…` and `hikube-…` are never allowed. Default: false. */
  readonly allowReservedNamespace?: OrToken<boolean>;
  /** Namespace of the tenant above: `hikube_tenant.production.namespace`. Without it, a top tenant. */
  readonly parent?: string;
  /** Whether fields are taken over that another tool applies, such as Argo CD. */
  readonly forceConflicts?: OrToken<boolean>;
  /** How long each action may take, such as `30m`. */
  readonly timeouts?: TenantTimeouts;
}

/** Default: the profile's on a top tenant; a child must give cpu, memory and storage where its parent bounds them. */
export interface TenantQuota {
  /** Cores, e.g. `"32"` or `"500m"`. */
  readonly cpu?: string;
  /** Cores, e.g. `"32"` or `"500m"`. The requests alone. */
  readonly cpuRequests?: string;
  /** Cores, e.g. `"32"` or `"500m"`. The limits alone. */
  readonly cpuLimits?: string;
  /** Bytes, e.g. `"128Gi"`. */
  readonly memory?: string;
  /** Bytes, e.g. `"128Gi"`. The requests alone. */
  readonly memoryRequests?: string;
  /** Bytes, e.g. `"128Gi"`. The limits alone. */
  readonly memoryLimits?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. */
  readonly ephemeralStorage?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. The requests alone. */
  readonly ephemeralStorageRequests?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. The limits alone. */
  readonly ephemeralStorageLimits?: string;
  /** Sum of the requests of all volumes, e.g. `"2Ti"`. */
  readonly storage?: string;
  /** The same for single StorageClasses, by name, within `storage`. Default: not bounded on a top tenant; `0` in a child for each class that its parent bounds. */
  readonly storageClasses?: OrToken<Readonly<Record<string, string>>>;
  /** Number of Services of type LoadBalancer. Default: the profile's on a top tenant, 0 in a child. */
  readonly loadBalancers?: number;
  /** Extended resources and huge pages by name, e.g. `{ "nvidia.com/gpu": 2 }` or `{ "hugepages-2Mi": "1Gi" }`. Default: 0 of the usual GPUs and huge pages; 0 in a child for each that its parent bounds. */
  readonly extendedResources?: OrToken<Readonly<Record<string, string>>>;
  /** Percent of the parent's declared capacity, more than 0 and at most 100, for every amount that is not given here. Rounded down: shares never add up to more than the whole. Default: no share; every amount is given. */
  readonly share?: number;
  /** Amounts set aside for children that are declared in other repositories. Default: none. */
  readonly reserved?: OrToken<TenantQuotaReserved>;
  /** Pods in the tenant's own namespace. A count: not carved out of the parent. Default: the profile's. */
  readonly pods?: number;
  /** Other counts of the tenant's own namespace by their ResourceQuota key, e.g. `{ "secrets": 200 }`. Default: a multiple of `pods`, see `docs/tenants.md`. */
  readonly counts?: OrToken<Readonly<Record<string, number>>>;
}

/** Amounts set aside for children that are declared in other repositories. Default: none. */
export interface TenantQuotaReserved {
  /** Cores, e.g. `"32"` or `"500m"`. */
  readonly cpu?: string;
  /** Cores, e.g. `"32"` or `"500m"`. The requests alone. */
  readonly cpuRequests?: string;
  /** Cores, e.g. `"32"` or `"500m"`. The limits alone. */
  readonly cpuLimits?: string;
  /** Bytes, e.g. `"128Gi"`. */
  readonly memory?: string;
  /** Bytes, e.g. `"128Gi"`. The requests alone. */
  readonly memoryRequests?: string;
  /** Bytes, e.g. `"128Gi"`. The limits alone. */
  readonly memoryLimits?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. */
  readonly ephemeralStorage?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. The requests alone. */
  readonly ephemeralStorageRequests?: string;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). Default: not bounded. The limits alone. */
  readonly ephemeralStorageLimits?: string;
  /** Sum of the requests of all volumes, e.g. `"2Ti"`. */
  readonly storage?: string;
  /** The same for single StorageClasses, by name, within `storage`. Default: not bounded on a top tenant; `0` in a child for each class that its parent bounds. */
  readonly storageClasses?: OrToken<Readonly<Record<string, string>>>;
  /** Number of Services of type LoadBalancer. Default: the profile's on a top tenant, 0 in a child. */
  readonly loadBalancers?: number;
  /** Extended resources and huge pages by name, e.g. `{ "nvidia.com/gpu": 2 }` or `{ "hugepages-2Mi": "1Gi" }`. Default: 0 of the usual GPUs and huge pages; 0 in a child for each that its parent bounds. */
  readonly extendedResources?: OrToken<Readonly<Record<string, string>>>;
}

/** Default: the profile's, cut to the quota where that is smaller. */
export interface TenantContainerDefaults {
  /** Limits of a container that sets none. Default: those of the profile. */
  readonly limits?: OrToken<TenantContainerDefaultsLimits>;
  /** Requests of a container that sets none. Default: those of the profile. */
  readonly requests?: OrToken<TenantContainerDefaultsRequests>;
}

/** Limits of a container that sets none. Default: those of the profile. */
export interface TenantContainerDefaultsLimits {
  /** Cores or thousandths of one, e.g. `500m`. Default: that of the profile. */
  readonly cpu?: string;
  /** Bytes as a quantity, e.g. `512Mi`. Default: that of the profile. */
  readonly memory?: string;
  /** Default: none; where the quota bounds ephemeral storage, limits `2Gi` and requests `100Mi`. */
  readonly ephemeralStorage?: string;
}

/** Requests of a container that sets none. Default: those of the profile. */
export interface TenantContainerDefaultsRequests {
  /** Cores or thousandths of one, e.g. `500m`. Default: that of the profile. */
  readonly cpu?: string;
  /** Bytes as a quantity, e.g. `512Mi`. Default: that of the profile. */
  readonly memory?: string;
  /** Default: none; where the quota bounds ephemeral storage, limits `2Gi` and requests `100Mi`. */
  readonly ephemeralStorage?: string;
}

/** Who may connect to the tenant, and where it may connect to. */
export interface TenantNetwork {
  /** Never allowed below a parent where it is denied; single destinations are allowed by `egress`. Default: the stricter of the profile's and the parent's: denied in production and staging. */
  readonly internet?: string;
  /** Whether pods of ancestors may connect to this tenant's pods. Default: true. */
  readonly fromAncestors?: OrToken<boolean>;
  /** Traffic into the tenant from outside of tenants. Default: none. */
  readonly expose?: OrToken<readonly TenantNetworkExpose[]>;
  /** Destinations outside the cluster that the tenant's pods may reach, beside the internet rule. Below a parent they must be within what the parent reaches itself (`egress`, `internet`) or grants (`allowed_egress`). Default: none. */
  readonly egress?: OrToken<readonly TenantNetworkEgress[]>;
  /** Destinations outside the cluster that sub-tenants may declare in their `egress`, beside those that this tenant reaches itself. It allows nothing to the tenant's own pods. Default: the parent's grant. */
  readonly allowedEgress?: OrToken<readonly TenantNetworkAllowedEgress[]>;
  /** Connections to and from other tenants. Each is allowed only if the other side declares it too. Default: none. */
  readonly peers?: OrToken<readonly TenantNetworkPeers[]>;
}

/** Traffic into the tenant from outside of tenants. Default: none. */
export interface TenantNetworkExpose {
  /** Namespace of the pods that may connect, e.g. an ingress controller's. */
  readonly fromNamespace?: string;
  /** Network addresses with a mask that may connect, outside the cluster. */
  readonly fromCidrs?: readonly string[];
  /** That the cluster's nodes may connect. */
  readonly fromNodes?: OrToken<boolean>;
  /** Ports of the tenant's pods; at least one. */
  readonly ports: OrToken<readonly TenantNetworkExposePorts[]>;
}

/** Ports of the tenant's pods; at least one. */
export interface TenantNetworkExposePorts {
  /** Transport protocol, in capitals as Kubernetes writes it. */
  readonly protocol: string;
  /** Port of the pod (not of a Service), 1–65535. */
  readonly port: number;
  /** Last port of a range that starts at `port`. Default: that one port. */
  readonly endPort?: number;
}

/** Destinations outside the cluster that the tenant's pods may reach, beside the internet rule. Below a parent they must be within what the parent reaches itself (`egress`, `internet`) or grants (`allowed_egress`). Default: none. */
export interface TenantNetworkEgress {
  /** Network addresses with a mask, IPv4 or IPv6, e.g. `10.20.0.0/16`. Never a part of the cluster's own. */
  readonly toCidrs: readonly string[];
  /** At least one. */
  readonly ports: OrToken<readonly TenantNetworkEgressPorts[]>;
}

/** At least one. */
export interface TenantNetworkEgressPorts {
  /** Transport protocol, in capitals as Kubernetes writes it. */
  readonly protocol: string;
  /** Port of the pod (not of a Service), 1–65535. */
  readonly port: number;
  /** Last port of a range that starts at `port`. Default: that one port. */
  readonly endPort?: number;
}

/** Destinations outside the cluster that sub-tenants may declare in their `egress`, beside those that this tenant reaches itself. It allows nothing to the tenant's own pods. Default: the parent's grant. */
export interface TenantNetworkAllowedEgress {
  /** Network addresses with a mask, IPv4 or IPv6, e.g. `10.20.0.0/16`. Never a part of the cluster's own. */
  readonly toCidrs: readonly string[];
  /** At least one. */
  readonly ports: OrToken<readonly TenantNetworkAllowedEgressPorts[]>;
}

/** At least one. */
export interface TenantNetworkAllowedEgressPorts {
  /** Transport protocol, in capitals as Kubernetes writes it. */
  readonly protocol: string;
  /** Port of the pod (not of a Service), 1–65535. */
  readonly port: number;
  /** Last port of a range that starts at `port`. Default: that one port. */
  readonly endPort?: number;
}

/** Connections to and from other tenants. Each is allowed only if the other side declares it too. Default: none. */
export interface TenantNetworkPeers {
  /** Namespace of the server. This tenant is the client. */
  readonly toTenant?: string;
  /** Namespace of the client. This tenant is the server. */
  readonly fromTenant?: string;
  /** Ports of the server's pods; at least one. */
  readonly ports: OrToken<readonly TenantNetworkPeersPorts[]>;
  /** Whether the other tenant is declared in another repository, so that its side cannot be checked here. If it is declared here, its side is checked all the same. Default: false. */
  readonly expected?: OrToken<boolean>;
}

/** Ports of the server's pods; at least one. */
export interface TenantNetworkPeersPorts {
  /** Transport protocol, in capitals as Kubernetes writes it. */
  readonly protocol: string;
  /** Port of the pod (not of a Service), 1–65535. */
  readonly port: number;
  /** Last port of a range that starts at `port`. Default: that one port. */
  readonly endPort?: number;
}

/** Default: only subjects with rights on an ancestor. */
export interface TenantAccess {
  /** Who reads all but Secrets. Default: those of the parent. */
  readonly viewers?: OrToken<readonly TenantAccessViewers[]>;
  /** Who also executes commands in pods, deletes pods and scales workloads. Default: those of the parent. */
  readonly users?: OrToken<readonly TenantAccessUsers[]>;
  /** Who also writes workloads, Secrets, NetworkPolicies and the like. Default: those of the parent. */
  readonly admins?: OrToken<readonly TenantAccessAdmins[]>;
  /** Who also writes Roles and RoleBindings, within what they hold themselves. Default: those of the parent. */
  readonly owners?: OrToken<readonly TenantAccessOwners[]>;
  /** Accounts for pipelines, created with the tenant. Default: none. */
  readonly deployers?: OrToken<readonly TenantAccessDeployers[]>;
}

/** Who reads all but Secrets. Default: those of the parent. */
export interface TenantAccessViewers {
  /** `Group`, `User` or `ServiceAccount`. */
  readonly kind: string;
  /** Name, as the cluster's authentication gives it. */
  readonly name: string;
  /** Namespace of a ServiceAccount; only there. */
  readonly namespace?: string;
}

/** Who also executes commands in pods, deletes pods and scales workloads. Default: those of the parent. */
export interface TenantAccessUsers {
  /** `Group`, `User` or `ServiceAccount`. */
  readonly kind: string;
  /** Name, as the cluster's authentication gives it. */
  readonly name: string;
  /** Namespace of a ServiceAccount; only there. */
  readonly namespace?: string;
}

/** Who also writes workloads, Secrets, NetworkPolicies and the like. Default: those of the parent. */
export interface TenantAccessAdmins {
  /** `Group`, `User` or `ServiceAccount`. */
  readonly kind: string;
  /** Name, as the cluster's authentication gives it. */
  readonly name: string;
  /** Namespace of a ServiceAccount; only there. */
  readonly namespace?: string;
}

/** Who also writes Roles and RoleBindings, within what they hold themselves. Default: those of the parent. */
export interface TenantAccessOwners {
  /** `Group`, `User` or `ServiceAccount`. */
  readonly kind: string;
  /** Name, as the cluster's authentication gives it. */
  readonly name: string;
  /** Namespace of a ServiceAccount; only there. */
  readonly namespace?: string;
}

/** Accounts for pipelines, created with the tenant. Default: none. */
export interface TenantAccessDeployers {
  /** Lower-case letters, digits and dashes, at most 63 characters; unique in the tenant. */
  readonly name: string;
  /** Level of the account on the tenant and all its sub-tenants. Default: "admin". */
  readonly level?: string;
}

/** Default: the parent's, list by list; on a top tenant as each list says. */
export interface TenantSecurity {
  /** Pod Security level that is enforced; never laxer than the parent's. Default: the stricter of the profile's and the parent's. */
  readonly podSecurity?: string;
  /** Whether each container must have `imagePullPolicy: Always`: a node then checks with the registry before it runs an image that somebody else pulled with their credentials. Default: true where the profile or the parent says so. */
  readonly alwaysPullImages?: OrToken<boolean>;
  /** What the names of images start with, each ending in "/", e.g. `ghcr.io/acme/`; or `"*"`. Images of Docker Hub are then written in full, `docker.io/library/nginx`. Default: ["*"]. */
  readonly imageRegistries?: readonly string[];
  /** StorageClasses and VolumeAttributesClasses by name, or `"*"` for every class that has a name. Default: ["*"]. */
  readonly storageClasses?: readonly string[];
  /** IngressClasses by name, or `"*"`. Default: ["*"]. */
  readonly ingressClasses?: readonly string[];
  /** Hosts of Ingresses: `shop.example.ch`, or `*.shop.example.ch` for all names below; or `"*"`. Only these hosts can be served. Default: none. */
  readonly hostnames?: readonly string[];
  /** Service types beside `ClusterIP`; the quota limits their number. Default: ["LoadBalancer"]. */
  readonly serviceTypes?: readonly string[];
  /** PriorityClasses by name, or `"*"`; never those of the system. Default: none. */
  readonly priorityClasses?: readonly string[];
  /** CSI drivers that pods may mount inline, by name, or `"*"`. Default: none. */
  readonly csiDrivers?: readonly string[];
  /** Signers of certificates that a volume may project (`podCertificate`), by name, e.g. `example.com/mesh`; or `"*"`. The certificate identifies the pod to others, for up to 91 days. Default: none. */
  readonly certificateSigners?: readonly string[];
  /** DeviceClasses that claims of devices may ask for, by name, or `"*"`. Default: none. */
  readonly deviceClasses?: readonly string[];
  /** Keys of taints of nodes and devices that may be tolerated, beside those that Kubernetes lets every pod tolerate. Default: none. */
  readonly tolerations?: readonly string[];
  /** Prefixes of the users and groups that an owner may bind to Roles, each ending in a character that is not a letter or digit, e.g. `oidc:shop-`; or `"*"`. ServiceAccounts of the tenant may always be bound. If the list is not empty, it applies to the users and groups of `access` too. Default: none. */
  readonly subjectPrefixes?: readonly string[];
  /** Annotations of Ingresses: a key, or a whole domain by its closing "/". List single keys: many controllers have one that takes hosts of others or injects configuration. Default: none. */
  readonly ingressAnnotations?: readonly string[];
  /** The same for Services, where annotations choose addresses and DNS names. Default: none. */
  readonly serviceAnnotations?: readonly string[];
  /** Maximum size of keys, values and metadata of one ConfigMap or Secret, a Kubernetes quantity of at least 16Ki. Objects of other kinds may take as much, and 128Ki where it is less; pods and what they are made from three eighths of that, up to 96Ki. Default: 128Ki. */
  readonly configSize?: string;
  /** Most seconds that a pod may take to end, in its own spec, a probe's, its deletion or its eviction: a whole number, 30–604800. 0 is never allowed. Default: 600. */
  readonly terminationGracePeriodSeconds?: number;
  /** Most seconds that a ServiceAccount token for an audience other than the API server may live: a whole number, 3600–604800. More than 7200 needs the cluster's fact `serviceAccounts.audiences`. A token for the API server lives two hours at most, whatever this value is. Default: 7200. */
  readonly tokenExpirationSeconds?: number;
}

/** Default: the parent's, key by key. */
export interface TenantCost {
  /** The label `hikube.cloud/cost-center`. Default: that of the parent. */
  readonly costCenter?: string;
  /** The label `hikube.cloud/project`. Default: that of the parent. */
  readonly project?: string;
  /** The label `hikube.cloud/owner`. Default: that of the parent. */
  readonly owner?: string;
  /** Free text for people, e.g. the order it is paid from; at most 1024 characters. An annotation of the namespace. */
  readonly note?: string;
}

/** How long each action may take, such as `30m`. */
export interface TenantTimeouts {
  /** How long a create may take, such as `30m`. */
  readonly create?: string;
  /** How long a update may take, such as `30m`. */
  readonly update?: string;
  /** How long a delete may take, such as `30m`. */
  readonly delete?: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_tenant", version: "0.1.0", shape: { name: true, namespace: true, profile: true, quota: { nesting: "single", fields: { cpu: true, cpuRequests: true, cpuLimits: true, memory: true, memoryRequests: true, memoryLimits: true, ephemeralStorage: true, ephemeralStorageRequests: true, ephemeralStorageLimits: true, storage: true, storageClasses: true, loadBalancers: true, extendedResources: true, share: true, reserved: { nesting: "single", fields: { cpu: true, cpuRequests: true, cpuLimits: true, memory: true, memoryRequests: true, memoryLimits: true, ephemeralStorage: true, ephemeralStorageRequests: true, ephemeralStorageLimits: true, storage: true, storageClasses: true, loadBalancers: true, extendedResources: true } }, pods: true, counts: true } }, containerDefaults: { nesting: "single", fields: { limits: { nesting: "single", fields: { cpu: true, memory: true, ephemeralStorage: true } }, requests: { nesting: "single", fields: { cpu: true, memory: true, ephemeralStorage: true } } } }, network: { nesting: "single", fields: { internet: true, fromAncestors: true, expose: { nesting: "list", fields: { fromNamespace: true, fromCidrs: true, fromNodes: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, egress: { nesting: "list", fields: { toCidrs: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, allowedEgress: { nesting: "list", fields: { toCidrs: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, peers: { nesting: "list", fields: { toTenant: true, fromTenant: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } }, expected: true } } } }, access: { nesting: "single", fields: { viewers: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, users: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, admins: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, owners: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, deployers: { nesting: "list", fields: { name: true, level: true } } } }, security: { nesting: "single", fields: { podSecurity: true, alwaysPullImages: true, imageRegistries: true, storageClasses: true, ingressClasses: true, hostnames: true, serviceTypes: true, priorityClasses: true, csiDrivers: true, certificateSigners: true, deviceClasses: true, tolerations: true, subjectPrefixes: true, ingressAnnotations: true, serviceAnnotations: true, configSize: true, terminationGracePeriodSeconds: true, tokenExpirationSeconds: true } }, cost: { nesting: "single", fields: { costCenter: true, project: true, owner: true, note: true } }, requireCostLabels: true, expiresAt: true, protected: true, suspended: true, adopt: true, allowReservedNamespace: true, parent: true, forceConflicts: true, timeouts: { nesting: "single", isBlock: true, fields: { create: true, update: true, delete: true } } } };

/** A tenant: its namespace with network, quota, access and security. Its share is taken out of its parent's quota, in whatever configuration that one is. */
export class Tenant extends BoundResource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_tenant";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: TenantConfig) {
    super(scope, id, BINDING, config);
  }

  /** Lower-case letters and digits, starting with a letter, 1–46 characters. */
  get name(): string {
    return this.getStringAttribute("name");
  }

  /** The namespace, which is the identity of the tenant. Follows from `parent` and `name`. */
  get namespace(): string {
    return this.getStringAttribute("namespace");
  }

  /** Complete set of defaults. Required on a top tenant. Default: the parent's. */
  get profile(): string {
    return this.getStringAttribute("profile");
  }

  /** Default: the profile's on a top tenant; a child must give cpu, memory and storage where its parent bounds them. */
  get quota(): IResolvable {
    return this.interpolationForAttribute("quota");
  }

  /** Default: the profile's, cut to the quota where that is smaller. */
  get containerDefaults(): IResolvable {
    return this.interpolationForAttribute("container_defaults");
  }

  /** Who may connect to the tenant, and where it may connect to. */
  get network(): IResolvable {
    return this.interpolationForAttribute("network");
  }

  /** Default: only subjects with rights on an ancestor. */
  get access(): IResolvable {
    return this.interpolationForAttribute("access");
  }

  /** Default: the parent's, list by list; on a top tenant as each list says. */
  get security(): IResolvable {
    return this.interpolationForAttribute("security");
  }

  /** Default: the parent's, key by key. */
  get cost(): IResolvable {
    return this.interpolationForAttribute("cost");
  }

  /** Whether this tenant and every one below it must have cost centre, project and owner. Cannot be taken back below. Default: the parent's, else false. */
  get requireCostLabels(): IResolvable {
    return this.interpolationForAttribute("require_cost_labels");
  }

  /** Point in time in RFC 3339, e.g. `2027-03-31T00:00:00Z`, or `"never"`. Required by the sandbox profile. Nothing is deleted by it: `hikube check` and `expire` list expired tenants. Default: the parent's. */
  get expiresAt(): string {
    return this.getStringAttribute("expires_at");
  }

  /** Whether the platform refuses to delete the namespace. To delete, first apply it unprotected. Default: the profile's. */
  get protected(): IResolvable {
    return this.interpolationForAttribute("protected");
  }

  /** Whether new pods are refused. Running pods stay: `hikube suspend` also scales to zero. Default: the parent's, else false. */
  get suspended(): IResolvable {
    return this.interpolationForAttribute("suspended");
  }

  /** Whether an existing namespace is taken over, with all that is in it. May stay set after the first apply; where there is none, it is created. Default: false. */
  get adopt(): IResolvable {
    return this.interpolationForAttribute("adopt");
  }

  /** Whether the namespace may have a name that is reserved for the cluster's systems (`reservedNamespaces` of the facts) or that is a top-level domain (`com`). `default`, `kube-…` and `hikube-…` are never allowed. Default: false. */
  get allowReservedNamespace(): IResolvable {
    return this.interpolationForAttribute("allow_reserved_namespace");
  }

  /** Namespace of the tenant above: `hikube_tenant.production.namespace`. Without it, a top tenant. */
  get parent(): string {
    return this.getStringAttribute("parent");
  }

  /** Whether fields are taken over that another tool applies, such as Argo CD. */
  get forceConflicts(): IResolvable {
    return this.interpolationForAttribute("force_conflicts");
  }

  /** What the tenant consists of, by kind and name, each with the digest of what it should be. What somebody changed or removed says so in its place until it is mended. */
  get objects(): Record<string, string> {
    return this.getStringMapAttribute("objects");
  }
}
