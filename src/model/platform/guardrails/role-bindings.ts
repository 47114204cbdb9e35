import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowList, moreBy, orElse, printed } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

const PREFIXES = "variables.prefixes";

/**
 * An owner may grant rights inside the tenant, but not admit others: RBAC limits the rights, this limits the subjects.
 * Names of Kubernetes (`system:authenticated`) stand for everybody, accounts of other namespaces for other tenants.
 */
export const roleBindings: Guardrail = {
  name: "hikube-role-bindings",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["rbac.authorization.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["rolebindings"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    allowList("prefixes", ANNOTATIONS.subjectPrefixes),
    { name: "subjects", expression: "has(object.subjects) ? object.subjects : []" },
    {
      name: "known",
      expression: "request.operation == 'UPDATE' && has(oldObject.subjects) ? oldObject.subjects : []",
    },
    {
      name: "strangers",
      expression: `variables.subjects.filter(subject, !(subject in variables.known) && !${mayBeBound("subject")}).map(subject, subject.kind + ' ' + subject.name)`,
    },
  ],
  validations: [
    {
      expression: `request.operation == 'UPDATE' || object.roleRef.kind == 'Role'`,
      exempt: TRUSTED,
      message:
        "a RoleBinding of a tenant binds a Role; allowed here: Roles of this namespace. ClusterRoles, the levels " +
        "among them, are bound by `access` in the tenant's code",
    },
    {
      expression: "size(variables.strangers) == 0",
      exempt: TRUSTED,
      message: "these subjects cannot be bound in a tenant",
      messageExpression: `variables.strangers.join(', ') + ' cannot be bound in this tenant; allowed here: its own ServiceAccounts, and users and groups whose names start with one of these: ' + ${printed(PREFIXES)} + "${moreBy("security.subjectPrefixes")}"`,
    },
  ],
};

function mayBeBound(subject: string): string {
  // Without a namespace, the account is in the namespace of the binding.
  const ownAccount = `${subject}.kind == 'ServiceAccount' && ${orElse(`${subject}.namespace`, "request.namespace")} == request.namespace`;
  const person = `${subject}.kind in ['User', 'Group'] && !${subject}.name.startsWith('system:')`;
  const isOurs = `${PREFIXES}.exists(prefix, prefix == '*' || ${subject}.name.startsWith(prefix))`;
  return `((${ownAccount}) || (${person} && ${isOurs}))`;
}
