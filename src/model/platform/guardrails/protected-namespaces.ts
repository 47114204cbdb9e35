import { ANNOTATIONS } from "../../tenant/spec/labels";
import type { Guardrail } from "./guardrail";

/** Nobody deletes a protected tenant, not even a cluster-admin by mistake: it has to be unprotected first. */
export const protectedNamespaces: Guardrail = {
  name: "hikube-protected-namespaces",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["DELETE"], resources: ["namespaces"] }],
  },
  matchConditions: [
    {
      name: "is-protected",
      expression: `has(oldObject.metadata.annotations) && '${ANNOTATIONS.protected}' in oldObject.metadata.annotations && oldObject.metadata.annotations['${ANNOTATIONS.protected}'] == 'true'`,
    },
  ],
  validations: [
    {
      expression: "false",
      message: "this namespace is protected; to delete the tenant, first apply it with `protected: false`",
      messageExpression:
        "'the tenant of namespace ' + oldObject.metadata.name + ' is protected; to delete it, first apply it with protected: false'",
    },
  ],
};
