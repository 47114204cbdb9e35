import type { JsonRecord } from "../../json";
import type { ReceiverSpec, SecretKeySpec } from "../../tenant/spec/monitoring-spec";
import { namespacesOf, type Subtree } from "../collection/stack-route";

/** Where the Secrets of receivers are mounted: files, for values of a release stand in clear in the cluster. */
const SECRETS = "/etc/alertmanager-secrets";

/** Gets what nobody asked for: alerts are shown in Grafana all the same. No receiver of a user has a dot in its name. */
const NOBODY = "hikube.nobody";

/**
 * Alertmanager's configuration: routed and grouped by tenant, a warning kept back while a critical alert of the same
 * namespace fires. The watchdog goes to those alone that ask for it, and again and again: who expects it counts the minutes.
 * @param subtree - a tenant with those below it
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(
  receivers: readonly ReceiverSpec[],
  subtree: (tenant: string) => Subtree,
): JsonRecord {
  return {
    route: {
      receiver: NOBODY,
      group_by: ["tenant", "alertname"],
      ...{ group_wait: "30s", group_interval: "5m", repeat_interval: "12h" },
      routes: receivers.flatMap((receiver) => routesTo(receiver, subtree)),
    },
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: ["tenant", "namespace", "alertname"],
      },
    ],
    receivers: [{ name: NOBODY }, ...receivers.map(receiverEntry)],
  };
}

const WATCHDOG = { group_wait: "0s", group_interval: "1m", repeat_interval: "5m" };

/** The others are asked too: one alert may have several receivers. */
function routesTo(
  { name, tenants, severities = ["warning", "critical"] }: ReceiverSpec,
  subtree: (tenant: string) => Subtree,
): readonly JsonRecord[] {
  const route = { receiver: name, continue: true };
  const namespaces = tenants?.map((tenant) => namespacesOf(subtree(tenant)));
  const own = namespaces === undefined ? [] : [`tenant=~"${namespaces.join("|")}"`];
  const levels = severities.filter((severity) => severity !== "none");
  return [
    ...(levels.length > 0 ? [{ ...route, matchers: [...own, `severity=~"${levels.join("|")}"`] }] : []),
    ...(severities.includes("none") ? [{ ...route, ...WATCHDOG, matchers: [`severity="none"`] }] : []),
  ];
}

function receiverEntry(receiver: ReceiverSpec): JsonRecord {
  const { name } = receiver;
  switch (receiver.kind) {
    case "email":
      return { name, email_configs: [email(receiver)] };
    case "slack":
      return { name, slack_configs: [{ ...RESOLVED, api_url_file: fileOf(receiver.url), channel: receiver.channel }] };
    case "webhook":
      return { name, webhook_configs: [{ ...RESOLVED, url_file: fileOf(receiver.url) }] };
    case "pagerduty":
      return { name, pagerduty_configs: [{ ...RESOLVED, routing_key_file: fileOf(receiver.routingKey) }] };
    case "telegram":
      return {
        name,
        telegram_configs: [{ ...RESOLVED, bot_token_file: fileOf(receiver.token), chat_id: receiver.chatId }],
      };
  }
}

const RESOLVED = { send_resolved: true };

function email({
  to,
  from,
  smarthost,
  username,
  password,
}: Extract<ReceiverSpec, { readonly kind: "email" }>): JsonRecord {
  return {
    ...{ ...RESOLVED, to, from, smarthost, require_tls: true },
    ...(username === undefined ? {} : { auth_username: username }),
    ...(password === undefined ? {} : { auth_password_file: fileOf(password) }),
  };
}

function fileOf({ secret, key }: SecretKeySpec): string {
  return `${SECRETS}/${secret}/${key}`;
}

/** The Secrets that receivers name, as volumes of the pod and as mounts of its container. */
export function receiverSecrets(receivers: readonly ReceiverSpec[]) {
  const names = [...new Set(receivers.flatMap(secretOf))].sort();
  return {
    extraVolumes: names.map((name, index) => ({
      name: `receivers-${index}`,
      secret: { secretName: name, defaultMode: 0o440 },
    })),
    extraVolumeMounts: names.map((name, index) => ({
      name: `receivers-${index}`,
      mountPath: `${SECRETS}/${name}`,
      readOnly: true,
    })),
  };
}

function secretOf(receiver: ReceiverSpec): readonly string[] {
  switch (receiver.kind) {
    case "email":
      return receiver.password === undefined ? [] : [receiver.password.secret];
    case "slack":
    case "webhook":
      return [receiver.url.secret];
    case "pagerduty":
      return [receiver.routingKey.secret];
    case "telegram":
      return [receiver.token.secret];
  }
}
