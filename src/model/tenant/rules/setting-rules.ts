import type { Issue } from "../../issue";
import { isLaxer } from "../pod-security";
import { isProfile, PROFILE_NAMES, PROFILES } from "../profile";
import type { CostSpec } from "../spec";
import type { Tenant } from "../tenant";
import { isTimestamp } from "../timestamp";
import { issueUnless, oneOf, show, type RuleContext } from "./rule";

const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const ENFORCED: readonly string[] = ["baseline", "restricted"];

/** A top tenant names its profile, and every profile that is named exists. */
export function profileRules({ spec, parent, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const given: unknown = spec.profile;
  if (given === undefined ? parent !== undefined : isProfile(given)) return [];
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
  if (given === undefined) return "a top tenant needs a profile";
  return known ? "there is no such profile" : "the profile must be known when the configuration is synthesized";
}

/** A sub-tenant can only be stricter than its parent. */
export function securityRules({ spec, parent, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const level = spec.security?.podSecurity;
  if (level === undefined || !isKnown(level)) return [];
  const at = `${path}.security.podSecurity`;
  if (!ENFORCED.includes(level)) {
    return [
      {
        path: at,
        message: "this Pod Security level is not given to tenants",
        given: show(level),
        allowed: oneOf(ENFORCED),
        mend: `what needs "privileged" is part of the cluster: run it outside of the tenants`,
      },
    ];
  }
  const laxer = parent !== undefined && isLaxer(level, parent.podSecurity);
  return issueUnless(!laxer, at, () => ({
    message: `laxer than its parent ${show(parent?.path)}, which enforces "${parent?.podSecurity ?? ""}"`,
    given: show(level),
    allowed: "the parent's level or a stricter one",
    mend: "raise this level, or lower the parent's",
  }));
}

/** Cost values become label values. */
export function costRules({ spec, path }: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const cost: CostSpec = spec.cost ?? {};
  const values = Object.entries({ costCenter: cost.costCenter, project: cost.project, owner: cost.owner });
  return values.flatMap(([field, value]) => {
    const right = value === undefined || !isKnown(value) || (typeof value === "string" && LABEL_VALUE.test(value));
    return issueUnless(right, `${path}.cost.${field}`, () => ({
      message: "this value cannot be a label",
      given: show(value),
      allowed: "1–63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
      mend: `shorten it to a code${labelSafe(value)}`,
    }));
  });
}

function labelSafe(value: unknown): string {
  const safe = String(value)
    .replace(/[^-A-Za-z0-9_.]+/g, "-")
    .slice(0, 63)
    .replace(/^[-_.]+|[-_.]+$/g, "");
  return safe === "" ? "" : `, for example "${safe}"`;
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
