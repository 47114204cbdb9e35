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
