import { ACCESS_LEVELS } from "./access-levels";
import { BOUNDS } from "./bounds";
import { DNS_LABEL, DNS_LABEL_LENGTH, LABEL_VALUE } from "../../kubernetes/names";
import { TENANT_NAME, TENANT_NAME_LENGTH } from "./tenant-names";
import { MONITORING_FIELDS } from "./monitoring-schema";
import { PROFILE_NAMES } from "./profile";
import { anyOf, BOOLEAN, choice, list, map, number, object, string, type ObjectSchema } from "../../schema/schema";

const quantity = (example: string) =>
  string(example, { pattern: "^([0-9.]+([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?|unlimited)$" });
const count = number({ least: 0 });
const dnsLabel = (example: string) => string(example, { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH });
const cidr = string("203.0.113.0/24", { pattern: "^[0-9A-Fa-f:.]+/[0-9]{1,3}$" });
const labelValue = (example: string) => string(example, { pattern: LABEL_VALUE.source });

function compute(example: string) {
  const amounts = object("ComputeQuantity", ["requests", "limits"], {
    requests: quantity(example),
    limits: quantity(example),
  });
  return anyOf(quantity(example), amounts);
}

const CAPACITY = {
  cpu: compute("32"),
  memory: compute("128Gi"),
  ephemeralStorage: compute("20Gi"),
  storage: quantity("2Ti"),
  storageClasses: map(quantity("500Gi")),
  loadBalancers: count,
  extendedResources: map(anyOf(count, quantity("1Gi"))),
};

const QUOTA = object("QuotaSpec", [], {
  ...CAPACITY,
  share: number({ least: 0, most: 100, fractions: true }),
  reserved: object("CapacitySpec", [], CAPACITY),
  pods: count,
  counts: map(count),
});

const RESOURCES = object("ContainerResourcesSpec", [], {
  cpu: quantity("100m"),
  memory: quantity("256Mi"),
  ephemeralStorage: quantity("1Gi"),
});

export const PORTS = list(
  object("PortSpec", ["protocol", "port"], {
    protocol: choice(["TCP", "UDP", "SCTP"]),
    port: number({ least: 1, most: 65535 }),
    endPort: number({ least: 1, most: 65535 }),
  }),
  1,
);

const EGRESS = list(object("EgressSpec", ["toCidrs", "ports"], { toCidrs: list(cidr, 1), ports: PORTS }));

const INTERNET = choice(["allow", "deny"]);

const NETWORK = object("NetworkSpec", [], {
  internet: INTERNET,
  fromAncestors: BOOLEAN,
  expose: list(
    object(
      "ExposeSpec",
      ["ports"],
      {
        fromNamespace: dnsLabel("ingress-nginx"),
        fromCidrs: list(cidr, 1),
        fromNodes: { type: "boolean", only: true },
        ports: PORTS,
      },
      ["fromNamespace", "fromCidrs", "fromNodes"],
    ),
  ),
  egress: EGRESS,
  allowedEgress: EGRESS,
  peers: list(
    object(
      "PeerSpec",
      ["ports"],
      {
        toTenant: dnsLabel("tenant-production-shop"),
        fromTenant: dnsLabel("tenant-production-shop"),
        ports: PORTS,
        expected: BOOLEAN,
      },
      ["toTenant", "fromTenant"],
    ),
  ),
});

export const SUBJECTS = list(
  object("SubjectSpec", ["kind", "name"], {
    kind: choice(["Group", "User", "ServiceAccount"]),
    name: string("platform-team"),
    namespace: dnsLabel("hikube-system"),
  }),
);

const ACCESS = object("AccessSpec", [], {
  viewers: SUBJECTS,
  users: SUBJECTS,
  admins: SUBJECTS,
  owners: SUBJECTS,
  deployers: list(
    object("DeployerSpec", ["name"], { name: dnsLabel("ci"), level: choice(ACCESS_LEVELS.map(({ level }) => level)) }),
  ),
});

const SECURITY = object("SecuritySpec", [], {
  podSecurity: choice(["baseline", "restricted"]),
  alwaysPullImages: BOOLEAN,
  imageRegistries: list(string("ghcr.io/acme/")),
  storageClasses: list(string("fast")),
  ingressClasses: list(string("nginx")),
  hostnames: list(string("*.shop.example.ch")),
  serviceTypes: list(choice(["ExternalName", "LoadBalancer", "NodePort"])),
  priorityClasses: list(string("batch")),
  csiDrivers: list(string("secrets-store.csi.k8s.io")),
  certificateSigners: list(string("example.com/mesh")),
  deviceClasses: list(string("gpu.example.com")),
  tolerations: list(string("example.com/gpu")),
  subjectPrefixes: list(string("oidc:shop-")),
  ingressAnnotations: list(string("nginx.ingress.kubernetes.io/rewrite-target")),
  serviceAnnotations: list(string("external-dns.alpha.kubernetes.io/hostname")),
  configSize: quantity("128Ki"),
  terminationGracePeriodSeconds: number(BOUNDS.terminationGracePeriodSeconds),
  tokenExpirationSeconds: number(BOUNDS.tokenExpirationSeconds),
});

const EXPIRY = string("2027-03-31T00:00:00Z");

const COST = object("CostSpec", [], {
  costCenter: labelValue("CC-1042"),
  project: labelValue("shop"),
  owner: labelValue("shop-team"),
  note: string("order 4711", { longest: 1024 }),
});

const MONITORING = object("MonitoringSpec", ["host", "exposure"], {
  ...MONITORING_FIELDS,
  quota: object("CapacitySpec", [], CAPACITY),
});

/** The schema of a tenant; rules decide whether values are valid. */
export const TENANT_SPEC = object("TenantSpec", ["name"], {
  name: string("shop", { pattern: TENANT_NAME.source, longest: TENANT_NAME_LENGTH }),
  namespace: dnsLabel("tenant-shop"),
  profile: choice(PROFILE_NAMES),
  quota: QUOTA,
  containerDefaults: object("ContainerDefaultsSpec", [], { limits: RESOURCES, requests: RESOURCES }),
  network: NETWORK,
  access: ACCESS,
  security: SECURITY,
  cost: COST,
  requireCostLabels: BOOLEAN,
  expiresAt: EXPIRY,
  protected: BOOLEAN,
  suspended: BOOLEAN,
  monitoring: MONITORING,
  adopt: BOOLEAN,
  allowReservedNamespace: BOOLEAN,
});

/** The schema of a parent that is declared elsewhere. */
export const EXTERNAL_SPEC = object("ExternalTenantSpec", ["namespace"], {
  namespace: dnsLabel("tenant-production"),
  ancestors: list(dnsLabel("tenant-production")),
  available: object("CapacitySpec", [], CAPACITY),
  monitoring: dnsLabel("tenant-production-monitoring"),
  profile: choice(PROFILE_NAMES),
  security: SECURITY,
  access: ACCESS,
  network: object("ExternalNetworkSpec", [], { internet: INTERNET, egress: EGRESS, allowedEgress: EGRESS }),
  cost: COST,
  requireCostLabels: BOOLEAN,
  expiresAt: EXPIRY,
  suspended: BOOLEAN,
});

/** A tenant with its sub-tenants. */
export const TENANT_TREE: ObjectSchema = object("TenantTree", TENANT_SPEC.required, {
  ...TENANT_SPEC.fields,
  children: () => list(TENANT_TREE),
});
