import { levelOf, roleRefOf, roleTitle, subjectsOf, subjectTitle } from "../access/subject";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { ACCESS_LEVELS } from "../model/tenant/spec/access-levels";
import { changeOf, type Change, type Severity } from "./change";
import { comes } from "./reference";
import { isForeign, titleOf, type TenantPair } from "./state";

const BINDINGS = ["RoleBinding", "ClusterRoleBinding"];

/** Roles from the weakest on; what is no level is beyond all of them. */
const LEVELS = ACCESS_LEVELS.map(({ level }) => level as string);

/** Groups and users that stand for more than anybody can know. */
const EVERYBODY: readonly string[] = [
  ...["Group system:authenticated", "Group system:unauthenticated", "Group system:serviceaccounts"],
  "User system:anonymous",
];

interface AccessOptions {
  readonly parent: TenantPair | undefined;
  /** Whether its namespace is taken in with what is in it. */
  readonly isAdopted: boolean;
}

/** Who gains or loses what: the strongest level of each subject, and each role that is no level. */
export function accessChanges(pair: TenantPair, { parent, isAdopted }: AccessOptions): readonly Change[] {
  const { tenant, objects } = pair;
  const [former, next] = [grantsOf(pair, "before"), grantsOf(pair, "after")];
  const isEmpty = tenant === undefined ? objects.every(({ before }) => before === undefined) : comes(pair);
  // What is adopted has Secrets and pods already, which nobody of its parent was given.
  const isNew = isEmpty && !isAdopted;
  const beside = foreignRoles(pair);
  const inherited = isNew && parent !== undefined ? grantsOf(parent, "after") : NO_GRANTS;
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
    const strange = after
      .filter((role) => !before.includes(role))
      .flatMap((role) => beside.get(subject)?.get(role) ?? []);
    if (strange.length > 0) {
      const note = `by ${[...new Set(strange)].join(", ")}, which no tenant declares`;
      return [changeOf("access", severityOf(before, after), move, note)];
    }
    const isUsual = isNew && !EVERYBODY.includes(subject);
    return [changeOf("access", isInherited ? "info" : isUsual ? "notice" : severityOf(before, after), move)];
  });
}

function severityOf(before: readonly string[], after: readonly string[]): Severity {
  const gained = after.filter((role) => !before.includes(role));
  // Of two roles that are no levels nobody knows here which one allows more.
  const isRaised = gained.some((role) => !LEVELS.includes(role) || rankOf(role) > Math.max(-1, ...before.map(rankOf)));
  return isRaised && gained.some((role) => role !== LEVELS[0]) ? "danger" : "notice";
}

function rankOf(role: string): number {
  return LEVELS.includes(role) ? LEVELS.indexOf(role) : LEVELS.length;
}

type Place = Pick<TenantPair, "tenant" | "objects">;

type Grants = ReadonlyMap<string, readonly string[]>;

const NO_GRANTS: Grants = new Map();

/** Roles by subject, sorted. A level holds those below it, which are left out. */
function grantsOf(place: Place, side: "before" | "after"): Grants {
  const grants = new Map<string, Set<string>>();
  for (const { subject, role } of boundIn(place, side))
    grants.set(subject, (grants.get(subject) ?? new Set()).add(role));
  return new Map([...grants].map(([subject, roles]) => [subject, strongest([...roles].sort())]));
}

/** The bindings beside the tenants that give a subject a role. */
function foreignRoles(place: Place): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const { subject, role, binding } of boundIn(place, "after")) {
    if (!isForeign(binding)) continue;
    const roles = found.get(subject) ?? new Map<string, readonly string[]>();
    roles.set(role, [...(roles.get(role) ?? []), titleOf(binding, place.tenant)]);
    found.set(subject, roles);
  }
  return found;
}

interface Bound {
  readonly subject: string;
  readonly role: string;
  readonly binding: KubeObject;
}

function boundIn({ tenant, objects }: Place, side: "before" | "after"): readonly Bound[] {
  const bindings = objects.flatMap((pair) => pair[side] ?? []).filter(({ kind }) => BINDINGS.includes(kind));
  return bindings.flatMap((binding) => {
    const ref = roleRefOf(binding);
    const { namespace } = binding.metadata;
    // Ours in the platform's namespace are a tenant's all the same.
    const isElsewhere = isForeign(binding) && namespace !== undefined && namespace !== tenant;
    const role = `${levelOf(ref) ?? roleTitle(ref)}${isElsewhere ? ` in ${namespace}` : ""}`;
    return subjectsOf(binding).map((subject) => ({ subject: subjectTitle(subject), role, binding }));
  });
}

function strongest(roles: readonly string[]): readonly string[] {
  const levels = roles.filter((role) => LEVELS.includes(role)).sort((left, right) => rankOf(right) - rankOf(left));
  return [...levels.slice(0, 1), ...roles.filter((role) => !LEVELS.includes(role))];
}
