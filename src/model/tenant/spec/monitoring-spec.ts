import type { CapacitySpec } from "./quota-spec";

/**
 * The monitoring stack of a tenant as its owner writes it: Grafana, VictoriaMetrics and VictoriaLogs in the reserved
 * sub-tenant `monitoring`, with the metrics and logs of the tenant and of every sub-tenant that has no stack of its own.
 */
export interface MonitoringSpec {
  /** DNS name under which people reach Grafana, such as `grafana.example.ch`. */
  readonly host: string;
  /** How `host` is served. */
  readonly exposure: ExposureSpec;
  /** One process a database, or a cluster of replicated ones. @default "single" */
  readonly scale?: "single" | "cluster";
  /** @default - 30 days in 20Gi */
  readonly metrics?: StorageSpec;
  /** @default - 14 days in 20Gi */
  readonly logs?: StorageSpec;
  /** StorageClass of all volumes of the stack. @default - the cluster's default class */
  readonly storageClass?: string;
  /** The stack's share, carved out of the tenant's quota. @default - what the stack requests, see docs/monitoring.md */
  readonly quota?: CapacitySpec;
  /** Where alerts go. @default - they are shown in Grafana alone */
  readonly receivers?: readonly ReceiverSpec[];
  /** URL of the page of alerts, where its sections are linked from: a copy of docs/alerts.md, or your own. @default "docs/alerts.md" */
  readonly runbooks?: string;
  /** How people sign in. @default - the administrator's password alone */
  readonly oidc?: OidcSpec;
  /** @default - all groups, applications measured by HAProxy's and Ingress controllers' metrics alike */
  readonly dashboards?: DashboardsSpec;
  /** Grafanas of sub-tenants, each with the data of its subtree alone. @default - none */
  readonly grafanas?: readonly OwnGrafanaSpec[];
  /** Prices of what tenants request, for the dashboard of cost. @default - none: amounts are shown without cost */
  readonly prices?: PricesSpec;
  /**
   * Whether the metrics of nodes come here too: for the platform's own tenant, or one that has the cluster to itself.
   * @default false
   */
  readonly nodes?: boolean;
  /** Whether a stack is wanted although an ancestor has one that collects this tenant. @default false */
  readonly own?: boolean;
  /**
   * Raise it to give everything that reads through the gateway a new token, and the administrator of Grafana a new
   * password. What reads is restarted with it. @default 1
   */
  readonly tokensRevision?: number;
  /** Clusters elsewhere whose collectors write into this stack. @default - this cluster's alone */
  readonly clusters?: readonly RemoteClusterSpec[];
  /** Where charts and images come from. @default - the projects' own registries */
  readonly sources?: SourcesSpec;
}

/** An Ingress, or a route of a Gateway. */
export type ExposureSpec = {
  /** Namespace of the pods that forward requests: the ingress controller's, or the Gateway's proxies'. */
  readonly fromNamespace: string;
} & (
  | {
      /** Whether an Ingress or a Gateway serves it. */
      readonly kind: "ingress";
      /** @default - the cluster's default class */
      readonly className?: string;
      /** Secret of type `kubernetes.io/tls` in the stack's namespace. @default - the controller's own certificate */
      readonly tlsSecret?: string;
      /** Issuer of cert-manager that makes the certificate. @default - none */
      readonly clusterIssuer?: string;
    }
  | {
      readonly kind: "gateway";
      /** Name of the Gateway, which ends TLS. */
      readonly name: string;
      /** Namespace of the Gateway. */
      readonly namespace: string;
      /** Listener of the Gateway. @default - all */
      readonly sectionName?: string;
    }
);

/** How long data is kept, and on how much. */
export interface StorageSpec {
  /** A number with its unit, `h`, `d`, `w` or `y`: `30d`. At least `1d`. */
  readonly retention?: string;
  /** Size of the volume, a Kubernetes quantity. */
  readonly size?: string;
}

/** A Secret of the stack's namespace, which is made by hand or by a secret store: never by the plan. */
export interface SecretKeySpec {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key within the Secret. */
  readonly key: string;
}

/** One receiver of alerts. Its secret stands in a Secret of the stack's namespace. */
export type ReceiverSpec = {
  /** Lower-case letters, digits and dashes; unique in the stack. */
  readonly name: string;
  /** Namespaces whose alerts it gets, with all below each. @default - every alert */
  readonly tenants?: readonly string[];
  /**
   * `none` is the watchdog alone, which fires always and is sent every five minutes, whatever `tenants` says: for a service that tells you when
   * it stays away. @default - warning and critical
   */
  readonly severities?: readonly ("none" | "warning" | "critical")[];
} & (
  | {
      /** Where it sends to; which other fields there are follows from it. */
      readonly kind: "email";
      /** Address of one person or list. */
      readonly to: string;
      /** Address of the sender. */
      readonly from: string;
      /** Host and port: `smtp.example.ch:587`. */
      readonly smarthost: string;
      /** @default - no authentication */
      readonly username?: string;
      readonly password?: SecretKeySpec;
    }
  | {
      readonly kind: "slack";
      /** Name of the channel: `#alerts`. */
      readonly channel: string;
      readonly url: SecretKeySpec;
    }
  | { readonly kind: "webhook"; readonly url: SecretKeySpec }
  | { readonly kind: "pagerduty"; readonly routingKey: SecretKeySpec }
  | {
      readonly kind: "telegram";
      /** Number of the chat. */
      readonly chatId: number;
      readonly token: SecretKeySpec;
    }
);

/** Sign-in by OpenID Connect. Groups of the access levels become what a person may read. */
export interface OidcSpec {
  /** URL of the issuer, `https://…`, as tokens name it in `iss`. */
  readonly issuer: string;
  /** Id of Grafana's client at the identity provider. */
  readonly clientId: string;
  /** Secret of that client. */
  readonly clientSecret: SecretKeySpec;
  /** Claim with the groups, with dots where it is nested: `realm_access.roles`. @default "groups" */
  readonly groupsClaim?: string;
  /** What the cluster puts before a group of this issuer, such as `"oidc:"`. @default "" */
  readonly groupsPrefix?: string;
  /** Public keys of the issuer in PEM, for requests with a person's token. @default - Grafana alone checks people */
  readonly publicKeys?: readonly string[];
  /** Endpoints, where they are not found below the issuer by discovery. */
  readonly authUrl: string;
  /** URL at which Grafana exchanges a code for a token. */
  readonly tokenUrl: string;
  /** URL at which Grafana reads who the user is. */
  readonly apiUrl: string;
}

/** A group of dashboards: a folder in Grafana. */
export type DashboardGroup =
  "overview" | "kubernetes" | "virtual-machines" | "databases" | "applications" | "network" | "storage" | "logs";

/** What measures the requests of applications. */
export type ApplicationSource =
  "haproxy" | "ingress-nginx" | "envoy" | "traefik" | "opentelemetry" | "client-libraries";

export interface DashboardsSpec {
  /** @default - all */
  readonly groups?: readonly DashboardGroup[];
  /** Sources of the group `applications`; at least one where the group is chosen by name. @default - all */
  readonly applications?: readonly ApplicationSource[];
}

/** A Grafana of a sub-tenant's own. It runs beside the stack, and reads one subtree. */
export interface OwnGrafanaSpec {
  /** Namespace of the sub-tenant. */
  readonly tenant: string;
  /** DNS name under which people reach this Grafana. */
  readonly host: string;
}

/** Prices a month, in one currency. */
export interface PricesSpec {
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

/** A cluster elsewhere, by the facts of its `cluster.json`. */
export interface RemoteClusterSpec {
  /** Lower-case letters, digits and dashes; the label `cluster` of what it sends. */
  readonly name: string;
  /** Issuer of the cluster's ServiceAccount tokens: `serviceAccounts.issuer` of its cluster.json. */
  readonly issuer: string;
  /**
   * Namespace of the sub-tenant that the cluster as a whole belongs to: all that it sends counts as that one's, whatever it
   * says. @default - the cluster is the platform's, and believed whose its series and lines are
   */
  readonly tenant?: string;
  /** Public keys of its ServiceAccount tokens as JSON Web Keys, `serviceAccounts.keys` of its cluster.json; at least one. */
  readonly keys: readonly (JsonWebKeySpec | Readonly<Record<string, string>>)[];
}

/** A public key. @see https://www.rfc-editor.org/rfc/rfc7517 */
export interface JsonWebKeySpec {
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

/** Places of charts and images, for sites without internet. */
export interface SourcesSpec {
  /** One place for all charts: `oci://registry.example.ch/charts` or `https://charts.example.ch`. @default - each project's own */
  readonly charts?: string;
  /** Registry that all images are pulled from. @default - each project's own */
  readonly imageRegistry?: string;
  /** Versions of charts instead of the pinned ones. @default - none */
  readonly versions?: ChartVersions;
}

/** Exact versions by the name of a chart. A version that was not tried with this release may not know the values that it is given. */
export interface ChartVersions {
  /** Version of the chart `victoria-metrics-single`. @default - the version that this package was tried with */
  readonly "victoria-metrics-single"?: string;
  /** Version of the chart `victoria-metrics-cluster`. @default - the version that this package was tried with */
  readonly "victoria-metrics-cluster"?: string;
  /** Version of the chart `victoria-metrics-auth`. @default - the version that this package was tried with */
  readonly "victoria-metrics-auth"?: string;
  /** Version of the chart `victoria-metrics-alert`. @default - the version that this package was tried with */
  readonly "victoria-metrics-alert"?: string;
  /** Version of the chart `victoria-logs-single`. @default - the version that this package was tried with */
  readonly "victoria-logs-single"?: string;
  /** Version of the chart `victoria-logs-cluster`. @default - the version that this package was tried with */
  readonly "victoria-logs-cluster"?: string;
  /** Version of the chart `kube-state-metrics`. @default - the version that this package was tried with */
  readonly "kube-state-metrics"?: string;
  /** Version of the chart `prometheus-node-exporter`. @default - the version that this package was tried with */
  readonly "prometheus-node-exporter"?: string;
  /** Version of the chart `grafana`. @default - the version that this package was tried with */
  readonly grafana?: string;
}
