import { createHash } from "node:crypto";
import type { ObjectRef } from "../../kube/cluster";
import { isRecord } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { isolationList, tenantObjects } from "../../model/tenant/objects/objects";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { readPlain } from "../../model/schema/read";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import { annotated, withoutAnnotations } from "../objects/annotated";
import { digestsOf, type Digests } from "../objects/state";
import type { Member } from "./members";
import type { Declared, Share } from "./ledger";
import { recordedSpec } from "./stack-place";

/** The objects of a tenant as the provider writes them, in the order in which they must be made. */
export interface TenantWrites {
  /** With the record of the spec, and of the share that it takes. */
  readonly namespace: KubeObject;
  /** All that isolates it; its quota of capacity holds the whole of what was declared, before any child takes its share. */
  readonly isolation: readonly KubeObject[];
  readonly bindings: readonly KubeObject[];
}

function writesOf(tenant: Tenant): TenantWrites {
  const { namespace, isolation, bindings } = tenantObjects(tenant, []);
  const record = {
    [ANNOTATIONS.spec]: JSON.stringify(recordedSpec(tenant)),
    ...(tenant.parent === undefined ? {} : { [ANNOTATIONS.share]: JSON.stringify(shareOf(tenant)) }),
  };
  return {
    namespace: annotated(withoutAnnotations(namespace, OTHERS_AMOUNTS), record),
    isolation: isolationList({
      ...isolation,
      quota: annotated(isolation.quota, { [ANNOTATIONS.declared]: JSON.stringify(declaredOf(tenant)) }),
    }),
    bindings,
  };
}

/** What tenants consist of, made once for each: a plan asks for it when it reads a tenant, and again when it plans it. */
export class MadeObjects {
  private readonly made = new WeakMap<Tenant, Made>();

  of(tenant: Tenant): Made {
    const known = this.made.get(tenant);
    if (known !== undefined) return known;
    const writes = writesOf(tenant);
    const made = { writes, digests: digestsOf(allWrites(writes), tenant.namespace) };
    this.made.set(tenant, made);
    return made;
  }
}

interface Made {
  readonly writes: TenantWrites;
  readonly digests: Digests;
}

/** All objects, in the order in which they must be made. */
export function allWrites({ namespace, isolation, bindings }: TenantWrites): readonly KubeObject[] {
  return [namespace, ...isolation, ...bindings];
}

/** Whether it is the quota that children are carved out of. */
export function isCapacityQuota({ kind, metadata }: KubeObject): boolean {
  return kind === "ResourceQuota" && metadata.name === TENANT_QUOTA;
}

/** The name of a tenant's quota of capacity. */
export function quotaRef(namespace: string): ObjectRef {
  return { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA, namespace };
}

/** What a tenant takes out of its parent. The same amounts have the same id. */
export function shareOf({ quota }: Tenant): Share {
  return shareWith(quota.capacity);
}

export function shareWith(capacity: StringMap): Share {
  return { id: createHash("sha256").update(JSON.stringify(capacity)).digest("hex").slice(0, 8), capacity };
}

/** A namespace that records another share than its tenant's. */
export function withShare(namespace: KubeObject, share: Share): KubeObject {
  return annotated(namespace, { [ANNOTATIONS.share]: JSON.stringify(share) });
}

export function declaredOf({ quota: { capacity, reserved } }: Tenant): Declared {
  return { capacity, reserved };
}

/** What a namespace of this provider says of its tenant; nothing on one that another engine made, or whose record cannot be read. */
export function memberOn({ metadata }: KubeObject): Member | undefined {
  const spec = specIn(metadata.annotations?.[ANNOTATIONS.spec]);
  const parent = metadata.labels?.[LABELS.parent];
  return spec && { spec, ...(parent === undefined ? {} : { parent }) };
}

/** Another version of this provider may have written fields that this one does not know. */
function specIn(text: string | undefined): TenantSpec | undefined {
  const found = jsonIn(text);
  if (!isRecord(found) || typeof found.name !== "string") return undefined;
  const faults = readPlain(found, TENANT_SPEC, []).issues.filter(({ code }) => code !== "unknown-field");
  return faults.length === 0 ? (found as unknown as TenantSpec) : undefined;
}

/** What of its amounts a tenant of another engine says there; here they stand on the quota and in the share. */
const OTHERS_AMOUNTS: readonly string[] = [ANNOTATIONS.reserved, ANNOTATIONS.drawn];
