import type { Issue } from "../issue";
import { forestOf, type TenantsDocument } from "./document";
import type { Tenant, TenantNode } from "./resolve/tenant";
import { isTimestamp } from "../kubernetes/timestamp";

/** A tenant whose time is over. */
export interface ExpiredTenant {
  readonly path: string;
  readonly namespace: string;
  /** The time that has passed, as it was written: the tenant's own or, where that is earlier, an ancestor's. */
  readonly expiresAt: string;
  /** Whether the document says already that it takes no new pods. */
  readonly suspended: boolean;
}

/**
 * The tenants of a document that are past their time, each before its children. A sub-tenant ends with its parent,
 * whatever it says itself. Nothing is deleted by it: `hikube expire` suspends them.
 * @param now - the present; the model has no clock
 */
export function expiredTenants(document: TenantsDocument, now: Date): readonly ExpiredTenant[] {
  return forestOf(document).flatMap((root) => expiredIn(root, undefined, now));
}

function expiredIn(node: TenantNode, parentsEnd: string | undefined, now: Date): readonly ExpiredTenant[] {
  const { tenant, children } = node;
  const end = earlier(tenant.expiresAt, parentsEnd);
  const expired = end !== undefined && Date.parse(end) <= now.getTime();
  return [
    ...(expired && tenant.external === undefined ? [expiredTenant(tenant, end)] : []),
    ...children.flatMap((child) => expiredIn(child, end, now)),
  ];
}

function expiredTenant({ path, namespace, suspended }: Tenant, expiresAt: string): ExpiredTenant {
  return { path, namespace, expiresAt, suspended };
}

/** `"never"`, and what is no time, is later than any. */
function earlier(left: string | undefined, right: string | undefined): string | undefined {
  if (!isTimestamp(left)) return isTimestamp(right) ? right : undefined;
  return isTimestamp(right) && Date.parse(right) < Date.parse(left) ? right : left;
}

/** Why a protected tenant must not vanish from its declaration. @param path - where it was declared */
export function protectedIsGone(path: string): Issue {
  return {
    path,
    message: "a protected tenant is gone",
    given: "no such tenant any more",
    allowed: "to delete a tenant that is not protected",
    mend: "put it back with `protected: false` and apply that; then remove it",
  };
}
