import type { Issue } from "../../issue";
import { ACCESS_LEVELS } from "../resolve/access";
import { isDnsLabel } from "../../kubernetes/names";
import type { Tenant } from "../resolve/tenant";
import { issueUnless, oneOf, show, type RuleContext } from "./rule";

const LEVELS: readonly string[] = ACCESS_LEVELS.map(({ level }) => level);

/** Names of accounts become Terraform addresses and levels become bindings, so both must be known. */
export function deployerRules(tenant: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const { access } = tenant.spec;
  if (access === undefined || !isKnown(access)) return [];
  const { deployers = [] } = access;
  const names: unknown[] = deployers.map(({ name }) => name);
  return deployers.flatMap(({ name, level = "admin" }, index) => {
    const path = `${tenant.path}.access.deployers[${index}]`;
    return [
      ...issueUnless(isKnown(name) && isDnsLabel(name), `${path}.name`, () => ({
        message: "this is no name of an account",
        given: isKnown(name) ? show(name) : "a value that is only known at apply",
        allowed: "lower-case letters, digits and dashes between them, at most 63 characters",
        mend: "name the pipeline, such as `ci`; the namespace comes before it by itself",
      })),
      ...issueUnless(names.indexOf(name) === index, `${path}.name`, () => ({
        message: "two accounts of one tenant have the same name",
        given: show(name),
        allowed: "a name that no other deployer of the tenant has",
        mend: "rename one of them, or give the one account the stronger level",
      })),
      ...issueUnless(LEVELS.includes(level), `${path}.level`, () => ({
        message: "there is no such level",
        given: isKnown(level) ? show(level) : "a value that is only known at apply",
        allowed: oneOf(LEVELS),
        mend: "name the weakest level that the pipeline can work with",
      })),
    ];
  });
}
