import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { printedBytes } from "./measure";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

/** Room for a message, which `kubectl` and client libraries cut at 1024 signs, what it is about, and who wrote which field. */
export const LARGEST_RECORD_BYTES = 8192;

/**
 * No quota counts events, and they only end by their age; a Lease is there to be rewritten. So accounts of tenants may
 * only write small ones. The cluster's own components are recognised by their right to write events everywhere, which
 * no level holds.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export const events: Guardrail = {
  name: "hikube-events",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["events"] },
      { apiGroups: ["events.k8s.io"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["events"] },
      {
        apiGroups: ["coordination.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["leases"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    // All of it: whatever is left out can be filled, by fields that name no field of the object too.
    { name: "bytes", expression: printedBytes("object") },
    {
      name: "writesEverywhere",
      expression:
        "authorizer.group(request.resource.group).resource(request.resource.resource).check('create').allowed()",
    },
  ],
  validations: [
    {
      expression: `variables.bytes <= ${LARGEST_RECORD_BYTES} || variables.writesEverywhere || ${TRUSTED_OR_CONTROLLER}`,
      message: `this object is too large; allowed here: at most ${LARGEST_RECORD_BYTES} bytes`,
      messageExpression: `'this ' + request.kind.kind + ' takes ' + string(variables.bytes) + ' bytes; allowed here: at most ${LARGEST_RECORD_BYTES}'`,
    },
  ],
};
