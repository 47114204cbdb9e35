import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/**
 * NetworkPolicies only add: one rule without peers, or with a peer beyond the tenant, opens every wall that ours make.
 * A tenant's own policies order what happens inside the tenant.
 */
export const networkPolicies: Guardrail = {
  name: "hikube-network-policies",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["networking.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["networkpolicies"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    { name: "unchanged", expression: "request.operation == 'UPDATE' && object.spec == oldObject.spec" },
    { name: "ingressStaysInside", expression: staysInside("ingress", "from") },
    { name: "egressStaysInside", expression: staysInside("egress", "to") },
  ],
  validations: [
    {
      expression: `variables.unchanged || (variables.ingressStaysInside && variables.egressStaysInside) || ${TRUSTED}`,
      message:
        "a NetworkPolicy of a tenant opens ways inside the tenant only; allowed here: rules with peers that have a " +
        "podSelector and neither ipBlock nor namespaceSelector, and no rule without peers. " +
        "Ways beyond the tenant are declared by `network` in the tenant's code; a chart goes without its own policies " +
        "(networkPolicy.enabled=false), the tenant is isolated as it is",
    },
  ],
};

function staysInside(direction: "ingress" | "egress", side: "from" | "to"): string {
  const peersStay = `rule.${side}.all(peer, !has(peer.ipBlock) && !has(peer.namespaceSelector))`;
  const rules = `object.spec.${direction}`;
  return `!has(${rules}) || ${rules}.all(rule, has(rule.${side}) && size(rule.${side}) > 0 && ${peersStay})`;
}
