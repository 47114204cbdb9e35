import { listIn, objectIn, textIn } from "../model/json";
import { ACCESS_LEVELS, levelRoleName } from "../model/tenant/spec/access-levels";
import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";
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
  for (const { roleRef, subjects } of bindings) {
    for (const subject of listIn(subjects)) {
      const title = subjectTitle(subject);
      grants.set(title, (grants.get(title) ?? new Set()).add(roleTitle(roleRef)));
    }
  }
  return new Map([...grants].map(([subject, roles]) => [subject, strongest([...roles].sort())]));
}

function strongest(roles: readonly string[]): readonly string[] {
  const levels = roles.filter((role) => LEVELS.includes(role)).sort((left, right) => rankOf(right) - rankOf(left));
  return [...levels.slice(0, 1), ...roles.filter((role) => !LEVELS.includes(role))];
}

function roleTitle(roleRef: unknown): string {
  const { kind, name } = objectIn(roleRef);
  const level = ACCESS_LEVELS.find((each) => kind === "ClusterRole" && levelRoleName(each.level) === name);
  return level?.level ?? `${textIn(kind)} ${textIn(name)}`;
}

/** A subject as users write it; a pipeline by the name of its account, which tells whose it is. */
function subjectTitle(subject: unknown): string {
  const { kind, name, namespace } = objectIn(subject);
  const [word, called] = [textIn(kind), textIn(name)];
  if (word !== "ServiceAccount") return `${word} ${called}`;
  return namespace === PLATFORM_NAMESPACE && called.includes(".")
    ? `deployer ${called}`
    : `${word} ${textIn(namespace)}/${called}`;
}
