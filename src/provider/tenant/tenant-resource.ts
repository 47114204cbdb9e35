import { isNeverTenants } from "../../model/cluster/reserved-namespaces";
import { LABELS } from "../../model/tenant/spec/labels";
import {
  DiagnosticError,
  forClient,
  UNKNOWN,
  type AnyResource,
  type Diagnostics,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type Request,
  type Schema,
  type Stored,
  type ValueRecord,
} from "../../plugin";
import { MOVED_IDENTITY_VERSION } from "../../kube-provider/identity";
import { hasUnknown, listOf, recordOf, textOf } from "../../kube-provider/values";
import type { HikubeClient } from "../client";
import { warnOfIgnored } from "../objects/ignored";
import { NAMESPACE, TENANT_KINDS } from "../objects/live";
import { attempted } from "../explained";
import { TIMEOUTS } from "../timeouts";
import { judgeAppliers } from "./appliers";
import { createTenant, TAKEN } from "./create";
import { isAllAboveKnown } from "./families";
import { sameMember, type Member } from "./members";
import { assertFree, assertFreeToMoveTo, isGoing, NEVER_TENANTS, isTenant, warnOfAnew, warnOfEnd } from "./free";
import { noParent } from "./no-parent";
import { isUnfinished, memberOn } from "./record";
import { assertChildless, planRemoval, removeTenant, TAINTED, warnOfKept } from "./remove";
import { standings } from "./standing";
import { namespaceIn, TENANT_SCHEMA } from "./tenant-schema";
import { titleOf } from "./titles";
import { warnOfHeldBack } from "./unsettled";
import { digestsIn, memberOf, stateByRecord, valuesOfMember } from "./values";
import { judgePlanned } from "./verdict";
import { written } from "./written";

/** A tenant with all that belongs to it, as one resource. */
export function tenantResource(): AnyResource<HikubeClient> {
  return forClient<HikubeClient>().resource<Schema>({
    schema: TENANT_SCHEMA,
    identity: {
      version: MOVED_IDENTITY_VERSION,
      attributes: { namespace: { type: "string", requiredForImport: true } },
      of: ({ namespace }) => ({ namespace: textOf(namespace) }),
      importId: ({ namespace }) => textOf(namespace),
    },
    timeouts: TIMEOUTS,
    modifyPlan: (request) =>
      attempted({ what: `plan ${titleOf(request.action === "delete" ? request.state : request.plan)}` }, () =>
        planTenant(request),
      ),
    create: createTenant,
    update: ({ client, plan, state, signal, ignoring }) =>
      attempted({ what: `change ${titleOf(plan)}`, signal }, async () => ({
        state: await written(client, plan, { before: digestsIn(state), signal, ignoring }),
      })),
    // Of what is tainted Terraform plans a new one, and says nothing of the old one: without a refresh this is all that is told.
    stored: ({ client, state }) => client?.tenants.hold(textOf(state.namespace)),
    declared({ client, config }) {
      const namespace = namespaceIn(config);
      if (namespace !== undefined) client?.tenants.holders.declare(namespace);
    },
    read: (request) => attempted({ what: `read ${titleOf(request.state)}` }, () => readTenant(request)),
    import: (request) => attempted({ what: `import the tenant ${request.id}` }, () => importTenant(request)),
    move({ from }) {
      if (!/^kubernetes_namespace(_v1)?$/.test(from.type)) return undefined;
      const [metadata] = listOf(from.state.metadata);
      return { state: { namespace: textOf(recordOf(metadata).name) } };
    },
    async delete({ client, state, signal, stopping, diagnostics }) {
      const [namespace, parent] = [textOf(state.namespace), textOf(state.parent) || undefined];
      const isGone = await client.tenants.holders.leaving(namespace, () =>
        attempted({ what: `remove ${titleOf(state)}`, signal }, () =>
          removeTenant(client, namespace, { parent, signal, stopping }),
        ),
      );
      if (!isGone) warnOfKept(namespace, diagnostics);
    },
  });
}

interface ReadTenant {
  readonly client: HikubeClient;
  readonly state: ValueRecord;
  readonly diagnostics: Diagnostics;
}

async function readTenant({ client, state, diagnostics }: ReadTenant): Promise<Stored<Schema> | null> {
  const name = textOf(state.namespace);
  client.live.begin(TENANT_KINDS);
  const live = await client.live.get(NAMESPACE, name);
  if (live === undefined) {
    await warnOfHeldBack(client.live, { namespace: name, parent: textOf(state.parent) || undefined }, diagnostics);
    return null;
  }
  const recorded = memberOn(live);
  // One that this provider wrote has a record: without it the namespace is told as changed.
  const isLost = recorded === undefined && Object.keys(digestsIn(state)).length > 0;
  if (isLost) await client.tenants.assume(name, memberOf(state));
  const tenant = await client.tenants.tenant(name);
  const byRecord = stateByRecord(state, recorded);
  const told = byRecord ?? state;
  // Of another engine, or of a tenant whose parent is unknown here: the next apply brings it in line.
  if (tenant === undefined) return { state: told };
  // What this state wrote is not what stands there: what does is told, so that the plan shows that it is set back.
  const { objects, appliers } = await standings(client, tenant, byRecord === undefined ? digestsIn(state) : {});
  return { state: { ...told, objects }, private: { appliers } };
}

async function planTenant(request: ModifyPlanRequest<Schema, HikubeClient>): Promise<ModifiedPlan<Schema>> {
  const { client, diagnostics } = request;
  if (request.action === "delete") {
    const namespace = textOf(request.state.namespace);
    client?.tenants.plan(namespace, undefined);
    if (client !== undefined) await planRemoval(client, namespace, diagnostics);
    client?.tenants.holders.plan(namespace, "goes", diagnostics);
    return {};
  }
  const plan = recordOf(request.plan);
  const former = request.action === "update" ? textOf(request.state.namespace) : undefined;
  // Terraform does not ask for the removal of what it replaces.
  if (client !== undefined && former !== undefined && former !== plan.namespace) {
    await planRemoval(client, former, diagnostics);
    client.tenants.holders.plan(former, "goes", diagnostics);
  }
  if (client === undefined || typeof plan.namespace !== "string") return { plan: { ...plan, objects: UNKNOWN } };
  const planned = {
    namespace: plan.namespace,
    member: memberOf(plan),
    isKnown: !hasUnknown({ ...plan, objects: null }),
  };
  const isTaken = former === undefined && (await planNew(request, planned));
  if (former !== undefined) await planChange(request, { ...planned, former });
  client.tenants.plan(plan.namespace, planned.member);
  const tenant = await client.tenants.tenant(plan.namespace);
  const later = { plan: { ...plan, objects: UNKNOWN }, ...(isTaken ? { private: TAKEN } : {}) };
  if (tenant === undefined) {
    if (await client.tenants.isUndecided(plan.namespace)) return later;
    return orphaned(request, await noParent(client, plan));
  }
  await judgePlanned(client, tenant, diagnostics);
  if (plan.force_conflicts !== true) judgeAppliers(request.private.appliers, diagnostics);
  // Terraform refuses an apply that knows less than its plan: there was no tenant then, and another apply has made it since.
  if (isTaken || !planned.isKnown || !isAllAboveKnown(tenant)) return later;
  const { digests } = client.tenants.objects.of(tenant);
  const isSame = request.action === "update" && sameMember(memberOf(request.state), planned.member);
  if (isSame) warnOfIgnored({ title: titleOf(plan), ignored: request.config.objects, wanted: digests }, diagnostics);
  return { plan: { ...plan, objects: digests } };
}

interface PlannedTenant {
  readonly namespace: string;
  readonly member: Member;
  /** Whether all of it is known yet. */
  readonly isKnown: boolean;
}

/** @returns whether a finished tenant is there, which the new one takes over */
async function planNew(request: ModifyPlanRequest<Schema, HikubeClient>, planned: PlannedTenant): Promise<boolean> {
  const { client, diagnostics } = request;
  const { namespace, member, isKnown } = planned;
  if (client === undefined) return false;
  client.tenants.make(namespace);
  client.tenants.holders.plan(namespace, "comes", diagnostics);
  const why = client.tenants.replacement(namespace, member);
  // Terraform drops warnings of this plan, where it was asked for another one before.
  if (why === "asked for") await assertChildless(client, namespace);
  if (why !== undefined) await planRemoval(client, namespace, diagnostics, why === "tainted" ? TAINTED : "");
  const found = await client.live.get(NAMESPACE, namespace);
  if (why !== undefined) {
    warnOfAnew(found, member, diagnostics);
    return found !== undefined && !isUnfinished(found);
  }
  const isRest = assertFree(found, member, isKnown);
  if (isRest) warnOfRest(namespace, diagnostics);
  return isRest;
}

interface ChangedTenant extends PlannedTenant {
  /** Its namespace in the state. */
  readonly former: string;
}

async function planChange(request: ModifyPlanRequest<Schema, HikubeClient>, planned: ChangedTenant): Promise<void> {
  const { client, diagnostics } = request;
  const { namespace, former, member } = planned;
  if (client === undefined) return;
  client.tenants.hold(former);
  const found = await client.live.get(NAMESPACE, namespace);
  // The old one would be gone before the new one is refused.
  if (former !== namespace) assertFreeToMoveTo(found, member);
  else client.tenants.holders.plan(namespace, "stays", diagnostics);
  // A destroy plans the change first.
  if (former === namespace && found !== undefined && isGoing(found)) warnOfEnd(found, diagnostics);
}

function warnOfRest(namespace: string, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `The tenant ${namespace} is there already, just as it would be made`,
    "It is taken over as it stands: an apply left it that was cut short, or it is this very resource under `create_before_destroy`. If another configuration holds it, do not apply this: whichever of the two removes it, removes it for both. Where Terraform then calls the final plan inconsistent, another apply has made it since that was planned, and nothing of it was changed: plan again.",
    ["namespace"],
  );
}

/**
 * What is there may lose its parent, and is destroyed without one: the plan of that asks for its change first, so that it is
 * the apply that refuses this.
 */
function orphaned(request: ModifyPlanRequest<Schema, HikubeClient>, fault: DiagnosticError): ModifiedPlan<Schema> {
  const { action, plan, state, diagnostics } = request;
  if (action !== "update" || textOf(state.parent) !== textOf(plan.parent)) throw fault;
  const isSame = sameMember(memberOf(state), memberOf(plan));
  const first = isSame ? "It stays as it is" : "The apply of this change is refused";
  diagnostics.warning(fault.summary, `${first}; it can be destroyed. ${fault.detail ?? ""}`, fault.path);
  return { plan: { ...plan, objects: isSame ? (state.objects ?? null) : UNKNOWN } };
}

/** By its namespace. What another engine made of it is brought in line by the next apply. */
async function importTenant({ id, client }: Request<HikubeClient> & { readonly id: string }) {
  const namespace = await client.cluster().get({ ...NAMESPACE, name: id });
  if (namespace === undefined)
    throw new DiagnosticError(`There is no namespace ${id}`, "Import a tenant by its namespace.");
  const { labels = {} } = namespace.metadata;
  if (!isTenant(namespace)) {
    throw new DiagnosticError(
      `The namespace ${id} is not a tenant`,
      isNeverTenants(id)
        ? NEVER_TENANTS
        : "A tenant that is imported may be destroyed with all that is in it. To make a tenant of this namespace, declare it with `adopt = true` in place of the import.",
    );
  }
  const member = memberOn(namespace);
  if (member !== undefined) return [{ state: valuesOfMember(member, id) }];
  return [{ state: { name: labels[LABELS.name] ?? null, namespace: id, parent: labels[LABELS.parent] ?? null } }];
}
