import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/**
 * NetworkPolicies are additive: one rule without peers, or with a peer outside the tenant, undoes the isolation of
 * ours. A tenant's own policies only decide over traffic inside the tenant.
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
        "a NetworkPolicy of a tenant may allow traffic inside the tenant only; allowed here: rules with peers that have a " +
        "podSelector and neither ipBlock nor namespaceSelector, and no rule without peers. " +
        "Other traffic is allowed by `network` in the tenant's code; disable the policies of a chart (networkPolicy.enabled=false): the tenant is isolated already",
    },
  ],
};

function staysInside(direction: "ingress" | "egress", side: "from" | "to"): string {
  const peersStay = `rule.${side}.all(peer, !has(peer.ipBlock) && !has(peer.namespaceSelector))`;
  const rules = `object.spec.${direction}`;
  return `!has(${rules}) || ${rules}.all(rule, has(rule.${side}) && size(rule.${side}) > 0 && ${peersStay})`;
}
