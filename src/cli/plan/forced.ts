import { listIn, objectIn, textIfAny } from "../../model/json";
import { changeOf, type Change } from "../../review/change";
import { UNKNOWN } from "../../review/state";
import { HIKUBE_MANIFEST, HIKUBE_TENANT } from "./hikube-values";
import { withUnknown } from "./resource-object";

/** A resource that an apply writes over what other field managers own. */
export interface ForcedResource {
  readonly address: string;
  readonly isNew: boolean;
  /** Namespace of the tenant that it is. @default - it is none, or not known yet */
  readonly tenant?: string;
}

/** Reads one resource of a plan. @returns nothing for one that is not written, or refuses conflicts */
export function forcedResource(resource: unknown): ForcedResource | undefined {
  const { address, mode, type, change } = objectIn(resource);
  const { actions: given, after, after_unknown: unknown } = objectIn(change);
  const { force_conflicts: force, namespace } = objectIn(withUnknown(after, unknown));
  const [actions, isNew] = [listIn(given), listIn(given).includes("create")];
  const canForce = type === HIKUBE_TENANT || type === HIKUBE_MANIFEST;
  if (mode !== "managed" || !canForce || !(isNew || actions.includes("update"))) return undefined;
  if (force !== true && force !== UNKNOWN) return undefined;
  const tenant = type === HIKUBE_TENANT && namespace !== UNKNOWN ? textIfAny(namespace) : undefined;
  return { address: textIfAny(address) ?? "", isNew, ...(tenant === undefined ? {} : { tenant }) };
}

/** What a reviewer is told of it. */
export function forcedChange({ address, isNew, tenant }: ForcedResource): Change {
  const note = "conflicts with other field managers are overridden, by `force_conflicts`: what they set there is lost";
  const of = tenant === undefined ? {} : { tenant };
  return changeOf(isNew ? "object-added" : "object-changed", "notice", { ...of, what: address }, note);
}
