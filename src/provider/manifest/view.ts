import { objectIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { dynamicFrom, innerOf, withoutServerFields } from "../../kube-provider/plain";
import { isUnknown, type PrivateState, type Value } from "../../plugin";
import { bodyOf, isSecret } from "./body";
import { HOLDER } from "./holder";
import { keptIn, shownOf } from "./record";

/** What was applied of a manifest, without its secrets. */
export function guideOf(manifest: Value | undefined): JsonRecord {
  const inner = innerOf(manifest);
  return inner === null || isUnknown(inner) ? {} : bodyOf(inner, null).object;
}

/** A live object as the state shows it. */
export function viewOf(object: KubeObject, manifest: Value | undefined, kept: PrivateState): JsonRecord {
  const { fields, secrets = [] } = keptIn(kept) ?? {};
  return shownOf(object, { guide: guideOf(manifest), secrets, before: fields });
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The manifest of an object that is imported: all that somebody may have written, but no data of a Secret. */
export function manifestOf(object: KubeObject): Value {
  const { metadata, ...rest } = withoutServerFields(object);
  const { annotations, ...others } = objectIn(metadata);
  const kept = Object.entries(objectIn(annotations)).filter(([name]) => name !== LAST_APPLIED && name !== HOLDER);
  const open = Object.entries(rest).filter(([name]) => name !== "data" || !isSecret(object));
  const texts = kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
  return dynamicFrom({ ...Object.fromEntries(open), metadata: { ...others, ...texts } });
}
