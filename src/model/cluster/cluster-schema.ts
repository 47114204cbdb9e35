import { DNS_LABEL, DNS_LABEL_LENGTH } from "../kubernetes/names";
import { RESOURCE_VERBS } from "./custom-resources";
import { DNS_POD_FIELDS } from "./dns-facts";
import { ACCESS_LEVELS } from "../tenant/spec/access-levels";
import { SUBJECTS } from "../tenant/spec/spec-schema";
import { BOOLEAN, choice, list, map, number, object, string, type ObjectSchema } from "../schema/schema";

const CIDRS = list(string("10.244.0.0/16", { pattern: "^[0-9A-Fa-f:.]+/[0-9]{1,3}$" }), 1);
/** A name, or how names start. */
const NAMESPACE_PATTERN = `${DNS_LABEL.source}|^[a-z0-9][-a-z0-9]*\\*$`;
const PORT = number({ least: 1, most: 65535 });

/** The facts of a cluster, `cluster.json`. */
export const CLUSTER_FACTS: ObjectSchema = object(
  "ClusterFacts",
  [
    ...["formatVersion", "version", "podCidrs", "serviceCidrs", "nodeCidrs"],
    ...["apiServer", "dns", "serviceAccounts"],
  ],
  {
    $schema: string("cluster.schema.json"),
    formatVersion: { type: "number", only: 1 },
    version: string("v1.35.4", { pattern: "^v?1\\.[0-9]+" }),
    podCidrs: CIDRS,
    serviceCidrs: CIDRS,
    nodeCidrs: CIDRS,
    nodeTunnelCidrs: CIDRS,
    apiServer: object("ApiServerFacts", ["cidrs", "port"], { cidrs: CIDRS, port: PORT }),
    dns: {
      ...object("DnsFacts", [], {
        namespace: string("kube-system", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH }),
        podLabels: map(string("kube-dns")),
        ports: list(PORT, 1),
        cidrs: CIDRS,
      }),
      together: [DNS_POD_FIELDS, ["cidrs"]],
    },
    serviceAccounts: object("ServiceAccountFacts", ["issuer", "keys"], {
      issuer: string("https://kubernetes.default.svc"),
      keys: list(map(string("RS256"))),
      extendsMountedTokens: BOOLEAN,
      audiences: list(string("https://kubernetes.default.svc"), 1),
    }),
    globalDefaultPriorityClass: string("default"),
    reservedNamespaces: list(string("openshift-*", { pattern: NAMESPACE_PATTERN })),
    ingressNamespaces: list(string("kube-system", { pattern: NAMESPACE_PATTERN })),
    accountNamespaces: list(string("flux-system", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH })),
    tenantNamespaces: list(string("legacy-shop", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH })),
    customResources: list(
      object("CustomResourceGrant", ["group", "resource", "level"], {
        group: string("cert-manager.io"),
        resource: string("certificates"),
        level: choice(ACCESS_LEVELS.map(({ level }) => level)),
        verbs: list(choice(RESOURCE_VERBS), 1),
        count: number({ least: 0 }),
      }),
    ),
    controllers: SUBJECTS,
  },
);
