import { roleRefOf, roleTitle, subjectsOf, subjectTitle } from "../access/subject";
import type { KubeObject } from "../model/kubernetes/kube-object";
import type { Change } from "./change";
import { leafMoves } from "./leaves";
import { isRole } from "./rights";
import { titleOf } from "./state";

/** Fields in which an object differs and that no other change tells, such as a subject that has its level otherwise. */
export function untoldFields(before: KubeObject, after: KubeObject, told: readonly Change[]): readonly string[] {
  const paths = leafMoves(bodyOf(before), bodyOf(after)).map(({ path }) => path);
  if (paths.length === 0) return [];
  if (isBinding(after)) return untoldSubjects(before, after, told) ?? paths;
  return paths.filter((path) => !isToldElsewhere(path, after, told));
}

export function isBinding({ kind }: KubeObject): boolean {
  return kind === "RoleBinding" || kind === "ClusterRoleBinding";
}

function isToldElsewhere(path: string, object: KubeObject, told: readonly Change[]): boolean {
  if (object.kind === "ResourceQuota") return path.startsWith("spec.hard.");
  if (object.kind === "LimitRange")
    return path.startsWith("spec.limits") && told.some(({ kind }) => kind === "container");
  const isOfRole = ({ kind, what }: Change): boolean => kind === "rights" && what.startsWith(`${titleOf(object)}: `);
  return isRole(object) && path.startsWith("rules") && told.some(isOfRole);
}

/** @returns nothing where the same subjects have the same role */
function untoldSubjects(before: KubeObject, after: KubeObject, told: readonly Change[]): readonly string[] | undefined {
  const [former, next] = [grantsOf(before), grantsOf(after)];
  const moved = [...new Set([...former.keys(), ...next.keys()])].filter((key) => former.has(key) !== next.has(key));
  if (moved.length === 0) return undefined;
  const known = new Set(told.flatMap(({ kind, what }) => (kind === "access" ? what : [])));
  const subjects = new Set(moved.map((key) => former.get(key) ?? next.get(key) ?? ""));
  return [...subjects].filter((subject) => !known.has(subject)).map((subject) => `${subject} (its level stays)`);
}

/** Subjects by what they are given. */
function grantsOf(binding: KubeObject): ReadonlyMap<string, string> {
  const role = roleTitle(roleRefOf(binding));
  return new Map(subjectsOf(binding).map((subject) => [`${role} ${subjectTitle(subject)}`, subjectTitle(subject)]));
}

/** Metadata is compared by itself, and a status is nobody's plan. */
const BESIDE = ["apiVersion", "kind", "metadata", "status"];

function bodyOf(object: KubeObject): unknown {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !BESIDE.includes(field)));
}
