import { formatPath, type Path } from "../../issue";
import type { Warning } from "../../warning";
import type { Tenant } from "../resolve/tenant";
import type { TenantSecurity } from "../resolve/security";
import { ALLOW_LISTS } from "../spec/allow-lists";
import { ANY, type SecuritySpec } from "../spec/security-spec";
import type { RuleContext } from "./rule";

/**
 * What of a tenant's security cannot be held against its parent's, because it is only known at apply. A list of the
 * parent that allows everything is not asked.
 */
export function securityWarnings({ spec, path, parent }: Tenant, isKnown: RuleContext["isKnown"]): readonly Warning[] {
  const { security } = spec;
  if (security === undefined || parent?.security === undefined) return [];
  const open = isKnown(security) ? unknownFields(security, parent.security, isKnown) : [[]];
  return open.map((field) => ({
    code: "unchecked-against-parent",
    message: `${formatPath([path, "security", ...field])}: not known here, so nothing checks that ${parent.path} allows it`,
  }));
}

function unknownFields(
  security: SecuritySpec,
  bounds: TenantSecurity,
  isKnown: RuleContext["isKnown"],
): readonly Path[] {
  const lists = ALLOW_LISTS.filter(({ field }) => !bounds[field].includes(ANY)).flatMap(({ field }) => {
    const given = security[field] ?? [];
    if (!isKnown(given)) return [[field]];
    return given.flatMap((entry, index) => (isKnown(entry) ? [] : [[field, index]]));
  });
  return isKnown(security.podSecurity) ? lists : [["podSecurity"], ...lists];
}
