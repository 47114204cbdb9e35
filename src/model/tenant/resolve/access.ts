import { PLATFORM_NAMESPACE } from "../spec/tenant-names";
import type { AccessSpec, SubjectSpec } from "../spec/spec";
import { ACCESS_LEVELS, type AccessLevel } from "../spec/access-levels";
import type { Deployer, TenantAccess } from "./tenant";

type SubjectField = Exclude<keyof AccessSpec, "deployers">;

/** The accounts of a tenant's pipelines. The dot keeps two tenants' accounts apart: no namespace has one. */
export function resolveDeployers(spec: AccessSpec | undefined, namespace: string): readonly Deployer[] {
  return (spec?.deployers ?? []).map(({ name, level = "admin" }) => ({ account: `${namespace}.${name}`, level }));
}

/** Rights flow down the tree: whoever holds a level on the parent holds it here. */
export function resolveAccess(
  spec: AccessSpec | undefined,
  deployers: readonly Deployer[],
  parent: TenantAccess | undefined,
): TenantAccess {
  const holders = (level: AccessLevel, field: SubjectField) =>
    uniqueSubjects([
      ...(parent?.[level] ?? []),
      ...(spec?.[field] ?? []),
      ...deployers.filter((deployer) => deployer.level === level).map(subjectOf),
    ]);
  return {
    viewer: holders("viewer", "viewers"),
    user: holders("user", "users"),
    admin: holders("admin", "admins"),
    owner: holders("owner", "owners"),
  };
}

/**
 * Access to the namespace of a monitoring stack. Whoever reads its Secrets or starts a pod in it reads the data of every
 * sub-tenant, so people are viewers there whatever they are on the tenant. The accounts of its pipelines apply it.
 */
export function stackAccess(tenant: TenantAccess | undefined): TenantAccess {
  const holders = (level: AccessLevel) => tenant?.[level] ?? [];
  const people = ACCESS_LEVELS.flatMap(({ level }) => holders(level)).filter((subject) => !isPipeline(subject));
  const pipelines = (level: AccessLevel) => holders(level).filter(isPipeline);
  return {
    viewer: uniqueSubjects([...people, ...pipelines("viewer")]),
    user: pipelines("user"),
    admin: pipelines("admin"),
    owner: pipelines("owner"),
  };
}

/** Accounts where no pod can use them. */
function isPipeline(subject: SubjectSpec): boolean {
  return subject.kind === "ServiceAccount" && subject.namespace === PLATFORM_NAMESPACE;
}

function subjectOf({ account }: Deployer): SubjectSpec {
  return { kind: "ServiceAccount", name: account, namespace: PLATFORM_NAMESPACE };
}

/** A text that two subjects share only when they are the same. */
export function subjectKey(subject: SubjectSpec): string {
  return [subject.kind, subject.kind === "ServiceAccount" ? subject.namespace : "", subject.name].join("/");
}

function uniqueSubjects(subjects: readonly SubjectSpec[]): readonly SubjectSpec[] {
  const byKey = new Map(subjects.map((subject) => [subjectKey(subject), subject]));
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, subject]) => subject);
}
