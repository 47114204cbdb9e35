import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { ADDRESS_ANNOTATION } from "../../../src/sandbox/nodes/pod-status";

/** A pod as a tenant's strictest level wants it, that says where its metrics are. */
export function demoPod(namespace: string, address: string, port: number): KubeObject {
  const container = {
    ...{ name: "main", image: "registry.example.ch/app:1" },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
  const annotations = {
    ...{ "prometheus.io/scrape": "true", "prometheus.io/port": String(port) },
    [ADDRESS_ANNOTATION]: address,
  };
  return {
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "app", namespace, annotations } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      containers: [container],
    },
  };
}
