import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** An object of a tenant under one of our names would make the next apply fail, for a RoleBinding permanently. */
export const RESERVED_PREFIX = "hikube-";

/** Reserves our names in every tenant's namespace, for the kinds that we create there. */
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
    // A generated name is not known yet, and cannot be aimed at one of ours.
    {
      name: "name-is-reserved",
      expression: `has(object.metadata.name) && object.metadata.name.startsWith('${RESERVED_PREFIX}')`,
    },
  ],
  validations: [
    {
      expression: TRUSTED,
      message: `names that start with "${RESERVED_PREFIX}" are reserved for the platform; allowed here: any other name`,
    },
  ],
};
