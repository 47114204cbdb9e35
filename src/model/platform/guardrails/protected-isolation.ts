import { BASE_ISOLATION } from "../../tenant/objects/base-isolation";
import { ANNOTATIONS } from "../../tenant/objects/labels";
import type { Guardrail } from "./guardrail";

/**
 * The namespace of a protected tenant cannot be deleted, so its isolation must not go either: else the pods would stay
 * without it. Terraform would take it down when a tenant is removed from the code. It holds for everybody, and it goes
 * by names, not by labels: who may take a label off could still do it in two steps.
 *
 * A namespace that ends empties itself, and a name that no longer belongs to the isolation is free to go. What a spec
 * may remove is not among the names.
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
