import type { StringMap } from "../../model/kubernetes/kube-object";
import { tenantTree, type TenantTreeRow } from "../../model/tenant/tree";
import { defineCommand } from "../command";
import { amountText, formatTable } from "../text";
import { CLUSTER_OPTION, loadTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

/** Columns of the printed tree: a heading and the ResourceQuota keys it shows. */
const COLUMNS: readonly { readonly heading: string; readonly keys: readonly string[] }[] = [
  { heading: "CPU", keys: ["requests.cpu", "limits.cpu"] },
  { heading: "MEMORY", keys: ["requests.memory", "limits.memory"] },
  { heading: "STORAGE", keys: ["requests.storage"] },
  { heading: "LB", keys: ["services.loadbalancers"] },
];

export const tree = defineCommand<ClusterOption>({
  path: ["tree"],
  summary: "print the tenant tree with its quotas",
  description:
    "Prints what each tenant declared for itself and its sub-tenants, and in brackets what is left of it for its own " +
    "namespace after they have taken their share. CPU and memory are requests/limits where the two differ.",
  examples: ["hikube tree", "hikube tree tenants.yaml --json"],
  argument: TENANTS_ARGUMENT,
  options: [CLUSTER_OPTION],
  run(options, _io, [file]) {
    const rows = tenantTree(loadTenants(file, options).roots);
    return Promise.resolve({ text: formatTree(rows), json: rows });
  },
});

function formatTree(rows: readonly TenantTreeRow[]): string {
  const headings = ["TENANT", "PROFILE", ...COLUMNS.map(({ heading }) => heading), "NAMESPACE"];
  const lines = rows.map((row) => [
    `${"  ".repeat(row.depth)}${row.name}`,
    row.profile ?? "-",
    ...COLUMNS.map(({ keys }) => amountOf(row, keys)),
    row.namespace,
  ]);
  return formatTable(headings, lines).join("\n");
}

function amountOf({ declared, rest }: TenantTreeRow, keys: readonly string[]): string {
  const whole = amounts(declared, keys);
  const own = amounts(rest, keys);
  return whole === own ? whole : `${whole} (${own})`;
}

function amounts(quota: StringMap, keys: readonly string[]): string {
  return [...new Set(keys.map((key) => amountText(key, quota[key] ?? "-")))].join("/");
}
