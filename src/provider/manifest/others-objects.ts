import type { Cluster, ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { DiagnosticError, type Path } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE, TENANT_KINDS } from "../objects/live";
import { isUnfinished } from "../objects/mark";
import { kindOf, placeOf } from "../objects/place";
import { isOfPlatform } from "../platform/platform-places";
import { isTenant } from "../tenant/free";
import { allWrites } from "../tenant/record";
import { shown } from "../tenant/titles";
import { found } from "./apply";
import { titleOf } from "./body";
import { MANIFEST } from "./errors";

/*
 * What `hikube_tenant` and `hikube_platform` make is written by the field manager of manifests, too: an apply of a manifest would take
 * away what it does not name, and nobody would hear of a conflict.
 */

const KINDS = new Set(TENANT_KINDS.map(kindOf));

/** Whether an object may be a tenant's or the platform's: of all others nothing need be asked. */
export function mayBeOthers(ref: ObjectRef): boolean {
  return isOfPlatform(ref) || homeOf(ref) !== undefined;
}

/** Whose an object is that no manifest may write or remove: `the platform`, `the tenant tenant-shop`; nothing where it is free. */
export async function ownerOf(client: HikubeClient, ref: ObjectRef, cluster: Cluster): Promise<string | undefined> {
  if (isOfPlatform(ref)) return "the platform";
  const home = homeOf(ref);
  if (home === undefined) return undefined;
  const namespace = await readable(() => cluster.get({ ...NAMESPACE, name: home }));
  const isSeen = typeof namespace === "object" && (isTenant(namespace) || isUnfinished(namespace));
  const isTenants = isSeen || client.tenants.comes(home);
  if (isTenants && ref.kind === NAMESPACE.kind) return `the tenant ${shown(home)}`;
  // Whoever may not read the namespace knows an object of a tenant by its labels alone.
  if (!isTenants && namespace !== "closed") return undefined;
  if (typeof namespace === "object") client.live.put(namespace);
  const isPart = (isTenants && (await consistsOf(client, home, ref))) || isMarked(await found(cluster, ref), home);
  return isPart ? `the tenant ${shown(home)}` : undefined;
}

/** The namespace of the tenant that an object would be of. Accounts of pipelines stand with the platform, and begin with it. */
function homeOf(ref: ObjectRef): string | undefined {
  const { kind, name, namespace } = ref;
  if (!KINDS.has(kindOf(ref))) return undefined;
  if (kind === NAMESPACE.kind) return name;
  if (namespace !== PLATFORM_NAMESPACE) return namespace;
  return kind === "ServiceAccount" && name.includes(".") ? name.slice(0, name.indexOf(".")) : undefined;
}

/** Whether a tenant, as it is recorded or planned, has such an object. Of one of the other engine nothing is recorded. */
async function consistsOf({ tenants }: HikubeClient, home: string, ref: ObjectRef): Promise<boolean> {
  try {
    const tenant = await tenants.tenant(home);
    const objects = tenant === undefined ? [] : allWrites(tenants.objects.of(tenant).writes);
    return objects.some((object) => placeOf(refOf(object)) === placeOf(ref));
  } catch (error) {
    // What the account may not list, and facts that it may not read.
    if (error instanceof KubeError || error instanceof DiagnosticError) return false;
    throw error;
  }
}

function isMarked(object: KubeObject | undefined, home: string): boolean {
  const { labels = {} } = object?.metadata ?? {};
  return labels[LABELS.managedBy] === MANAGER && labels[LABELS.tenant] === home;
}

async function readable(read: () => Promise<KubeObject | undefined>): Promise<KubeObject | undefined | "closed"> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof KubeError && error.code === 403) return "closed";
    throw error;
  }
}

/** @throws DiagnosticError where the object is a tenant's or the platform's */
export async function refuseOthers(
  client: HikubeClient,
  ref: ObjectRef,
  { cluster = client.cluster(), ...place }: { readonly cluster?: Cluster; readonly path?: Path | undefined } = {},
): Promise<void> {
  const owner = await ownerOf(client, ref, cluster);
  if (owner === undefined) return;
  const what = owner === "the platform" ? "hikube_platform" : "hikube_tenant";
  const detail = [
    `A hikube_manifest is written by the same field manager, and would take away what it does not name: the walls of ${owner}.`,
    "Do one of these:",
    `- declare it where ${owner} is declared, in the arguments of \`${what}\`, and remove this resource;`,
    "- where a state holds it, let go of it: `terraform state rm ADDRESS`, or a `removed` block with `destroy = false`; the object stays as it is;",
    "- choose another name. [object-of-a-tenant]",
  ];
  throw new DiagnosticError(
    `${titleOf(ref)} is an object of ${owner}`,
    detail.join("\n"),
    "path" in place ? place.path : NAME,
  );
}

const NAME: Path = [...MANIFEST, "metadata", "name"];

/** Why such an object outlives the resource that has it in its state. */
export function staysWith(ref: ObjectRef, owner: string): [string, string] {
  return [
    `${titleOf(ref)} stays: it is an object of ${owner}`,
    `This resource lets go of it, and deletes nothing: without it ${owner} would have lost its walls. It goes with ${owner}. [object-of-a-tenant]`,
  ];
}
