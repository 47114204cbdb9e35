import { textOf } from "../../../kube-provider/values";
import { textIn } from "../../../model/json";
import type { Value } from "../../../plugin";
import type { ObjectMapping } from "../object-type";
import { SELECTOR_FIELDS } from "../mapping";

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const networkPolicyType: ObjectMapping = {
  metadata: { namespaced: true },
  failed: { update: "Failed to update network policy" },
  rules: {
    "spec.policy_types": { minItems: 1, maxItems: 2 },
    "spec.ingress.ports.protocol": { default: "TCP" },
    "spec.egress.ports.protocol": { default: "TCP" },
  },
  fields: {
    ...SELECTOR_FIELDS,
    policy_types: { isKept: true },
    port: { expand: portNumber, flatten: portText },
  },
  patched: ["spec.ingress", "spec.egress", "spec.pod_selector", "spec.policy_types"],
};

/** A port that reads as a whole number is one, all else is a name. */
function portNumber(value: Value): string | number | undefined {
  const text = textOf(value);
  return /^[+-]?[0-9]+$/.test(text) ? Number(text) : text;
}

function portText(port: unknown): string {
  return typeof port === "number" ? String(port) : textIn(port);
}
