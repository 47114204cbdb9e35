import type { Issue } from "../../issue";
import { isDnsLabel } from "../../kubernetes/names";
import { isKnownOf } from "../resolve/known-fact";
import { UNLIMITED } from "../spec/quota-spec";
import type { Tenant } from "../resolve/tenant";
import { chosenNamespace } from "./name-rules";
import { profileRules } from "./setting-rules";
import { issueUnless, show, type RuleContext } from "./rule";

/** What is said of a tenant that is declared elsewhere. */
export function externalRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { path, spec, ancestors } = tenant;
  return [
    ...chosenNamespace(tenant),
    ...ancestors.flatMap((ancestor, index) =>
      issueUnless(isDnsLabel(ancestor), `${path}.ancestors[${index}]`, () => ({
        message: "this is no name of a namespace",
        given: show(ancestor),
        allowed: "the namespaces of the tenants above it, the top tenant's first",
        mend: "give the names that `kubectl get namespaces` shows",
      })),
    ),
    ...(spec.profile === undefined ? [] : profileRules(tenant, context)),
  ];
}

/** Where it is not known what the parent has left, a sub-tenant without amounts of its own would have no bound at all. */
export function unboundedRules({ spec, parent, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  if (parent === undefined || isKnownOf(parent, "available") || !isKnown(spec.quota)) return [];
  const { cpu, memory, storage, share } = spec.quota ?? {};
  const needed = Object.entries({ cpu, memory, storage }).flatMap(([field, value]) =>
    issueUnless(value !== undefined, `${path}.quota.${field}`, () => ({
      message: `a sub-tenant must say how much it takes where it is not known what ${show(parent.path)} has available`,
      given: "nothing",
      allowed: `an amount, or "${UNLIMITED}"`,
      mend: `give quota.${field}, or give \`available\` of ${parent.path}`,
    })),
  );
  // Without a whole there is no part; the amounts that are missing for it are the same fault.
  return share === undefined ? needed : [{ path: `${path}.quota.share`, ...noWhole(parent, share) }];
}

function noWhole(parent: Tenant, share: number) {
  return {
    message: `a share needs a whole: it is not known what ${show(parent.path)} has available`,
    given: show(share),
    allowed: "amounts",
    mend: `give \`available\` of ${parent.path}, or amounts in place of the share`,
  };
}
