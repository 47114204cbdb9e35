import { SYSTEM_PRIORITY } from "../../tenant/allow-lists";
import { ANNOTATIONS } from "../../tenant/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** A pod that takes longer to end keeps its node from being drained and its namespace from being deleted. */
export const LONGEST_GRACE_SECONDS = 600;

/**
 * Taints that Kubernetes itself lets pods tolerate: two for five minutes, and memory-pressure where the admission plugin
 * PodTolerationRestriction gives it to every pod that requests memory.
 */
const COMMON_TAINTS = ["memory-pressure", "not-ready", "unreachable"].map((name) => `'node.kubernetes.io/${name}'`);

/** CEL: whether a toleration is other than those that Kubernetes gives to pods. */
const isUncommon = (toleration: string) =>
  `!(has(${toleration}.key) && ${toleration}.key in [${COMMON_TAINTS.join(", ")}])`;

const ASKS_FOR_A_NODE = "(has(object.spec.nodeName) && object.spec.nodeName != '')";
const ASKS_FOR_PRIORITY = "(has(object.spec.priorityClassName) && object.spec.priorityClassName != '')";
const ASKS_FOR_TIME = `(has(object.spec.terminationGracePeriodSeconds) && object.spec.terminationGracePeriodSeconds > ${LONGEST_GRACE_SECONDS})`;

/** Where a pod runs, whom it pushes out, and how long it stays: all at the neighbours' cost. */
export const podPlacement: Guardrail = {
  name: "hikube-pod-placement",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["pods"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    // Most pods ask for nothing special, and pass without further cost.
    {
      name: "asks-for-something-special",
      expression: `(request.operation == 'CREATE' && (${ASKS_FOR_A_NODE} || ${ASKS_FOR_PRIORITY} || ${ASKS_FOR_TIME})) || (has(object.spec.tolerations) && object.spec.tolerations.exists(one, ${isUncommon("one")}))`,
    },
  ],
  variables: [
    { name: "isNew", expression: "request.operation == 'CREATE'" },
    allowList("listed", ANNOTATIONS.tolerations),
    // The admission plugin ExtendedResourceToleration gives a pod that takes a device the taint of its nodes.
    allowList("devices", ANNOTATIONS.extendedResources),
    { name: "taints", expression: "variables.listed + variables.devices" },
    allowList("classes", ANNOTATIONS.priorityClasses),
    {
      name: "known",
      expression: "!variables.isNew && has(oldObject.spec.tolerations) ? oldObject.spec.tolerations : []",
    },
    {
      name: "foreign",
      expression: `${orElse("object.spec.tolerations", "[]")}.filter(one, ${isUncommon("one")} && !(one in variables.known)).map(one, ${orElse("one.key", "''")}).filter(key, !(key in variables.taints))`,
    },
    { name: "priority", expression: orElse("object.spec.priorityClassName", "''") },
  ],
  validations: [
    {
      // The scheduler binds by a subresource, so no honest pod is made with a node.
      expression: `!variables.isNew || !${ASKS_FOR_A_NODE} || ${TRUSTED}`,
      message: "a pod of a tenant names no node (nodeName); allowed here: nodeSelector and affinity for the scheduler",
    },
    {
      expression: `size(variables.foreign) == 0 || ${TRUSTED}`,
      message: "a toleration is for nodes that are kept for others",
      messageExpression: `'toleration of ' + variables.foreign.map(key, key == '' ? 'every taint' : key).join(', ') + ' is for nodes that are kept for others' + ${allowedHere("variables.taints", "tolerations")}`,
    },
    {
      expression: `!variables.isNew || variables.priority == '' || (${isNamed("variables.classes", "variables.priority")} && !variables.priority.startsWith('${SYSTEM_PRIORITY}')) || ${TRUSTED}`,
      message: "this priority class would push out the pods of others",
      messageExpression: `'priority class ' + variables.priority + ' would push out the pods of others' + ${allowedHere("variables.classes", "priorityClasses")}`,
    },
    {
      expression: `!variables.isNew || !${ASKS_FOR_TIME} || ${TRUSTED}`,
      message: `terminationGracePeriodSeconds is too long; allowed here: at most ${LONGEST_GRACE_SECONDS}`,
    },
  ],
};
