import { recordOf, textMapOf, textOf } from "../../../kube-provider/values";
import { isRecord, type Value } from "../../../plugin";
import { booleanIn, textMapIn } from "../../../model/json";
import type { ObjectType } from "../object-type";
import { differs, patchMap, setIfChanged, type Difference } from "../patch";

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const configMapType: ObjectType = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespaced: true },
  failed: { update: "Failed to update Config Map" },
  rules: { binary_data: { validate: base64Faults } },
  replace: changedThoughImmutable,
  expand: ({ plan }) => ({
    binaryData: textMapOf(plan.binary_data),
    data: textMapOf(plan.data),
    immutable: plan.immutable === true,
  }),
  flatten: (object) => ({
    binary_data: textMapIn(object.binaryData),
    data: textMapIn(object.data),
    immutable: booleanIn(object.immutable),
  }),
  patch: (update) => [
    ...patchMap("/binaryData", update.state.binary_data, update.plan.binary_data),
    ...patchMap("/data", update.state.data, update.plan.data),
    ...setIfChanged("immutable", update, { path: "/immutable", value: (planned) => planned === true }),
  ],
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
