/** Values with which the charts of a stack hold the Pod Security level "restricted": what a stack must set, no more. */
const POD = {
  enabled: true,
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  seccompProfile: { type: "RuntimeDefault" },
};
const CONTAINER = {
  enabled: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const account = { create: true, automountToken: false };
const resources = { requests: { cpu: "20m", memory: "32Mi" }, limits: { cpu: "200m", memory: "128Mi" } };
const hardened = { podSecurityContext: POD, securityContext: CONTAINER, resources };
const volume = { persistentVolume: { enabled: true, size: "2Gi" } };
const remoteWrite = [{ url: "http://auth:8427/api/v1/write", bearerTokenFile: "/etc/vm/token" }];

/** By chart: the values, and the ports of the Services that then are there, by the end of their names. */
export const HARDENED: Readonly<
  Record<string, { values: Readonly<Record<string, unknown>>; services: Readonly<Record<string, number>> }>
> = {
  "victoria-metrics-single": {
    values: {
      serviceAccount: account,
      rbac: { create: false },
      server: { ...hardened, ...volume, retentionPeriod: "30d", extraArgs: { "memory.allowedPercent": "60" } },
    },
    services: { "-server": 8428 },
  },
  "victoria-logs-single": {
    values: { serviceAccount: account, server: { ...hardened, ...volume, retentionPeriod: "14d" } },
    services: { "-server": 9428 },
  },
  "victoria-metrics-auth": { values: { ...hardened, secretName: "auth", env: [] }, services: { "": 8427 } },
  "victoria-metrics-agent": {
    values: { ...hardened, ...volume, mode: "statefulSet", rbac: { create: true, namespaced: true }, remoteWrite },
    services: {},
  },
  "victoria-metrics-alert": {
    values: {
      serviceAccount: account,
      server: { ...hardened, datasource: { url: "http://vm:8428" } },
      alertmanager: { ...hardened, ...volume, enabled: true },
    },
    services: { "-server": 8880, "-alertmanager": 9093 },
  },
  grafana: {
    values: {
      resources,
      rbac: { create: false, namespaced: true },
      automountServiceAccountToken: false,
      testFramework: { enabled: false },
      initChownData: { enabled: false },
      persistence: { enabled: true, size: "5Gi" },
      deploymentStrategy: { type: "Recreate" },
      admin: { existingSecret: "grafana-admin" },
      envValueFrom: { READ_TOKEN: { secretKeyRef: { name: "reader", key: "token" } } },
      datasources: { "datasources.yaml": { apiVersion: 1, datasources: [{ name: "metrics" }] } },
    },
    services: { "": 80 },
  },
  "kube-state-metrics": {
    values: { resources, rbac: { useClusterRole: false }, releaseNamespace: true, collectors: ["pods"] },
    services: { "": 8080 },
  },
  "victoria-metrics-cluster": {
    values: {
      serviceAccount: account,
      vmselect: hardened,
      vminsert: hardened,
      vmstorage: { ...hardened, ...volume, retentionPeriod: "30d" },
    },
    services: { "-vmselect": 8481, "-vminsert": 8480, "-vmstorage": 8482 },
  },
  "victoria-logs-cluster": {
    values: { serviceAccount: account, vlselect: hardened, vlinsert: hardened, vlstorage: { ...hardened, ...volume } },
    services: { "-vlselect": 9471, "-vlinsert": 9481, "-vlstorage": 9491 },
  },
};

/** What a chart needs to be installed at all, with all its own defaults. */
export const LEAST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "victoria-metrics-auth": { secretName: "auth" },
  "victoria-metrics-agent": { remoteWrite },
  "victoria-logs-collector": { remoteWrite },
  "victoria-metrics-alert": { server: { datasource: { url: "http://vm:8428" } } },
  grafana: { persistence: { enabled: true } },
};
