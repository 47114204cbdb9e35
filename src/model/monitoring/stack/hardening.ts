import type { JsonRecord } from "../../json";
import type { Amounts } from "../../tenant/resolve/stack-amounts";

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

export function resources({ cpu, memory }: Amounts): JsonRecord {
  return { requests: { cpu: cpu[0], memory: memory[0] }, limits: { cpu: cpu[1], memory: memory[1] } };
}

export function volume(size: string, storageClass: string | undefined): JsonRecord {
  return { enabled: true, size, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) };
}
