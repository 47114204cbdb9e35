import type { Issue } from "../../issue";
import { ALLOW_LISTS, listCovers, type AllowList } from "../spec/allow-lists";
import { isLaxer } from "../resolve/pod-security";
import { compareQuantities, parseQuantity, type Quantity } from "../../kubernetes/quantity";
import { ANY, type SecuritySpec } from "../spec/security-spec";
import type { Tenant } from "../resolve/tenant";
import { boundRules } from "./bound-rules";
import { issueUnless, oneOf, show, type RuleContext } from "./rule";

const ENFORCED: readonly string[] = ["baseline", "restricted"];

/** 16Ki. Kubernetes writes the certificates of the cluster into each namespace, as a ConfigMap that pods need. */
const LEAST_CONFIG = { nano: 16_384_000_000_000n };

/** A sub-tenant can only be stricter than its parent: what it may use is part of what the parent may use. */
export function securityRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { security } = tenant.spec;
  if (security === undefined || !context.isKnown(security)) return [];
  return [
    ...podSecurity(tenant, security, context),
    ...pullPolicy(tenant, security, context),
    ...ALLOW_LISTS.flatMap((list) => allowList(list, tenant, context)),
    ...nodePorts(tenant, security, context),
    ...configSize(tenant, security, context),
    ...boundRules(tenant, security, boundOf(tenant), context),
  ];
}

/** The parent, where it is known what it allows. */
function boundOf({ parent }: Tenant): Tenant | undefined {
  return parent?.external?.unknown.includes("security") === true ? undefined : parent;
}

function podSecurity(tenant: Tenant, { podSecurity: level }: SecuritySpec, { isKnown }: RuleContext): readonly Issue[] {
  if (level === undefined || !isKnown(level)) return [];
  const path = `${tenant.path}.security.podSecurity`;
  if (!ENFORCED.includes(level)) {
    return [
      {
        path,
        message: "this Pod Security level is not given to tenants",
        given: show(level),
        allowed: oneOf(ENFORCED),
        mend: `what needs "privileged" is part of the cluster: run it outside of the tenants`,
      },
    ];
  }
  const bound = boundOf(tenant);
  return issueUnless(bound === undefined || !isLaxer(level, bound.podSecurity), path, () => ({
    message: `laxer than its parent ${show(bound?.path)}, which enforces "${bound?.podSecurity ?? ""}"`,
    given: show(level),
    allowed: "the parent's level or a stricter one",
    mend: "raise this level, or lower the parent's",
  }));
}

function pullPolicy(tenant: Tenant, spec: SecuritySpec, { isKnown }: RuleContext): readonly Issue[] {
  const given: unknown = spec.alwaysPullImages;
  if (given === undefined) return [];
  const path = `${tenant.path}.security.alwaysPullImages`;
  const bound = boundOf(tenant);
  const laxer = given === false && bound?.security.alwaysPullImages === true;
  return [
    // It decides over an annotation at synth, so not even a token may stand here.
    ...issueUnless(typeof given === "boolean", path, () => ({
      message: "this is neither yes nor no",
      given: isKnown(given) ? show(given) : "a value that is only known at apply",
      allowed: "true or false",
      mend: "write one of them down",
    })),
    ...issueUnless(!laxer, path, () => ({
      message: `laxer than its parent ${show(bound?.path)}, where every image is pulled anew`,
      given: "false",
      allowed: "true, or nothing",
      mend: "leave it out, or take it off the parent",
    })),
  ];
}

function allowList(list: AllowList, tenant: Tenant, { isKnown }: RuleContext): readonly Issue[] {
  const given = tenant.spec.security?.[list.field];
  if (given === undefined) return [];
  const path = `${tenant.path}.security.${list.field}`;
  if (!isKnown(given)) {
    return [
      {
        path,
        message: "a list that sub-tenants are held to must be known at synth",
        given: "a value that is only known at apply",
        allowed: `a list, each entry ${list.form}`,
        mend: "write the entries down in brackets; an empty list allows nothing",
      },
    ];
  }
  return given.flatMap((entry, index) =>
    isKnown(entry) ? oneEntry(`${path}[${index}]`, list, entry, boundOf(tenant)) : [],
  );
}

function oneEntry(path: string, list: AllowList, entry: string, bound: Tenant | undefined): readonly Issue[] {
  if (!list.isEntry(entry)) {
    return [
      {
        path,
        message: `this entry names no ${list.what}`,
        given: show(entry),
        allowed: list.form,
        mend: "correct the entry, or take it out",
      },
    ];
  }
  const allowed = bound?.security[list.field];
  return issueUnless(allowed === undefined || listCovers(list, allowed, entry), path, () => ({
    message: `laxer than its parent ${show(bound?.path)}, which does not allow this ${list.what}`,
    given: show(entry),
    allowed: allowed === undefined || allowed.length === 0 ? "nothing" : oneOf(allowed),
    mend: "take the entry out, or allow it on the parent too",
  }));
}

/** The type is allowed by one field, the ports are counted by another. */
function nodePorts(
  { path, quota }: Tenant,
  { serviceTypes }: SecuritySpec,
  { isKnown }: RuleContext,
): readonly Issue[] {
  const index = isKnown(serviceTypes) && Array.isArray(serviceTypes) ? serviceTypes.indexOf("NodePort") : -1;
  const granted = quota.counts["services.nodeports"];
  return issueUnless(index < 0 || granted !== "0", `${path}.security.serviceTypes[${index}]`, () => ({
    message: "Services of type NodePort are allowed, and no node port is granted",
    given: show("NodePort"),
    allowed: "this type together with a count of node ports",
    mend: `grant some by quota.counts["services.nodeports"], or take the type out`,
  }));
}

const noSize = (size: Quantity | undefined) => (size === undefined ? "this is no size" : "this size is too small");

function configSize(tenant: Tenant, { configSize: given }: SecuritySpec, { isKnown }: RuleContext): readonly Issue[] {
  if (given === undefined) return [];
  const path = `${tenant.path}.security.configSize`;
  const size = parseQuantity(given);
  const bound = boundOf(tenant);
  const most = parseQuantity(bound?.security.configSize);
  if (size === undefined || size.nano < LEAST_CONFIG.nano) {
    return [
      {
        path,
        message: isKnown(given) ? noSize(size) : "a size that guardrails read must be known at synth",
        given: isKnown(given) ? show(given) : "a value that is only known at apply",
        allowed: `a Kubernetes quantity of at least 16Ki, such as "128Ki"`,
        mend: "write the size as a text",
      },
    ];
  }
  return issueUnless(most === undefined || compareQuantities(size, most) <= 0, path, () => ({
    message: `laxer than its parent ${show(bound?.path)}`,
    given: show(given),
    allowed: `at most ${bound?.security.configSize ?? ANY}`,
    mend: "lower it, or raise the parent's",
  }));
}
