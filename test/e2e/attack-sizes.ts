import { CONTAINER, own, POD_SPEC, withMetadata } from "./attacks";

export const KIB = 1024;
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
export const text = (kib: number) => "x".repeat(kib * KIB);
export const some = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
export const map = (count: number, value: string) =>
  Object.fromEntries(some(count, (index) => [`example.ch/k${index}`, value]));
const uid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
export const absent = (count: number, more: object = {}) =>
  some(count, (index) => ({ apiVersion: "v1", kind: "Pod", name: `gone-${index}`, uid: uid(index), ...more }));
export const configMap = (metadata: object = {}, body: object = {}) =>
  withMetadata(own("v1", "ConfigMap", body), metadata);
const environment = (bytes: number) =>
  some(Math.ceil(bytes / 4000), (index) => ({ name: `E${index}`, value: "x".repeat(3900) }));

export const template = (spec: object = {}, metadata: object = {}) => ({
  metadata: { labels: { app: "wide" }, ...metadata },
  spec: { ...POD_SPEC, ...spec },
});
export const deployment = (spec: object = {}, pods: object = template()) =>
  own("apps/v1", "Deployment", {
    spec: { replicas: 0, selector: { matchLabels: { app: "wide" } }, template: pods, ...spec },
  });
export const statefulSet = (spec: object = {}, pods: object = template()) =>
  own("apps/v1", "StatefulSet", {
    spec: { replicas: 0, serviceName: "x", selector: { matchLabels: { app: "wide" } }, template: pods, ...spec },
  });
export const withEnvironment = (bytes: number) => ({ containers: [{ ...CONTAINER, env: environment(bytes) }] });
