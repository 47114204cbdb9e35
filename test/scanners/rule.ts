import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { listIn, objectIn } from "../../src/model/json";

/** One rule of a scanner that cannot be had, restated over the objects that the model emits. */
export interface RestatedRule {
  readonly id: string;
  /** What must hold, in a line; `docs/scanners.md` shows the same. */
  readonly asks: string;
  /** The objects that it finds fault with. */
  readonly finds: (objects: readonly KubeObject[]) => readonly KubeObject[];
  /** Objects in which it must find a fault: a rule that finds none anywhere would prove nothing. */
  readonly guilty: readonly KubeObject[];
}

/** The member at a path. */
export function memberIn(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => objectIn(inner)[name], value);
}

/** Rights of RBAC, met by a rule that shares a member with each list. */
export interface Grant {
  /** @default - whatever the group */
  readonly apiGroups?: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** @default - whether names are given or not */
  readonly resourceNames?: readonly string[];
}

interface RoleQuestion {
  readonly id: string;
  readonly asks: string;
  /** Rules of one role that are wrong together. */
  readonly grants: readonly Grant[];
  /** @default - both kinds */
  readonly kinds?: readonly string[];
}

export const RBAC = "rbac.authorization.k8s.io";

/** Every verb that changes something, as trivy lists them. */
export const CHANGES = ["create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];

/** No role may hold the grants. */
export function noRoleGrants({ id, asks, grants, kinds = ["ClusterRole", "Role"] }: RoleQuestion): RestatedRule {
  return {
    id,
    asks,
    finds: (objects) => ofKind(objects, ...kinds).filter((role) => holds(role, grants)),
    guilty: [roleWith(kinds[0]!, grants)],
  };
}

/** No binding may give the grants to a ServiceAccount. */
export function noAccountHolds({ id, asks, grants }: RoleQuestion): RestatedRule {
  const account = { kind: "ServiceAccount", name: "robot", namespace: "hikube-system" };
  return {
    id,
    asks,
    finds: (objects) =>
      bindings(objects).filter((binding) => {
        const hasAccount = subjectsOf(binding).some((subject) => memberIn(subject, "kind") === "ServiceAccount");
        return hasAccount && holds(roleOf(binding, objects), grants);
      }),
    guilty: [roleWith("ClusterRole", grants), bindingOf(account)],
  };
}

/** No binding may have such a subject. */
export function noSubject(id: string, asks: string, guilty: readonly Readonly<Record<string, string>>[]): RestatedRule {
  const isGuilty = (subject: unknown) =>
    guilty.some(({ kind, name }) => memberIn(subject, "name") === name && memberIn(subject, "kind") === kind);
  return {
    id,
    asks,
    finds: (objects) => bindings(objects).filter((binding) => subjectsOf(binding).some(isGuilty)),
    guilty: guilty.map((subject) => bindingOf(subject)),
  };
}

export function ofKind(objects: readonly KubeObject[], ...kinds: readonly string[]): readonly KubeObject[] {
  return objects.filter(({ kind }) => kinds.includes(kind));
}

export function bindings(objects: readonly KubeObject[]): readonly KubeObject[] {
  return ofKind(objects, "RoleBinding", "ClusterRoleBinding");
}

/** A binding of the ClusterRole `guilty`, unless another one is named. */
export function bindingOf(subject: Readonly<Record<string, string>>, role = "guilty"): KubeObject {
  return object("RoleBinding", { roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role }, subjects: [subject] });
}

/** An object of a tenant with a name that shows in no result. */
export function object(kind: string, body: object, metadata: object = {}): KubeObject {
  return { apiVersion: "v1", kind, metadata: { name: "guilty", namespace: "tenant-guilty", ...metadata }, ...body };
}

/** The objects found as the guide names them: kind and name once, whatever the namespace. */
export function named(objects: readonly KubeObject[]): readonly string[] {
  return [...new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`))].sort();
}

function subjectsOf(binding: KubeObject): readonly unknown[] {
  return listIn(binding.subjects);
}

function roleOf(binding: KubeObject, objects: readonly KubeObject[]): KubeObject | undefined {
  const [kind, name] = [memberIn(binding, "roleRef", "kind"), memberIn(binding, "roleRef", "name")];
  return objects.find((role) => role.kind === kind && role.metadata.name === name);
}

function holds(role: KubeObject | undefined, grants: readonly Grant[]): boolean {
  return grants.every((grant) => listIn(role?.rules).some((rule) => meets(rule, grant)));
}

function meets(rule: unknown, grant: Grant): boolean {
  return Object.entries(grant).every(([field, wanted]: [string, readonly unknown[]]) =>
    listIn(memberIn(rule, field)).some((one) => wanted.includes(one)),
  );
}

function roleWith(kind: string, grants: readonly Grant[]): KubeObject {
  const first = ([one = ""]: readonly string[] = [""]) => [one];
  const rules = grants.map(({ apiGroups, resources, verbs, resourceNames }) => ({
    apiGroups: first(apiGroups),
    resources: first(resources),
    verbs: first(verbs),
    ...(resourceNames === undefined ? {} : { resourceNames }),
  }));
  return object(kind, { rules });
}
