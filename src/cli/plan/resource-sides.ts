import { isRecord, listIn, objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { UNKNOWN } from "../../review/state";
import { HIKUBE_MANIFEST } from "./hikube-values";
import { asFarAs } from "./live-fields";
import { alike, asObject, liveManifest, resourceObject, withUnknown } from "./resource-object";

/** The object of a resource before and after a plan. */
export interface ResourceSides {
  /** @default - there was none, or it cannot be read */
  readonly before?: KubeObject;
  /** What leaves the state alone stays in the cluster. @default - there will be none, or it cannot be read */
  readonly after?: KubeObject;
  /** Whether there will be one, of which nothing is known before the apply. */
  readonly isHidden: boolean;
}

/** @param change - `change` of the resource in a plan */
export function resourceSides(type: string, change: unknown): ResourceSides {
  const { actions: given, before: former, after: next, after_unknown: unknown } = objectIn(change);
  const actions = listIn(given);
  const planned = withUnknown(next, unknown);
  const after = type === HIKUBE_MANIFEST ? plannedManifest(planned) : resourceObject(type, planned);
  const before = actions.includes("update") ? standing(type, former, after) : resourceObject(type, former);
  if (actions.includes("forget")) return { ...sides(before, before), isHidden: false };
  const isHidden = isRecord(next) && after === undefined;
  return { ...sides(before, isHidden && !actions.includes("delete") ? before : after), isHidden };
}

function sides(before?: KubeObject, after?: KubeObject): Omit<ResourceSides, "isHidden"> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Where a field less opens a way or gives a right, and servers fill in next to nothing. */
const WHOLE = /^(?:networking|rbac\.authorization)\.k8s\.io\//;

/** As it stands before it is written: where nothing is, a manifest and its object are the same but for defaults of the server. */
function standing(type: string, former: unknown, after: KubeObject | undefined): KubeObject | undefined {
  if (type === "kubernetes_manifest") return liveManifest(former);
  if (type !== HIKUBE_MANIFEST) return resourceObject(type, former);
  const { manifest, object } = objectIn(former);
  if (isOwned(object)) return asObject(object);
  const stood = asObject(manifest);
  if (stood === undefined || after === undefined) return stood;
  return WHOLE.test(stood.apiVersion) ? asFarAs(stood, after) : asObject(alike(manifest, after));
}

/** What a dry run says is in the form of what stands, and has the same fields: those that are ours. */
function plannedManifest(values: unknown): KubeObject | undefined {
  const { manifest, object } = objectIn(values);
  const isKnown = isRecord(object) && !JSON.stringify(object).includes(UNKNOWN);
  return asObject(isKnown ? object : manifest);
}

const IDENTITY = ["apiVersion", "kind", "metadata"];
const NAMES = ["name", "namespace"];

/** Of what was imported, or moved here from another resource, nothing is ours yet but which one it is. */
function isOwned(object: unknown): boolean {
  const { metadata } = objectIn(object);
  const own = (value: unknown, known: readonly string[]) =>
    Object.keys(objectIn(value)).some((key) => !known.includes(key));
  return own(object, IDENTITY) || own(metadata, NAMES);
}
