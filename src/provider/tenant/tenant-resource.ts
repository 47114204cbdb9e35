import { formatIssue } from "../../model/issue";
import { printableLine, shortened } from "../../model/printable";
import type { Tenant } from "../../model/tenant/resolve/tenant";
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
import { hasUnknown, listOf, recordOf, textMapOf, textOf } from "../../kube-provider/values";
import type { HikubeClient } from "../client";
import { NAMESPACE, TENANT_KINDS } from "../objects/live";
import { waited } from "../objects/waited";
import type { Digests } from "../objects/state";
import { attempted } from "../explained";
import { TIMEOUTS } from "../timeouts";
import { judgeAppliers } from "./appliers";
import { inAttributes } from "./judge";
import { applyTenant, type TenantChange } from "./apply";
import { sameMember, type Member } from "./members";
import { assertFree, isTenant } from "./free";
import { isUnfinished, memberOn } from "./record";
import { assertChildless, planRemoval, removeTenant } from "./remove";
import { standings, straysOf } from "./standing";
import { TENANT_SCHEMA } from "./tenant-schema";
import { memberOf, stateByRecord, valuesOfMember } from "./values";
import { judgePlanned } from "./verdict";

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
    create: ({ client, plan, signal }) =>
      attempted({ what: `make ${titleOf(plan)}`, signal }, async () => {
        // Somebody may have made it since it was planned.
        const found = await client.cluster().get({ ...NAMESPACE, name: textOf(plan.namespace) });
        assertFree(found, memberOf(plan));
        const left = found === undefined ? [] : await straysOf(client.live.until(signal), found.metadata.name);
        const before = Object.fromEntries(left.map((key) => [key, ""]));
        const rest = found !== undefined && isUnfinished(found) ? found : undefined;
        return { state: await applied(client, plan, { before, signal, isNew: found === undefined, rest }) };
      }),
    update: ({ client, plan, state, signal }) =>
      attempted({ what: `change ${titleOf(plan)}`, signal }, async () => ({
        state: await applied(client, plan, { before: digestsIn(state), signal }),
      })),
    // Of what is tainted Terraform plans a new one, and says nothing of the old one: without a refresh this is all that is told.
    stored: ({ client, state }) => client?.tenants.hold(textOf(state.namespace)),
    read: ({ client, state }) => attempted({ what: `read ${titleOf(state)}` }, () => readTenant(client, state)),
    import: (request) => attempted({ what: `import the tenant ${request.id}` }, () => importTenant(request)),
    move({ from }) {
      if (!/^kubernetes_namespace(_v1)?$/.test(from.type)) return undefined;
      const [metadata] = listOf(from.state.metadata);
      return { state: { namespace: textOf(recordOf(metadata).name) } };
    },
    delete({ client, state, signal, stopping }) {
      const parent = textOf(state.parent) || undefined;
      return attempted({ what: `remove ${titleOf(state)}`, signal }, () =>
        removeTenant(client, textOf(state.namespace), { parent, signal, stopping }),
      );
    },
  });
}

function titleOf({ namespace, name }: ValueRecord): string {
  return `the tenant ${shown(textOf(namespace) || textOf(name))}`;
}

function shown(name: string): string {
  return shortened(printableLine(name));
}

async function readTenant(client: HikubeClient, state: ValueRecord): Promise<Stored<Schema> | null> {
  const name = textOf(state.namespace);
  client.live.begin(TENANT_KINDS);
  const live = await client.live.get(NAMESPACE, name);
  if (live === undefined) return null;
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
    return {};
  }
  const plan = recordOf(request.plan);
  if (client === undefined || typeof plan.namespace !== "string") return { plan: { ...plan, objects: UNKNOWN } };
  if (request.action === "update" && textOf(request.state.namespace) !== plan.namespace) {
    // Terraform does not ask for the removal of what it replaces.
    await planRemoval(client, textOf(request.state.namespace), diagnostics);
    // The old one would be gone before the new one is refused.
    assertFree(await client.live.get(NAMESPACE, plan.namespace), memberOf(plan));
  }
  const member = memberOf(plan);
  const isKnown = !hasUnknown({ ...plan, objects: null });
  if (request.action === "update") client.tenants.hold(textOf(request.state.namespace));
  else await planNew(request, { namespace: plan.namespace, member, isKnown });
  client.tenants.plan(plan.namespace, member);
  const tenant = await client.tenants.tenant(plan.namespace);
  if (tenant === undefined) return orphaned(request, await noParent(client, plan));
  await judgePlanned(client, tenant, diagnostics);
  if (plan.force_conflicts !== true) judgeAppliers(request.private.appliers, diagnostics);
  return { plan: { ...plan, objects: isKnown ? client.tenants.objects.of(tenant).digests : UNKNOWN } };
}

interface NewTenant {
  readonly namespace: string;
  readonly member: Member;
  /** Whether all of it is known yet. */
  readonly isKnown: boolean;
}

async function planNew(request: ModifyPlanRequest<Schema, HikubeClient>, planned: NewTenant): Promise<void> {
  const { client, diagnostics } = request;
  const { namespace, member, isKnown } = planned;
  if (client === undefined) return;
  client.tenants.make(namespace);
  const why = client.tenants.replacement(namespace, member);
  // Terraform drops warnings of this plan, where it was asked for another one before.
  if (why === "asked for") await assertChildless(client, namespace);
  if (why !== undefined) await planRemoval(client, namespace, diagnostics);
  else if (assertFree(await client.live.get(NAMESPACE, namespace), member, isKnown)) warnOfRest(namespace, diagnostics);
}

function warnOfRest(namespace: string, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `The tenant ${namespace} is there already, just as it would be made`,
    "It is taken for what an apply left that was cut short. If another configuration holds it, do not apply this: whichever of the two removes it, removes it for both.",
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
      "A tenant that is imported may be destroyed with all that is in it. To make a tenant of this namespace, declare it with `adopt = true` in place of the import.",
    );
  }
  const member = memberOn(namespace);
  if (member !== undefined) return [{ state: valuesOfMember(member, id) }];
  return [{ state: { name: labels[LABELS.name] ?? null, namespace: id, parent: labels[LABELS.parent] ?? null } }];
}

async function applied(client: HikubeClient, plan: ValueRecord, change: TenantChange): Promise<ValueRecord> {
  const namespace = textOf(plan.namespace);
  client.tenants.plan(namespace, memberOf(plan));
  // The tenants of the run are made of these two, which all resources share.
  await waited("the facts of the cluster", client.facts(), change.signal);
  await client.live.until(change.signal).get(NAMESPACE, namespace);
  const tenant = await client.tenants.tenant(namespace);
  if (tenant === undefined) throw await noParent(client, plan);
  assertReadable(tenant, namespace);
  const objects = client.tenants.objects.of(tenant).digests;
  assertAsPlanned(plan, objects);
  await applyTenant(client, tenant, change);
  return { ...plan, objects };
}

/** What is written is what was planned, never what stands in for a value that cannot be read. */
function assertReadable({ namespace, formIssues: [fault] }: Tenant, planned: string): void {
  if (namespace === planned && fault === undefined) return;
  const why = fault === undefined ? `It would be ${shown(namespace)}.` : formatIssue(inAttributes(fault));
  throw new DiagnosticError(`The tenant ${shown(planned)} cannot be made as it is planned`, why);
}

function digestsIn({ objects }: ValueRecord): Digests {
  return textMapOf(objects);
}

/** What was approved is what is applied: what a tenant inherits may have changed since. */
function assertAsPlanned({ objects }: ValueRecord, now: Digests): void {
  const planned = textMapOf(objects);
  const isOther = Object.entries(now).some(([key, digest]) => planned[key] !== digest);
  if (Object.keys(planned).length === 0 || !isOther) return;
  throw new DiagnosticError(
    "What this tenant inherits changed since it was planned",
    "Its parent, or the facts of the cluster, are others now. Nothing was changed: plan again.",
    ["parent"],
  );
}

/** A tenant of the constructs hands out what it sets aside: Terraform would take a change of its quota for drift. */
async function noParent({ live }: HikubeClient, { parent }: ValueRecord): Promise<DiagnosticError> {
  const name = textOf(parent);
  const found = await live.get(NAMESPACE, name);
  if (found?.metadata.labels?.[LABELS.tenant] === undefined) {
    return new DiagnosticError(
      `There is no tenant ${name === "" ? '""' : shown(name)}`,
      "It is neither on the cluster nor planned by this block of the provider. Name the namespace of one: `parent = hikube_tenant.production.namespace`. One that another block (`alias`) or configuration makes is applied first.",
      ["parent"],
    );
  }
  return new DiagnosticError(
    `${name} is a tenant of the constructs, and sets nothing aside`,
    "They write its quota whole, so that a share can only be taken of its `quota.reserved`. Give it one and apply that, or declare this tenant where its parent is, as a `HikubeSubTenant`, or move the parent: a `hikube_tenant` with a `moved` block from its `kubernetes_namespace_v1`.",
    ["parent"],
  );
}
