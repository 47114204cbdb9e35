import { DNS_LABEL, DNS_LABEL_LENGTH } from "../model/kubernetes/names";
import { RESOURCE_VERBS } from "../model/platform/custom-resources";
import { ACCESS_LEVELS } from "../model/tenant/resolve/access";
import { SUBJECTS } from "../model/tenant/spec/spec-schema";
import { FLAG, choice, lenient, list, map, number, record, text, type RecordShape } from "../model/schema/schema";

const CIDRS = list(text("10.244.0.0/16", { pattern: "^[0-9A-Fa-f:.]+/[0-9]{1,3}$" }), 1);
/** A name, or how names start. */
const NAMESPACE_PATTERN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$|^[a-z0-9][-a-z0-9]*\\*$";
const PORT = number({ least: 1, most: 65535 });

/** The facts of a cluster, `cluster.json`. */
export const CLUSTER_FILE: RecordShape = lenient(
  record(
    "ClusterFacts",
    [
      ...["formatVersion", "version", "podCidrs", "serviceCidrs", "nodeCidrs"],
      ...["apiServer", "dns", "serviceAccounts"],
    ],
    {
      $schema: text("cluster.schema.json"),
      formatVersion: { type: "number", only: 1 },
      version: text("v1.35.4", { pattern: "^v?1\\.[0-9]+" }),
      podCidrs: CIDRS,
      serviceCidrs: CIDRS,
      nodeCidrs: CIDRS,
      apiServer: lenient(record("ApiServerFacts", ["cidrs", "port"], { cidrs: CIDRS, port: PORT })),
      dns: lenient(
        record("DnsFacts", ["namespace", "podLabels", "ports"], {
          namespace: text("kube-system", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH }),
          podLabels: map(text("kube-dns")),
          ports: list(PORT, 1),
        }),
      ),
      serviceAccounts: lenient(
        record("ServiceAccountFacts", ["issuer", "keys"], {
          issuer: text("https://kubernetes.default.svc"),
          keys: list(map(text("RS256"))),
          extendsMountedTokens: FLAG,
          audiences: list(text("https://kubernetes.default.svc"), 1),
        }),
      ),
      globalDefaultPriorityClass: text("default"),
      reservedNamespaces: list(text("openshift-*", { pattern: NAMESPACE_PATTERN })),
      ingressNamespaces: list(text("kube-system", { pattern: NAMESPACE_PATTERN })),
      accountNamespaces: list(text("flux-system", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH })),
      tenantNamespaces: list(text("legacy-shop", { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH })),
      customResources: list(
        record("CustomResourceGrant", ["group", "resource", "level"], {
          group: text("cert-manager.io"),
          resource: text("certificates"),
          level: choice(ACCESS_LEVELS.map(({ level }) => level)),
          verbs: list(choice(RESOURCE_VERBS), 1),
          count: number({ least: 0 }),
        }),
      ),
      controllers: SUBJECTS,
    },
  ),
);
