import { issueUnless, oneOf, show, type Issue } from "../../issue";
import { ACCESS_LEVELS } from "../resolve/access";
import { isDnsLabel } from "../../kubernetes/names";
import type { Tenant } from "../resolve/tenant";
import { DEFERRED, eachKnown, isJudged, type RuleContext } from "./rule";

const LEVELS: readonly string[] = ACCESS_LEVELS.map(({ level }) => level);

/** Names of accounts become Terraform addresses and levels become bindings, so both must be known. */
export function deployerRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { access } = tenant.spec;
  if (access === undefined || !context.isKnown(access)) return [];
  return eachKnown(access.deployers, context, ({ name, level = "admin" }, index) => {
    const path = [tenant.path, "access", "deployers", index];
    const isFirst = access.deployers?.findIndex((one) => one.name === name) === index;
    return [
      ...issueUnless(!isJudged(name, context) || isDnsLabel(name), [...path, "name"], () => ({
        message: "this is no name of an account",
        received: context.isKnown(name) ? show(name) : DEFERRED,
        expected: "lower-case letters, digits and dashes between them, at most 63 characters",
        hint: "name the pipeline, such as `ci`; the namespace comes before it by itself",
      })),
      ...issueUnless(!context.isKnown(name) || isFirst, [...path, "name"], () => ({
        message: "two accounts of one tenant have the same name",
        received: show(name),
        expected: "a name that no other deployer of the tenant has",
        hint: "rename one of them, or give the one account the stronger level",
      })),
      ...issueUnless(!isJudged(level, context) || LEVELS.includes(level), [...path, "level"], () => ({
        message: "there is no such level",
        received: context.isKnown(level) ? show(level) : DEFERRED,
        expected: oneOf(LEVELS),
        hint: "name the weakest level that the pipeline can work with",
      })),
    ];
  });
}
