import type { StringMap } from "../../model/kubernetes/kube-object";
import { tenantTree, type TenantTreeRow } from "../../model/tenant/tree";
import { defineCommand } from "../command";
import { amountText, formatTable } from "../text";
import { CLUSTER_OPTION, loadTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

/** A heading and the ResourceQuota keys that are shown below it. */
interface Column {
  readonly heading: string;
  readonly keys: readonly string[];
}

/** What every tree shows. */
const COLUMNS: readonly Column[] = [
  { heading: "CPU", keys: ["requests.cpu", "limits.cpu"] },
  { heading: "MEMORY", keys: ["requests.memory", "limits.memory"] },
  { heading: "STORAGE", keys: ["requests.storage"] },
  { heading: "LB", keys: ["services.loadbalancers"] },
];

const EPHEMERAL: Column = {
  heading: "EPHEMERAL",
  keys: ["requests.ephemeral-storage", "limits.ephemeral-storage"],
};

export const tree = defineCommand<ClusterOption>({
  path: ["tree"],
  summary: "print the tenant tree with its quotas",
  description:
    "Prints what each tenant declared for itself and its sub-tenants, and in brackets what is left of it for its own " +
    "namespace after they have taken their share. CPU and memory are requests/limits where the two differ. Ephemeral " +
    "storage, devices, protection, ends and reserves are shown where a tenant has any, and so is a suspension by the code.",
  examples: ["hikube tree", "hikube tree tenants.yaml --json"],
  argument: TENANTS_ARGUMENT,
  options: [CLUSTER_OPTION],
  run(options, _io, [file]) {
    const rows = tenantTree(loadTenants(file, options).roots);
    return Promise.resolve({ text: formatTree(rows), json: rows });
  },
});

function formatTree(rows: readonly TenantTreeRow[]): string {
  const columns = [...COLUMNS, ...[EPHEMERAL, ...devices(rows)].filter((column) => isGranted(rows, column))];
  const notes = rows.map(notesOf);
  const hasNotes = notes.some((note) => note !== "");
  const headings = ["TENANT", "PROFILE", ...columns.map(({ heading }) => heading), "NAMESPACE"];
  const lines = rows.map((row, index) => [
    `${"  ".repeat(row.depth)}${row.name}`,
    row.profile ?? "-",
    ...columns.map(({ keys }) => amountOf(row, keys)),
    row.namespace,
    ...(hasNotes ? [notes[index] ?? ""] : []),
  ]);
  const table = formatTable([...headings, ...(hasNotes ? ["NOTES"] : [])], lines);
  const hasRest = rows.some((row) => columns.some(({ keys }) => amountOf(row, keys).endsWith(")")));
  return [...table, ...(hasRest ? [LEGEND] : [])].join("\n");
}

const LEGEND = "\nIn brackets: what is left for the tenant's own namespace after its sub-tenants' shares.";

/** Extended resources and huge pages, each by its own name. */
function devices(rows: readonly TenantTreeRow[]): readonly Column[] {
  const keys = rows.flatMap(({ declared }) => Object.keys(declared)).filter((key) => EXTENDED.test(key));
  return [...new Set(keys)].sort().map((key) => ({ heading: key.replace("requests.", ""), keys: [key] }));
}

const EXTENDED = /^requests\.(hugepages-|[^/]+\/)/;

function isGranted(rows: readonly TenantTreeRow[], { keys }: Column): boolean {
  return rows.some(({ declared }) => keys.some((key) => !["0", undefined].includes(declared[key])));
}

function notesOf({ protected: isProtected, suspended, expiresAt, reserved = {} }: TenantTreeRow): string {
  const aside = Object.entries(reserved)
    .filter(([key, amount]) => amount !== "0" && !key.startsWith("limits."))
    .map(([key, amount]) => `${key.replace("requests.", "")} ${amountText(key, amount)}`);
  return [
    ...(suspended === true ? ["suspended"] : []),
    ...(isProtected === true ? ["protected"] : []),
    ...(expiresAt === undefined ? [] : [`ends ${expiresAt}`]),
    ...(aside.length === 0 ? [] : [`reserved: ${aside.join(", ")}`]),
  ].join("; ");
}

function amountOf({ declared, rest }: TenantTreeRow, keys: readonly string[]): string {
  const whole = amounts(declared, keys);
  const own = amounts(rest, keys);
  return whole === own ? whole : `${whole} (${own})`;
}

function amounts(quota: StringMap, keys: readonly string[]): string {
  return [...new Set(keys.map((key) => amountText(key, quota[key] ?? "-")))].join("/");
}
