import { KubeError } from "../../kube/kube-error";
import { deployersOf, requestToken, TOKEN_SECONDS, type Account, type AccountToken } from "../../live/accounts";
import { levelRoleName, type AccessLevel } from "../../model/tenant/spec/access-levels";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { DiagnosticError } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";

/** Whose token is asked for. */
export interface TokenQuery {
  readonly namespace: string;
  /** The account, or the level of the deployer that it is of. */
  readonly of: Account | AccessLevel;
  /** @default - an hour */
  readonly seconds?: number;
}

/** A token with its account as `namespace/name`. */
export interface NamedToken extends AccountToken {
  readonly account: string;
}

/**
 * A new token. `undefined` where this run is about to make what it takes: Terraform asks while it plans, too.
 *
 * @throws DiagnosticError where there is no such tenant or account, or one may not
 */
export async function tokenFor(client: HikubeClient, query: TokenQuery): Promise<NamedToken | undefined> {
  const { namespace, of, seconds = TOKEN_SECONDS.usual } = query;
  const planned = await client.tenants.planned(namespace);
  if (!(await isTenant(client, namespace))) {
    if (planned !== undefined) return undefined;
    throw new DiagnosticError(`${namespace} is no tenant`, "Name the namespace of a tenant.", ["namespace"]);
  }
  const account = typeof of === "string" ? await deployer(client, { namespace, level: of, planned }) : of;
  if (account === undefined) return undefined;
  const isPlanned = planned?.deployers.some((one) => one.account === account.name) === true;
  const title = `${account.namespace}/${account.name}`;
  try {
    const token = await requestToken(client.cluster(), account, seconds);
    if (token !== undefined) return { ...token, account: title };
  } catch (error) {
    if (isPlanned && error instanceof KubeError && error.code === 404) return undefined;
    throw explained(error, title, typeof of === "string" ? "level" : "service_account");
  }
  throw new DiagnosticError(`There is no token of ${title}`, "The cluster answered with none.");
}

/** Who may not read the namespace is believed. */
async function isTenant(client: HikubeClient, name: string): Promise<boolean> {
  try {
    const found = await client.cluster().get({ ...NAMESPACE, name });
    return found?.metadata.labels?.[LABELS.tenant] !== undefined;
  } catch (error) {
    if (error instanceof KubeError && error.code === 403) return true;
    throw error;
  }
}

interface DeployerQuery {
  readonly namespace: string;
  readonly level: AccessLevel;
  readonly planned: Tenant | undefined;
}

async function deployer(
  client: HikubeClient,
  { namespace, level, planned }: DeployerQuery,
): Promise<Account | undefined> {
  const names = await deployersOf(client.cluster(), namespace, level);
  const [name] = names;
  if (name !== undefined && names.length === 1) return { namespace: PLATFORM_NAMESPACE, name };
  if (name === undefined && planned?.deployers.some((one) => one.level === level) === true) return undefined;
  const role = levelRoleName(level);
  throw name === undefined
    ? new DiagnosticError(
        `No deployer holds ${role} in ${namespace}`,
        "Add one to `access.deployers` of the tenant, or name an account by `service_account`.",
        ["level"],
      )
    : new DiagnosticError(
        `Several deployers hold ${role} in ${namespace}`,
        `Name one by \`service_account\`: ${names.map((one) => `${PLATFORM_NAMESPACE}/${one}`).join(", ")}.`,
        ["level"],
      );
}

function explained(error: unknown, title: string, attribute: string): unknown {
  if (!(error instanceof KubeError)) return error;
  const cause = { cause: error };
  if (error.code === 404) {
    const detail = "Correct the name, or let what makes the account be applied first.";
    return new DiagnosticError(`There is no ServiceAccount ${title}`, detail, [attribute], cause);
  }
  if (error.code !== 403) return error;
  const detail = `${error.message}\nIt takes the right to create serviceaccounts/token of that name in its namespace.`;
  return new DiagnosticError(`No token of ${title} may be requested`, detail, [attribute], cause);
}
