import { minorOf } from "../kubernetes/version";
import type { Warning } from "../warning";

/**
 * The first minor that deletes the pods of a namespace before its policies, and whose Pod Security judges hosts in probes.
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5080-ordered-namespace-deletion
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
const OLDEST_MINOR = 34;

/** What does not hold on a cluster of a version. Of what is no version nothing is said: that is a fault of the facts. */
export function oldVersionWarnings(version: unknown): readonly Warning[] {
  const minor = typeof version === "string" ? minorOf(version) : undefined;
  if (minor === undefined || minor >= OLDEST_MINOR) return [];
  const removal = "a removed namespace may lose its policies before its pods";
  const probes = "Pod Security does not judge the hosts in probes and hooks";
  const message = `cluster.version: ${String(version)} is older than v1.${OLDEST_MINOR}: ${removal}, and ${probes}`;
  return [{ code: "old-kubernetes", message }];
}
