import type { SubjectSpec } from "../src/model/tenant/spec/spec";

/**
 * Who may hold rights in a tenant. Groups come from the cluster's login (OIDC): prefer them over single users.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export const Subject = {
  /** A group, by the name that the cluster's login gives it, prefix included. */
  group: (name: string): SubjectSpec => ({ kind: "Group", name }),
  /** One person, by the name that the cluster's login gives them, prefix included. */
  user: (name: string): SubjectSpec => ({ kind: "User", name }),
  /** A ServiceAccount of any namespace, e.g. a pipeline's. */
  serviceAccount: (namespace: string, name: string): SubjectSpec => ({ kind: "ServiceAccount", name, namespace }),
} as const;

export type Subject = SubjectSpec;
