import { recordOf, textOf } from "../../../kube-provider/values";
import { isRecord, type Value } from "../../../plugin";
import type { ObjectMapping } from "../object-type";
import { differs, type Difference } from "../patch";

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const configMapType: ObjectMapping = {
  metadata: { namespaced: true },
  failed: { update: "Failed to update Config Map" },
  rules: { binary_data: { validate: base64Faults } },
  replace: changedThoughImmutable,
  fields: { binary_data: { isKept: true }, data: { isKept: true } },
  patched: ["binary_data", "data", "immutable"],
};

/** What cannot change in an object that is immutable, and so replaces it. */
export function changedThoughImmutable(difference: Difference): readonly string[] {
  if (difference.state.immutable !== true) return [];
  return ["data", "binary_data", "immutable"].filter((name) => differs(name, difference));
}

/** Values of a map that are no base64. */
export function base64Faults(value: Value): string[] {
  if (!isRecord(value)) return [];
  return Object.entries(recordOf(value))
    .filter(([, item]) => typeof item === "string" && !isBase64(textOf(item)))
    .map(([key]) => `${key}: must be a base64-encoded string`);
}

/** Lines may be broken, as command line tools do. */
function isBase64(text: string): boolean {
  const line = text.replace(/[\r\n]/g, "");
  return line.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(line);
}
