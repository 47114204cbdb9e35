import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { LiveObjects } from "../objects/live";
import { explainedWrite, withoutSurplus, type Writer } from "../objects/write";
import { settlement, sharesOf } from "./ledger";
import { declaredOf } from "./record";
import { declare, overdraft } from "./settle";
import { takenShares } from "./standing";

/**
 * The quota of a tenant that has none yet. Where one was before, sub-tenants may be left of that.
 *
 * @throws DiagnosticError where they take more than is declared
 */
export async function openedQuotas(
  live: LiveObjects,
  quotas: readonly KubeObject[],
  tenant: Tenant,
): Promise<readonly KubeObject[]> {
  const shares = sharesOf(await takenShares(tenant.namespace, live), {}, Date.now());
  if (shares.size === 0) return quotas;
  const declared = declaredOf(tenant);
  const { hard, overdrawn } = settlement(declared, shares);
  if (overdrawn.length > 0) {
    throw overdraft({ parent: tenant.namespace }, { declared, shares, isReserve: false, open: {} }, overdrawn);
  }
  return quotas.map((quota) => ({ ...quota, spec: { hard: { ...textMapIn(objectIn(quota.spec).hard), ...hard } } }));
}

/** Writes what was declared without what its sub-tenants take. */
export async function writeQuotas(
  { cluster, live }: Writer,
  quotas: readonly KubeObject[],
  tenant: Tenant,
): Promise<void> {
  for (const wanted of quotas) {
    const written = await explainedWrite(wanted, () => declare(cluster, wanted, declaredOf(tenant)));
    live.put(await withoutSurplus({ cluster }, wanted, written));
  }
}
