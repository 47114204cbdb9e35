import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { LONGEST_GRACE_SECONDS } from "./pod-placement";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

const GRACE = "request.options.gracePeriodSeconds";

/** Who deletes a pod may give it more time than the pod itself asked for: years, in which its node is never drained. */
export const podDeletion: Guardrail = {
  name: "hikube-pod-deletion",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["DELETE"], resources: ["pods"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [{ name: "asks-for-time", expression: `has(${GRACE}) && ${GRACE} > ${LONGEST_GRACE_SECONDS}` }],
  validations: [
    {
      expression: TRUSTED_OR_CONTROLLER,
      message: `a deletion with so long a grace period keeps the pod; allowed here: at most ${LONGEST_GRACE_SECONDS} seconds`,
    },
  ],
};
