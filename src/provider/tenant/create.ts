import { textOf } from "../../kube-provider/values";
import { LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError, type CreateRequest, type Schema, type Stored } from "../../plugin";
import { attempted, detailOf } from "../explained";
import type { HikubeClient } from "../client";
import { keptHold } from "../objects/held";
import { NAMESPACE } from "../objects/live";
import { heldMark, isUnfinished, makerOf, markOn, type Mark } from "../objects/mark";
import { lostTo } from "./disputed";
import { assertFree, isTenant } from "./free";
import { isBeingAdopted } from "./maker";
import { heldTitle } from "./protected-words";
import { straysOf } from "./standing";
import { titleOf } from "./titles";
import { memberOf } from "./values";
import { written } from "./written";

type Request = CreateRequest<Schema, HikubeClient>;

/** Makes a tenant, or takes over what an apply left of it. What is begun and not ended is in the state, and so can be removed. */
export async function createTenant(request: Request): Promise<Stored<Schema>> {
  const { client, plan, diagnostics } = request;
  let mark: Mark | undefined;
  try {
    return await made(request, (own) => {
      mark = own;
    });
  } catch (error) {
    const name = textOf(plan.namespace);
    if (!(error instanceof DiagnosticError) || mark === undefined || error.summary === heldTitle(name)) throw error;
    if (!(await isHeld(client, name, mark))) throw error;
    diagnostics.error(error.summary, detailOf(error.detail ?? "", LEFT), error.path);
    return { state: { ...plan, objects: {}, taken_over: false }, private: keptHold(undefined, mark) };
  }
}

const LEFT =
  "What was made of it is in the state, as tainted: the next apply makes it anew, and a destroy removes it. After `terraform untaint` the next apply goes on with it instead.";

function made({ client, plan, signal }: Request, onBegun: (mark: Mark) => void): Promise<Stored<Schema>> {
  const name = textOf(plan.namespace);
  return attempted({ what: `make ${titleOf(plan)}`, signal }, async () => {
    await client.tenants.holders.left(name, signal);
    // Somebody may have made it since it was planned.
    const found = await client.cluster().get({ ...NAMESPACE, name });
    const isRest = assertFree(found, memberOf(plan));
    const isUnseen = plan.taken_over === false || client.tenants.holders.hasLeft(name);
    if (found !== undefined && isRest && isUnseen) throw await lostTo(client.cluster(), found);
    return client.tenants.holders.taking(name, found !== undefined, async () => {
      const left = found === undefined ? [] : await straysOf(client.live.until(signal), name);
      const before = Object.fromEntries(left.map((key) => [key, ""]));
      const rest = found !== undefined && isUnfinished(found) ? found : undefined;
      const adopts = found !== undefined && (rest === undefined ? !isTenant(found) : isBeingAdopted(found));
      return written(
        client,
        { ...plan, taken_over: isRest },
        {
          before,
          signal,
          isNew: found === undefined,
          rest,
          adopts,
          takes: found !== undefined && isRest ? heldMark(makerOf(found) ?? "") : undefined,
          onBegun,
        },
      );
    });
  });
}

/** How long it is asked what became of a tenant that could not be made, in milliseconds. */
const ASKED_FOR_MS = 10_000;

/**
 * Whether what was begun is to be in the state. Not what another apply went on with; nor what has sub-tenants, left of one before:
 * it could be neither made anew nor destroyed, where the next apply goes on with it.
 */
async function isHeld(client: HikubeClient, name: string, { text }: Mark): Promise<boolean> {
  const cluster = client.cluster().until(AbortSignal.timeout(ASKED_FOR_MS));
  try {
    const found = await cluster.get({ ...NAMESPACE, name });
    // Without a mark it is whole, and another apply may have made it so.
    if (found === undefined || markOn(found) !== text) return false;
    const below = await cluster.list(NAMESPACE, { labelSelector: `${LABELS.parent}=${name}` });
    return below.length === 0;
  } catch {
    // It was begun, and nothing is known of its end.
    return true;
  }
}
