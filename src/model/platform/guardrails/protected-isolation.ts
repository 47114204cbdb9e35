import { BASE_ISOLATION } from "../../tenant/objects/base-isolation";
import { ANNOTATIONS } from "../../tenant/spec/labels";
import type { Guardrail } from "./guardrail";

/**
 * The namespace of a protected tenant cannot be deleted, so its isolation must not be either, or the pods would stay
 * without it. Terraform would delete it when a tenant is removed from the code. It holds for everybody, and by names,
 * not labels: otherwise removing the label first would be enough.
 *
 * A terminating namespace may be emptied, and objects with names of older releases may be deleted. What a spec may
 * remove is not among the names.
 */
export const protectedIsolation: Guardrail = {
  name: "hikube-protected-isolation",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [""],
        apiVersions: ["*"],
        operations: ["DELETE"],
        resources: ["resourcequotas", "limitranges", "serviceaccounts"],
      },
      { apiGroups: ["networking.k8s.io"], apiVersions: ["*"], operations: ["DELETE"], resources: ["networkpolicies"] },
    ],
  },
  matchConditions: [
    {
      name: "is-base-isolation",
      expression: Object.entries(BASE_ISOLATION)
        .map(([kind, names]) => `(request.kind.kind == '${kind}' && oldObject.metadata.name in ${listOf(names)})`)
        .join(" || "),
    },
  ],
  variables: [
    {
      name: "annotations",
      expression: "has(namespaceObject.metadata.annotations) ? namespaceObject.metadata.annotations : {}",
    },
  ],
  validations: [
    {
      expression: [
        "has(namespaceObject.metadata.deletionTimestamp)",
        `!('${ANNOTATIONS.protected}' in variables.annotations)`,
        `variables.annotations['${ANNOTATIONS.protected}'] != 'true'`,
      ].join(" || "),
      message: "this isolates a protected tenant; to delete the tenant, first apply it with `protected: false`",
      messageExpression:
        "request.kind.kind + ' ' + oldObject.metadata.name + ' isolates the protected tenant of namespace ' + request.namespace" +
        " + ', which stays; to delete the tenant, first apply it with protected: false; where only an address in Terraform changed, add a moved block'",
    },
  ],
};

function listOf(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}
