import { refOf } from "../../kube/http-cluster";
import { named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Diagnostics, PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { deletedThis } from "../manifest/remove";
import type { WaitOptions } from "../manifest/wait";
import { removedAsJudged } from "../objects/judged-removal";
import { NAMESPACE } from "../objects/live";
import { DESTROY_FIRST, isProtected, isRemovable, living, protectedTenant, refuseFor } from "./removable";
import { unlessGone } from "./settle";

const ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount" } as const;

/** Refuses to make a tenant anew that leaves sub-tenants without their parent: those of the same plan come later. */
export async function assertChildless(client: HikubeClient, name: string): Promise<void> {
  refuseFor(name, await leftBelow(client, name), ANEW_TOGETHER);
}

const ANEW_TOGETHER =
  " To make it anew together with them, run `terraform destroy -target=ADDRESS`, which takes those along that refer to it, and then `terraform apply`.";

/** Sub-tenants that this run does not remove, as far as it was planned. */
async function leftBelow(client: HikubeClient, name: string): Promise<readonly string[]> {
  const found = await client.live.labelled(NAMESPACE, LABELS.parent, name);
  return living(found).filter((child) => !client.tenants.goes(child));
}

/** Warns of sub-tenants that a removal would leave without their parent: of those that go too, some may be planned later. */
async function warnOfChildren(client: HikubeClient, name: string, diagnostics: Diagnostics): Promise<void> {
  const left = await leftBelow(client, name);
  if (left.length === 0) return;
  diagnostics.warning(
    `Below ${name} there are sub-tenants`,
    `${left.join(", ")}. Unless this plan destroys them too, its apply is refused: ${DESTROY_FIRST}`,
  );
}

/**
 * Refuses what is protected, and tells what goes with a namespace, or would be left.
 *
 * @param why - how it comes that it is removed, and what to do about that. Default: it was asked for
 */
export async function planRemoval(
  client: HikubeClient,
  name: string,
  diagnostics: Diagnostics,
  why = "",
): Promise<void> {
  const namespace = await client.live.get(NAMESPACE, name);
  if (namespace === undefined) return;
  const volumes = (await client.claims.of(name)).join(", ");
  if (isProtected(namespace)) throw protectedTenant(name, volumes, why);
  if (volumes !== "") diagnostics.warning(`With ${name} go its volumes`, `${volumes}. They cannot be brought back.`);
  await warnOfChildren(client, name, diagnostics);
}

/** How a tenant is removed. */
export interface TenantRemoval extends WaitOptions {
  /** @default - it has none */
  readonly parent?: string | undefined;
  /** What the state keeps of who holds it. @default - nothing */
  readonly kept?: PrivateState;
}

/**
 * The namespace goes first, and its isolation with it: pods are never without walls. What it has elsewhere goes while it is on its
 * way out: once it is gone, that may be of another tenant of the same name.
 *
 * @returns `false` where somebody else holds it: nothing of it is removed
 */
export async function removeTenant(client: HikubeClient, name: string, removal: TenantRemoval): Promise<boolean> {
  const { parent, kept = {}, ...wait } = removal;
  const cluster = client.cluster().until(wait.signal);
  // Before the namespace is looked for: where there is none, these are nobody's.
  const accounts = await cluster.list(ACCOUNT, { labelSelector: `${LABELS.tenant}=${name}`, keep: named });
  const meanwhile = async () => {
    for (const account of accounts) await deletedThis(cluster, refOf(account), account);
  };
  const isOurs = (namespace: KubeObject) => isRemovable(cluster, namespace, { kept });
  const end = { ...wait, isOurs, meanwhile };
  if (!(await removedAsJudged(client.cluster(), { ...NAMESPACE, name }, end))) return false;
  client.live.drop(name);
  // What its parent still keeps for it is kept for nobody. Whoever makes it anew at this moment confirms its share.
  if (parent !== undefined) await client.settlements.settle(cluster, parent, { child: name }).catch(unlessGone);
  return true;
}

/**
 * Of `create_before_destroy` Terraform makes the new one first: it takes the namespace over, and the old one goes from the state
 * alone. As an error it would stay there, and the next apply would delete the tenant.
 */
export function warnOfKept(name: string, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `The tenant ${name} was not made anew`,
    "A namespace cannot be there twice: with `create_before_destroy`, which holds for what such a resource depends on, too, the new tenant took the old one over before that was to be deleted. It stays with all that is in it. To make it anew, destroy it first: `terraform destroy -target=ADDRESS`.",
  );
}

/** Terraform removes what is tainted whatever its configuration says. */
export const TAINTED = " It is tainted, which makes it anew: `terraform untaint ADDRESS` keeps it.";
