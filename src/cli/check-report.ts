import { counted, endOf } from "./text";
import type { Issue } from "../model/issue";
import { customResourceWarnings } from "../model/cluster/custom-resource-groups";
import { oldVersionWarnings } from "../model/cluster/old-version";
import { printableLine } from "../model/printable";
import { formatWarning, type Warning } from "../model/warning";
import { expiredTenants, type ExpiredTenant } from "../model/tenant/lifetime";
import { externalWarnings } from "../model/tenant/external";
import { amountWarnings } from "../model/tenant/rules/amount-warnings";
import { egressWarnings } from "../model/tenant/rules/egress-rules";
import { exposeWarnings } from "../model/tenant/rules/expose-rules";
import { securityWarnings } from "../model/tenant/rules/security-warnings";
import { tenantNodes, type Forest, type TenantNode } from "../model/tenant/resolve/tenant";
import { type StringMap } from "../model/kubernetes/kube-object";
import { formatIssues, isKnown, type ReadTenants, type Tenants } from "./tenants-source";

const DAY_MS = 86_400_000;

/** What `hikube check` found. */
export interface CheckReport {
  readonly file: string;
  /** Whether there is no fault; an expired tenant is not one. */
  readonly ok: boolean;
  /** How many tenants there are, at all depths; 0 where the file could not be read. */
  readonly tenants: number;
  readonly issues: readonly Issue[];
  readonly expired: readonly ExpiredTenant[];
  /** Tenants that expire soon. */
  readonly expiring: readonly ExpiredTenant[];
  readonly containerDefaults: readonly ContainerDefaultsNote[];
  /**
   * What could not be checked: values that are only known at apply, missing facts of a parent that is declared
   * elsewhere.
   */
  readonly unchecked: readonly Warning[];
  /**
   * What is allowed, and that the platform has to see to: a version of Kubernetes on which not all holds, kinds that it
   * grants, whose operators only it can bound, amounts that are hardly meant.
   */
  readonly warnings: readonly Warning[];
}

/** What a container without resources gets. */
export interface ContainerDefaultsNote {
  readonly code: "containers-limited-by-default";
  readonly namespaces: readonly string[];
  readonly limits: StringMap;
}

/** Tenants that expire within so many days are reported. */
const SOON_DAYS = 14;

/** Sums up a file. Dates and defaults are only reported if there is no fault. */
export function checkReport({ file, issues, tenants }: ReadTenants, now: Date): CheckReport {
  const ok = issues.length === 0 && tenants !== undefined;
  const nodes = tenantNodes(tenants?.roots ?? []);
  return {
    ...{ file, ok, tenants: nodes.length, issues },
    ...(ok ? lifetimes(tenants, now) : { expired: [], expiring: [] }),
    containerDefaults: ok ? containerDefaults(nodes) : [],
    unchecked: ok ? uncheckedOf(tenants.roots) : [],
    warnings: ok
      ? [
          ...oldVersionWarnings(tenants.cluster.version),
          ...customResourceWarnings(tenants.cluster.customResources),
          ...nodes.flatMap(({ tenant }) => [...amountWarnings(tenant, isKnown), ...exposeWarnings(tenant, isKnown)]),
        ]
      : [],
  };
}

function lifetimes({ roots }: Tenants, now: Date) {
  const expired = expiredTenants(roots, now);
  const over = new Set(expired.map(({ namespace }) => namespace));
  const soon = expiredTenants(roots, new Date(now.getTime() + SOON_DAYS * DAY_MS));
  return { expired, expiring: soon.filter(({ namespace }) => !over.has(namespace)) };
}

function uncheckedOf(roots: Forest): readonly Warning[] {
  const parents = roots.flatMap((node) => ("external" in node ? externalWarnings(node.external) : []));
  return [
    ...parents,
    ...tenantNodes(roots).flatMap(({ tenant }) => [
      ...egressWarnings(tenant, isKnown),
      ...securityWarnings(tenant, isKnown),
    ]),
  ];
}

/** Grouped by equal defaults: most tenants have those of their profile. */
function containerDefaults(nodes: readonly TenantNode[]): readonly ContainerDefaultsNote[] {
  const groups = new Map<string, { namespaces: string[]; limits: StringMap }>();
  for (const { tenant } of nodes) {
    const limits = tenant.container.default;
    // Where the quota lifts all limits, containers get none.
    if (Object.keys(limits).length === 0) continue;
    const key = JSON.stringify(limits);
    const group = groups.get(key) ?? { namespaces: [], limits };
    groups.set(key, group);
    group.namespaces.push(tenant.namespace);
  }
  return [...groups.values()].map((group) => ({ code: "containers-limited-by-default", ...group }));
}

/** The report as text: the faults, or else that there are none, with notes. */
export function formatCheck(report: CheckReport, now: Date): string {
  if (!report.ok)
    return `${formatIssues(report.issues)}\n${printableLine(report.file)}: ${counted(report.issues.length, "fault")}`;
  return [
    `${report.file}: ${counted(report.tenants, "tenant")}, no fault`,
    ...report.expired.map((tenant) => `expired: ${endOf(tenant, now)}${tenant.suspended ? ", suspended" : ""}`),
    ...(report.expired.some(({ suspended }) => !suspended) ? ["  suspend them with: hikube expire --suspend"] : []),
    ...report.expiring.map((tenant) => `expires within ${SOON_DAYS} days: ${endOf(tenant, now)}`),
    ...report.containerDefaults.map(formatDefaults),
    ...report.unchecked.map((warning) => `not checked: ${formatWarning(warning)}`),
    ...report.warnings.map((warning) => `warning: ${formatWarning(warning)}`),
  ]
    .map(printableLine)
    .join("\n");
}

function formatDefaults({ code, namespaces, limits }: ContainerDefaultsNote): string {
  const amounts = Object.entries(limits).map(([resource, amount]) => `${resource} ${amount}`);
  const shown = namespaces.slice(0, 4);
  const rest = namespaces.length > shown.length ? ` and ${namespaces.length - shown.length} more` : "";
  const message = `a container without limits gets ${amounts.join(", ")}; one that requests more must set its own limit (${shown.join(", ")}${rest})`;
  return `note: ${formatWarning({ code, message })}`;
}
