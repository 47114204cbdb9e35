import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import { heldRights, roleFactsOf, type RoleFacts } from "../../access/roles";
import type { LiveAccess, LiveNamespace } from "../../access/live";
import type { CustomResourceGrant } from "../../model/cluster/custom-resources";
import { listIn, objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ancestorsIn, ANNOTATIONS, LABELS, saysTenant } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { assertRights, listing } from "../cluster-rights";

const RBAC = "rbac.authorization.k8s.io";
const kind = (name: string) => ({ apiVersion: `${RBAC}/v1`, kind: name });

/** What the reader of a cluster's bindings must be allowed. */
export const ACCESS_RIGHTS = [
  ...listing("", ["namespaces"]),
  ...listing(RBAC, ["rolebindings", "roles", "clusterrolebindings", "clusterroles"]),
];

/**
 * Reads who may do what in a cluster. Of roles no more is kept than what they amount to.
 * @throws ProjectError `missing-permission` that names every right that is missing
 */
export async function readAccess(
  cluster: Pick<Cluster, "list" | "raw">,
  customResources?: readonly CustomResourceGrant[],
): Promise<LiveAccess> {
  await assertRights(cluster, ACCESS_RIGHTS, "read who has access");
  const namespaces: LiveNamespace[] = [];
  await cluster.list({ apiVersion: "v1", kind: "Namespace" }, { keep: noted(namespaces, tenantOf) });
  const places = new Set([PLATFORM_NAMESPACE, ...namespaces.map(({ namespace }) => namespace)]);
  const isMeant = ({ metadata }: KubeObject) => places.has(metadata.namespace ?? "");
  const roles: RoleFacts[] = [];
  const held = heldRights(customResources);
  const judge = (role: KubeObject) => roleFactsOf(role, held);
  const bindings = await cluster.list(kind("RoleBinding"), { keep: (one) => (isMeant(one) ? bound(one) : named(one)) });
  const clusterBindings = await cluster.list(kind("ClusterRoleBinding"), { keep: bound });
  await cluster.list(kind("Role"), { keep: (role) => (isMeant(role) ? noted(roles, judge)(role) : named(role)) });
  await cluster.list(kind("ClusterRole"), { keep: noted(roles, judge) });
  return { namespaces, bindings: bindings.filter(isMeant), clusterBindings, roles };
}

/** Notes what is to be known of an object, and keeps nothing else of it. */
function noted<T>(found: T[], factsOf: (object: KubeObject) => T | undefined): (object: KubeObject) => KubeObject {
  return (object) => {
    const facts = factsOf(object);
    if (facts !== undefined) found.push(facts);
    return named(object);
  };
}

/** A namespace that says to be a tenant's, or below one. */
function tenantOf({ metadata }: KubeObject): LiveNamespace | undefined {
  const { name: namespace, labels = {}, annotations = {} } = metadata;
  if (!saysTenant(labels)) return undefined;
  const parent = labels[LABELS.parent] ?? ancestorsIn(labels).find((one) => one !== namespace);
  return {
    ...{ namespace, name: labels[LABELS.name] ?? namespace },
    ...(parent === undefined ? {} : { parent }),
    subjectPrefixes: (annotations[ANNOTATIONS.subjectPrefixes] ?? "")
      .split(",")
      .map((prefix) => prefix.trim())
      .filter((prefix) => prefix !== ""),
  };
}

/** Of a binding who gets what. */
function bound(binding: KubeObject): KubeObject {
  const subjects = listIn(binding.subjects).map((subject) => boundedTexts(objectIn(subject)));
  return { ...named(binding), roleRef: boundedTexts(objectIn(binding.roleRef)), subjects };
}
