import { issueUnless, show, type Fault, type Issue } from "../../issue";
import { NO_FACTS } from "../../cluster/cluster-facts";
import { BOUNDS, LONGEST_API_TOKEN_SECONDS, type BoundField } from "../spec/bounds";
import type { SecuritySpec } from "../spec/security-spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { isInvalidFrom, isJudged, notKnownAtSynth, type RuleContext } from "./rule";
import type { Subject } from "./security-rules";

const FIELDS: readonly BoundField[] = ["terminationGracePeriodSeconds", "tokenExpirationSeconds"];

/** Each bound is a whole number of seconds within its limits, and no more than the parent's. */
export function boundRules({ path, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  return FIELDS.flatMap((field) => {
    const given: unknown = security[field];
    const isGiven = given !== undefined && isJudged(given, context);
    const fault = isGiven ? boundFault(field, given, parent, context) : undefined;
    return fault === undefined ? [] : [{ path: [...path, field], ...fault }];
  });
}

function boundFault(
  field: BoundField,
  given: unknown,
  parent: Parent | undefined,
  { isKnown }: RuleContext,
): Fault | undefined {
  const { least, most } = BOUNDS[field];
  const expected = `a whole number, ${least}–${most}`;
  if (!isKnown(given)) return notKnownAtSynth(expected);
  if (!isWhole(given) || given < least || given > most) {
    return {
      code: "invalid-seconds",
      message: "invalid number of seconds",
      received: show(given),
      expected,
      hint: "write the seconds as a number",
    };
  }
  const bound = isInvalidFrom(parent, ["security", field]) ? undefined : parent?.security?.[field];
  if (bound === undefined || given <= bound) return undefined;
  return {
    code: "laxer-than-parent",
    message: `laxer than its parent ${show(parent?.path)}`,
    received: show(given),
    expected: `at most ${bound}`,
    hint: "lower it, or raise the parent's",
  };
}

function isWhole(given: unknown): given is number {
  return typeof given === "number" && Number.isSafeInteger(given);
}

/** A guardrail can allow longer tokens for other audiences only if it knows those of the API server. */
export function audiencesKnown({ path, cluster }: Tenant, security: SecuritySpec): readonly Issue[] {
  const given: unknown = security.tokenExpirationSeconds;
  const isLong = isWhole(given) && given > LONGEST_API_TOKEN_SECONDS && given <= BOUNDS.tokenExpirationSeconds.most;
  const known = cluster.facts === NO_FACTS || (cluster.facts.serviceAccounts.audiences ?? []).length > 0;
  return issueUnless(!isLong || known, [path, "security", "tokenExpirationSeconds"], () => ({
    code: "unknown-audiences",
    message: "the audiences of the API server are not known, so no token may live longer than its tokens",
    received: show(given),
    expected: `at most ${LONGEST_API_TOKEN_SECONDS}`,
    hint: "add serviceAccounts.audiences to cluster.json (from `hikube cluster inspect`, or --api-audiences of the API server)",
  }));
}
