import type { KubeObject } from "../../model/kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import {
  isUnknown,
  UNKNOWN,
  type Diagnostics,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type PrivateState,
  type Schema,
  type Value,
} from "../../plugin";
import type { HikubeClient } from "../client";
import { heldElsewhere, mayStay, warnOfForgotten, warnOfHolder, warnOfUnread, wasLost } from "../objects/held";
import { warnOfIgnored } from "../objects/ignored";
import { NAMESPACE } from "../objects/live";
import { digestsOf } from "../objects/state";
import { warnOfUnheld } from "./unheld";
import { PLATFORM_IS_THERE } from "./warnings";
import { HELD, wantedOf } from "./wanted";

type Request = ModifyPlanRequest<Schema, HikubeClient>;

/** What an apply will make of the platform, with what can be said against it before that. */
export async function planPlatform(request: Request): Promise<ModifiedPlan<Schema>> {
  const { plan: given } = request;
  if (request.client === undefined)
    return given === null ? {} : { plan: { ...given, taken_over: takenBefore(request) } };
  const { client, diagnostics, private: kept } = request;
  const found = await client.live.get(NAMESPACE, PLATFORM_NAMESPACE);
  if (request.action === "delete") {
    // Of what is deposed an apply plans the removal, too.
    if (client.platform.isTaken) return {};
    if (await mayStay(client, HELD, kept)) warnOfForgotten(HELD, diagnostics);
    await warnOfUnheld(client.live, { values: request.state, held: request.state }, diagnostics);
    return {};
  }
  const { plan } = request;
  if (request.action === "create") {
    client.platform.plan();
    if (client.platform.isElsewhere) throw heldElsewhere(HELD);
    if (found !== undefined) warnOfPlatform(client, diagnostics);
  } else await planChange(client, kept, diagnostics);
  const taken = request.action === "create" ? takes(client, found) : takenBefore(request);
  // Of what is tainted Terraform keeps nothing for its removal but what the plan of the new one says.
  const { keptHold } = client.platform;
  const own = request.action === "create" && keptHold !== undefined ? { private: keptHold } : {};
  if (ASKED.some((name) => isUnknown(plan[name]))) return { ...own, plan: { ...plan, taken_over: taken } };
  const held = request.action === "update" ? request.state : {};
  await warnOfUnheld(client.live, { values: plan, held }, diagnostics);
  const wanted = digestsOf(await wantedOf(client, plan), PLATFORM_NAMESPACE);
  const isSame = request.action === "update" && ASKED.every((name) => request.state[name] === plan[name]);
  if (isSame) warnOfIgnored({ title: "the platform", ignored: request.config.objects, wanted }, diagnostics);
  return { ...own, plan: { ...plan, objects: wanted, taken_over: taken } };
}

async function planChange(client: HikubeClient, kept: PrivateState, diagnostics: Diagnostics): Promise<void> {
  const isElsewhere = await wasLost(client, HELD, kept);
  client.platform.hold({ isElsewhere, kept });
  if (isElsewhere) warnOfHolder(HELD, diagnostics);
}

/** Whether a new one takes over what is there. What is made anew may meet its former self, or not. */
function takes({ platform }: HikubeClient, found: KubeObject | undefined): Value {
  return platform.isHeld ? UNKNOWN : found !== undefined;
}

function takenBefore({ state }: Request): Value {
  return state === null ? false : (state.taken_over ?? null);
}

/** What of a platform is configured. */
const ASKED = ["guardrails", "readable_classes", "contact"] as const;

/** What an apply left that was killed, and what another engine made, is taken over; so would be what another configuration holds. */
function warnOfPlatform({ platform }: HikubeClient, diagnostics: Diagnostics): void {
  if (platform.isHeld && platform.keptHold === undefined) warnOfUnread(HELD, diagnostics);
  diagnostics.warning(
    PLATFORM_IS_THERE,
    `It is taken over as it is declared here. If another configuration holds it, do not apply this: it loses the platform to this one. What no state holds any more is imported: terraform import ADDRESS ${PLATFORM_NAMESPACE}.`,
  );
}
