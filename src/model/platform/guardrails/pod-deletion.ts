import { GRACE_ALLOWED, GRACE_OF_ALL, LONGEST_GRACE } from "./bounds";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { mayOnStatus, TRUSTED, TRUSTED_OR_CONTROLLER } from "./trusted";

const IS_EVICTION = "request.operation == 'CREATE'";
const DELETION = "request.options.gracePeriodSeconds";
/** The object is a pod in a deletion and an Eviction in the other: its type cannot be told. */
const EVICTION = "dyn(object).deleteOptions";
const OWN_GRACE = "oldObject.spec.terminationGracePeriodSeconds";

/** CEL: the grace that an eviction or a deletion asks for, or -1 for none. */
const ASKED = `(${IS_EVICTION} ? (has(${EVICTION}) && has(${EVICTION}.gracePeriodSeconds) ? ${EVICTION}.gracePeriodSeconds : -1) : (has(${DELETION}) ? ${DELETION} : -1))`;

/** CEL: whether a pod asks for no time to end by itself. It was made before a guardrail refused that. */
const OWN_ZERO = `(!(${IS_EVICTION}) && !has(${DELETION}) && has(${OWN_GRACE}) && ${OWN_GRACE} == 0)`;

/** CEL: whether its containers may be running: it has a node, and none that told the end of them all. */
const MAY_RUN = `(${IS_EVICTION} || (has(oldObject.spec.nodeName) && oldObject.spec.nodeName != '' && !(has(oldObject.status.phase) && oldObject.status.phase in ['Succeeded', 'Failed'])))`;

const FORCED = `((${ASKED} == 0 || ${OWN_ZERO}) && ${MAY_RUN})`;

/** They delete pods by the pods' own grace, and never ask for another. */
const WORKLOADS: readonly (readonly [group: string, resource: string])[] = [
  ["apps", "replicasets"],
  ["apps", "statefulsets"],
  ["apps", "daemonsets"],
  ["batch", "jobs"],
  ["", "replicationcontrollers"],
];

/**
 * Whoever deletes a pod sets its grace period. A very long one blocks the draining of its node. Zero removes the pod
 * from the API and the quota at once, while its containers run until the node's kubelet notices, so that a quota could
 * be used many times over. The kubelet, the scheduler and the garbage collectors of pods are recognised by their right
 * to write the pod's status, which no level holds.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-forced
 */
export const podDeletion: Guardrail = {
  name: "hikube-pod-deletion",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["DELETE"], resources: ["pods"] },
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["pods/eviction"] },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [{ name: "asks-for-much-or-nothing", expression: `${ASKED} > ${GRACE_OF_ALL} || ${FORCED}` }],
  // A check of rights costs a third of an expression's budget, so each is its own variable.
  variables: [
    LONGEST_GRACE,
    { name: "operates", expression: TRUSTED_OR_CONTROLLER },
    { name: "trusted", expression: TRUSTED },
    { name: "knowsTheEnd", expression: mayOnStatus("", "pods", "patch") },
    ...WORKLOADS.map(([group, resource]) => ({
      name: `runs${resource}`,
      expression: mayOnStatus(group, resource, "update"),
    })),
  ],
  validations: [
    {
      expression: `${ASKED} <= variables.longest || variables.operates`,
      message: "the grace period is too long; allowed here: at most what is granted to the tenant",
      messageExpression: `'the grace period is too long' + ${GRACE_ALLOWED}`,
    },
    {
      expression: `!${FORCED} || variables.knowsTheEnd || variables.trusted || ${WORKLOADS.map(([, resource]) => `variables.runs${resource}`).join(" || ")}`,
      message:
        "a forced deletion (grace period 0) takes the pod out of the quota while its containers run on; allowed here: a " +
        "grace period of 1 second or more (kubectl delete --now). A pod whose node is gone is ended by the platform",
    },
  ],
};
