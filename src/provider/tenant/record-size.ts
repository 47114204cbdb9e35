import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError } from "../../plugin";
import { shown } from "./titles";

/**
 * What the annotations of an object may have together, in bytes, with their keys.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
 */
const MOST_BYTES = 256 * 1024;

/**
 * Refuses a tenant whose record the API server would refuse: by then its namespace would be there, without its walls.
 *
 * @throws DiagnosticError where it is too long
 */
export function assertRecordable({ metadata: { name, annotations = {} } }: KubeObject): void {
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + lengthOf(key) + lengthOf(value), 0);
  if (bytes <= MOST_BYTES) return;
  throw new DiagnosticError(
    `The tenant ${shown(name)} is too large to be recorded`,
    `Its spec stands in an annotation of its namespace, whose annotations would have ${String(bytes)} bytes: Kubernetes takes ${String(MOST_BYTES)} at most. Shorten its longest lists, such as those of \`access\` or \`network\`, or divide it among sub-tenants.`,
  );
}

function lengthOf(text: string): number {
  return Buffer.byteLength(text);
}
