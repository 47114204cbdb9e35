import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** Whoever takes one of our names first makes the next apply fail, a RoleBinding's for good. */
export const RESERVED_PREFIX = "hikube-";

/** Our names are kept free in every tenant's namespace, for the kinds that we make there. */
export const reservedNames: Guardrail = {
  name: "hikube-reserved-names",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [""],
        apiVersions: ["*"],
        operations: ["CREATE"],
        resources: ["limitranges", "resourcequotas", "serviceaccounts"],
      },
      { apiGroups: ["networking.k8s.io"], apiVersions: ["*"], operations: ["CREATE"], resources: ["networkpolicies"] },
      {
        apiGroups: ["rbac.authorization.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE"],
        resources: ["rolebindings", "roles"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    // A generated name is not there yet, and cannot be aimed at one of ours.
    {
      name: "name-is-reserved",
      expression: `has(object.metadata.name) && object.metadata.name.startsWith('${RESERVED_PREFIX}')`,
    },
  ],
  validations: [
    {
      expression: TRUSTED,
      message: `names that start with "${RESERVED_PREFIX}" are kept for the platform; allowed here: any other name`,
    },
  ],
};
