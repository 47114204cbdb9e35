import { DiagnosticError, type Value } from "../../../plugin";
import { blockOf, listOf, recordOf, textOf, textsOf } from "../../../kube-provider/values";
import { deleteAndWait } from "../../../kube/poll";
import { listIn, objectIn, textIn, textsIn } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectMapping } from "../object-type";

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export const priorityClassType: ObjectMapping = {
  metadata: { namespaced: false },
  identity: false,
  failed: { create: "Failed to create priority class", update: "Failed to update priority class" },
  rules: {
    global_default: { default: false },
    value: { forceNew: true },
    preemption_policy: {
      default: "PreemptLowerPriority",
      forceNew: true,
      validate: oneOf("Never", "PreemptLowerPriority"),
    },
  },
  fields: {},
  patched: ["description", "global_default"],
};

/** @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
export const storageClassType: ObjectMapping = {
  metadata: { namespaced: false },
  identity: false,
  failed: { update: "Failed to update storage class" },
  rules: {
    parameters: { forceNew: true },
    storage_provisioner: { forceNew: true },
    reclaim_policy: { default: "Delete", validate: oneOf("Recycle", "Delete", "Retain") },
    volume_binding_mode: {
      default: "Immediate",
      forceNew: true,
      validate: oneOf("Immediate", "WaitForFirstConsumer"),
    },
    allow_volume_expansion: { default: true },
    mount_options: { forceNew: true },
    allowed_topologies: { forceNew: true },
  },
  fields: {
    storage_provisioner: { name: "provisioner" },
    volume_binding_mode: { isRead: "present" },
    allow_volume_expansion: { isRead: "present" },
    allowed_topologies: { expand: expandTopologies, flatten: flattenTopologies },
  },
  // A change of the reclaim policy is planned, but the real provider sends none.
  patched: ["allow_volume_expansion"],
  async remove(ref, { cluster, ...waiting }) {
    if (await deleteAndWait(cluster, ref, waiting)) return;
    throw new DiagnosticError(`storage class (${ref.name}) still exists`);
  },
};

function expandTopologies(topologies: Value): unknown {
  const expressions = listOf(blockOf(topologies).match_label_expressions).map(recordOf);
  const terms = expressions.map(({ key, values }) => ({ key: textOf(key), values: textsOf(values) }));
  return terms.length === 0 ? undefined : [{ matchLabelExpressions: terms }];
}

/** The real provider reads the last term that says something. */
function flattenTopologies(topologies: unknown): Value {
  const expressions = listIn(topologies)
    .map((term) => listIn(objectIn(term).matchLabelExpressions).map(objectIn))
    .filter((list) => list.length > 0)
    .at(-1);
  const flat = expressions?.map(({ key, values }) => ({ key: textIn(key), values: textsIn(values) }));
  return [flat === undefined ? {} : { match_label_expressions: flat }];
}
