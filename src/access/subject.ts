import { listIn, objectIn, textIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { ACCESS_LEVELS, levelRoleName, type AccessLevel } from "../model/tenant/spec/access-levels";
import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";

/** Somebody, or something, that a binding names. */
export interface Subject {
  /** `Group`, `User` or `ServiceAccount`. */
  readonly kind: string;
  /** Its name. Of a user or a group it is any text. */
  readonly name: string;
  /** Namespace of a ServiceAccount. @default - users and groups have none */
  readonly namespace?: string;
}

/** The subjects of a binding. An account without a namespace is in that of the binding. */
export function subjectsOf({ subjects, metadata }: KubeObject): readonly Subject[] {
  return listIn(subjects).map((subject) => subjectOf(subject, metadata.namespace));
}

/** A subject as RBAC writes it. */
export function subjectOf(subject: unknown, home?: string): Subject {
  const { kind, name, namespace } = objectIn(subject);
  const [word, called] = [textIn(kind), textIn(name)];
  if (word !== "ServiceAccount") return { kind: word, name: called };
  return { kind: word, name: called, namespace: textIn(namespace) || (home ?? "") };
}

/** A text that two subjects share only when they are the same. */
export function subjectId({ kind, name, namespace = "" }: Subject): string {
  return JSON.stringify([kind, namespace, name]);
}

/** A subject as users write it; a pipeline by the name of its account, which tells whose it is. */
export function subjectTitle(subject: Subject): string {
  const { kind, name, namespace = "" } = subject;
  if (kind !== "ServiceAccount") return `${kind} ${name}`;
  return isDeployer(subject) ? `deployer ${name}` : `${kind} ${namespace}/${name}`;
}

/** Whether a subject is the account of a pipeline, which only the platform's namespace has. */
export function isDeployer({ kind, name, namespace }: Subject): boolean {
  return kind === "ServiceAccount" && namespace === PLATFORM_NAMESPACE && name.includes(".");
}

/** What a binding binds. */
export interface RoleRef {
  /** `Role` or `ClusterRole`. */
  readonly kind: string;
  readonly name: string;
}

export function roleRefOf({ roleRef }: KubeObject): RoleRef {
  const { kind, name } = objectIn(roleRef);
  return { kind: textIn(kind), name: textIn(name) };
}

/** The level that a role stands for. */
export function levelOf({ kind, name }: RoleRef): AccessLevel | undefined {
  return ACCESS_LEVELS.find(({ level }) => kind === "ClusterRole" && levelRoleName(level) === name)?.level;
}

export function roleTitle({ kind, name }: RoleRef): string {
  return `${kind} ${name}`;
}
