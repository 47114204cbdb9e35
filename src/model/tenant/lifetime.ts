import type { Issue, Path } from "../issue";
import type { Forest, Tenant, TenantNode } from "./resolve/tenant";
import { isTimestamp } from "../kubernetes/timestamp";

/** A tenant that has expired. */
export interface ExpiredTenant {
  readonly path: string;
  readonly namespace: string;
  /** The time that has passed, as it was written: the tenant's own or, where that is earlier, an ancestor's. */
  readonly expiresAt: string;
  /** Whether it is already declared as suspended. */
  readonly suspended: boolean;
}

/**
 * The expired tenants of a forest, parents first. A sub-tenant expires with its parent at the latest. Nothing is
 * deleted: `hikube expire` suspends them.
 * @param now - the present; the model has no clock
 */
export function expiredTenants(forest: Forest, now: Date): readonly ExpiredTenant[] {
  return forest.flatMap((node) =>
    "tenant" in node
      ? expiredIn(node, undefined, now)
      : node.children.flatMap((child) => expiredIn(child, earlier(node.external.expiresAt, undefined), now)),
  );
}

function expiredIn(node: TenantNode, parentsEnd: string | undefined, now: Date): readonly ExpiredTenant[] {
  const { tenant, children } = node;
  const end = earlier(tenant.expiresAt, parentsEnd);
  const expired = end !== undefined && Date.parse(end) <= now.getTime();
  return [...(expired ? [expiredTenant(tenant, end)] : []), ...children.flatMap((child) => expiredIn(child, end, now))];
}

function expiredTenant({ path, namespace, suspended }: Tenant, expiresAt: string): ExpiredTenant {
  return { path, namespace, expiresAt, suspended };
}

/** `"never"`, and an invalid time, is later than any. */
function earlier(left: string | undefined, right: string | undefined): string | undefined {
  if (!isTimestamp(left)) return isTimestamp(right) ? right : undefined;
  return isTimestamp(right) && Date.parse(right) < Date.parse(left) ? right : left;
}

/** The fault of a protected tenant that is no longer declared. @param path - where it was declared */
export function protectedIsGone(path: Path): Issue {
  return {
    path,
    code: "protected-tenant-removed",
    message: "a protected tenant is no longer declared",
    received: "no declaration",
    expected: "only tenants that are not protected are deleted",
    hint: "declare it again with `protected: false` and apply that, then remove it; to keep it instead, let go of it by `hikube release`",
  };
}
