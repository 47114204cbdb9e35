import { DiagnosticError, type Value, type ValueRecord } from "../../../plugin";
import { blockOf, listOf, recordOf, textMapOf, textOf, textsOf } from "../../../kube-provider/values";
import { deleteAndWait } from "../../../kube/deletion";
import {
  booleanIn,
  defined,
  listIn,
  numberIn,
  objectIn,
  textIn,
  textMapIn,
  textsIn,
  unlessEmpty,
} from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectType } from "../object-type";
import { setIfChanged } from "../patch";

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export const priorityClassType: ObjectType = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
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
  expand: ({ plan }) =>
    defined<unknown>({
      description: unlessEmpty(textOf(plan.description)),
      globalDefault: plan.global_default === true,
      value: plan.value,
      preemptionPolicy: textOf(plan.preemption_policy),
    }),
  flatten: (object) => ({
    description: textIn(object.description),
    global_default: booleanIn(object.globalDefault),
    value: numberIn(object.value),
    preemption_policy: textIn(object.preemptionPolicy),
  }),
  patch: (update) => [
    ...setIfChanged("description", update, { path: "/description", value: textOf }),
    ...setIfChanged("global_default", update, { path: "/globalDefault", value: (planned) => planned === true }),
  ],
};

/** @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
export const storageClassType: ObjectType = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
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
  expand: ({ plan }) =>
    defined<unknown>({
      provisioner: textOf(plan.storage_provisioner),
      reclaimPolicy: textOf(plan.reclaim_policy),
      volumeBindingMode: textOf(plan.volume_binding_mode),
      allowVolumeExpansion: plan.allow_volume_expansion === true,
      parameters: unlessEmpty(textMapOf(plan.parameters)),
      mountOptions: unlessEmpty(textsOf(plan.mount_options)),
      allowedTopologies: unlessEmpty(expandTopologies(plan)),
    }),
  flatten: (object) =>
    defined<Value>({
      parameters: textMapIn(object.parameters),
      storage_provisioner: textIn(object.provisioner),
      reclaim_policy: textIn(object.reclaimPolicy),
      volume_binding_mode: object.volumeBindingMode === undefined ? undefined : textIn(object.volumeBindingMode),
      allowed_topologies: object.allowedTopologies === undefined ? undefined : flattenTopologies(object),
      mount_options: textsIn(object.mountOptions),
      allow_volume_expansion:
        object.allowVolumeExpansion === undefined ? undefined : booleanIn(object.allowVolumeExpansion),
    }),
  patch: (update) =>
    setIfChanged("allow_volume_expansion", update, {
      path: "/allowVolumeExpansion",
      value: (planned) => planned === true,
    }),
  async remove(ref, { cluster, ...waiting }) {
    if (await deleteAndWait(cluster, ref, waiting)) return;
    throw new DiagnosticError(`storage class (${ref.name}) still exists`);
  },
};

function expandTopologies(plan: ValueRecord): readonly unknown[] {
  const expressions = listOf(blockOf(plan.allowed_topologies).match_label_expressions).map(recordOf);
  const terms = expressions.map(({ key, values }) => ({ key: textOf(key), values: textsOf(values) }));
  return terms.length === 0 ? [] : [{ matchLabelExpressions: terms }];
}

function flattenTopologies({ allowedTopologies }: Readonly<Record<string, unknown>>): Value {
  const expressions = listIn(allowedTopologies)
    .map((term) => listIn(objectIn(term).matchLabelExpressions).map(objectIn))
    .filter((list) => list.length > 0)
    .at(-1);
  const flat = expressions?.map(({ key, values }) => ({ key: textIn(key), values: textsIn(values) }));
  return [flat === undefined ? {} : { match_label_expressions: flat }];
}
