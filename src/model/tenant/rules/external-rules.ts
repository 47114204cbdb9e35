import { issueUnless, show, type Fault, type Issue } from "../../issue";
import { isDnsLabel } from "../../kubernetes/names";
import { isShare, UNLIMITED } from "../spec/quota-spec";
import type { ExternalParent, Parent, Tenant } from "../resolve/tenant";
import { chosenNamespace } from "./name-rules";
import { egressListRules } from "./network-rules";
import { capacityRules } from "./quota-rules";
import { securityFieldRules } from "./security-rules";
import { knownProfile } from "./setting-rules";
import { eachKnown, type RuleContext } from "./rule";
import { holderRules } from "./access-rules";

/** The faults of a parent that is declared elsewhere. */
export function externalRules(external: ExternalParent, context: RuleContext): readonly Issue[] {
  const { path, given } = external;
  const { available, network, access, security, profile } = given;
  return [
    ...(context.isKnown(given.namespace) ? chosenNamespace(external) : []),
    ...eachKnown(given.ancestors, context, (ancestor, index) =>
      issueUnless(isDnsLabel(ancestor), [path, "ancestors", index], () => ({
        code: "invalid-namespace",
        message: "invalid namespace",
        received: show(ancestor),
        expected: "namespaces of the tenants above it, the top tenant's first",
        hint: "give the names that `kubectl get namespaces` shows",
      })),
    ),
    ...(profile === undefined ? [] : knownProfile(path, profile, context)),
    ...(available === undefined ? [] : capacityRules([path, "available"], available, context)),
    ...(network === undefined || !context.isKnown(network) ? [] : egressListRules(external, network, context)),
    ...holderRules(external, access, context),
    ...(security === undefined || !context.isKnown(security) ? [] : securityFieldRules(path, security, context)),
  ];
}

/** Where it is not known what the parent has left, a sub-tenant without amounts would be unlimited. */
export function unboundedRules({ spec, parent, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  if (parent === undefined || parent.quota !== undefined || !isKnown(spec.quota)) return [];
  const { cpu, memory, storage, share } = spec.quota ?? {};
  const needed = Object.entries({ cpu, memory, storage }).flatMap(([field, value]) =>
    issueUnless(value !== undefined, [path, "quota", field], () => ({
      code: "missing-quota",
      message: `missing amount: it is not known what ${show(parent.path)} has available`,
      received: "nothing",
      expected: `an amount, or "${UNLIMITED}"`,
      hint: `give quota.${field}, or \`available\` of ${parent.path}`,
    })),
  );
  // A share of something unknown is reported instead of the amounts that it was to give.
  if (share === undefined) return needed;
  // One that is none was reported by itself.
  return isShare(share) ? [{ path: [path, "quota", "share"], ...noWhole(parent, share) }] : [];
}

function noWhole(parent: Parent, share: number): Fault {
  return {
    code: "share-without-parent",
    message: `a share cannot be computed: it is not known what ${show(parent.path)} has available`,
    received: show(share),
    expected: "amounts in place of a share",
    hint: `give \`available\` of ${parent.path}, or cpu, memory and storage in place of the share`,
  };
}
