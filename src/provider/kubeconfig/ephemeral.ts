import { kubeconfigOf, type Credentials } from "../../kube/written-kubeconfig";
import type { AccessLevel } from "../../model/tenant/spec/access-levels";
import { recordOf, textOf, textsOf } from "../../kube-provider/values";
import { forClient, isRecord, type AnyEphemeral, type Schema, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { accountIn, KUBECONFIG_SCHEMA } from "./schema";
import { tokenFor, type TokenQuery } from "./token";

/** Access to a tenant that is stored nowhere. */
export function kubeconfigEphemeral(): AnyEphemeral<HikubeClient> {
  return forClient<HikubeClient>().ephemeral<Schema>({
    schema: KUBECONFIG_SCHEMA,
    async open({ client, config }) {
      const { server, ca = null } = client.connection();
      const results = await credentialsOf(client, config);
      return { result: { ...config, ...results, server, cluster_ca_certificate: ca } };
    },
  });
}

async function credentialsOf(client: HikubeClient, config: ValueRecord): Promise<ValueRecord> {
  const namespace = textOf(config.namespace);
  const written = (credentials: Credentials) =>
    JSON.stringify(kubeconfigOf({ connection: client.connection(), namespace, credentials }), null, 2);
  if (isRecord(config.oidc)) {
    return { kubeconfig: written(loginOf(recordOf(config.oidc))), token: null, expires_at: null };
  }
  const token = await tokenFor(client, queryIn(config));
  if (token === undefined) return { kubeconfig: null, token: null, expires_at: null };
  const kubeconfig = written({ kind: "token", account: token.account, token: token.token });
  return { kubeconfig, token: token.token, expires_at: token.expires };
}

function loginOf(oidc: ValueRecord): Credentials {
  return { kind: "oidc", issuer: textOf(oidc.issuer), clientId: textOf(oidc.client_id), scopes: textsOf(oidc.scopes) };
}

/** The rules of the schema leave one of the two. */
function queryIn({ namespace, level, service_account: account, duration }: ValueRecord): TokenQuery {
  return {
    namespace: textOf(namespace),
    of: accountIn(textOf(account)) ?? (textOf(level) as AccessLevel),
    ...(typeof duration === "number" ? { seconds: duration } : {}),
  };
}
