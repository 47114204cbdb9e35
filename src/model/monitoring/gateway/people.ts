import type { JsonRecord } from "../../json";
import { covers, type Subtree } from "../collection/stack-route";
import { exactly } from "./claims";
import type { GroupGrant, People } from "./gateway-spec";

/** A group with all it may read. */
export interface GroupAccess {
  readonly group: string;
  /** None of them is in another one. */
  readonly tenants: readonly Subtree[];
}

/**
 * One entry a group, and the widest first: vmauth takes the first entry that matches a token, and does not add up those
 * of several. A person in two groups of which neither covers the other gets the one whose name comes first.
 */
export function groupAccess(grants: readonly GroupGrant[]): readonly GroupAccess[] {
  const groups = [...new Set(grants.map(({ group }) => group))].sort();
  const access = groups.map((group) => ({ group, tenants: widest(grants.filter((grant) => grant.group === group)) }));
  return widestFirst(access);
}

/** The granted subtrees without those that are inside of another one. */
function widest(grants: readonly GroupGrant[]): readonly Subtree[] {
  const byName = new Map(grants.map(({ tenant }) => [tenant.tenant, tenant]));
  const all = [...byName.values()].sort((left, right) => (left.tenant < right.tenant ? -1 : 1));
  return all.filter((tenant) => !all.some((other) => other !== tenant && covers(other, tenant.tenant)));
}

function widestFirst(groups: readonly GroupAccess[]): readonly GroupAccess[] {
  const ordered: GroupAccess[] = [];
  const left = [...groups];
  while (left.length > 0) {
    const next = left.findIndex((group) => !left.some((other) => isWider(other, group)));
    ordered.push(...left.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

function isWider(wide: GroupAccess, narrow: GroupAccess): boolean {
  return includes(wide, narrow) && !includes(narrow, wide);
}

function includes(wide: GroupAccess, narrow: GroupAccess): boolean {
  return narrow.tenants.every(({ tenant }) => wide.tenants.some((subtree) => covers(subtree, tenant)));
}

/** How a token of a group is recognised. Elements of a list match each by itself. */
export function peopleToken(people: People, group: string): JsonRecord {
  const { issuer, clientId, groupsClaim = "groups", publicKeys } = people;
  return {
    ...(publicKeys === undefined ? { oidc: { issuer } } : { public_keys: publicKeys }),
    default_vm_access_claim: {},
    match_claims: { iss: exactly(issuer), aud: exactly(clientId), [groupsClaim]: exactly(group) },
  };
}
