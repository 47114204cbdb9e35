import type { ClusterFacts } from "../model/cluster/cluster-facts";
import type { Forest } from "../model/tenant/resolve/tenant";
import { outsideOf, tenantNodes } from "../model/tenant/resolve/tenant";
import { declaredGrants, declaredPlaces, heldOutside } from "./declared";
import type { Grant, TenantGrants } from "./grant";
import { grantsOf, withSources } from "./inherit";
import { isOfCode, judgeUndeclared } from "./judge";
import type { LiveAccess, LiveNamespace } from "./live";
import type { RoleFacts } from "./roles";
import { subjectId } from "./subject";
import { inTreeOrder } from "./tree";

/** The tenants of a file. */
export interface Declared {
  readonly roots: Forest;
  readonly cluster: ClusterFacts;
  /** Whether a tenant of the cluster that the file does not name is a finding. @default false */
  readonly isStrict?: boolean;
}

/** A tenant of the code, of the cluster, or of both. */
interface Known {
  readonly namespace: string;
  readonly name: string;
  readonly parent?: string;
  readonly declared?: boolean;
  readonly live: boolean;
  readonly subjectPrefixes: readonly string[];
}

/**
 * Who may do what in a cluster, tenant by tenant, with what the code declares beside it.
 * @param declared - without it nothing is compared, and all tenants of the cluster are shown
 */
export function liveTenants(live: LiveAccess, declared?: Declared): readonly TenantGrants[] {
  const tenants = inTreeOrder(knownTenants(live, declared));
  const wanted = declared === undefined ? new Map<string, readonly Grant[]>() : declaredGrants(declared.roots);
  const rolesOf = roleFinder(live.roles);
  const bindings = groupBy(live.bindings, ({ metadata }) => metadata.namespace ?? "");
  const compared = new Map(
    tenants.map((tenant) => {
      const grants = grantsOf(bindings.get(tenant.namespace) ?? []);
      const found = grants.map((grant) => judged(grant, tenant, { wanted, rolesOf }));
      return [tenant.namespace, [...found, ...missing(tenant.namespace, wanted, found)]] as const;
    }),
  );
  const outside = declared === undefined ? [] : heldOutside(declared.roots);
  // What is missing in the cluster counts as held for telling where it would come from.
  const sourced = withSources(tenants, compared, new Map([...compared, ...outside]));
  return tenants.map(({ namespace, name, depth, parent, declared: isDeclared, live: isLive }) => ({
    ...{ namespace, name, depth, live: isLive },
    ...(parent === undefined ? {} : { parent }),
    ...(isDeclared === undefined ? {} : { declared: isDeclared }),
    grants: sourced.get(namespace) ?? [],
    ...(isDeclared === false && declared?.isStrict === true ? { finding: "undeclared-tenant" as const } : {}),
  }));
}

/** The declared tenants and all of the cluster, but for the parents that the file says are declared elsewhere. */
function knownTenants({ namespaces }: LiveAccess, declared: Declared | undefined): readonly Known[] {
  const stranger = ({ namespace, name, parent, subjectPrefixes }: LiveNamespace): Known => ({
    ...{ namespace, name, live: true, subjectPrefixes },
    ...(parent === undefined ? {} : { parent }),
  });
  if (declared === undefined) return namespaces.map(stranger);
  const present = new Set(namespaces.map(({ namespace }) => namespace));
  const places = declaredPlaces(declared.roots);
  const prefixes = new Map(
    tenantNodes(declared.roots).map(({ tenant }) => [tenant.namespace, tenant.security.subjectPrefixes]),
  );
  const named = new Set([...places.map(({ namespace }) => namespace), ...declared.roots.flatMap(outsideOf)]);
  const others = namespaces.filter(({ namespace }) => !named.has(namespace));
  return [
    ...places.map(({ namespace, name, parent }) => ({
      ...{ namespace, name, declared: true, live: present.has(namespace) },
      ...(parent === undefined ? {} : { parent }),
      subjectPrefixes: prefixes.get(namespace) ?? [],
    })),
    ...others.map((namespace) => ({ ...stranger(namespace), declared: false })),
  ];
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

type RoleFinder = (title: string, namespace: string) => RoleFacts | undefined;

interface Beside {
  readonly wanted: ReadonlyMap<string, readonly Grant[]>;
  readonly rolesOf: RoleFinder;
}

function judged(grant: Grant, tenant: Known, { wanted, rolesOf }: Beside): Grant {
  const isDeclared = (wanted.get(tenant.namespace) ?? []).some((one) => keyOf(one) === keyOf(grant));
  const known = { ...grant, ...(tenant.declared === undefined ? {} : { declared: isDeclared }), live: true };
  const role = rolesOf(grant.role, tenant.namespace);
  const told = grant.level === undefined ? { ...known, allows: role?.allows ?? NO_ROLE } : known;
  if (isDeclared || (tenant.declared !== true && isOfCode(grant))) return told;
  const { namespace, subjectPrefixes } = tenant;
  const finding = judgeUndeclared({ grant, namespace, subjectPrefixes, ...(role === undefined ? {} : { role }) });
  return finding === undefined ? told : { ...told, finding };
}

/** What a role allows that does not exist. */
export const NO_ROLE = "nothing, there is no such role";

function missing(
  namespace: string,
  wanted: ReadonlyMap<string, readonly Grant[]>,
  found: readonly Grant[],
): readonly Grant[] {
  const keys = new Set(found.map(keyOf));
  return (wanted.get(namespace) ?? [])
    .filter((grant) => !keys.has(keyOf(grant)))
    .map((grant) => ({ ...grant, declared: true, live: false }));
}

function keyOf({ subject, role, binding }: Grant): string {
  return `${binding} ${role} ${subjectId(subject)}`;
}

/** Finds roles by what a binding calls them. */
export function roleFinder(roles: readonly RoleFacts[]): RoleFinder {
  const byKey = new Map(
    roles.map((role) => [roleKey(`${role.kind} ${role.name}`, role.namespace ?? ""), role] as const),
  );
  return (title, namespace) => byKey.get(roleKey(title, title.startsWith("Role ") ? namespace : ""));
}

function roleKey(title: string, namespace: string): string {
  return `${namespace}/${title}`;
}
