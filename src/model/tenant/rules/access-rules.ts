import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../../issue";
import { ACCESS_LEVELS } from "../resolve/access";
import { isNamedAsTenant, isSystemNamespace } from "../../platform/reserved-namespaces";
import { isDnsLabel, isDnsSubdomain, PLATFORM_NAMESPACE } from "../../kubernetes/names";
import type { AccessSpec, SubjectSpec } from "../spec/spec";
import type { AccessLevel, Parent, Tenant } from "../resolve/tenant";
import { eachKnown, type RuleContext } from "./rule";
import { ownPrefix } from "./subject-prefix-rules";

const KINDS = ["Group", "User", "ServiceAccount"];

/**
 * Levels whose ServiceAccounts may live beside pods: whoever may enter a pod (user) holds them anyway. For the
 * stronger ones the account would hand its rights to those who may create or enter pods there.
 */
const LEVELS_BESIDE_PODS: readonly AccessLevel[] = ["viewer", "user"];

/** Who is let in: nobody that the cluster names by itself, no account that others can take on. */
export function accessRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  return holderRules(tenant, tenant.spec.access, context);
}

/** The same for whom the parent of sub-tenants lets in, which is declared elsewhere. */
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
  if (!KINDS.includes(subject.kind)) return [{ path: [...path, "kind"], ...kindFault(subject.kind) }];
  return subject.kind === "ServiceAccount" ? serviceAccount(path, subject, grant) : person(path, subject, grant);
}

function person(path: Path, subject: SubjectSpec, { tenant, context }: Grant): readonly Issue[] {
  const { kind } = subject;
  const name: unknown = subject.name;
  if (!context.isKnown(name)) return [];
  const ofKubernetes = typeof name === "string" && name.startsWith("system:");
  const right = typeof name === "string" && name !== "" && name.trim() === name && !ofKubernetes;
  if (right) return ownPrefix([...path, "name"], name, tenant, context);
  const fault = {
    message: ofKubernetes
      ? "names that start with `system:` belong to Kubernetes, and stand for everybody or for its own parts"
      : `a ${kind} needs a name`,
    received: show(name),
    expected: "the name of a group or user as your identity provider gives it, without blanks around it",
    hint: "name the people who are meant; a ServiceAccount is a kind of its own",
  };
  return [{ path: [...path, "name"], ...fault }];
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
    ...issueUnless(!isKnown(name) || isDnsSubdomain(name), [...path, "name"], () => ({
      message: "this is no name of a ServiceAccount",
      received: show(name),
      expected: "lower-case letters, digits, dashes and dots",
      hint: "give the plain name; its namespace is a field of its own",
    })),
    ...issueUnless(namespaceIsRight, [...path, "namespace"], () => ({
      message: "a ServiceAccount needs its namespace",
      received: show(namespace),
      expected: "the name of a namespace",
      hint: `give the namespace that the account lives in, best "${PLATFORM_NAMESPACE}"`,
    })),
    ...(namespaceIsRight && isKnown(namespace) ? accountsHome(path, namespace, grant) : []),
  ];
}

/**
 * Accounts live where no tenant's pods run: in the platform's namespace, or in one that is neither a tenant's nor kept for the
 * cluster's own systems, unless the facts name it. The weak levels may be given to accounts of the tenant and its ancestors.
 */
function accountsHome(path: Path, namespace: string, { tenant, level, context }: Grant): readonly Issue[] {
  const { cluster } = tenant;
  const at = [...path, "namespace"];
  if (namespace === PLATFORM_NAMESPACE || cluster.accountNamespaces?.includes(namespace) === true) return [];
  if ([...(tenant.ancestors ?? []), tenant.namespace].includes(namespace)) {
    return issueUnless(LEVELS_BESIDE_PODS.includes(level), at, () =>
      homeFault(
        namespace,
        `whoever may start or enter pods in ${show(namespace)} would become ${level} by this account`,
      ),
    );
  }
  const isSpokenOf = context.namespaces.has(namespace);
  if (isSpokenOf || isNamedAsTenant(namespace, cluster)) {
    const whose = isSpokenOf ? "is another tenant" : "is a tenant that is not declared here";
    return [
      { path: at, ...homeFault(namespace, `${show(namespace)} ${whose}: its people would get in by this account`) },
    ];
  }
  return issueUnless(!isSystemNamespace(namespace, cluster), at, () => ({
    ...homeFault(
      namespace,
      `${show(namespace)} is kept for the cluster's own systems: whoever starts pods there would get in`,
    ),
    hint: `move the account to "${PLATFORM_NAMESPACE}"; if the platform runs it there, add "${namespace}" to \`accountNamespaces\` of cluster.json`,
  }));
}

function homeFault(namespace: string, message: string): Fault {
  return {
    message,
    received: show(namespace),
    expected: `a namespace without tenant pods, such as "${PLATFORM_NAMESPACE}"`,
    hint: `move the account to "${PLATFORM_NAMESPACE}"`,
  };
}

function kindFault(kind: unknown): Fault {
  return {
    message: "this is no kind of subject",
    received: show(kind),
    expected: oneOf(KINDS),
    hint: "correct the kind",
  };
}
