import type { KubeObject } from "../../model/kubernetes/kube-object";

const LABELS = { "k8s-app": "kube-dns" };

const PORTS = [
  { name: "dns", protocol: "UDP", port: 53 },
  { name: "dns-tcp", protocol: "TCP", port: 53 },
];

/** A cluster DNS to be found where clusters have it. Nothing answers: its pods are as fake as all others. */
export function dnsObjects(): readonly KubeObject[] {
  const metadata = { namespace: "kube-system", labels: LABELS };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name: "kube-dns" },
      spec: {
        clusterIP: "10.96.0.10",
        selector: LABELS,
        ports: PORTS.map((port) => ({ ...port, targetPort: port.port })),
      },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { ...metadata, name: "coredns" },
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: {
            automountServiceAccountToken: false,
            containers: [
              {
                name: "coredns",
                image: "coredns",
                ports: PORTS.map(({ name, protocol, port }) => ({ name, protocol, containerPort: port })),
              },
            ],
          },
        },
      },
    },
  ];
}
