import { SYSTEM_PRIORITY } from "../../tenant/spec/allow-lists";
import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { GRACE_ALLOWED, GRACE_OF_ALL, LONGEST_GRACE } from "./bounds";
import type { PodGate, PodPlace } from "./pod-gate";

/**
 * What Kubernetes itself gives to pods: to stay for five minutes on two kinds of nodes, by the one effect that lets none
 * come to them; and, by the admission plugin PodTolerationRestriction, to come to nodes under memory pressure.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
const COMMON: readonly (readonly [taint: string, effect: string])[] = [
  ["node.kubernetes.io/not-ready", "NoExecute"],
  ["node.kubernetes.io/unreachable", "NoExecute"],
  ["node.kubernetes.io/memory-pressure", "NoSchedule"],
];

/** CEL: whether a toleration is other than those; without an effect it is for all of them. */
const isUncommon = (one: string) =>
  `!(has(${one}.key) && has(${one}.effect) && (${COMMON.map(([taint, effect]) => `(${one}.key == '${taint}' && ${one}.effect == '${effect}')`).join(" || ")}))`;

/** CEL: whether a text of a pod's spec is there. */
const names = (spec: string, field: "nodeName" | "priorityClassName") =>
  `(has(${spec}.${field}) && ${spec}.${field} != '')`;

/** CEL: whether a pod or a probe takes no time to end, or more than some number of seconds. */
const takes = (one: string, limit: string) =>
  `(has(${one}.terminationGracePeriodSeconds) && (${one}.terminationGracePeriodSeconds == 0 || ${one}.terminationGracePeriodSeconds > ${limit}))`;

/** CEL: the same for the probes of a container, after which the kubelet ends it; it waits for that in a deletion too. */
const probeTakes = (one: string, limit: string) =>
  ["livenessProbe", "startupProbe"]
    .map((probe) => `(has(${one}.${probe}) && ${takes(`${one}.${probe}`, limit)})`)
    .join(" || ");

const asksForTime = (spec: string, limit: string) =>
  [
    takes(spec, limit),
    `${spec}.containers.exists(one, ${probeTakes("one", limit)})`,
    `(has(${spec}.initContainers) && ${spec}.initContainers.exists(one, ${probeTakes("one", limit)}))`,
  ].join(" || ");

/** CEL: whether a term speaks of the pods of other namespaces, or could: a quota counts such pods to zero. */
const crossesNamespaces = (term: string) =>
  `((has(${term}.namespaces) && size(${term}.namespaces) > 0) || has(${term}.namespaceSelector))`;

const AFFINITIES = ["podAffinity", "podAntiAffinity"];
const affinityCrosses = (spec: string) =>
  `(has(${spec}.affinity) && (${AFFINITIES.map((one) => termsCross(`${spec}.affinity.${one}`)).join(" || ")}))`;

/**
 * Where a pod runs, which pods it preempts, and how long it stays, at the cost of other tenants. A pod that takes long
 * to end blocks the draining of its node and the deletion of its namespace; one with no grace period is gone from the
 * API and the quota while its containers still run.
 */
export function podPlacement({ spec, oldSpec, isNew, writesTenants: exempt }: PodPlace): PodGate {
  return {
    asksWhenMade: `${names(spec, "nodeName")} || ${names(spec, "priorityClassName")} || ${affinityCrosses(spec)} || ${asksForTime(spec, String(GRACE_OF_ALL))}`,
    asks: `has(${spec}.tolerations) && ${spec}.tolerations.exists(one, ${isUncommon("one")})`,
    variables: [
      allowList("listedTaints", ANNOTATIONS.tolerations),
      // The admission plugin ExtendedResourceToleration gives a pod that takes a device the taint of its nodes.
      allowList("devices", ANNOTATIONS.extendedResources),
      { name: "taints", expression: "variables.listedTaints + variables.devices" },
      allowList("classes", ANNOTATIONS.priorityClasses),
      {
        name: "knownTolerations",
        expression: `!${isNew} && has(${oldSpec}.tolerations) ? ${oldSpec}.tolerations : []`,
      },
      {
        name: "foreignTaints",
        expression: `${orElse(`${spec}.tolerations`, "[]")}.filter(one, ${isUncommon("one")} && !(one in variables.knownTolerations)).map(one, ${orElse("one.key", "''")}).filter(key, !(key in variables.taints))`,
      },
      LONGEST_GRACE,
      { name: "priority", expression: orElse(`${spec}.priorityClassName`, "''") },
    ],
    validations: [
      {
        // The scheduler binds by a subresource, so no legitimate pod is created with a node.
        expression: `!${isNew} || !${names(spec, "nodeName")}`,
        exempt,
        message:
          "a pod of a tenant names no node (nodeName); allowed here: nodeSelector and affinity for the scheduler",
      },
      {
        expression: "size(variables.foreignTaints) == 0",
        exempt,
        message: "a toleration is for nodes that are reserved for others",
        messageExpression: `'toleration of ' + variables.foreignTaints.map(key, key == '' ? 'every taint' : key).join(', ') + ' is for nodes that are reserved for others' + ${allowedHere("variables.taints", "tolerations")}`,
      },
      {
        expression: `!${isNew} || variables.priority == '' || (${isNamed("variables.classes", "variables.priority")} && !variables.priority.startsWith('${SYSTEM_PRIORITY}'))`,
        exempt,
        message: "this priority class would preempt pods of other tenants",
        messageExpression: `'priority class ' + variables.priority + ' would preempt pods of other tenants' + ${allowedHere("variables.classes", "priorityClasses")}`,
      },
      {
        expression: `!${isNew} || !${affinityCrosses(spec)}`,
        exempt,
        message:
          "affinity to pods of other namespaces can keep them from being scheduled; allowed here: terms without namespaces and " +
          "namespaceSelector, which select pods of the same namespace",
      },
      {
        expression: `!${isNew} || !(${asksForTime(spec, "variables.longest")})`,
        exempt,
        message: "terminationGracePeriodSeconds of the pod or a probe is too long, or 0; allowed here: from 1 on",
        messageExpression: `'terminationGracePeriodSeconds of the pod or a probe is too long, or 0, by which a pod leaves the quota while its containers run on' + ${GRACE_ALLOWED}`,
      },
    ],
  };
}

/** CEL: whether any term of an affinity does. */
function termsCross(field: string): string {
  const required = `${field}.requiredDuringSchedulingIgnoredDuringExecution`;
  const preferred = `${field}.preferredDuringSchedulingIgnoredDuringExecution`;
  return [
    `(has(${required}) && ${required}.exists(one, ${crossesNamespaces("one")}))`,
    `(has(${preferred}) && ${preferred}.exists(one, ${crossesNamespaces("one.podAffinityTerm")}))`,
  ]
    .map((some) => `(has(${field}) && ${some})`)
    .join(" || ");
}
