import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import { namespaceOf } from "../../src/model/tenant/spec/tenant-names";
import { isRecord } from "../../src/model/json";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { valuesOf } from "../../src/provider/schema/spec";

const TREE_SIZE = 10;

/** A top tenant and its sub-tenants. */
interface Tree {
  readonly top: TenantSpec;
  readonly children: readonly TenantSpec[];
}

/** Trees of ten: a tenant of staging, which nothing protects, and nine sub-tenants. */
function forest(count: number): readonly Tree[] {
  return Array.from({ length: Math.ceil(count / TREE_SIZE) }, (_, index): Tree => {
    const children = Array.from({ length: Math.min(TREE_SIZE, count - index * TREE_SIZE) - 1 }, (__, child) => ({
      name: `c${String(child)}`,
      quota: { cpu: "1", memory: "4Gi", storage: "50Gi" },
      access: { admins: [{ kind: "Group" as const, name: "team" }] },
    }));
    const top: TenantSpec = {
      name: `t${String(index)}`,
      profile: "staging",
      access: {
        owners: [{ kind: "Group", name: "platform" }],
        viewers: [{ kind: "Group", name: "support" }],
      },
      cost: { costCenter: "CC-1000", project: "bench" },
    };
    return { top, children };
  });
}

/** The forest as a tenants file, for the constructs and for kubectl. */
export function tenantsFile(count: number): string {
  const tenants = forest(count).map(({ top, children }) => ({ ...top, children }));
  return JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants });
}

/** The forest as a configuration of the provider `hikube`: one block for each tenant. */
export function configuration(count: number, facts: ClusterFacts): string {
  const blocks = forest(count).flatMap(({ top, children }) => {
    const parent = `\${hikube_tenant.${top.name}.namespace}`;
    return [
      [top.name, attributes(top)],
      ...children.map((child) => [`${top.name}${child.name}`, { ...attributes(child), parent }]),
    ];
  });
  return JSON.stringify({
    terraform: { required_providers: { hikube: { source: "hikube/hikube" } } },
    provider: { hikube: { cluster_facts: JSON.stringify(facts) } },
    resource: { hikube_tenant: Object.fromEntries(blocks) as unknown },
  });
}

function attributes(spec: TenantSpec): Readonly<Record<string, unknown>> {
  return written(valuesOf(spec, TENANT_SPEC)) as Readonly<Record<string, unknown>>;
}

/** Without what is not set: nobody writes it, and terraform works out each `null` that is written. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [name, written(item)]));
}

/** Namespaces of the forest, parents first. */
export function namespaces(count: number): readonly string[] {
  return forest(count).flatMap(({ top, children }) => {
    const above = namespaceOf(top, undefined);
    return [above, ...children.map((child) => namespaceOf(child, above))];
  });
}
