import { SYSTEM_PRIORITY } from "../../tenant/allow-lists";
import { ANNOTATIONS } from "../../tenant/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** A pod that takes longer to end keeps its node from being drained and its namespace from being deleted. */
const LONGEST_GRACE_SECONDS = 600;

/** CEL: whether a toleration is other than the two that Kubernetes gives to every pod for five minutes. */
const isUncommon = (toleration: string) =>
  `!(has(${toleration}.key) && ${toleration}.key in ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'])`;

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
    allowList("taints", ANNOTATIONS.tolerations),
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
      messageExpression: `'toleration of ' + variables.foreign.map(key, key == '' ? 'every taint' : key).join(', ') + ' is for nodes that are kept for others' + ${allowedHere("variables.taints")}`,
    },
    {
      expression: `!variables.isNew || variables.priority == '' || (${isNamed("variables.classes", "variables.priority")} && !variables.priority.startsWith('${SYSTEM_PRIORITY}')) || ${TRUSTED}`,
      message: "this priority class would push out the pods of others",
      messageExpression: `'priority class ' + variables.priority + ' would push out the pods of others' + ${allowedHere("variables.classes")}`,
    },
    {
      expression: `!variables.isNew || !${ASKS_FOR_TIME} || ${TRUSTED}`,
      message: `terminationGracePeriodSeconds is too long; allowed here: at most ${LONGEST_GRACE_SECONDS}`,
    },
  ],
};
