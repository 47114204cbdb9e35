import { isRecord, textMapIn } from "../../json";
import { jsonIn } from "../../json-text";
import type { KubeObject, StringMap } from "../../kubernetes/kube-object";
import { holdsDeferred } from "../../schema/faults";
import type { Parent, Tenant } from "../resolve/tenant";
import type { ExternalTenantSpec } from "../spec/external-spec";
import { ANNOTATIONS } from "../spec/labels";
import type { EgressSpec, NetworkSpec } from "../spec/spec";

/** What a namespace says of the capacity that is set aside for tenants declared elsewhere, as JSON in an annotation. */
export interface ReserveRecord {
  /** Whose quota the capacity is: one that is written whole, so that nothing can be taken out of it. */
  readonly engine: "kubernetes";
  /** By ResourceQuota key. What is bounded and not set aside is 0; a key that is not there is not bounded. */
  readonly amounts: StringMap;
  /** What those that take of it inherit. */
  readonly parent: ExternalTenantSpec;
}

/**
 * The annotation of a tenant that sets capacity aside. A value that only Terraform knows cannot be read back: then there is
 * none, and tenants declared elsewhere are refused.
 */
export function reserveAnnotation(tenant: Tenant): StringMap {
  const { capacity, reserved } = tenant.quota;
  if (Object.keys(reserved).length === 0) return {};
  const amounts = Object.fromEntries(Object.keys(capacity).map((key) => [key, reserved[key] ?? "0"]));
  return written(ANNOTATIONS.reserved, { engine: "kubernetes", amounts, parent: factsOf(tenant) });
}

/** The annotation of a tenant that takes of what a parent declared elsewhere sets aside: how much. */
export function drawnAnnotation({ parent, quota }: Tenant): StringMap {
  return parent === undefined || "spec" in parent ? {} : written(ANNOTATIONS.drawn, quota.capacity);
}

function written(annotation: string, record: object): StringMap {
  return holdsDeferred(record) ? {} : { [annotation]: JSON.stringify(record) };
}

/** What a namespace says of its reserve; nothing where it has none. Only the platform writes the annotation. */
export function reserveOn({ metadata }: KubeObject): ReserveRecord | undefined {
  const found = jsonIn(metadata.annotations?.[ANNOTATIONS.reserved]);
  if (!isRecord(found) || found.engine !== "kubernetes" || !isRecord(found.parent)) return undefined;
  const parent = found.parent as unknown as ExternalTenantSpec;
  return { engine: found.engine, amounts: textMapIn(found.amounts), parent: { ...parent, namespace: metadata.name } };
}

/** In the form of `ExternalTenantSpec`. */
function factsOf(tenant: Tenant) {
  const { namespace, ancestors, profile, security, podSecurity, access, cost, monitoring } = tenant;
  const { requireCostLabels, expiresAt, suspended } = tenant;
  const { viewer: viewers, user: users, admin: admins, owner: owners } = access;
  const network = networkOf(tenant);
  return {
    ...{ namespace, ancestors, profile, cost, requireCostLabels, suspended, expiresAt, monitoring },
    security: { ...security, podSecurity },
    access: { viewers, users, admins, owners },
    ...(network === undefined ? {} : { network }),
  };
}

function networkOf(tenant: Tenant): Pick<NetworkSpec, "internet" | "egress" | "allowedEgress"> | undefined {
  const allowedEgress = allowedBelow(tenant);
  const { internet, egress } = tenant.network;
  return allowedEgress && { internet: internet ? "allow" : "deny", egress, allowedEgress };
}

/** What a tenant grants beside what it reaches itself. `undefined` where an ancestor's part is not known. */
function allowedBelow({ network, parent }: Parent): readonly EgressSpec[] | undefined {
  if (network === undefined) return undefined;
  if (network.allowedEgress !== undefined || parent === undefined) return network.allowedEgress ?? [];
  const above = allowedBelow(parent);
  return above && parent.network && [...parent.network.egress, ...above];
}
