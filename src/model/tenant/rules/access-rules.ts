import { issueUnless, show, type Fault, type Issue, type Path } from "../../issue";
import { ACCESS_LEVELS, type AccessLevel } from "../spec/access-levels";
import { isNamedAsTenant, isSystemNamespace } from "../../cluster/reserved-namespaces";
import { isDnsLabel, isDnsSubdomain } from "../../kubernetes/names";
import { PLATFORM_NAMESPACE } from "../spec/tenant-names";
import type { AccessSpec, SubjectSpec } from "../spec/spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { eachKnown, type RuleContext } from "./rule";
import {
  invalidAccountName,
  invalidSubjectName,
  SUBJECT_KINDS,
  systemSubject,
  unknownSubjectKind,
} from "../spec/subject-faults";
import { ownPrefix } from "./subject-rules";

/**
 * Levels whose ServiceAccounts may be in a namespace with pods: whoever may exec into a pod (user) holds them anyway.
 * With a stronger level, the account would pass its rights on to everybody who may create pods or exec into them there.
 */
const LEVELS_BESIDE_PODS: readonly AccessLevel[] = ["viewer", "user"];

/** Subjects of access: no users or groups of Kubernetes, no account that others can act as. */
export function accessRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  return holderRules(tenant, tenant.spec.access, context);
}

/** The same for the subjects of a parent that is declared elsewhere. */
export function holderRules(tenant: Parent, access: AccessSpec | undefined, context: RuleContext): readonly Issue[] {
  if (access === undefined || !context.isKnown(access)) return [];
  return ACCESS_LEVELS.flatMap(({ level, field }) =>
    eachKnown(access[field], context, (subject, index) =>
      holder([tenant.path, "access", field, index], subject, { tenant, level, context }),
    ),
  );
}

function holder(path: Path, subject: SubjectSpec, grant: Grant): readonly Issue[] {
  const { isKnown } = grant.context;
  if (!isKnown(subject.kind)) return [];
  if (!SUBJECT_KINDS.includes(subject.kind)) return [{ path: [...path, "kind"], ...unknownSubjectKind(subject.kind) }];
  return subject.kind === "ServiceAccount" ? serviceAccount(path, subject, grant) : person(path, subject, grant);
}

function person(path: Path, subject: SubjectSpec, grant: Grant): readonly Issue[] {
  return [...personName(path, subject, grant), ...noNamespace(path, subject, grant)];
}

/** It would be dropped, and whoever wrote it may have meant an account. */
function noNamespace(path: Path, { kind, ...given }: SubjectSpec, { context }: Grant): readonly Issue[] {
  const namespace: unknown = "namespace" in given ? given.namespace : undefined;
  return issueUnless(
    namespace === undefined || namespace === null || !context.isKnown(namespace),
    [...path, "namespace"],
    () => ({
      code: "invalid-namespace",
      message: `a ${kind} has no namespace`,
      received: show(namespace),
      expected: "no namespace",
      hint: 'remove it, or say `kind: "ServiceAccount"` where an account is meant',
    }),
  );
}

function personName(path: Path, subject: SubjectSpec, { tenant, context }: Grant): readonly Issue[] {
  const { kind } = subject;
  const name: unknown = subject.name;
  if (!context.isKnown(name)) return [];
  const ofKubernetes = typeof name === "string" && name.startsWith("system:");
  const right = typeof name === "string" && name !== "" && name.trim() === name && !ofKubernetes;
  if (right) return ownPrefix([...path, "name"], name, tenant, context);
  return [{ path: [...path, "name"], ...(ofKubernetes ? systemSubject(name) : invalidSubjectName(kind, name)) }];
}

interface Grant {
  readonly tenant: Parent;
  readonly level: AccessLevel;
  readonly context: RuleContext;
}

type ServiceAccountSpec = Extract<SubjectSpec, { kind: "ServiceAccount" }>;

function serviceAccount(path: Path, subject: ServiceAccountSpec, grant: Grant): readonly Issue[] {
  const { isKnown } = grant.context;
  const { name, namespace } = subject;
  const namespaceIsRight = !isKnown(namespace) || isDnsLabel(namespace);
  return [
    ...issueUnless(!isKnown(name) || isDnsSubdomain(name), [...path, "name"], () => invalidAccountName(name)),
    ...issueUnless(namespaceIsRight, [...path, "namespace"], () => ({
      code: "invalid-namespace",
      message: "a ServiceAccount needs a valid namespace",
      received: show(namespace),
      expected: "the name of a namespace",
      hint: `give the namespace of the account, preferably "${PLATFORM_NAMESPACE}"`,
    })),
    ...(namespaceIsRight && isKnown(namespace) ? accountsHome(path, namespace, grant) : []),
  ];
}

/**
 * Accounts must be where no tenant's pods run: in the platform's namespace, or in one that neither belongs to a tenant
 * nor is reserved for the cluster's own systems, unless the facts name it. Weak levels may be given to accounts of the
 * tenant and its ancestors.
 */
function accountsHome(path: Path, namespace: string, { tenant, level, context }: Grant): readonly Issue[] {
  const { facts } = tenant.cluster;
  const at = [...path, "namespace"];
  if (namespace === PLATFORM_NAMESPACE || facts.accountNamespaces?.includes(namespace) === true) return [];
  if ([...(tenant.ancestors ?? []), tenant.namespace].includes(namespace)) {
    return issueUnless(LEVELS_BESIDE_PODS.includes(level), at, () =>
      homeFault(namespace, `anybody who starts pods in ${show(namespace)} would become ${level} through this account`),
    );
  }
  const isMentioned = context.namespaces.has(namespace);
  if (isMentioned || isNamedAsTenant(namespace, facts)) {
    const whose = isMentioned ? "is another tenant" : "is a tenant that is not declared here";
    return [
      {
        path: at,
        ...homeFault(namespace, `${show(namespace)} ${whose}: its people would get rights through this account`),
      },
    ];
  }
  return issueUnless(!isSystemNamespace(namespace, facts), at, () => ({
    ...homeFault(
      namespace,
      `${show(namespace)} is reserved for the cluster's own systems: anybody who starts pods there would get rights`,
    ),
    hint: `move the account to "${PLATFORM_NAMESPACE}"; if the platform runs it there, add "${namespace}" to \`accountNamespaces\` of cluster.json`,
  }));
}

function homeFault(namespace: string, message: string): Fault {
  return {
    code: "unsafe-account-namespace",
    message,
    received: show(namespace),
    expected: `a namespace without tenant pods, such as "${PLATFORM_NAMESPACE}"`,
    hint: `move the account to "${PLATFORM_NAMESPACE}"`,
  };
}
