import { CONTROLLER_ROLE, PLATFORM_ROLE } from "../model/platform/roles/platform-role";
import { ACCESS_LEVELS } from "../model/tenant/spec/access-levels";
import { ANY } from "../model/tenant/spec/security-spec";
import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";
import type { FindingCode } from "./findings";
import type { Grant } from "./grant";
import type { RoleFacts } from "./roles";
import { subjectId, type Subject } from "./subject";

const ACCOUNTS = "system:serviceaccounts";
const EVERYBODY: readonly Subject[] = [
  { kind: "Group", name: "system:authenticated" },
  { kind: "Group", name: "system:unauthenticated" },
  { kind: "Group", name: ACCOUNTS },
  { kind: "User", name: "system:anonymous" },
];

/** A grant in a tenant that the code does not declare. */
export interface Undeclared {
  readonly grant: Grant;
  /** @default - there is no such role */
  readonly role?: RoleFacts;
  readonly namespace: string;
  readonly subjectPrefixes: readonly string[];
}

/**
 * Whether somebody must look at a grant that is not declared. Not at what an owner of the tenant can give: a Role of
 * the namespace that holds no more than the owner, to those whom guardrails let an owner bind.
 */
export function judgeUndeclared({ grant, role, namespace, subjectPrefixes }: Undeclared): FindingCode | undefined {
  if (grant.level !== undefined) return "undeclared-level";
  if (isService(grant)) return "service-role";
  if (isNamedController(grant, namespace)) return undefined;
  if (!grant.role.startsWith("Role ")) return "undeclared-cluster-role";
  if (role?.beyond !== undefined) return "beyond-owner";
  return mayBeBound(grant.subject, namespace, subjectPrefixes) ? undefined : "stranger-bound";
}

/** The platform names a controller for one tenant by binding its role there; an account of the tenant is none. */
function isNamedController({ role, subject }: Grant, home: string): boolean {
  return role === `ClusterRole ${CONTROLLER_ROLE}` && accountsHome(subject) !== home;
}

/** The rule of the guardrail `hikube-role-bindings`. */
function mayBeBound(subject: Subject, home: string, prefixes: readonly string[]): boolean {
  const { kind, name, namespace } = subject;
  if (kind === "ServiceAccount") return namespace === home;
  return !name.startsWith("system:") && prefixes.some((prefix) => prefix === ANY || name.startsWith(prefix));
}

/** Whether a binding of a tenant whose code is elsewhere is one that the code makes. */
export function isOfCode({ binding, level }: Grant): boolean {
  return ACCESS_LEVELS.some((each) => each.level === level && binding === `hikube-${each.level}`);
}

/** Who is known beside a cluster-wide grant. */
export interface Beside {
  /** Namespaces of tenants. */
  readonly tenants: ReadonlySet<string>;
  /** Who holds a level in one, by `accountId`. */
  readonly holders: ReadonlySet<string>;
  /** Controllers that the facts name, by `accountId`. @default - no facts are known */
  readonly controllers?: ReadonlySet<string>;
}

/**
 * Whether somebody must look at rights in all tenants.
 * @param role - what is bound. Default: there is no such role
 */
export function judgeClusterWide(grant: Grant, role: RoleFacts | undefined, beside: Beside): FindingCode | undefined {
  const outsider = judgeOutsider(grant.subject, beside.tenants);
  if (outsider !== undefined) return outsider;
  if (isStrangeService(grant, beside.controllers)) return "service-role";
  return role?.isPowerful === true && isHolder(grant.subject, beside.holders) ? "holder-cluster-wide" : undefined;
}

/** Whether somebody must look at rights in the platform's namespace. */
export function judgeInPlatform(
  grant: Grant,
  role: RoleFacts | undefined,
  { tenants }: Beside,
): FindingCode | undefined {
  return judgeOutsider(grant.subject, tenants) ?? (role?.takesAccounts === true ? "takes-accounts" : undefined);
}

function judgeOutsider(subject: Subject, tenants: ReadonlySet<string>): FindingCode | undefined {
  if (EVERYBODY.some(({ kind, name }) => kind === subject.kind && name === subject.name)) return "everybody-in";
  return tenants.has(accountsHome(subject) ?? "") ? "tenant-cluster-wide" : undefined;
}

/**
 * Whether a role that controllers and pipelines hold is bound to others: that of pipelines may be for a group of people, or
 * an account beside the platform. Whoever starts pods elsewhere would hold it, too.
 */
function isService({ role, subject }: Grant): boolean {
  const home = accountsHome(subject);
  if (role === `ClusterRole ${CONTROLLER_ROLE}`) return home === undefined;
  if (role !== `ClusterRole ${PLATFORM_ROLE}`) return false;
  return home === undefined ? subject.kind === "User" : home !== PLATFORM_NAMESPACE;
}

function isStrangeService(grant: Grant, controllers: Beside["controllers"]): boolean {
  const isKnown = controllers !== undefined && grant.role === `ClusterRole ${CONTROLLER_ROLE}`;
  return isKnown ? !controllers.has(accountId(grant.subject)) : isService(grant);
}

/** A deployer holds a level, and is in the group of all accounts of its namespace. */
function isHolder(subject: Subject, holders: ReadonlySet<string>): boolean {
  const isAllDeployers = subject.kind === "Group" && accountsHome(subject) === PLATFORM_NAMESPACE;
  return isAllDeployers || holders.has(accountId(subject));
}

/** A text that two subjects share only when they are the same; an account may be named as a user too. */
export function accountId(subject: Subject): string {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject.name) ?? [];
  if (subject.kind !== "User" || namespace === undefined || name === undefined) return subjectId(subject);
  return subjectId({ kind: "ServiceAccount", name, namespace });
}

/** The namespace of the account, or of all the accounts, that a subject stands for. */
function accountsHome({ kind, name, namespace }: Subject): string | undefined {
  if (kind === "ServiceAccount") return namespace;
  const parts = name.split(":");
  if (kind === "Group" && name.startsWith(`${ACCOUNTS}:`)) return parts[2];
  return kind === "User" && name.startsWith("system:serviceaccount:") ? parts[2] : undefined;
}
