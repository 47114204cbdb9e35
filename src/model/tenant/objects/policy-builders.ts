import type { DnsFacts } from "../../cluster/cluster-facts";
import { DNS_PORT, dnsPods, dnsPorts } from "../../cluster/dns-facts";
import { LABELS } from "../spec/labels";
import type { PortSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { metadataOf } from "./metadata";
import type { EgressRule, IngressRule, LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from "./network-policy";

export function policyPort({ protocol, port, endPort }: PortSpec): PolicyPort {
  return { protocol, port, ...(endPort === undefined ? {} : { endPort }) };
}

/** All pods of the namespaces, by the label that only Kubernetes writes. */
export function namespaces(names: readonly string[]): PolicyPeer {
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? { namespaceSelector: { matchLabels: { [LABELS.namespaceName]: only } } }
    : { namespaceSelector: { matchExpressions: [{ key: LABELS.namespaceName, operator: "In", values: names }] } };
}

/** To where the cluster's DNS answers. */
export function dnsRules(dns: DnsFacts): readonly EgressRule[] {
  const pods = dnsPods(dns);
  const { cidrs = [] } = dns;
  return [
    ...(pods === undefined
      ? []
      : [
          {
            to: [{ ...namespaces([pods.namespace]), podSelector: { matchLabels: pods.podLabels } }],
            ports: dnsPorts(pods.ports),
          },
        ]),
    ...(cidrs.length === 0 ? [] : [{ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: dnsPorts([DNS_PORT]) }]),
  ];
}

export function ingress(
  tenant: Tenant,
  way: string,
  podSelector: LabelSelector,
  rules: readonly IngressRule[],
): NetworkPolicy {
  return {
    ...header(tenant, `hikube-${way}-ingress`),
    spec: { podSelector, policyTypes: ["Ingress"], ...(rules.length === 0 ? {} : { ingress: closed(rules, "from") }) },
  };
}

export function egress(
  tenant: Tenant,
  way: string,
  podSelector: LabelSelector,
  rules: readonly EgressRule[],
): NetworkPolicy {
  return {
    ...header(tenant, `hikube-${way}-egress`),
    spec: { podSelector, policyTypes: ["Egress"], ...(rules.length === 0 ? {} : { egress: closed(rules, "to") }) },
  };
}

/** A rule without peers, or with an empty list of ports, would allow everything: such a rule is left out. */
function closed<Rule extends IngressRule & EgressRule>(rules: readonly Rule[], side: "from" | "to"): readonly Rule[] {
  return rules.filter((rule) => (rule[side]?.length ?? 0) > 0 && rule.ports?.length !== 0);
}

function header(tenant: Tenant, name: string): Pick<NetworkPolicy, "apiVersion" | "kind" | "metadata"> {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(tenant, name),
  };
}
