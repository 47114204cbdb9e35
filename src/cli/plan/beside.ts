import { listIn, objectIn, textIfAny } from "../../model/json";
import { kindOfType } from "../../model/kubernetes/kinds";
import { HIKUBE_MANIFEST, HIKUBE_TENANT } from "./hikube-values";
import { takesOver } from "./left-objects";
import { readObject, type PlannedObject } from "./planned-objects";
import { releaseChanges } from "./release-changes";
import { withUnknown } from "./resource-object";

/** A resource of a plan that is no object of ours. */
export interface BesideResource {
  /** The object that it stands for, changed or not. @default - it is none of a kind that can be read */
  readonly object?: PlannedObject;
  /** Where it changes a cluster in a way that nothing here can read. @default - it does not */
  readonly unread?: UnreadResource;
}

/** A resource of which no object is known. */
export interface UnreadResource {
  readonly address: string;
  /** What of it changes, where that can be told. @default - it is not known */
  readonly changes?: string;
  /** Namespace of the tenant that it is. @default - it is none */
  readonly tenant?: string;
  /** The tenant that takes pods by the code, until its own end. @default - it is none, is new, or is suspended by the code */
  readonly opens?: { readonly namespace: string; readonly expiresAt?: string };
  /** Namespace that it is in, a tenant's or not. @default - it is in none, or in one that is not known */
  readonly namespace?: string;
  /** Why nobody judges it. @default - it is not in the plan, or of a kind that is not known */
  readonly note?: string;
}

/** Providers whose resources are, or bring, objects of a cluster. */
const OF_CLUSTERS = /^(?:kubernetes|helm|kubectl|kustomization|hikube)_/;

/** What a tenant's own people may make, too: policies, quotas and guardrails of its namespace hold it. */
const HELD = new RegExp(
  "^kubernetes_(?:config_map_v1_data|cron_job|daemon_?set|deployment|horizontal_pod_autoscaler|ingress|job|persistent_volume_claim|" +
    "pod|pod_disruption_budget|replication_controller|service|stateful_set)(?:_v\\d(?:beta\\d)?)?$",
);

/** Of a tenant that another engine made the provider says the namespace alone, before it has written the rest. */
const TAKEN = "the objects that leave the state are taken over by it; what of them becomes other is not compared here";

function tenantPart(resource: unknown): Omit<UnreadResource, "address"> {
  const { namespace, suspended, expires_at: end } = objectIn(objectIn(objectIn(resource).change).after);
  const tenant = textIfAny(namespace);
  if (tenant === undefined) return {};
  const opens = { namespace: tenant, ...(typeof end === "string" ? { expiresAt: end } : {}) };
  const note = takesOver(objectIn(resource)) ? { note: TAKEN } : {};
  return { tenant, ...note, ...(suspended === true ? {} : { opens }) };
}

/** Reads one resource of a plan that is not ours. */
export function besideResource(resource: unknown): BesideResource {
  const { mode, type } = objectIn(resource);
  const given = textIfAny(type) ?? "";
  if (mode !== "managed" || !OF_CLUSTERS.test(given)) return {};
  // Both names of a type have the same fields.
  const kind = kindOfType(given) === undefined && kindOfType(`${given}_v1`) !== undefined ? `${given}_v1` : given;
  const { object, isHidden } = readObject(resource, kind);
  const read = object === undefined ? {} : { object };
  if (object === undefined || isHidden) return { ...read, ...unreadChange(resource) };
  return given === HIKUBE_MANIFEST ? { ...read, ...secretPart(resource) } : read;
}

function unreadChange(resource: unknown): Pick<BesideResource, "unread"> {
  const { address, type, change } = objectIn(resource);
  const { actions, before, after, after_unknown: unknown } = objectIn(change);
  const isChanged = listIn(actions).includes("update");
  if (!isChanged && !listIn(actions).includes("create")) return {};
  if (HELD.test(textIfAny(type) ?? "")) return {};
  const changes = type === "helm_release" && isChanged ? releaseChanges(before, withUnknown(after, unknown)) : "";
  const tenant = type === HIKUBE_TENANT && isChanged ? tenantPart(resource) : {};
  return { unread: { address: textIfAny(address) ?? "", ...tenant, ...(changes === "" ? {} : { changes }) } };
}

/** What is sent beside the manifest is stored nowhere. Of a Secret it is the data, which nobody judges. */
function secretPart(resource: unknown): Pick<BesideResource, "unread"> {
  const { address, change } = objectIn(resource);
  const { actions, after, after_unknown: unknown } = objectIn(change);
  const { manifest, secret_wo_version: version = null } = objectIn(withUnknown(after, unknown));
  const isSent = listIn(actions).some((action) => action === "create" || action === "update");
  if (!isSent || version === null || objectIn(manifest).kind === "Secret") return {};
  const namespace = textIfAny(objectIn(objectIn(manifest).metadata).namespace);
  const note = "what `secret_wo` says of it is in no plan";
  return { unread: { address: textIfAny(address) ?? "", note, ...(namespace === undefined ? {} : { namespace }) } };
}
