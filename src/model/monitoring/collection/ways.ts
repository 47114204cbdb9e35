import { knownCluster } from "../../cluster/known-cluster";
import { LABELS, MANAGER } from "../../tenant/spec/labels";
import type {
  EgressRule,
  IngressRule,
  LabelSelector,
  NetworkPolicy,
  PolicyPeer,
  PolicyPort,
} from "../../tenant/objects/network-policy";
import { dnsRules } from "../../tenant/objects/policy-builders";
import { STACK_PARTS, STACK_PORTS } from "../../tenant/objects/stack-policies";
import type { CollectionSpec } from "./collection-spec";
import { COLLECTION_NAMESPACE, STACK_LABEL } from "./names";
import { KUBELET_PORT, KUBEVIRT_PORT, KUBE_STATE_METRICS, NODE_EXPORTER } from "./platform-jobs";
import { isElsewhere, type StackRoute } from "./stack-route";
import { collectorLabels } from "./workloads";

const EXPORTER_LABELS = { "app.kubernetes.io/name": KUBE_STATE_METRICS.name };

/** Policies of the collection's namespace: nothing, but each collector to what it reads and to its stack. */
export function collectionWays(spec: CollectionSpec): readonly NetworkPolicy[] {
  return [
    policy("hikube-default-deny-ingress", {}, "Ingress", []),
    policy("hikube-default-deny-egress", {}, "Egress", []),
    policy("hikube-to-dns-egress", {}, "Egress", dnsRules(spec.cluster.dns)),
    policy("hikube-to-apiserver-egress", {}, "Egress", [toApiServer(spec)]),
    ...spec.stacks.flatMap((stack) => waysOf(stack, spec)),
    ...platformWays(spec),
  ];
}

function waysOf(stack: StackRoute, spec: CollectionSpec): readonly NetworkPolicy[] {
  const routed = { matchLabels: { [STACK_LABEL]: stack.namespace } };
  return [
    egress(`vmagent-${stack.tenant}`, collectorLabels("pods", stack), [
      { to: [{ namespaceSelector: routed }] },
      toGateway(stack, spec),
    ]),
    egress(`vlagent-${stack.tenant}`, collectorLabels("logs", stack), [toGateway(stack, spec)]),
  ];
}

function platformWays(spec: CollectionSpec): readonly NetworkPolicy[] {
  const { cluster, stacks, platform = {} } = spec;
  const nodes = cluster.nodeCidrs.map((cidr) => ({ ipBlock: { cidr } }));
  const labels = collectorLabels("platform");
  const rules: EgressRule[] = [
    ...(nodes.length === 0 ? [] : [{ to: nodes, ports: [tcp(KUBELET_PORT), tcp(NODE_EXPORTER.port)] }]),
    { to: [{ podSelector: { matchLabels: EXPORTER_LABELS } }], ports: [tcp(KUBE_STATE_METRICS.port)] },
    ...(platform.kubevirt === undefined ? [] : [{ to: [inNamespace(platform.kubevirt)], ports: [tcp(KUBEVIRT_PORT)] }]),
    ...(platform.exporters ?? []).map(({ namespace, podLabels, port }) => ({
      to: [inNamespace(namespace, podLabels)],
      ports: [tcp(port)],
    })),
    ...stacks.map((stack) => toGateway(stack, spec)),
  ];
  return [
    egress("platform-vmagent", labels, rules),
    policy("hikube-kube-state-metrics-ingress", { matchLabels: EXPORTER_LABELS }, "Ingress", [
      { from: [{ podSelector: { matchLabels: labels } }], ports: [tcp(KUBE_STATE_METRICS.port)] },
    ]),
  ];
}

/** A gateway in another cluster is somewhere in the world, as the certificate of its name says. */
function toGateway({ namespace, gateway }: StackRoute, { cluster }: CollectionSpec): EgressRule {
  if (!isElsewhere(gateway))
    return { to: [inNamespace(namespace, STACK_PARTS.gateway)], ports: [tcp(STACK_PORTS.gateway)] };
  const port = Number(new RegExp(":(\\d+)").exec(gateway.replace(/^https?:/, ""))?.[1] ?? 443);
  return { to: knownCluster(cluster).internet.map((ipBlock) => ({ ipBlock })), ports: [tcp(port)] };
}

function toApiServer({ cluster: { apiServer } }: CollectionSpec): EgressRule {
  return { to: apiServer.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(apiServer.port)] };
}

/** By the label that only Kubernetes writes. */
function inNamespace(namespace: string, podLabels?: Readonly<Record<string, string>>): PolicyPeer {
  const namespaceSelector = { matchLabels: { [LABELS.namespaceName]: namespace } };
  return { namespaceSelector, ...(podLabels === undefined ? {} : { podSelector: { matchLabels: podLabels } }) };
}

function tcp(port: number): PolicyPort {
  return { protocol: "TCP", port };
}

function egress(name: string, labels: Readonly<Record<string, string>>, rules: readonly EgressRule[]): NetworkPolicy {
  return policy(`hikube-${name}-egress`, { matchLabels: labels }, "Egress", rules);
}

/** A rule without a peer would allow everything, and is left out. */
function policy(
  name: string,
  podSelector: LabelSelector,
  direction: "Ingress" | "Egress",
  rules: readonly (IngressRule & EgressRule)[],
): NetworkPolicy {
  const closed = rules.filter(({ from = [], to = [] }) => from.length + to.length > 0);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: COLLECTION_NAMESPACE, labels: { [LABELS.managedBy]: MANAGER } },
    spec: {
      podSelector,
      policyTypes: [direction],
      ...(closed.length === 0 ? {} : { [direction === "Ingress" ? "ingress" : "egress"]: closed }),
    },
  };
}
