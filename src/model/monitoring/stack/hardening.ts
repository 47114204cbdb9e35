import type { JsonRecord } from "../../json";
import { GRAFANA_AMOUNTS } from "../../tenant/resolve/stack";

// What Pod Security's level `restricted` demands, and what a quota counts: no chart sets it by itself.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/

const USER = 1000;

/** Settings of a pod, as the charts of VictoriaMetrics take them. */
export const POD: JsonRecord = {
  ...{ enabled: true, runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
  seccompProfile: { type: "RuntimeDefault" },
};

/** Settings of a container. */
export const CONTAINER: JsonRecord = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** The same for charts that have a switch for it. */
export const SWITCHED_CONTAINER: JsonRecord = { enabled: true, ...CONTAINER };

/** An account without a token: nothing in a stack asks the API server. */
export const ACCOUNT: JsonRecord = { create: true, automountToken: false };

/** Amounts of a container: what is requested for it, and what it may take. */
export interface Amounts {
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
}

/** Requests and limits of every container of a stack. `docs/monitoring.md` shows their sum. */
export const AMOUNTS = {
  metrics: { cpu: ["100m", "1"], memory: ["512Mi", "1Gi"] },
  logs: { cpu: ["100m", "1"], memory: ["256Mi", "512Mi"] },
  gateway: { cpu: ["20m", "200m"], memory: ["32Mi", "128Mi"] },
  alerts: { cpu: ["20m", "200m"], memory: ["64Mi", "128Mi"] },
  alertmanager: { cpu: ["20m", "100m"], memory: ["32Mi", "64Mi"] },
  grafana: GRAFANA_AMOUNTS,
  /** Each process of a cluster of databases. */
  replica: { cpu: ["100m", "1"], memory: ["256Mi", "1Gi"] },
} as const satisfies Readonly<Record<string, Amounts>>;

export function resources({ cpu, memory }: Amounts): JsonRecord {
  return { requests: { cpu: cpu[0], memory: memory[0] }, limits: { cpu: cpu[1], memory: memory[1] } };
}

export function volume(size: string, storageClass: string | undefined): JsonRecord {
  return { enabled: true, size, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) };
}
