import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { ALLOW_LISTS, listCovers, type AllowList } from "../spec/allow-lists";
import { isLaxer } from "../resolve/pod-security";
import { compareQuantities, parseQuantity, type Quantity } from "../../kubernetes/quantity";
import { ANY, type SecuritySpec } from "../spec/security-spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { audiencesKnown, boundRules } from "./bound-rules";
import { DEFERRED, eachKnown, isJudged, type RuleContext } from "./rule";

const ENFORCED: readonly string[] = ["baseline", "restricted"];

/** 16Ki. Kubernetes writes the certificates of the cluster into each namespace, as a ConfigMap that pods need. */
const LEAST_CONFIG = { nano: 16_384_000_000_000n };

/** A sub-tenant can only be stricter than its parent: what it may use is part of what the parent may use. */
export function securityRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { security } = tenant.spec;
  if (security === undefined || !context.isKnown(security)) return [];
  return [
    ...securityFieldRules(tenant.path, security, context, tenant.parent),
    ...nodePorts(tenant, security, context),
    ...audiencesKnown(tenant, security),
  ];
}

/** Each field by itself, and held against the parent where it is known what that allows. */
export function securityFieldRules(
  path: string,
  security: SecuritySpec,
  context: RuleContext,
  parent?: Parent,
): readonly Issue[] {
  const subject: Subject = { path: [path, "security"], security, parent };
  return [
    ...podSecurity(subject, context),
    ...pullPolicy(subject, context),
    ...ALLOW_LISTS.flatMap((list) => allowList(list, subject, context)),
    ...configSize(subject, context),
    ...boundRules(subject, context),
  ];
}

/** A security spec that is judged. */
export interface Subject {
  readonly path: Path;
  readonly security: SecuritySpec;
  /** @default - a top tenant, or one of which the parent is not known */
  readonly parent?: Parent;
}

function podSecurity({ path: at, security, parent }: Subject, { isKnown }: RuleContext): readonly Issue[] {
  const { podSecurity: level } = security;
  if (level === undefined || !isKnown(level)) return [];
  const path = [...at, "podSecurity"];
  if (!ENFORCED.includes(level)) {
    return [
      {
        path,
        message: "this Pod Security level is not given to tenants",
        received: show(level),
        expected: oneOf(ENFORCED),
        hint: `what needs "privileged" is part of the cluster: run it outside of the tenants`,
      },
    ];
  }
  const bound = parent?.podSecurity;
  return issueUnless(bound === undefined || !isLaxer(level, bound), path, () => ({
    message: `laxer than its parent ${show(parent?.path)}, which enforces "${bound ?? ""}"`,
    received: show(level),
    expected: "the parent's level or a stricter one",
    hint: "raise this level, or lower the parent's",
  }));
}

function pullPolicy({ path: at, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  const given: unknown = security.alwaysPullImages;
  const path = [...at, "alwaysPullImages"];
  const laxer = given === false && parent?.security?.alwaysPullImages === true;
  return [
    // It decides over an annotation at synth, so not even a token may stand here.
    ...issueUnless(!context.isDeferred(given), path, () => ({
      message: "this value must be known when the configuration is synthesized",
      received: DEFERRED,
      expected: "true or false",
      hint: "write one of them down",
    })),
    ...issueUnless(!laxer, path, () => ({
      message: `laxer than its parent ${show(parent?.path)}, where every image is pulled anew`,
      received: "false",
      expected: "true, or nothing",
      hint: "leave it out, or take it off the parent",
    })),
  ];
}

function allowList(list: AllowList, { path: at, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  const given = security[list.field];
  const path = [...at, list.field];
  if (context.isDeferred(given)) {
    return [
      {
        path,
        message: "a list that sub-tenants are held to must be known at synth",
        received: DEFERRED,
        expected: `a list, each entry ${list.form}`,
        hint: "write the entries down in brackets; an empty list allows nothing",
      },
    ];
  }
  return eachKnown(given, context, (entry, index) => oneEntry([...path, index], list, entry, parent));
}

function oneEntry(path: Path, list: AllowList, entry: string, parent: Parent | undefined): readonly Issue[] {
  if (!list.isEntry(entry)) {
    return [
      {
        path,
        message: `this entry names no ${list.what}`,
        received: show(entry),
        expected: list.form,
        hint: "correct the entry, or take it out",
      },
    ];
  }
  const allowed = parent?.security?.[list.field];
  return issueUnless(allowed === undefined || listCovers(list, allowed, entry), path, () => ({
    message: `laxer than its parent ${show(parent?.path)}, which does not allow this ${list.what}`,
    received: show(entry),
    expected: allowed === undefined || allowed.length === 0 ? "nothing" : oneOf(allowed),
    hint: "take the entry out, or allow it on the parent too",
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
  return issueUnless(index < 0 || granted !== "0", [path, "security", "serviceTypes", index], () => ({
    message: "Services of type NodePort are allowed, and no node port is granted",
    received: show("NodePort"),
    expected: "this type together with a count of node ports",
    hint: `grant some by quota.counts["services.nodeports"], or take the type out`,
  }));
}

const noSize = (size: Quantity | undefined) => (size === undefined ? "this is no size" : "this size is too small");

function configSize({ path: at, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  const { configSize: given } = security;
  const { isKnown } = context;
  if (given === undefined || !isJudged(given, context)) return [];
  const path = [...at, "configSize"];
  const size = parseQuantity(given);
  const bound = parent?.security?.configSize;
  const most = parseQuantity(bound);
  if (size === undefined || size.nano < LEAST_CONFIG.nano) {
    return [
      {
        path,
        message: isKnown(given) ? noSize(size) : "a size that guardrails read must be known at synth",
        received: isKnown(given) ? show(given) : DEFERRED,
        expected: `a Kubernetes quantity of at least 16Ki, such as "128Ki"`,
        hint: "write the size as a text",
      },
    ];
  }
  return issueUnless(most === undefined || compareQuantities(size, most) <= 0, path, () => ({
    message: `laxer than its parent ${show(parent?.path)}`,
    received: show(given),
    expected: `at most ${bound ?? ANY}`,
    hint: "lower it, or raise the parent's",
  }));
}
