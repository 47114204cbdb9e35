import { issueUnless, oneOf, show, type Fault, type Issue } from "../../issue";
import { isProfile, PROFILE_NAMES, PROFILES } from "../spec/profile";
import type { Tenant } from "../resolve/tenant";
import { isTimestamp } from "../../kubernetes/timestamp";
import { DEFERRED, isJudged, type RuleContext } from "./rule";

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
  return {
    message: profileMessage(given, known),
    received: known ? show(given) : DEFERRED,
    expected: oneOf(PROFILE_NAMES),
    hint: "name one; it is the set of defaults that everything else refines",
  };
}

function profileMessage(given: unknown, known: boolean): string {
  if (given === undefined) return "a top tenant, or one whose parent's profile is not known here, needs a profile";
  return known ? "there is no such profile" : "the profile must be known when the configuration is synthesized";
}

/** A sandbox must say when it ends; no rule asks what time it is now. */
export function lifetimeRules({ spec, path, profile, expiresAt }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const at = [path, "expiresAt"];
  const allowed = `a time in RFC 3339 such as "2027-03-31T00:00:00Z", or "never"`;
  const given: unknown = spec.expiresAt;
  if (given === undefined) {
    return issueUnless(!PROFILES[profile].expiryRequired || expiresAt !== undefined, at, () => ({
      message: `a tenant of profile "${profile}" must say when it ends`,
      received: "nothing",
      expected: allowed,
      hint: `give the day after which nobody needs it, or "never"`,
    }));
  }
  return issueUnless(!isKnown(given) || given === "never" || isTimestamp(given), at, () => ({
    message: "this is no point in time",
    received: show(given),
    expected: allowed,
    hint: "write date, time and zone",
  }));
}

/** Yes or no decides what is made, so it must be known. */
export function flagRules({ spec, path }: Tenant, context: RuleContext): readonly Issue[] {
  const { isKnown } = context;
  const { protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace, network } = spec;
  const flags = {
    ...{ protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace },
    "network.fromAncestors": isKnown(network) ? network?.fromAncestors : undefined,
  };
  return Object.entries(flags).flatMap(([field, value]) =>
    issueUnless(!context.isDeferred(value), [path, ...field.split(".")], () => ({
      message: "this value must be known when the configuration is synthesized",
      received: DEFERRED,
      expected: "true or false",
      hint: "write it down, or leave it out",
    })),
  );
}
