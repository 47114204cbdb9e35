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
  /** Monitoring stack for the tenant and its sub-tenants, in the reserved sub-tenant `monitoring`. Default: the stack of the nearest ancestor that has one. The place of the stack is a `hikube_tenant` with `name = "monitoring"` and this tenant as its `parent`; it takes `protected` beside, and no more. What runs in it are Helm releases: the constructs and tenants files make them, this provider does not. */
  readonly monitoring?: OrToken<TenantMonitoring>;
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

/** Monitoring stack for the tenant and its sub-tenants, in the reserved sub-tenant `monitoring`. Default: the stack of the nearest ancestor that has one. The place of the stack is a `hikube_tenant` with `name = "monitoring"` and this tenant as its `parent`; it takes `protected` beside, and no more. What runs in it are Helm releases: the constructs and tenants files make them, this provider does not. */
export interface TenantMonitoring {
  /** DNS name under which people reach Grafana, such as `grafana.example.ch`. */
  readonly host: string;
  /** How `host` is served. */
  readonly exposure: OrToken<TenantMonitoringExposure>;
  /** One process a database, or a cluster of replicated ones. Default: "single". */
  readonly scale?: string;
  /** Default: 30 days in 20Gi. */
  readonly metrics?: OrToken<TenantMonitoringMetrics>;
  /** Default: 14 days in 20Gi. */
  readonly logs?: OrToken<TenantMonitoringLogs>;
  /** StorageClass of all volumes of the stack. Default: the cluster's default class. */
  readonly storageClass?: string;
  /** Where alerts go. Default: they are shown in Grafana alone. */
  readonly receivers?: OrToken<readonly TenantMonitoringReceivers[]>;
  /** URL of the page of alerts, where its sections are linked from: a copy of docs/alerts.md, or your own. Default: "docs/alerts.md". */
  readonly runbooks?: string;
  /** How people sign in. Default: the administrator's password alone. */
  readonly oidc?: OrToken<TenantMonitoringOidc>;
  /** Default: all groups, applications measured by HAProxy's and Ingress controllers' metrics alike. */
  readonly dashboards?: OrToken<TenantMonitoringDashboards>;
  /** Grafanas of sub-tenants, each with the data of its subtree alone. Default: none. */
  readonly grafanas?: OrToken<readonly TenantMonitoringGrafanas[]>;
  /** Prices of what tenants request, for the dashboard of cost. Default: none: amounts are shown without cost. */
  readonly prices?: OrToken<TenantMonitoringPrices>;
  /** Whether the metrics of nodes come here too: for the platform's own tenant, or one that has the cluster to itself. Default: false. */
  readonly nodes?: OrToken<boolean>;
  /** Whether a stack is wanted although an ancestor has one that collects this tenant. Default: false. */
  readonly own?: OrToken<boolean>;
  /** Raise it to give everything that reads through the gateway a new token, and the administrator of Grafana a new password. What reads is restarted with it. Default: 1. */
  readonly tokensRevision?: number;
  /** Clusters elsewhere whose collectors write into this stack. Default: this cluster's alone. */
  readonly clusters?: OrToken<readonly TenantMonitoringClusters[]>;
  /** Where charts and images come from. Default: the projects' own registries. */
  readonly sources?: OrToken<TenantMonitoringSources>;
  /** The stack's share, carved out of the tenant's quota. Default: what the stack requests, see docs/monitoring.md. */
  readonly quota?: OrToken<TenantMonitoringQuota>;
}

/** How `host` is served. */
export interface TenantMonitoringExposure {
  /** Namespace of the pods that forward requests: the ingress controller's, or the Gateway's proxies'. */
  readonly fromNamespace: string;
  /** Whether an Ingress or a Gateway serves it. */
  readonly kind: string;
  /** Default: the cluster's default class. */
  readonly className?: string;
  /** Secret of type `kubernetes.io/tls` in the stack's namespace. Default: the controller's own certificate. */
  readonly tlsSecret?: string;
  /** Issuer of cert-manager that makes the certificate. Default: none. */
  readonly clusterIssuer?: string;
  /** Name of the Gateway, which ends TLS. */
  readonly name?: string;
  /** Namespace of the Gateway. */
  readonly namespace?: string;
  /** Listener of the Gateway. Default: all. */
  readonly sectionName?: string;
}

/** Default: 30 days in 20Gi. */
export interface TenantMonitoringMetrics {
  /** A number with its unit, `h`, `d`, `w` or `y`: `30d`. At least `1d`. */
  readonly retention?: string;
  /** Size of the volume, a Kubernetes quantity. */
  readonly size?: string;
}

/** Default: 14 days in 20Gi. */
export interface TenantMonitoringLogs {
  /** A number with its unit, `h`, `d`, `w` or `y`: `30d`. At least `1d`. */
  readonly retention?: string;
  /** Size of the volume, a Kubernetes quantity. */
  readonly size?: string;
}

/** Where alerts go. Default: they are shown in Grafana alone. */
export interface TenantMonitoringReceivers {
  /** Lower-case letters, digits and dashes; unique in the stack. */
  readonly name: string;
  /** Where it sends to; which other fields there are follows from it. */
  readonly kind: string;
  /** Namespaces whose alerts it gets, with all below each. Default: every alert. */
  readonly tenants?: readonly string[];
  /** `none` is the watchdog alone, which fires always and is sent every five minutes, whatever `tenants` says: for a service that tells you when it stays away. Default: warning and critical. */
  readonly severities?: readonly string[];
  /** Address of one person or list. */
  readonly to?: string;
  /** Address of the sender. */
  readonly from?: string;
  /** Host and port: `smtp.example.ch:587`. */
  readonly smarthost?: string;
  /** Default: no authentication. */
  readonly username?: string;
  /** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
  readonly password?: OrToken<TenantMonitoringReceiversPassword>;
  /** Name of the channel: `#alerts`. */
  readonly channel?: string;
  /** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
  readonly url?: OrToken<TenantMonitoringReceiversUrl>;
  /** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
  readonly routingKey?: OrToken<TenantMonitoringReceiversRoutingKey>;
  /** Number of the chat. */
  readonly chatId?: number;
  /** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
  readonly token?: OrToken<TenantMonitoringReceiversToken>;
}

/** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
export interface TenantMonitoringReceiversPassword {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
export interface TenantMonitoringReceiversUrl {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
export interface TenantMonitoringReceiversRoutingKey {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
export interface TenantMonitoringReceiversToken {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** How people sign in. Default: the administrator's password alone. */
export interface TenantMonitoringOidc {
  /** URL of the issuer, `https://…`, as tokens name it in `iss`. */
  readonly issuer: string;
  /** Id of Grafana's client at the identity provider. */
  readonly clientId: string;
  /** Secret of that client. */
  readonly clientSecret: OrToken<TenantMonitoringOidcClientSecret>;
  /** Claim with the groups, with dots where it is nested: `realm_access.roles`. Default: "groups". */
  readonly groupsClaim?: string;
  /** What the cluster puts before a group of this issuer, such as `"oidc:"`. Default: "". */
  readonly groupsPrefix?: string;
  /** Public keys of the issuer in PEM, for requests with a person's token. Default: Grafana alone checks people. */
  readonly publicKeys?: readonly string[];
  /** Endpoints, where they are not found below the issuer by discovery. */
  readonly authUrl: string;
  /** URL at which Grafana exchanges a code for a token. */
  readonly tokenUrl: string;
  /** URL at which Grafana reads who the user is. */
  readonly apiUrl: string;
}

/** Secret of that client. */
export interface TenantMonitoringOidcClientSecret {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** Default: all groups, applications measured by HAProxy's and Ingress controllers' metrics alike. */
export interface TenantMonitoringDashboards {
  /** Default: all. */
  readonly groups?: readonly string[];
  /** Sources of the group `applications`; at least one where the group is chosen by name. Default: all. */
  readonly applications?: readonly string[];
}

/** Grafanas of sub-tenants, each with the data of its subtree alone. Default: none. */
export interface TenantMonitoringGrafanas {
  /** Namespace of the sub-tenant. */
  readonly tenant: string;
  /** DNS name under which people reach this Grafana. */
  readonly host: string;
}

/** Prices of what tenants request, for the dashboard of cost. Default: none: amounts are shown without cost. */
export interface TenantMonitoringPrices {
  /** As people write it: `CHF`, `EUR`. */
  readonly currency: string;
  /** Of one core. */
  readonly cpu?: number;
  /** Of one GiB. */
  readonly memory?: number;
  /** Of one GiB of volumes. */
  readonly storage?: number;
  /** Of one LoadBalancer. */
  readonly loadBalancer?: number;
}

/** Clusters elsewhere whose collectors write into this stack. Default: this cluster's alone. */
export interface TenantMonitoringClusters {
  /** Namespace of the sub-tenant that the cluster as a whole belongs to: all that it sends counts as that one's, whatever it says. Default: the cluster is the platform's, and believed whose its series and lines are. */
  readonly tenant?: string;
  /** Lower-case letters, digits and dashes; the label `cluster` of what it sends. */
  readonly name: string;
  /** Issuer of the cluster's ServiceAccount tokens: `serviceAccounts.issuer` of its cluster.json. */
  readonly issuer: string;
  /** Public keys of its ServiceAccount tokens as JSON Web Keys, `serviceAccounts.keys` of its cluster.json; at least one. */
  readonly keys: OrToken<readonly TenantMonitoringClustersKeys[]>;
}

/** Public keys of its ServiceAccount tokens as JSON Web Keys, `serviceAccounts.keys` of its cluster.json; at least one. */
export interface TenantMonitoringClustersKeys {
  /** `RSA` or `EC`. */
  readonly kty: string;
  /** Modulus and exponent of an RSA key. */
  readonly n?: string;
  /** Exponent of an RSA key, in base64url. */
  readonly e?: string;
  /** Curve and point of an EC key. */
  readonly crv?: string;
  /** First coordinate of the point of an EC key, in base64url. */
  readonly x?: string;
  /** Second coordinate of the point of an EC key, in base64url. */
  readonly y?: string;
  /** Id by which a token names its key. */
  readonly kid?: string;
  /** What the key is for: `sig`. */
  readonly use?: string;
  /** Algorithm that it signs with, e.g. `RS256`. */
  readonly alg?: string;
}

/** Where charts and images come from. Default: the projects' own registries. */
export interface TenantMonitoringSources {
  /** One place for all charts: `oci://registry.example.ch/charts` or `https://charts.example.ch`. Default: each project's own. */
  readonly charts?: string;
  /** Registry that all images are pulled from. Default: each project's own. */
  readonly imageRegistry?: string;
  /** Versions of charts instead of the pinned ones. Default: none. */
  readonly versions?: OrToken<TenantMonitoringSourcesVersions>;
}

/** Versions of charts instead of the pinned ones. Default: none. */
export interface TenantMonitoringSourcesVersions {
  /** Version of the chart `victoria-metrics-single`. Default: the version that this package was tried with. */
  readonly victoriaMetricsSingle?: string;
  /** Version of the chart `victoria-metrics-cluster`. Default: the version that this package was tried with. */
  readonly victoriaMetricsCluster?: string;
  /** Version of the chart `victoria-metrics-auth`. Default: the version that this package was tried with. */
  readonly victoriaMetricsAuth?: string;
  /** Version of the chart `victoria-metrics-alert`. Default: the version that this package was tried with. */
  readonly victoriaMetricsAlert?: string;
  /** Version of the chart `victoria-logs-single`. Default: the version that this package was tried with. */
  readonly victoriaLogsSingle?: string;
  /** Version of the chart `victoria-logs-cluster`. Default: the version that this package was tried with. */
  readonly victoriaLogsCluster?: string;
  /** Version of the chart `kube-state-metrics`. Default: the version that this package was tried with. */
  readonly kubeStateMetrics?: string;
  /** Version of the chart `prometheus-node-exporter`. Default: the version that this package was tried with. */
  readonly prometheusNodeExporter?: string;
  /** Version of the chart `grafana`. Default: the version that this package was tried with. */
  readonly grafana?: string;
}

/** The stack's share, carved out of the tenant's quota. Default: what the stack requests, see docs/monitoring.md. */
export interface TenantMonitoringQuota {
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
const BINDING: Binding = { type: "hikube_tenant", version: "0.1.0", shape: { name: true, namespace: true, profile: true, quota: { nesting: "single", fields: { cpu: true, cpuRequests: true, cpuLimits: true, memory: true, memoryRequests: true, memoryLimits: true, ephemeralStorage: true, ephemeralStorageRequests: true, ephemeralStorageLimits: true, storage: true, storageClasses: true, loadBalancers: true, extendedResources: true, share: true, reserved: { nesting: "single", fields: { cpu: true, cpuRequests: true, cpuLimits: true, memory: true, memoryRequests: true, memoryLimits: true, ephemeralStorage: true, ephemeralStorageRequests: true, ephemeralStorageLimits: true, storage: true, storageClasses: true, loadBalancers: true, extendedResources: true } }, pods: true, counts: true } }, containerDefaults: { nesting: "single", fields: { limits: { nesting: "single", fields: { cpu: true, memory: true, ephemeralStorage: true } }, requests: { nesting: "single", fields: { cpu: true, memory: true, ephemeralStorage: true } } } }, network: { nesting: "single", fields: { internet: true, fromAncestors: true, expose: { nesting: "list", fields: { fromNamespace: true, fromCidrs: true, fromNodes: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, egress: { nesting: "list", fields: { toCidrs: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, allowedEgress: { nesting: "list", fields: { toCidrs: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } } } }, peers: { nesting: "list", fields: { toTenant: true, fromTenant: true, ports: { nesting: "list", fields: { protocol: true, port: true, endPort: true } }, expected: true } } } }, access: { nesting: "single", fields: { viewers: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, users: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, admins: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, owners: { nesting: "list", fields: { kind: true, name: true, namespace: true } }, deployers: { nesting: "list", fields: { name: true, level: true } } } }, security: { nesting: "single", fields: { podSecurity: true, alwaysPullImages: true, imageRegistries: true, storageClasses: true, ingressClasses: true, hostnames: true, serviceTypes: true, priorityClasses: true, csiDrivers: true, certificateSigners: true, deviceClasses: true, tolerations: true, subjectPrefixes: true, ingressAnnotations: true, serviceAnnotations: true, configSize: true, terminationGracePeriodSeconds: true, tokenExpirationSeconds: true } }, cost: { nesting: "single", fields: { costCenter: true, project: true, owner: true, note: true } }, requireCostLabels: true, expiresAt: true, protected: true, suspended: true, monitoring: { nesting: "single", fields: { host: true, exposure: { nesting: "single", fields: { fromNamespace: true, kind: true, className: true, tlsSecret: true, clusterIssuer: true, name: true, namespace: true, sectionName: true } }, scale: true, metrics: { nesting: "single", fields: { retention: true, size: true } }, logs: { nesting: "single", fields: { retention: true, size: true } }, storageClass: true, receivers: { nesting: "list", fields: { name: true, kind: true, tenants: true, severities: true, to: true, from: true, smarthost: true, username: true, password: { nesting: "single", fields: { secret: true, key: true } }, channel: true, url: { nesting: "single", fields: { secret: true, key: true } }, routingKey: { nesting: "single", fields: { secret: true, key: true } }, chatId: true, token: { nesting: "single", fields: { secret: true, key: true } } } }, runbooks: true, oidc: { nesting: "single", fields: { issuer: true, clientId: true, clientSecret: { nesting: "single", fields: { secret: true, key: true } }, groupsClaim: true, groupsPrefix: true, publicKeys: true, authUrl: true, tokenUrl: true, apiUrl: true } }, dashboards: { nesting: "single", fields: { groups: true, applications: true } }, grafanas: { nesting: "list", fields: { tenant: true, host: true } }, prices: { nesting: "single", fields: { currency: true, cpu: true, memory: true, storage: true, loadBalancer: true } }, nodes: true, own: true, tokensRevision: true, clusters: { nesting: "list", fields: { tenant: true, name: true, issuer: true, keys: { nesting: "list", fields: { kty: true, n: true, e: true, crv: true, x: true, y: true, kid: true, use: true, alg: true } } } }, sources: { nesting: "single", fields: { charts: true, imageRegistry: true, versions: { nesting: "single", fields: { victoriaMetricsSingle: true, victoriaMetricsCluster: true, victoriaMetricsAuth: true, victoriaMetricsAlert: true, victoriaLogsSingle: true, victoriaLogsCluster: true, kubeStateMetrics: true, prometheusNodeExporter: true, grafana: true } } } }, quota: { nesting: "single", fields: { cpu: true, cpuRequests: true, cpuLimits: true, memory: true, memoryRequests: true, memoryLimits: true, ephemeralStorage: true, ephemeralStorageRequests: true, ephemeralStorageLimits: true, storage: true, storageClasses: true, loadBalancers: true, extendedResources: true } } } }, adopt: true, allowReservedNamespace: true, parent: true, forceConflicts: true, timeouts: { nesting: "single", isBlock: true, fields: { create: true, update: true, delete: true } } } };

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

  /** Monitoring stack for the tenant and its sub-tenants, in the reserved sub-tenant `monitoring`. Default: the stack of the nearest ancestor that has one. The place of the stack is a `hikube_tenant` with `name = "monitoring"` and this tenant as its `parent`; it takes `protected` beside, and no more. What runs in it are Helm releases: the constructs and tenants files make them, this provider does not. */
  get monitoring(): IResolvable {
    return this.interpolationForAttribute("monitoring");
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

  /** Whether a finished tenant stood there, just as this one would be made, and was taken over: what an apply left that was cut short, or another configuration holds. It is known at plan, and an apply that would do otherwise is refused. */
  get takenOver(): IResolvable {
    return this.interpolationForAttribute("taken_over");
  }

  /** What the tenant consists of, by kind and name, each with the digest of what it should be. What somebody changed or removed says so in its place until it is mended. */
  get objects(): Record<string, string> {
    return this.getStringMapAttribute("objects");
  }
}
