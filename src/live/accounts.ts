import type { Cluster } from "../kube/cluster";
import { listIn, objectIn } from "../model/json";
import type { AccessLevel } from "../model/tenant/spec/access-levels";
import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";

/** A ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** A token of an account. */
export interface AccountToken {
  readonly token: string;
  /** When it ends, in RFC 3339. */
  readonly expires: string;
}

/** How many seconds a token may live: what Kubernetes grants at least, and what the platform allows for the API server at most. */
export const TOKEN_SECONDS = { shortest: 600, longest: 7200, usual: 3600 } as const;

const BINDINGS = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" };

/** Names of the accounts for pipelines that hold a level on a tenant: its own rather than those of tenants above. */
export async function deployersOf(
  cluster: Pick<Cluster, "get">,
  tenant: string,
  level: AccessLevel,
): Promise<readonly string[]> {
  const binding = await cluster.get({ ...BINDINGS, name: `hikube-${level}`, namespace: tenant });
  const names = listIn(binding?.subjects)
    .map(objectIn)
    .filter(({ kind, namespace }) => kind === "ServiceAccount" && namespace === PLATFORM_NAMESPACE)
    .map(({ name }) => String(name));
  const own = names.filter((name) => name.startsWith(`${tenant}.`));
  return own.length > 0 ? own : names;
}

/**
 * A new token of an account, which nobody but the caller has.
 *
 * @returns `undefined` where the server answers with none
 * @throws KubeError where one may not, or there is no such account
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export async function requestToken(
  cluster: Pick<Cluster, "raw">,
  { namespace, name }: Account,
  expirationSeconds: number,
): Promise<AccountToken | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`;
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds } };
  const { token, expirationTimestamp: expires } = objectIn(objectIn(await cluster.raw("POST", path, request)).status);
  return typeof token === "string" && typeof expires === "string" ? { token, expires } : undefined;
}
