import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1, type NetworkPolicyV1Spec } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { TerraformStack } from "cdktf";

/** Where one tenant of the forest goes. */
export interface Place {
  readonly stack: TerraformStack;
  readonly id: string;
  readonly namespace: string;
  readonly parent?: string;
}

/** The network policies of a tenant, by hand. */
export function policies(place: Place, after: NamespaceV1): readonly NetworkPolicyV1[] {
  const { stack, id, namespace } = place;
  return Object.entries({ ...insideTenant(), ...alongTree(place), ...toCluster() }).map(
    ([name, spec]) =>
      new NetworkPolicyV1(stack, `${id}-${name}`, {
        dependsOn: [after],
        metadata: {
          name: `hikube-${name}`,
          namespace,
          labels: {
            "app.kubernetes.io/managed-by": "hikube",
            "hikube.cloud/tenant": namespace,
            "hikube.cloud/cost-center": "CC-1000",
            "hikube.cloud/project": "bench",
          },
        },
        spec,
      }),
  );
}

function insideTenant(): Record<string, NetworkPolicyV1Spec> {
  const podSelector = {
    matchExpressions: [{ key: "hikube.cloud/isolated", operator: "NotIn", values: ["true"] }],
  };
  return {
    "default-deny-ingress": { podSelector: {}, policyTypes: ["Ingress"] },
    "default-deny-egress": { podSelector: {}, policyTypes: ["Egress"] },
    "same-tenant-ingress": { podSelector, policyTypes: ["Ingress"], ingress: [{ from: [{ podSelector: {} }] }] },
    "same-tenant-egress": { podSelector, policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }] }] },
  };
}

function alongTree({ namespace, parent }: Place): Record<string, NetworkPolicyV1Spec> {
  const fromParent = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": parent ?? "" } } };
  const descendants = {
    matchExpressions: [
      { key: "kubernetes.io/metadata.name", operator: "NotIn", values: [namespace] },
      { key: `tenant.hikube.cloud/${namespace}`, operator: "Exists" },
    ],
  };
  return {
    ...(parent === undefined
      ? {}
      : { "from-ancestors-ingress": { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [fromParent] }] } }),
    "to-descendants-egress": {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ namespaceSelector: descendants }] }],
    },
  };
}

function toCluster(): Record<string, NetworkPolicyV1Spec> {
  const dns = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
    podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
  };
  const ports = [
    { protocol: "UDP", port: "53" },
    { protocol: "TCP", port: "53" },
  ];
  return {
    "to-dns-egress": { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [dns], ports }] },
    "to-apiserver-egress": {
      podSelector: { matchLabels: { "hikube.cloud/allow-apiserver": "true" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "192.0.2.10/32" } }], ports: [{ protocol: "TCP", port: "6443" }] }],
    },
  };
}
