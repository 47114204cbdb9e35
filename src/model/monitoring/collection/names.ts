import { LABELS } from "../../tenant/spec/labels";
import { COLLECTION_NAMESPACE, COLLECTORS } from "../../tenant/spec/tenant-names";

/** Where everything that collects runs. No tenant has rights in it. */
export { COLLECTION_NAMESPACE };

/** On a namespace: the namespace of the stack that its metrics and logs go to. It alone decides. */
export const STACK_LABEL = LABELS.monitoring;

/** ServiceAccounts of the collectors, by what they collect. */
export const ACCOUNTS = COLLECTORS;

/**
 * The audience of a collector's token for one stack. One for each: a gateway sees the token with every write, and could
 * send it to the next stack otherwise.
 * @param cluster the name under which the stack knows a cluster elsewhere; issuers of two clusters may be of one name
 */
export function audience(stackNamespace: string, cluster?: string): string {
  return [COLLECTION_NAMESPACE, stackNamespace, ...(cluster === undefined ? [] : [cluster])].join("/");
}

/** How a ServiceAccount of the collection calls itself in a token. */
export function subjectOf(account: string): string {
  return `system:serviceaccount:${COLLECTION_NAMESPACE}:${account}`;
}

/** The name of a label as service discovery writes it: every character that a metric's label may not have is `_`. */
export function discovered(label: string): string {
  return label.replace(/[^A-Za-z0-9_]/g, "_");
}
