import {
  UNKNOWN,
  type Diagnostics,
  type DiagnosticError,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../plugin";
import { hasUnknown, recordOf, textOf } from "../../kube-provider/values";
import type { HikubeClient } from "../client";
import {
  heldElsewhere,
  holderIn,
  keptOfEach,
  mayStay,
  tenantAt,
  warnOfForgotten,
  warnOfHolder,
  warnOfUnread,
  wasLost,
} from "../objects/held";
import { isEnding } from "../objects/judged-removal";
import { warnOfIgnored } from "../objects/ignored";
import { NAMESPACE } from "../objects/live";
import { judgeAppliers } from "./appliers";
import { madeMeanwhile } from "./disputed";
import { isAllAboveKnown } from "./families";
import { assertFree, assertFreeToMoveTo, warnOfAnew, warnOfEnd } from "./free";
import { sameMember, type Member } from "./members";
import { noParent } from "./no-parent";
import { warnOfAdoption, warnOfRest } from "./plan-warnings";
import { assertRecordable } from "./record-size";
import { assertChildless, planRemoval, TAINTED } from "./remove";
import { titleOf } from "./titles";
import { memberOf } from "./values";
import { judgePlanned } from "./verdict";

type Request = ModifyPlanRequest<Schema, HikubeClient>;

/** What an apply will make of a tenant, with what can be said against it before that. */
export async function planTenant(request: Request): Promise<ModifiedPlan<Schema>> {
  if (request.action === "delete") return planGone(request);
  const { client } = request;
  const plan = recordOf(request.plan);
  const former = request.action === "update" ? textOf(request.state.namespace) : undefined;
  // Terraform does not ask for the removal of what it replaces.
  if (client !== undefined && former !== undefined && former !== plan.namespace) {
    await planEnd(client, former, request);
  }
  if (client === undefined || typeof plan.namespace !== "string") {
    const kept = client === undefined ? {} : keptOfFormer(request, client);
    return { plan: { ...plan, objects: UNKNOWN, taken_over: takenBefore(request) }, ...kept };
  }
  const planned = {
    namespace: plan.namespace,
    member: memberOf(plan),
    isKnown: !hasUnknown({ ...plan, objects: null, taken_over: null }),
  };
  const taken = former === undefined ? await planNew(client, planned, request) : takenBefore(request);
  if (former !== undefined) await planChange(client, { ...planned, former }, request);
  client.tenants.plan(plan.namespace, planned.member);
  const answer = await withObjects(request, client, { ...planned, plan: { ...plan, taken_over: taken } });
  return { ...answer, ...keptOfFormer(request, client) };
}

/**
 * What the removal of what is made anew is to know. Of a replacement Terraform keeps what its state does; of what is tainted nothing
 * but what the plan of the new one says, and it tells not even which tenant that was. Of those that it may be a lost one is told.
 */
function keptOfFormer(request: Request, client: HikubeClient): Pick<ModifiedPlan<Schema>, "private"> {
  if (request.action !== "create" || isReplacement(request)) return {};
  const unasked = client.tenants.unasked();
  for (const namespace of unasked.keys()) warnOnceOfHolder(client, namespace, request.diagnostics);
  return unasked.size === 0 ? {} : { private: keptOfEach(unasked) };
}

function warnOnceOfHolder({ tenants }: HikubeClient, namespace: string, diagnostics: Diagnostics): void {
  const { isElsewhere, isTold } = tenants.heldAt(namespace);
  if (isElsewhere !== true || isTold === true) return;
  tenants.hold(namespace, { isTold: true });
  warnOfHolder(tenantAt(namespace), diagnostics);
}

/** Whether Terraform has asked for the plan of the former one, whose private state it hands over. */
function isReplacement({ private: kept }: Request): boolean {
  return holderIn(kept) !== undefined;
}

/**
 * What is said of a tenant that is in the state; of a new one whose namespace is not known, that it takes nothing over, unless that
 * may be its former self.
 */
function takenBefore(request: Request): Value {
  if (request.state !== null) return request.state.taken_over ?? null;
  return isReplacement(request) ? UNKNOWN : false;
}

async function planGone(request: Extract<Request, { action: "delete" }>): Promise<ModifiedPlan<Schema>> {
  const { client, state } = request;
  if (client !== undefined) await planEnd(client, textOf(state.namespace), request);
  return {};
}

async function planEnd(client: HikubeClient, namespace: string, { private: kept, diagnostics }: Request) {
  client.tenants.asked(namespace);
  // Of what is deposed an apply plans the removal, too.
  if (client.tenants.holders.isTaken(namespace)) return;
  if (await mayStay(client, tenantAt(namespace), kept)) {
    warnOfForgotten(tenantAt(namespace), diagnostics);
    return;
  }
  client.tenants.plan(namespace, undefined);
  await planRemoval(client, namespace, diagnostics);
  client.tenants.holders.plan(namespace, "goes", diagnostics);
}

interface PlannedTenant {
  readonly namespace: string;
  readonly member: Member;
  /** Whether all of it is known yet. */
  readonly isKnown: boolean;
}

interface ResolvedTenant extends PlannedTenant {
  readonly plan: ValueRecord;
}

/** The plan with what the tenant will consist of, as far as that is known and may be. */
async function withObjects(request: Request, client: HikubeClient, resolved: ResolvedTenant) {
  const { namespace, member, isKnown, plan } = resolved;
  const { diagnostics } = request;
  const tenant = await client.tenants.tenant(namespace);
  const later = { plan: { ...plan, objects: UNKNOWN } };
  if (tenant === undefined) {
    if (await client.tenants.isUndecided(namespace)) return later;
    return orphaned(request, await noParent(client, plan));
  }
  const { digests, writes } = client.tenants.objects.of(tenant);
  assertRecordable(writes.namespace);
  await judgePlanned(client, tenant, diagnostics);
  if (plan.force_conflicts !== true) judgeAppliers(request.private.appliers, diagnostics);
  if (!isKnown || !isAllAboveKnown(tenant)) return later;
  const isSame = request.action === "update" && sameMember(memberOf(request.state), member);
  if (isSame) warnOfIgnored({ title: titleOf(plan), ignored: request.config.objects, wanted: digests }, diagnostics);
  return { plan: { ...plan, objects: digests } };
}

/**
 * @returns whether a finished tenant is there, which the new one takes over. Terraform refuses an apply that would do otherwise than
 *   its plan says: another apply has made the tenant since. What is made anew may take its former self over or not
 */
async function planNew(client: HikubeClient, planned: PlannedTenant, request: Request): Promise<Value> {
  const { namespace, member, isKnown } = planned;
  const { diagnostics } = request;
  client.tenants.holders.plan(namespace, "comes", diagnostics);
  const why = client.tenants.replacement(namespace, member);
  if (why !== undefined && client.tenants.heldAt(namespace).isElsewhere === true)
    throw heldElsewhere(tenantAt(namespace));
  // Terraform drops warnings of this plan, where it was asked for another one before.
  if (why === "asked for") await assertChildless(client, namespace);
  if (why !== undefined) await planRemoval(client, namespace, diagnostics, why === "tainted" ? TAINTED : "");
  const found = await client.live.get(NAMESPACE, namespace);
  // In an apply, after the removal of the former one: what is there is another's.
  if (found !== undefined && client.tenants.holders.hasLeft(namespace)) throw madeMeanwhile(namespace);
  if (why !== undefined) {
    if (found !== undefined && isUnread(client, namespace, request)) warnOfUnread(tenantAt(namespace), diagnostics);
    warnOfAnew(found, member, diagnostics);
    // In an apply it has gone by now, unless the new one comes first.
    return found === undefined ? false : UNKNOWN;
  }
  const isRest = assertFree(found, member, isKnown);
  if (isRest) warnOfRest(namespace, diagnostics);
  warnOfAdoption(found, diagnostics);
  return isRest;
}

interface ChangedTenant extends PlannedTenant {
  /** Its namespace in the state. */
  readonly former: string;
}

async function planChange(client: HikubeClient, planned: ChangedTenant, request: Request): Promise<void> {
  const { namespace, former, member } = planned;
  const { private: kept, diagnostics } = request;
  const isElsewhere = await wasLost(client, tenantAt(former), kept);
  client.tenants.hold(former, { isElsewhere, kept });
  client.tenants.asked(former);
  const found = await client.live.get(NAMESPACE, namespace);
  // The old one would be gone before the new one is refused.
  if (former !== namespace) {
    // Terraform drops what is warned of the new one.
    if (assertFreeToMoveTo(found, member)) warnOfRest(namespace, diagnostics);
    warnOfAdoption(found, diagnostics);
    return;
  }
  warnOnceOfHolder(client, namespace, diagnostics);
  client.tenants.holders.plan(namespace, "stays", diagnostics);
  // A destroy plans the change first.
  if (found !== undefined && isEnding(found)) warnOfEnd(found, diagnostics);
}

/** Whether a tenant is tainted, and nothing is known of who holds it: of such a one Terraform tells that in a refresh alone. */
function isUnread({ tenants }: HikubeClient, namespace: string, request: Request): boolean {
  const isTainted = !isReplacement(request) && !tenants.goes(namespace);
  return isTainted && tenants.heldAt(namespace).kept === undefined;
}

/**
 * What is there may lose its parent, and is destroyed without one: the plan of that asks for its change first, so that it is
 * the apply that refuses this.
 */
function orphaned(request: Request, fault: DiagnosticError): ModifiedPlan<Schema> {
  const { action, plan, state, diagnostics } = request;
  if (action !== "update" || textOf(state.parent) !== textOf(plan.parent)) throw fault;
  const isSame = sameMember(memberOf(state), memberOf(plan));
  const first = isSame ? "It stays as it is" : "The apply of this change is refused";
  diagnostics.warning(fault.summary, `${first}; it can be destroyed. ${fault.detail ?? ""}`, fault.path);
  return { plan: { ...plan, objects: isSame ? (state.objects ?? null) : UNKNOWN } };
}
