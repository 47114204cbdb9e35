import { LABELS, MANAGER } from "../../tenant/labels";
import type { Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

const EVERY_WRITE = { apiVersions: ["*"], operations: ["CREATE", "UPDATE", "DELETE"] } as const;

/**
 * What the platform made, only the platform changes: its walls would fall if a tenant could delete a deny policy, or
 * take the manager's label off first. The selector looks at the old object too, so the label cannot be stripped, and
 * every other request of the cluster is passed by without evaluating an expression.
 */
export const managedObjects: Guardrail = {
  name: "hikube-managed-objects",
  matchConstraints: {
    resourceRules: [{ ...EVERY_WRITE, apiGroups: ["*"], resources: ["*"] }],
    // A Service of the platform hands its labels on to its endpoints, which a controller writes, and no level does.
    excludeResourceRules: [
      { ...EVERY_WRITE, apiGroups: [""], resources: ["endpoints"] },
      { ...EVERY_WRITE, apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
    ],
    objectSelector: { matchLabels: { [LABELS.managedBy]: MANAGER } },
  },
  validations: [
    {
      expression: TRUSTED,
      message:
        `objects labelled ${LABELS.managedBy}=${MANAGER} are written by the platform alone; ` +
        "allowed here: objects of your own, without this label. To change this one, change the tenant's code",
    },
  ],
};
