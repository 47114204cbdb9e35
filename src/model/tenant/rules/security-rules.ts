import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import { ALLOW_LISTS, listCovers, type AllowList } from "../spec/allow-lists";
import { isLaxer } from "../resolve/pod-security";
import { compareQuantities, parseQuantity, type Quantity } from "../../kubernetes/quantity";
import { ANY, type SecuritySpec } from "../spec/security-spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { audiencesKnown, boundRules } from "./bound-rules";
import { eachKnown, isInvalidFrom, isJudged, notKnownAtSynth, type RuleContext } from "./rule";

const ENFORCED: readonly string[] = ["baseline", "restricted"];

/** 16Ki. Kubernetes writes the CA certificates of the cluster into a ConfigMap of each namespace, which pods need. */
const LEAST_CONFIG = { nano: 16_384_000_000_000n };

/** A sub-tenant can only be stricter than its parent: what it may use is part of what the parent may use. */
export function securityRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { security } = tenant.spec;
  // What a monitoring stack uses follows from its own spec, and is judged there.
  if (security === undefined || !context.isKnown(security) || tenant.isStack) return [];
  return [
    ...securityFieldRules(tenant.path, security, context, tenant.parent),
    ...nodePorts(tenant, security, context),
    ...audiencesKnown(tenant, security),
  ];
}

/** Each field by itself, and compared with the parent's where it is known what the parent allows. */
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

/** A security spec that is checked. */
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
        code: "unsupported-pod-security",
        message: "unsupported Pod Security level",
        received: show(level),
        expected: oneOf(ENFORCED),
        hint: choiceHint(level, ENFORCED, `run what needs "privileged" outside of tenants, as a part of the cluster`),
      },
    ];
  }
  const bound = isInvalidFrom(parent, ["security", "podSecurity"]) ? undefined : parent?.podSecurity;
  return issueUnless(bound === undefined || !isLaxer(level, bound), path, () => ({
    code: "laxer-than-parent",
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
    // It decides over an annotation at synth, so a token cannot be used.
    ...issueUnless(!context.isDeferred(given), path, () => notKnownAtSynth("true or false")),
    ...issueUnless(!laxer, path, () => ({
      code: "laxer-than-parent",
      message: `laxer than its parent ${show(parent?.path)}, which pulls every image again`,
      received: "false",
      expected: "true, or no value",
      hint: "leave it out, or remove it from the parent",
    })),
  ];
}

function allowList(list: AllowList, { path: at, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  const given = security[list.field];
  const path = [...at, list.field];
  if (context.isDeferred(given)) {
    const hint = "write the entries down; an empty list allows nothing";
    return [{ path, ...notKnownAtSynth(`a list, each entry ${list.form}`, hint) }];
  }
  return eachKnown(given, context, (entry, index) => oneEntry([...path, index], list, entry, parent));
}

/** Whether the list of a tenant, or the one that it inherits, has an entry that was reported: it may be meant to allow more. */
export function isWrongList(list: AllowList, tenant: Parent | undefined): boolean {
  if (isInvalidFrom(tenant, ["security", list.field])) return true;
  return tenant?.security?.[list.field].some((entry) => !list.isEntry(entry)) === true;
}

function oneEntry(path: Path, list: AllowList, entry: string, parent: Parent | undefined): readonly Issue[] {
  if (!list.isEntry(entry)) {
    return [
      {
        path,
        code: "invalid-allow-list-entry",
        message: `invalid ${list.what}`,
        received: show(entry),
        expected: list.form,
        hint: "correct the entry, or remove it",
      },
    ];
  }
  const allowed = isWrongList(list, parent) ? undefined : parent?.security?.[list.field];
  return issueUnless(allowed === undefined || listCovers(list, allowed, entry), path, () => ({
    code: "laxer-than-parent",
    message: `laxer than its parent ${show(parent?.path)}, which does not allow this ${list.what}`,
    received: show(entry),
    expected: allowed === undefined || allowed.length === 0 ? "nothing" : oneOf(allowed),
    hint: "remove the entry, or allow it on the parent too",
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
    code: "node-ports-without-quota",
    message: "Services of type NodePort are allowed, but no node port is granted",
    received: show("NodePort"),
    expected: "this type together with a quota of node ports",
    hint: `grant some by quota.counts["services.nodeports"], or remove the type`,
  }));
}

const noSize = (size: Quantity | undefined) => (size === undefined ? "invalid size" : "this size is too small");

function configSize({ path: at, security, parent }: Subject, context: RuleContext): readonly Issue[] {
  const { configSize: given } = security;
  if (given === undefined || !isJudged(given, context)) return [];
  const path = [...at, "configSize"];
  const size = parseQuantity(given);
  const bound = isInvalidFrom(parent, ["security", "configSize"]) ? undefined : parent?.security?.configSize;
  const most = parseQuantity(bound);
  const expected = `a Kubernetes quantity of at least 16Ki, such as "128Ki"`;
  if (!context.isKnown(given)) return [{ path, ...notKnownAtSynth(expected) }];
  if (size === undefined || size.nano < LEAST_CONFIG.nano) {
    const hint = "write the size as a string";
    return [{ path, code: "invalid-quantity", message: noSize(size), received: show(given), expected, hint }];
  }
  return issueUnless(most === undefined || compareQuantities(size, most) <= 0, path, () => ({
    code: "laxer-than-parent",
    message: `laxer than its parent ${show(parent?.path)}`,
    received: show(given),
    expected: `at most ${bound ?? ANY}`,
    hint: "lower it, or raise the parent's",
  }));
}
