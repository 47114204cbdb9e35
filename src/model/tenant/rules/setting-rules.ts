import type { Issue } from "../../issue";
import { isKnownOf } from "../resolve/known-fact";
import { isProfile, PROFILE_NAMES, PROFILES } from "../spec/profile";
import type { Tenant } from "../resolve/tenant";
import { isTimestamp } from "../../kubernetes/timestamp";
import { issueUnless, oneOf, show, type RuleContext } from "./rule";

/** A top tenant names its profile, and every profile that is named exists. */
export function profileRules({ spec, parent, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const given: unknown = spec.profile;
  if (given === undefined ? isKnownOf(parent, "profile") : isProfile(given)) return [];
  return [
    {
      path: `${path}.profile`,
      message: profileMessage(given, isKnown(given)),
      given: isKnown(given) ? show(given) : "a value that is only known at apply",
      allowed: oneOf(PROFILE_NAMES),
      mend: "name one; it is the set of defaults that everything else refines",
    },
  ];
}

function profileMessage(given: unknown, known: boolean): string {
  if (given === undefined) return "a top tenant, or one whose parent's profile is not known here, needs a profile";
  return known ? "there is no such profile" : "the profile must be known when the configuration is synthesized";
}

/** A sandbox must say when it ends; no rule asks what time it is now. */
export function lifetimeRules({ spec, path, profile, expiresAt }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const at = `${path}.expiresAt`;
  const allowed = `a time in RFC 3339 such as "2027-03-31T00:00:00Z", or "never"`;
  const given: unknown = spec.expiresAt;
  if (given === undefined) {
    return issueUnless(!PROFILES[profile].expiryRequired || expiresAt !== undefined, at, () => ({
      message: `a tenant of profile "${profile}" must say when it ends`,
      given: "nothing",
      allowed,
      mend: `give the day after which nobody needs it, or "never"`,
    }));
  }
  return issueUnless(!isKnown(given) || given === "never" || isTimestamp(given), at, () => ({
    message: "this is no point in time",
    given: show(given),
    allowed,
    mend: "write date, time and zone",
  }));
}

/** Yes or no decides what is made, so it must be known. */
export function flagRules({ spec, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const { protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace, network } = spec;
  const flags = {
    ...{ protected: isProtected, suspended, adopt, requireCostLabels, allowReservedNamespace },
    "network.fromAncestors": isKnown(network) ? network?.fromAncestors : undefined,
  };
  return Object.entries(flags).flatMap(([field, value]) =>
    issueUnless(value === undefined || typeof value === "boolean", `${path}.${field}`, () => ({
      message: "this is neither yes nor no",
      given: isKnown(value) ? show(value) : "a value that is only known at apply",
      allowed: "true or false",
      mend: "write it down, or leave it out",
    })),
  );
}
