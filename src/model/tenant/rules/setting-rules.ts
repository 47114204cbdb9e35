import { issueUnless, oneOf, show, type Fault, type Issue } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import { isProfile, PROFILE_NAMES, PROFILES } from "../spec/profile";
import type { Tenant } from "../resolve/tenant";
import { isTimestamp } from "../../kubernetes/timestamp";
import { isJudged, notKnownAtSynth, type RuleContext } from "./rule";

/** A top tenant names its profile, and every profile that is named exists. */
export function profileRules({ spec, parent, path }: Tenant, context: RuleContext): readonly Issue[] {
  if (spec.profile !== undefined) return knownProfile(path, spec.profile, context);
  return issueUnless(parent?.profile !== undefined, [path, "profile"], () => profileFault(undefined, true));
}

/** A profile that is named exists. */
export function knownProfile(path: string, given: unknown, context: RuleContext): readonly Issue[] {
  const right = !isJudged(given, context) || isProfile(given);
  return issueUnless(right, [path, "profile"], () => profileFault(given, context.isKnown(given)));
}

function profileFault(given: unknown, known: boolean): Fault {
  if (!known) return notKnownAtSynth(oneOf(PROFILE_NAMES));
  const hint = choiceHint(given, PROFILE_NAMES, "choose one: it sets the defaults that all other fields override");
  const rest = { received: show(given), expected: oneOf(PROFILE_NAMES), hint };
  if (given !== undefined) return { code: "unknown-value", message: "unknown profile", ...rest };
  const message = "a top tenant, or one whose parent's profile is not known here, needs a profile";
  return { code: "missing-profile", message, ...rest };
}

/** A sandbox needs an expiry time; no rule depends on the current time. */
export function lifetimeRules({ spec, path, profile, expiresAt }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const at = [path, "expiresAt"];
  const allowed = `a time in RFC 3339 such as "2027-03-31T00:00:00Z", or "never"`;
  const given: unknown = spec.expiresAt;
  if (given === undefined) {
    return issueUnless(!PROFILES[profile].expiryRequired || expiresAt !== undefined, at, () => ({
      code: "missing-expiry",
      message: `a tenant of profile "${profile}" must have an expiry time`,
      received: "nothing",
      expected: allowed,
      hint: `give the time at which it expires, or "never"`,
    }));
  }
  return issueUnless(!isKnown(given) || given === "never" || isTimestamp(given), at, () => ({
    code: "invalid-timestamp",
    message: "invalid time",
    received: show(given),
    expected: allowed,
    hint: "write date, time and time zone",
  }));
}

/** A boolean decides which objects are made, so it must be known. */
export function flagRules({ spec, path }: Tenant, context: RuleContext): readonly Issue[] {
  const { isKnown } = context;
  const { protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace, network } = spec;
  const flags = {
    ...{ protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace },
    "network.fromAncestors": isKnown(network) ? network?.fromAncestors : undefined,
  };
  return Object.entries(flags).flatMap(([field, value]) =>
    issueUnless(!context.isDeferred(value), [path, ...field.split(".")], () => notKnownAtSynth("true or false")),
  );
}
