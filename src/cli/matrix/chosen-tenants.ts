import { neighbourhood } from "../../connectivity/neighbours";
import type { ConnectivityMatrix } from "../../connectivity/matrix";
import { tenantNodes } from "../../model/tenant/resolve/tenant";
import { UsageError } from "../command";
import { suggestion } from "../suggestion";
import type { Tenants } from "../tenants-source";

/**
 * The part of a matrix that concerns the named tenants and what they reach or are reached from.
 * @param names - namespaces, or paths such as `production/shop`
 * @throws UsageError for names that are none of a tenant
 */
export function onlyTenants(
  whole: ConnectivityMatrix,
  names: readonly string[] | undefined,
  tenants: Tenants | undefined,
): ConnectivityMatrix {
  if (names === undefined) return whole;
  const byName = new Map(whole.groups.flatMap(({ name, tenant }) => (tenant === true ? [[name, name]] : [])));
  for (const { tenant } of tenantNodes(tenants?.roots ?? [])) byName.set(tenant.path, tenant.namespace);
  const unknown = names.filter((name) => !byName.has(name));
  if (unknown.length > 0) throw new UsageError(unknown.map((name) => unknownTenant(name, [...byName.keys()])));
  return neighbourhood(whole, new Set(names.map((name) => byName.get(name) ?? name)));
}

function unknownTenant(name: string, known: readonly string[]): string {
  const meant = suggestion(name, known);
  const hint =
    meant === undefined ? "give its namespace or its path, as `hikube tree` prints them" : `did you mean "${meant}"?`;
  return `--tenant: there is no tenant "${name}"; ${hint}`;
}
