import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { ANY } from "../spec/security-spec";
import type { Parent } from "../resolve/tenant";
import type { RuleContext } from "./rule";

/** Whether a user or group may be named in `access`: the rule that the guardrail holds an owner's RoleBindings to. */
export function ownPrefix(path: Path, name: string, tenant: Parent, { isKnown }: RuleContext): readonly Issue[] {
  // Among the people of a tenant that is declared elsewhere are those of its ancestors.
  const declared = "spec" in tenant ? declaredPrefixes(tenant) : undefined;
  if (declared === undefined) return [];
  const { holder, prefixes } = declared;
  const right = prefixes.some((prefix) => !isKnown(prefix) || prefix === ANY || name.startsWith(prefix));
  return issueUnless(right, path, () => ({
    code: "subject-prefix-mismatch",
    message: `this name starts with none of the prefixes that ${show(holder.path)} declares`,
    received: show(name),
    expected: `names that start with ${oneOf(prefixes)}`,
    hint: `correct the name, or add its prefix to ${holder.path}.security.subjectPrefixes`,
  }));
}

interface DeclaredPrefixes {
  /** The tenant that declares them. */
  readonly holder: Parent;
  readonly prefixes: readonly string[];
}

/**
 * The nearest list that names any: a sub-tenant whose owners may bind nobody (`[]`) is still held to its parent's. Where
 * none is declared, or it is not known what a parent elsewhere declares, everybody may be named.
 */
function declaredPrefixes(tenant: Parent): DeclaredPrefixes | undefined {
  const prefixes: unknown = tenant.security?.subjectPrefixes;
  const given = Array.isArray(prefixes) ? prefixes.map(String) : [];
  const { parent } = tenant;
  const isInherited = parent !== undefined && tenant.spec.security?.subjectPrefixes === undefined;
  if (given.length > 0 && !isInherited) return { holder: tenant, prefixes: given };
  return parent && declaredPrefixes(parent);
}
