import type { Issue } from "../../issue";
import { ACCESS_LEVELS } from "../resolve/access";
import { isNamedAsTenant, isSystemNamespace } from "../../platform/reserved-namespaces";
import { isDnsLabel, isDnsSubdomain, PLATFORM_NAMESPACE } from "../../kubernetes/names";
import type { SubjectSpec } from "../spec/spec";
import type { AccessLevel, Tenant } from "../resolve/tenant";
import { issueUnless, oneOf, show, type Fault, type RuleContext } from "./rule";
import { ownPrefix } from "./subject-prefix-rules";

const KINDS = ["Group", "User", "ServiceAccount"];

/**
 * Levels whose ServiceAccounts may live beside pods: whoever may enter a pod (user) holds them anyway. For the
 * stronger ones the account would hand its rights to those who may create or enter pods there.
 */
const LEVELS_BESIDE_PODS: readonly AccessLevel[] = ["viewer", "user"];

/** Who is let in: nobody that the cluster names by itself, no account that others can take on. */
export function accessRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { access } = tenant.spec;
  if (access === undefined || !context.isKnown(access)) return [];
  return ACCESS_LEVELS.flatMap(({ level, field }) => {
    const subjects = access[field];
    if (subjects === undefined || !context.isKnown(subjects)) return [];
    return subjects.flatMap((subject, index) => {
      const path = `${tenant.path}.access.${field}[${index}]`;
      if (!context.isKnown(subject)) return [];
      if (!KINDS.includes(subject.kind)) return [{ path: `${path}.kind`, ...kindFault(subject.kind) }];
      return subject.kind === "ServiceAccount"
        ? serviceAccount(path, subject, { tenant, level, context })
        : person(path, subject, tenant, context);
    });
  });
}

function person(path: string, subject: SubjectSpec, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { kind } = subject;
  const name: unknown = subject.name;
  if (!context.isKnown(name)) return [];
  const ofKubernetes = typeof name === "string" && name.startsWith("system:");
  const right = typeof name === "string" && name !== "" && name.trim() === name && !ofKubernetes;
  if (right) return ownPrefix(`${path}.name`, name, tenant, context);
  const fault = {
    message: ofKubernetes
      ? "names that start with `system:` belong to Kubernetes, and stand for everybody or for its own parts"
      : `a ${kind} needs a name`,
    given: show(name),
    allowed: "the name of a group or user as your identity provider gives it, without blanks around it",
    mend: "name the people who are meant; a ServiceAccount is a kind of its own",
  };
  return [{ path: `${path}.name`, ...fault }];
}

interface Grant {
  readonly tenant: Tenant;
  readonly level: AccessLevel;
  readonly context: RuleContext;
}

type ServiceAccountSpec = Extract<SubjectSpec, { kind: "ServiceAccount" }>;

function serviceAccount(path: string, subject: ServiceAccountSpec, grant: Grant): readonly Issue[] {
  const { isKnown } = grant.context;
  const { name, namespace } = subject;
  const namespaceIsRight = !isKnown(namespace) || isDnsLabel(namespace);
  return [
    ...issueUnless(!isKnown(name) || isDnsSubdomain(name), `${path}.name`, () => ({
      message: "this is no name of a ServiceAccount",
      given: show(name),
      allowed: "lower-case letters, digits, dashes and dots",
      mend: "give the plain name; its namespace is a field of its own",
    })),
    ...issueUnless(namespaceIsRight, `${path}.namespace`, () => ({
      message: "a ServiceAccount needs its namespace",
      given: show(namespace),
      allowed: "the name of a namespace",
      mend: `give the namespace that the account lives in, best "${PLATFORM_NAMESPACE}"`,
    })),
    ...(namespaceIsRight && isKnown(namespace) ? accountsHome(path, namespace, grant) : []),
  ];
}

/**
 * Accounts live where no tenant's pods run: in the platform's namespace, or in one that is neither a tenant's nor kept for the
 * cluster's own systems, unless the facts name it. The weak levels may be given to accounts of the tenant and its ancestors.
 */
function accountsHome(path: string, namespace: string, { tenant, level, context }: Grant): readonly Issue[] {
  const { cluster } = tenant;
  const at = `${path}.namespace`;
  if (namespace === PLATFORM_NAMESPACE || cluster.accountNamespaces?.includes(namespace) === true) return [];
  if ([...tenant.ancestors, tenant.namespace].includes(namespace)) {
    return issueUnless(LEVELS_BESIDE_PODS.includes(level), at, () =>
      homeFault(
        namespace,
        `whoever may start or enter pods in ${show(namespace)} would become ${level} by this account`,
      ),
    );
  }
  const isTenants = context.tenants.has(namespace) || isNamedAsTenant(namespace, cluster);
  if (isTenants) {
    const whose = context.tenants.has(namespace) ? "is another tenant" : "is a tenant that is not declared here";
    return [
      { path: at, ...homeFault(namespace, `${show(namespace)} ${whose}: its people would get in by this account`) },
    ];
  }
  return issueUnless(!isSystemNamespace(namespace, cluster), at, () => ({
    ...homeFault(
      namespace,
      `${show(namespace)} is kept for the cluster's own systems: whoever starts pods there would get in`,
    ),
    mend: `move the account to "${PLATFORM_NAMESPACE}"; if the platform runs it there, add "${namespace}" to \`accountNamespaces\` of cluster.json`,
  }));
}

function homeFault(namespace: string, message: string): Fault {
  return {
    message,
    given: show(namespace),
    allowed: `a namespace without tenant pods, such as "${PLATFORM_NAMESPACE}"`,
    mend: `move the account to "${PLATFORM_NAMESPACE}"`,
  };
}

function kindFault(kind: unknown): Fault {
  return {
    message: "this is no kind of subject",
    given: show(kind),
    allowed: oneOf(KINDS),
    mend: "correct the kind",
  };
}
