import { listIn, objectIn, textIfAny } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { blockKey, type ProviderRef } from "../project/provider-ref";
import { liveManifest, resourceObject, withUnknown } from "./resource-object";

/** An object of ours before and after a plan, changed or not. */
export interface PlannedObject {
  readonly address: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Whether Terraform writes it. */
  readonly isChanged: boolean;
  /** Whether Terraform deletes it and makes it again. */
  readonly isRecreated: boolean;
  /** Whether it is a namespace that may be there already, and is taken over. @default - it must not be there */
  readonly adopts?: true;
  /** Block of its provider. @default - the resource left the configuration, so only the state knows */
  readonly provider?: ProviderRef;
}

/** Reads one resource of a plan. @returns nothing for what is not ours */
export function plannedObject(resource: unknown): PlannedObject | undefined {
  const { address, mode, type, change } = objectIn(resource);
  if (mode !== "managed") return undefined;
  const [kind, actions] = [textIfAny(type) ?? "", listIn(objectIn(change).actions)];
  const { before: former, after: next, after_unknown: unknown } = objectIn(change);
  const isChanged = actions.includes("update");
  // Where nothing is written, a manifest and its object are the same but for defaults of the server.
  const before = kind === "kubernetes_manifest" && isChanged ? liveManifest(former) : resourceObject(kind, former);
  // What leaves the state alone stays in the cluster.
  const after = actions.includes("forget") ? before : resourceObject(kind, withUnknown(next, unknown));
  if (!isOurs(before) && !isOurs(after)) return undefined;
  return {
    address: textIfAny(address) ?? "",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    isChanged,
    isRecreated: actions.includes("create") && actions.includes("delete"),
  };
}

function isOurs(object: KubeObject | undefined): boolean {
  return object?.metadata.labels?.[LABELS.managedBy] === MANAGER;
}

/** The objects of each provider block. */
export function byBlock(objects: readonly PlannedObject[]): readonly (readonly PlannedObject[])[] {
  const groups = new Map<string, PlannedObject[]>();
  for (const each of objects) {
    const key = blockKey(each.provider ?? {});
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}
