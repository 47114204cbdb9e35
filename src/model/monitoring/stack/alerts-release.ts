import { STACK_PORTS } from "../../tenant/objects/stack-policies";
import { AMOUNTS, ALERTMANAGER_VOLUME } from "../../tenant/resolve/stack-amounts";
import type { Tenant } from "../../tenant/resolve/tenant";
import type { HelmRelease } from "../release";
import { ALERT_GROUPS, ruleFile } from "./alert-rules";
import { namedSubtree } from "./gateway-release";
import { ACCOUNT, POD, resources, SWITCHED_CONTAINER, volume } from "./hardening";
import { READERS, READERS_SECRET, tokenAnnotations, type MonitoringStack } from "./monitoring-stack";
import { alertmanagerConfig, receiverSecrets } from "./receivers";
import { releaseOf } from "./release-of";

const GATEWAY = `http://gateway:${STACK_PORTS.gateway}`;
const TOKENS = "/etc/readers";

const RESTRICTED = { podSecurityContext: POD, securityContext: SWITCHED_CONTAINER };

/**
 * vmalert and Alertmanager. What fires is written back through the gateway, so that a restart forgets nothing.
 * @param collected - all tenants whose data is in the stack
 */
export function alertsRelease(stack: MonitoringStack, collected: readonly Tenant[]): HelmRelease {
  const { receivers = [], storageClass, runbooks } = stack.spec;
  const gateway = { url: GATEWAY, bearerTokenFile: `${TOKENS}/${READERS.alerts}` };
  return releaseOf(stack, "alerts", "victoria-metrics-alert", {
    serviceAccount: ACCOUNT,
    server: {
      ...RESTRICTED,
      fullnameOverride: "alerts",
      podAnnotations: tokenAnnotations(stack),
      config: { alerts: ruleFile(ALERT_GROUPS, runbooks) },
      ...{ datasource: gateway, remoteRead: gateway, remoteWrite: gateway },
      notifier: { url: `http://alertmanager:${STACK_PORTS.alertmanager}` },
      resources: resources(AMOUNTS.alerts),
      extraVolumes: [{ name: "readers", secret: { secretName: READERS_SECRET, defaultMode: 0o440 } }],
      extraVolumeMounts: [{ name: "readers", mountPath: TOKENS, readOnly: true }],
    },
    alertmanager: {
      ...RESTRICTED,
      ...receiverSecrets(receivers),
      enabled: true,
      fullnameOverride: "alertmanager",
      // Of another project than the rest: written out, for the namespace allows what is listed by name.
      image: { repository: "prom/alertmanager" },
      config: alertmanagerConfig(receivers, (tenant) => namedSubtree(tenant, collected)),
      persistentVolume: volume(ALERTMANAGER_VOLUME, storageClass),
      resources: resources(AMOUNTS.alertmanager),
    },
  });
}
