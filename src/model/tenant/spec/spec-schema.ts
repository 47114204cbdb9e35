import { ACCESS_LEVELS } from "../resolve/access";
import { BOUNDS } from "./bounds";
import { DNS_LABEL, DNS_LABEL_LENGTH, TENANT_NAME, TENANT_NAME_LENGTH } from "../../kubernetes/names";
import { PROFILE_NAMES } from "./profile";
import { choice, either, FLAG, list, map, number, record, text } from "../../schema/schema";

const quantity = (example: string) =>
  text(example, { pattern: "^([0-9.]+([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?|unlimited)$" });
const count = number({ least: 0 });
const dnsLabel = (example: string) => text(example, { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH });
const cidr = text("203.0.113.0/24", { pattern: "^[0-9A-Fa-f:.]+/[0-9]{1,3}$" });
const labelValue = (example: string) => text(example, { pattern: "^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$" });

function compute(example: string) {
  const amounts = record("ComputeQuantity", ["requests", "limits"], {
    requests: quantity(example),
    limits: quantity(example),
  });
  return either(quantity(example), amounts);
}

const CAPACITY = {
  cpu: compute("32"),
  memory: compute("128Gi"),
  ephemeralStorage: compute("20Gi"),
  storage: quantity("2Ti"),
  storageClasses: map(quantity("500Gi")),
  loadBalancers: count,
  extendedResources: map(either(count, quantity("1Gi"))),
};

const QUOTA = record("QuotaSpec", [], {
  ...CAPACITY,
  share: number({ least: 0, most: 100, fractions: true }),
  reserved: record("CapacitySpec", [], CAPACITY),
  pods: count,
  counts: map(count),
});

const RESOURCES = record("ContainerResourcesSpec", [], {
  cpu: quantity("100m"),
  memory: quantity("256Mi"),
  ephemeralStorage: quantity("1Gi"),
});

const PORTS = list(
  record("PortSpec", ["protocol", "port"], {
    protocol: choice(["TCP", "UDP", "SCTP"]),
    port: number({ least: 1, most: 65535 }),
    endPort: number({ least: 1, most: 65535 }),
  }),
  1,
);

const EGRESS = list(record("EgressSpec", ["toCidrs", "ports"], { toCidrs: list(cidr, 1), ports: PORTS }));

const NETWORK = record("NetworkSpec", [], {
  internet: choice(["allow", "deny"]),
  fromAncestors: FLAG,
  expose: list(
    record(
      "ExposeSpec",
      ["ports"],
      { fromNamespace: dnsLabel("ingress-nginx"), fromCidrs: list(cidr, 1), ports: PORTS },
      ["fromNamespace", "fromCidrs"],
    ),
  ),
  egress: EGRESS,
  allowedEgress: EGRESS,
  peers: list(
    record(
      "PeerSpec",
      ["ports"],
      {
        toTenant: dnsLabel("tenant-production-shop"),
        fromTenant: dnsLabel("tenant-production-shop"),
        ports: PORTS,
        expected: FLAG,
      },
      ["toTenant", "fromTenant"],
    ),
  ),
});

export const SUBJECTS = list(
  record("SubjectSpec", ["kind", "name"], {
    kind: choice(["Group", "User", "ServiceAccount"]),
    name: text("platform-team"),
    namespace: dnsLabel("hikube-system"),
  }),
);

const ACCESS = record("AccessSpec", [], {
  viewers: SUBJECTS,
  users: SUBJECTS,
  admins: SUBJECTS,
  owners: SUBJECTS,
  deployers: list(
    record("DeployerSpec", ["name"], { name: dnsLabel("ci"), level: choice(ACCESS_LEVELS.map(({ level }) => level)) }),
  ),
});

const SECURITY = record("SecuritySpec", [], {
  podSecurity: choice(["baseline", "restricted"]),
  alwaysPullImages: FLAG,
  imageRegistries: list(text("ghcr.io/acme/")),
  storageClasses: list(text("fast")),
  ingressClasses: list(text("nginx")),
  hostnames: list(text("*.shop.example.ch")),
  serviceTypes: list(choice(["ExternalName", "LoadBalancer", "NodePort"])),
  priorityClasses: list(text("batch")),
  csiDrivers: list(text("secrets-store.csi.k8s.io")),
  certificateSigners: list(text("example.com/mesh")),
  deviceClasses: list(text("gpu.example.com")),
  tolerations: list(text("example.com/gpu")),
  subjectPrefixes: list(text("oidc:shop-")),
  ingressAnnotations: list(text("nginx.ingress.kubernetes.io/rewrite-target")),
  serviceAnnotations: list(text("external-dns.alpha.kubernetes.io/hostname")),
  configSize: quantity("128Ki"),
  terminationGracePeriodSeconds: number(BOUNDS.terminationGracePeriodSeconds),
  tokenExpirationSeconds: number(BOUNDS.tokenExpirationSeconds),
});

/** The form of a tenant as its author writes it; what is right is said by the rules. */
export const TENANT_SPEC = record("TenantSpec", ["name"], {
  name: text("shop", { pattern: TENANT_NAME.source, longest: TENANT_NAME_LENGTH }),
  namespace: dnsLabel("tenant-shop"),
  profile: choice(PROFILE_NAMES),
  quota: QUOTA,
  containerDefaults: record("ContainerDefaultsSpec", [], { limits: RESOURCES, requests: RESOURCES }),
  network: NETWORK,
  access: ACCESS,
  security: SECURITY,
  cost: record("CostSpec", [], {
    costCenter: labelValue("CC-1042"),
    project: labelValue("shop"),
    owner: labelValue("shop-team"),
    note: text("order 4711", { longest: 1024 }),
  }),
  requireCostLabels: FLAG,
  expiresAt: text("2027-03-31T00:00:00Z"),
  protected: FLAG,
  suspended: FLAG,
  adopt: FLAG,
  allowReservedNamespace: FLAG,
});
