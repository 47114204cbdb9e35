import { SHOP } from "./attack-ground";
import { own, type Deed } from "./attacks";

export const RBAC = "rbac.authorization.k8s.io";
export const NETWORKING = "networking.k8s.io/v1";

export const policy = (spec: object) => own(NETWORKING, "NetworkPolicy", { spec: { podSelector: {}, ...spec } });
export const INSIDE = { podSelector: { matchLabels: { app: "db" } } };
export const honestPolicy = () => policy({ ingress: [{ from: [INSIDE] }], egress: [{ to: [INSIDE] }] });

export const role = (rule: object) => own(`${RBAC}/v1`, "Role", { rules: [rule] });
export const READ_CONFIG = { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] };
export const binding = (subject: object, roleRef: object = { kind: "Role", name: "reader" }) =>
  own(`${RBAC}/v1`, "RoleBinding", { roleRef: { apiGroup: RBAC, ...roleRef }, subjects: [subject] });
export const person = (kind: "User" | "Group", name: string) => ({ apiGroup: RBAC, kind, name });
export const account = (name: string, namespace?: string) => ({ kind: "ServiceAccount", name, namespace });
export const honestBinding = () => binding(account("robot", SHOP));

export const token = (expirationSeconds: number, namespace = SHOP): Deed => {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds } };
  return (cluster) => cluster.raw("POST", `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`, request);
};

export const LEASES = "coordination.k8s.io";

export const lease = (spec: object = {}, namespace = SHOP) =>
  own(`${LEASES}/v1`, "Lease", { spec: { holderIdentity: "app-0", leaseDurationSeconds: 15, ...spec } }, namespace);
export const event = (body: object = {}, namespace = SHOP) =>
  own("v1", "Event", { involvedObject: { kind: "Lease", name: "app", namespace }, reason: "Led", ...body }, namespace);
export const newEvent = (body: object = {}) =>
  own("events.k8s.io/v1", "Event", {
    eventTime: "2027-01-01T00:00:00.000000Z",
    ...{ reportingController: "example.ch/app", reportingInstance: "app-0", action: "Lead", reason: "Led" },
    ...{ type: "Normal", regarding: { kind: "Lease", name: "app", namespace: SHOP }, ...body },
  });

/** As metrics-server serves it; `kubectl top` reads it. */
export const METRICS = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "pods.metrics.k8s.io",
    annotations: { "api-approved.kubernetes.io": "unapproved, stands for metrics-server" },
  },
  spec: {
    group: "metrics.k8s.io",
    scope: "Namespaced",
    names: { kind: "PodMetrics", plural: "pods", singular: "podmetrics" },
    versions: [
      {
        ...{ name: "v1beta1", served: true, storage: true },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};
