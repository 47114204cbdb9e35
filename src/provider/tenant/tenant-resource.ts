import { isNeverTenants } from "../../model/cluster/reserved-namespaces";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import {
  DiagnosticError,
  forClient,
  type AnyResource,
  type Diagnostics,
  type PrivateState,
  type Request,
  type Schema,
  type Stored,
  type ValueRecord,
} from "../../plugin";
import { MOVED_IDENTITY_VERSION } from "../../kube-provider/identity";
import { listOf, recordOf, textOf } from "../../kube-provider/values";
import type { HikubeClient } from "../client";
import { asHeld, assertHeld, claimed, keptFor, tenantAt, warnOfForgotten, wasLost } from "../objects/held";
import { NAMESPACE, TENANT_KINDS } from "../objects/live";
import { attempted } from "../explained";
import { importedNamespace } from "../namespace-name";
import { TIMEOUTS } from "../timeouts";
import { createTenant } from "./create";
import { isTenant, NEVER_TENANTS } from "./free";
import { planTenant } from "./plan";
import { memberOn } from "./record";
import { removeTenant, warnOfKept } from "./remove";
import { standings } from "./standing";
import { namespaceIn, TENANT_SCHEMA } from "./tenant-schema";
import { titleOf } from "./titles";
import { warnOfHeldBack } from "./unsettled";
import { digestsIn, memberOf, stateByRecord, valuesOfMember } from "./values";
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
    update: ({ client, plan, state, signal, ignoring, private: kept }) =>
      attempted({ what: `change ${titleOf(plan)}`, signal }, async () => {
        await assertHeld(client, tenantAt(textOf(plan.namespace)), { kept, signal });
        return written(client, plan, { before: digestsIn(state), signal, ignoring, kept });
      }),
    // Of what is tainted Terraform plans a new one, and says nothing of the old one: without a refresh this is all that is told.
    stored: ({ client, state }) => client?.tenants.hold(textOf(state.namespace)),
    declared({ client, config }) {
      const namespace = namespaceIn(config);
      if (namespace !== undefined) client?.tenants.holders.declare(namespace);
    },
    read: (request) => attempted({ what: `read ${titleOf(request.state)}` }, () => readTenant(request)),
    import: (request) =>
      attempted({ what: "import the tenant" }, () => importTenant({ ...request, id: importedNamespace(request.id) })),
    move({ from }) {
      if (!/^kubernetes_namespace(_v1)?$/.test(from.type)) return undefined;
      const [metadata] = listOf(from.state.metadata);
      return { state: { namespace: textOf(recordOf(metadata).name) } };
    },
    async delete({ client, state, signal, stopping, diagnostics, ...request }) {
      const [namespace, parent] = [textOf(state.namespace), textOf(state.parent) || undefined];
      const kept = keptFor(namespace, request.private);
      const isGone = await client.tenants.holders.leaving(namespace, () =>
        attempted({ what: `remove ${titleOf(state)}`, signal }, async () => {
          const isHeld = await removeTenant(client, namespace, { parent, kept, signal, stopping });
          if (!isHeld) warnOfForgotten(tenantAt(namespace), diagnostics);
        }),
      );
      if (!isGone) warnOfKept(namespace, diagnostics);
    },
  });
}

interface ReadTenant {
  readonly client: HikubeClient;
  readonly state: ValueRecord;
  readonly diagnostics: Diagnostics;
  readonly private: PrivateState;
}

async function readTenant({ client, state, diagnostics, private: kept }: ReadTenant): Promise<Stored<Schema> | null> {
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
  const held = claimed(live, kept);
  // What this state wrote is not what stands there: what does is told, so that the plan shows that it is set back.
  const isElsewhere = await wasLost(client, tenantAt(name), held);
  // Should the mark of who took it go, too.
  const known = isElsewhere ? { ...held, isLost: true } : held;
  client.tenants.hold(name, { isElsewhere, kept: known });
  // Of another engine, or of a tenant whose parent is unknown here: the next apply brings it in line.
  if (tenant === undefined) return { state: told, private: known };
  const asItIsHeld = (namespace: KubeObject) => (isElsewhere ? namespace : asHeld(namespace, live, held));
  const before = byRecord === undefined ? digestsIn(state) : {};
  const { objects, appliers } = await standings(client, tenant, before, asItIsHeld);
  return { state: { ...told, objects }, private: { ...known, appliers } };
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
