import { levelOf, roleRefOf, roleTitle, subjectsOf, subjectTitle } from "../access/subject";
import { ACCESS_LEVELS } from "../model/tenant/spec/access-levels";
import { changeOf, type Change, type Severity } from "./change";
import type { ObjectPair, TenantPair } from "./state";

const BINDINGS = ["RoleBinding", "ClusterRoleBinding"];

/** Roles from the weakest on; what is no level is beyond all of them. */
const LEVELS = ACCESS_LEVELS.map(({ level }) => level as string);

/** Who gains or loses what: the strongest level of each subject, and each role that is no level. */
export function accessChanges({ tenant, namespace, objects }: TenantPair, parent?: TenantPair): readonly Change[] {
  const [former, next] = [grantsOf(objects, "before"), grantsOf(objects, "after")];
  const isNew =
    tenant === undefined ? objects.every(({ before }) => before === undefined) : namespace.before === undefined;
  const inherited = isNew ? grantsOf(parent?.objects ?? [], "after") : NO_GRANTS;
  return [...new Set([...former.keys(), ...next.keys()])].sort().flatMap((subject) => {
    const [before, after] = [former.get(subject) ?? [], next.get(subject) ?? []];
    const [from, to] = [before.join(", "), after.join(", ")];
    if (from === to) return [];
    const move = {
      ...{ what: subject },
      ...(tenant === undefined ? {} : { tenant }),
      ...(from === "" ? {} : { before: from }),
      ...(to === "" ? {} : { after: to }),
    };
    const isInherited = inherited.get(subject)?.join(", ") === to;
    return [changeOf("access", isInherited ? "info" : isNew ? "notice" : severityOf(before, after), move)];
  });
}

function severityOf(before: readonly string[], after: readonly string[]): Severity {
  const gained = after.filter((role) => !before.includes(role));
  const isRaised = gained.some((role) => rankOf(role) > Math.max(-1, ...before.map(rankOf)));
  return isRaised && gained.some((role) => role !== LEVELS[0]) ? "danger" : "notice";
}

function rankOf(role: string): number {
  return LEVELS.includes(role) ? LEVELS.indexOf(role) : LEVELS.length;
}

type Grants = ReadonlyMap<string, readonly string[]>;

const NO_GRANTS: Grants = new Map();

/** Roles by subject, sorted. A level holds those below it, which are left out. */
function grantsOf(objects: readonly ObjectPair[], side: "before" | "after"): Grants {
  const grants = new Map<string, Set<string>>();
  const bindings = objects.flatMap((pair) => pair[side] ?? []).filter(({ kind }) => BINDINGS.includes(kind));
  for (const binding of bindings) {
    const ref = roleRefOf(binding);
    for (const title of subjectsOf(binding).map(subjectTitle))
      grants.set(title, (grants.get(title) ?? new Set()).add(levelOf(ref) ?? roleTitle(ref)));
  }
  return new Map([...grants].map(([subject, roles]) => [subject, strongest([...roles].sort())]));
}

function strongest(roles: readonly string[]): readonly string[] {
  const levels = roles.filter((role) => LEVELS.includes(role)).sort((left, right) => rankOf(right) - rankOf(left));
  return [...levels.slice(0, 1), ...roles.filter((role) => !LEVELS.includes(role))];
}
