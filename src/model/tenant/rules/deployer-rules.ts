import { issueUnless, oneOf, show, type Fault, type Issue } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import { ACCESS_LEVELS } from "../spec/access-levels";
import { isDnsLabel } from "../../kubernetes/names";
import type { Tenant } from "../resolve/tenant";
import { eachKnown, isJudged, notKnownAtSynth, type RuleContext } from "./rule";

const LEVELS: readonly string[] = ACCESS_LEVELS.map(({ level }) => level);

/** Names of deployers become Terraform addresses and levels become bindings, so both must be known. */
export function deployerRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { access } = tenant.spec;
  if (access === undefined || !context.isKnown(access)) return [];
  return eachKnown(access.deployers, context, ({ name, level = "admin" }, index) => {
    const path = [tenant.path, "access", "deployers", index];
    const isFirst = access.deployers?.findIndex((one) => one.name === name) === index;
    return [
      ...issueUnless(!isJudged(name, context) || isDnsLabel(name), [...path, "name"], () => nameFault(name, context)),
      ...issueUnless(!context.isKnown(name) || isFirst, [...path, "name"], () => ({
        code: "duplicate-name",
        message: "two deployers of one tenant have the same name",
        received: show(name),
        expected: "a name that no other deployer of the tenant has",
        hint: "rename one of them, or keep one with the stronger level",
      })),
      ...issueUnless(!isJudged(level, context) || LEVELS.includes(level), [...path, "level"], () =>
        levelFault(level, context),
      ),
    ];
  });
}

function nameFault(name: unknown, { isKnown }: RuleContext): Fault {
  const expected = "lower-case letters, digits and dashes between them, at most 63 characters";
  if (!isKnown(name)) return notKnownAtSynth(expected);
  const hint = "name the pipeline, such as `ci`; the namespace is added in front of it";
  return { code: "invalid-subject-name", message: "invalid name of a deployer", received: show(name), expected, hint };
}

function levelFault(level: unknown, { isKnown }: RuleContext): Fault {
  if (!isKnown(level)) return notKnownAtSynth(oneOf(LEVELS));
  const hint = choiceHint(level, LEVELS, "choose the weakest level that the pipeline can work with");
  return { code: "unknown-value", message: "unknown level", received: show(level), expected: oneOf(LEVELS), hint };
}
