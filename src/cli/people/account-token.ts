import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import { deployersOf, requestToken, type Account, type AccountToken } from "../../live/accounts";
import { levelRoleName, type AccessLevel } from "../../model/tenant/spec/access-levels";
import { LABELS } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { ProjectError, UsageError } from "../command";

/** @throws UsageError where the namespace is none of a tenant; who may not read it is believed */
export async function assertTenant(cluster: Cluster, namespace: string): Promise<void> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: namespace }).catch(nothingIfForbidden);
  if (found === "forbidden") return;
  if (found?.metadata.labels?.[LABELS.tenant] !== undefined) return;
  const what = found === undefined ? "does not exist" : "is not a tenant's";
  throw new UsageError(`the namespace ${namespace} ${what}; name the namespace of a tenant`, "unknown-name");
}

function nothingIfForbidden(error: unknown): "forbidden" {
  if (error instanceof KubeError && error.code === 403) return "forbidden";
  throw error;
}

/**
 * The account for pipelines that holds a level on a tenant: its own rather than one of a tenant above.
 * @throws UsageError where there is none, or which one is not clear
 */
export async function deployerOf(cluster: Cluster, tenant: string, level: AccessLevel): Promise<Account> {
  const fitting = await deployersOf(cluster, tenant, level);
  const [name] = fitting;
  if (name !== undefined && fitting.length === 1) return { namespace: PLATFORM_NAMESPACE, name };
  const role = levelRoleName(level);
  throw new UsageError(
    name === undefined
      ? `no deployer holds ${role} in ${tenant}; add one to access.deployers of the tenant, or name an account by --service-account`
      : `several deployers hold ${role} in ${tenant}; name one by --service-account: ${fitting.map((one) => `${PLATFORM_NAMESPACE}/${one}`).join(", ")}`,
    "unknown-name",
  );
}

/** @throws ProjectError where one may not, or there is no such account */
export async function tokenOf(cluster: Cluster, account: Account, seconds: number): Promise<AccountToken> {
  const token = await requestToken(cluster, account, seconds).catch((error: unknown) => refusedToken(error, account));
  if (token === undefined) throw new ProjectError(`${cluster.server} answered with no token`);
  return token;
}

function refusedToken(error: unknown, { namespace, name }: Account): never {
  if (!(error instanceof KubeError)) throw error;
  if (error.code === 404) throw new UsageError(`there is no ServiceAccount ${namespace}/${name}`, "unknown-name");
  if (error.code !== 403 || !error.message.includes("cannot create resource")) throw error;
  throw new ProjectError(
    `you may not request a token of ${namespace}/${name}: it takes the right to create serviceaccounts/token of that name in ${namespace}`,
    "missing-permission",
  );
}
