import type { JsonRecord } from "../../json";

/** One rule of relabelling. @see https://docs.victoriametrics.com/victoriametrics/relabeling/ */
export interface RelabelRule extends JsonRecord {
  readonly action: "drop" | "drop_if_equal" | "keep" | "labeldrop" | "labelmap" | "replace";
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

/** Writes a label's value from others', which must match the expression as a whole. */
export function replace(source_labels: readonly string[], target_label: string, more: Partial<RelabelRule> = {}) {
  return { action: "replace", source_labels, target_label, ...more } satisfies RelabelRule;
}

/** Keeps what matches the expression as a whole. */
export function keep(label: string, regex: string): RelabelRule {
  return { action: "keep", source_labels: [label], regex };
}

/** Labels that say whose a series of a pod is, and what it is: a name may be doubled like any label. */
const IDENTITY = "(tenant|namespace|stack|pod|instance|job|__name__)";

/**
 * The target's labels win over all that the pod sends under their names. vmagent renames the first label of the pod that
 * meets one of the target's, but a doubled one (`m{stack="x",stack="x"}`) stays in front of the target's: relabelling
 * reads the first, storage keeps the last. So the last, which is the target's, is saved under a name of ours, and put in
 * the place of all.
 */
export const OWN_LABELS: readonly RelabelRule[] = [
  { action: "labeldrop", regex: "__true_.*" },
  { action: "labelmap", regex: IDENTITY, replacement: "__true_$1" },
  { action: "labeldrop", regex: IDENTITY },
  { action: "labelmap", regex: `__true_${IDENTITY}`, replacement: "$1" },
];

/**
 * Series that the platform alone measures, and those of alerts. A pod that sent them would change what quota, cost, workloads and alerts of its
 * own tenant show to the tenants above it, and keep it from being missed.
 */
export const NOT_OF_PODS: RelabelRule = {
  action: "drop",
  source_labels: ["__name__"],
  regex: "(kube|kubelet|kubevirt|container|machine)_.*|ALERTS|ALERTS_FOR_STATE",
};
