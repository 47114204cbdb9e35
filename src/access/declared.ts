import type { KubeObject } from "../model/kubernetes/kube-object";
import { forestObjects, rbacSubject } from "../model/tenant/objects/objects";
import type { ExternalParent, Forest, TenantNode } from "../model/tenant/resolve/tenant";
import { ACCESS_LEVELS } from "../model/tenant/spec/access-levels";
import type { Grant, TenantGrants } from "./grant";
import { grantsOf, withSources, type Held, type TenantPlace } from "./inherit";
import { subjectOf } from "./subject";

/** Who may do what, by the RoleBindings that the model emits; each tenant before its children. */
export function declaredAccess(forest: Forest): readonly TenantGrants[] {
  const places = declaredPlaces(forest);
  const grants = declaredGrants(forest);
  const sourced = withSources(places, grants, new Map([...grants, ...heldOutside(forest)]));
  return places.map((place) => ({
    ...place,
    declared: true,
    grants: (sourced.get(place.namespace) ?? []).map((grant) => ({ ...grant, declared: true })),
  }));
}

/** The tenants of a forest, each before its children. */
export function declaredPlaces(forest: Forest): readonly TenantPlace[] {
  return forest.flatMap((node) =>
    "tenant" in node
      ? placesOf(node, 0)
      : node.children.flatMap((child) => placesOf(child, 0, node.external.namespace)),
  );
}

function placesOf({ tenant, children }: TenantNode, depth: number, parent?: string): readonly TenantPlace[] {
  const { namespace, name } = tenant;
  const place = { namespace, name, depth, ...(parent === undefined ? {} : { parent }) };
  return [place, ...children.flatMap((child) => placesOf(child, depth + 1, namespace))];
}

/** What the emitted RoleBindings give, by namespace. */
export function declaredGrants(forest: Forest): ReadonlyMap<string, readonly Grant[]> {
  const isBinding = ({ kind }: KubeObject) => kind === "RoleBinding";
  return new Map(
    forestObjects(forest).map(({ namespace, objects }) => [namespace, grantsOf(objects.filter(isBinding))]),
  );
}

/** Who holds a level on parents that are declared elsewhere, as far as that is known. */
export function heldOutside(forest: Forest): ReadonlyMap<string, readonly Held[]> {
  return new Map(forest.flatMap((node) => ("external" in node ? [externalHeld(node.external)] : [])));
}

function externalHeld({ namespace, access }: ExternalParent): readonly [string, readonly Held[]] {
  const held = ACCESS_LEVELS.flatMap(({ level }) =>
    (access?.[level] ?? []).map((subject) => ({ subject: subjectOf(rbacSubject(subject)), level })),
  );
  return [namespace, held];
}
