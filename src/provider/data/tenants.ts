import { show } from "../../model/issue";
import { shortened } from "../../model/printable";
import { isLabelValue, isQualifiedName } from "../../model/kubernetes/names";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { recordOf, textMapOf, textOf } from "../../kube-provider/values";
import { DiagnosticError, forClient, type AnyDataSource, type Attribute, type Schema, type Value } from "../../plugin";
import type { HikubeClient } from "../client";
import { namespaceFault } from "../namespace-name";
import { TENANT_FACTS, tenantFacts } from "./tenant-facts";

/** The namespace that a data source is asked of. */
export const OF_NAMESPACE: Attribute = {
  type: "string",
  required: true,
  description: "Namespace of the tenant, e.g. `tenant-production-shop`.",
  validate: (name: string) => namespaceFault(name, "the namespace of a tenant"),
};

/** One tenant as it is on the cluster, whatever made it. */
export function tenantData(): AnyDataSource<HikubeClient> {
  return forClient<HikubeClient>().dataSource<Schema>({
    schema: {
      description: "A tenant as it is on the cluster, also where another configuration or the constructs made it.",
      attributes: { namespace: OF_NAMESPACE, ...TENANT_FACTS },
    },
    async read({ client, config }) {
      const all = await client.survey.tenants();
      return tenantFacts(tenantIn(all, textOf(config.namespace)), all);
    },
  });
}

/** @throws DiagnosticError where there is no such tenant */
export function tenantIn(all: readonly KubeObject[], namespace: string): KubeObject {
  const found = all.find(({ metadata }) => metadata.name === namespace);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    `There is no tenant ${shortened(namespace)}`,
    "No namespace of this name carries the label of a tenant. Correct the name, or let this data source depend on what makes the tenant.",
    ["namespace"],
  );
}

/** A map may hold any number of them. */
const LONGEST_LIST = 1_000;

/** No namespace carries such a label. */
function labelsFault(labels: Value): string | undefined {
  const wrong = Object.entries(recordOf(labels)).filter(
    ([key, value]) => !isQualifiedName(key) || (typeof value === "string" && value !== "" && !isLabelValue(value)),
  );
  const names = shortened(wrong.map(([key]) => show(key)).join(", "), LONGEST_LIST);
  return names === "" ? undefined : `It must hold labels; a key or a value of these can be none: ${names}.`;
}

/** The tenants of a cluster. */
export function tenantsData(): AnyDataSource<HikubeClient> {
  return forClient<HikubeClient>().dataSource<Schema>({
    schema: {
      description: "The tenants of the cluster, whatever made them, sorted by namespace.",
      attributes: {
        parent: {
          type: "string",
          optional: true,
          validate: (name: string) =>
            name === "" ? undefined : namespaceFault(name, 'the namespace of a tenant, or ""'),
          description: 'Only those directly below this namespace; `""` for top tenants. All where it is not set.',
        },
        labels: {
          type: ["map", "string"],
          optional: true,
          validate: labelsFault,
          description: 'Only those whose namespaces carry these labels: `{ "hikube.cloud/profile" = "production" }`.',
        },
        namespaces: { type: ["list", "string"], computed: true, description: "Their namespaces." },
        tenants: {
          computed: true,
          nested: {
            nesting: "list",
            attributes: {
              namespace: { type: "string", computed: true, description: "Namespace of the tenant." },
              ...TENANT_FACTS,
            },
          },
          description: "What is known of each.",
        },
      },
    },
    async read({ client, config }) {
      const all = await client.survey.tenants();
      const wanted = Object.entries(textMapOf(config.labels));
      const found = all
        .filter(({ metadata: { labels = {} } }) => wanted.every(([key, value]) => labels[key] === value))
        .filter(
          ({ metadata: { labels = {} } }) => config.parent === null || (labels[LABELS.parent] ?? "") === config.parent,
        )
        .toSorted((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
      return {
        ...config,
        namespaces: found.map(({ metadata }) => metadata.name),
        tenants: found.map((namespace) => tenantFacts(namespace, all)),
      };
    },
  });
}
