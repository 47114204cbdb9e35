import type { Issue } from "../../issue";
import { BOUNDS, LONGEST_API_TOKEN_SECONDS, type BoundField } from "../spec/bounds";
import type { SecuritySpec } from "../spec/security-spec";
import type { Tenant } from "../resolve/tenant";
import { issueUnless, show, type Fault, type RuleContext } from "./rule";

const FIELDS: readonly BoundField[] = ["terminationGracePeriodSeconds", "tokenExpirationSeconds"];

/** Each bound is a whole number of seconds within its limits, and no more than the parent's. */
export function boundRules(
  tenant: Tenant,
  security: SecuritySpec,
  parent: Tenant | undefined,
  context: RuleContext,
): readonly Issue[] {
  return [
    ...FIELDS.flatMap((field) => {
      const given: unknown = security[field];
      const fault = given === undefined ? undefined : boundFault(field, given, parent, context);
      return fault === undefined ? [] : [{ path: `${tenant.path}.security.${field}`, ...fault }];
    }),
    ...audiencesKnown(tenant, security),
  ];
}

function boundFault(
  field: BoundField,
  given: unknown,
  parent: Tenant | undefined,
  { isKnown }: RuleContext,
): Fault | undefined {
  const { least, most } = BOUNDS[field];
  const known = isKnown(given);
  if (!isWhole(given) || given < least || given > most) {
    return {
      message: known ? "this number of seconds is not possible" : "a bound that guardrails read must be known at synth",
      given: known ? show(given) : "a value that is only known at apply",
      allowed: `a whole number, ${least}–${most}`,
      mend: "write the seconds as a number",
    };
  }
  const bound = parent?.security[field];
  if (bound === undefined || given <= bound) return undefined;
  return {
    message: `laxer than its parent ${show(parent?.path)}`,
    given: show(given),
    allowed: `at most ${bound}`,
    mend: "lower it, or raise the parent's",
  };
}

function isWhole(given: unknown): given is number {
  return typeof given === "number" && Number.isSafeInteger(given);
}

/** A guardrail can give a longer life to tokens for others only where it can tell which are for the API server. */
function audiencesKnown({ path, cluster }: Tenant, security: SecuritySpec): readonly Issue[] {
  const given: unknown = security.tokenExpirationSeconds;
  const isLong = isWhole(given) && given > LONGEST_API_TOKEN_SECONDS && given <= BOUNDS.tokenExpirationSeconds.most;
  const known = (cluster.serviceAccounts.audiences ?? []).length > 0;
  return issueUnless(!isLong || known, `${path}.security.tokenExpirationSeconds`, () => ({
    message: "which audiences are the API server's is not known, so no token may live longer than its tokens",
    given: show(given),
    allowed: `at most ${LONGEST_API_TOKEN_SECONDS}`,
    mend: "write serviceAccounts.audiences into cluster.json (`hikube cluster inspect`, or --api-audiences of the API server)",
  }));
}
