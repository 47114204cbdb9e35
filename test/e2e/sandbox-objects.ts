import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { eventually } from "./support";

const CONTAINERS = [{ name: "app", image: "app:1" }];

export function namespace(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export function pod(name: string, ns: string, spec: object = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: ns },
    spec: { containers: CONTAINERS, ...spec },
  };
}

export function job(name: string, ns: string): KubeObject {
  const template = { spec: { restartPolicy: "Never", containers: CONTAINERS } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: ns }, spec: { template } };
}

export function claim(name: string, ns: string): KubeObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: ns },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
}

export function loadBalancer(name: string, ns: string): KubeObject {
  const spec = { type: "LoadBalancer", selector: { app: name }, ports: [{ port: 80 }] };
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: ns }, spec };
}

export function quota(name: string, ns: string): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name, namespace: ns },
    spec: { hard: { pods: "1" } },
  };
}

export function admissionPolicy(name: string, expression: string): readonly KubeObject[] {
  const metadata = { name };
  const resourceRules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }];
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: { matchConstraints: { resourceRules }, validations: [{ expression, message: "not by this policy" }] },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}

export function configMap(name: string, ns: string): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: ns } };
}

/** Makes a namespace in which pods may be created. */
export async function freshNamespace(cluster: Cluster, name: string, labels?: Record<string, string>): Promise<string> {
  await cluster.create(namespace(name, labels));
  const account = { apiVersion: "v1", kind: "ServiceAccount", namespace: name, name: "default" };
  await eventually("the default ServiceAccount", () => cluster.get(account));
  return name;
}

/** Waits until the object's status has what is asked for. */
export function statusOf<T>(cluster: Cluster, object: KubeObject, pick: (status: Status) => T | undefined): Promise<T> {
  const { apiVersion, kind, metadata } = object;
  return eventually(`${kind} ${metadata.name}`, async () => {
    const found = await cluster.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
    return pick(found?.status ?? {});
  });
}

/** The parts of any status that the tests look at. */
export interface Status {
  readonly phase?: string;
  readonly podIP?: string;
  readonly succeeded?: number;
  readonly used?: Readonly<Record<string, string>>;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly loadBalancer?: { readonly ingress?: readonly { readonly ip: string }[] };
}
