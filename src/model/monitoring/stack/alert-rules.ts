import type { JsonRecord } from "../../json";

/** The page of each alert: what it means, how to look, how to mend. */
const RUNBOOKS = "docs/alerts.md";

/** How urgent an alert is. */
export type Severity = "none" | "warning" | "critical";

/** One alert of the stack. Names and thresholds of the Kubernetes mixin where it has one. */
export interface AlertRule {
  readonly alert: string;
  /** Plain PromQL; every series has `tenant`, which groups and routes what fires. */
  readonly expr: string;
  /** How long it must hold. */
  readonly for: string;
  readonly severity: Severity;
  readonly summary: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

const quotaUse = `max by (tenant, namespace, resource) (kube_resourcequota{type="used"}) / max by (tenant, namespace, resource) (kube_resourcequota{type="hard"} > 0)`;
/** The share of a stack is exactly what its volumes ask for, and nobody else makes volumes there. */
const stackVolumes = `kube_resourcequota{namespace=~".*-monitoring", resource=~"requests.storage|persistentvolumeclaims"}`;
const butStacks = `unless on (tenant, namespace, resource) ${stackVolumes}`;
const volumeFree = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes";
const inodesFree = "kubelet_volume_stats_inodes_free / kubelet_volume_stats_inodes";
const growing = (metric: string) => `predict_linear(${metric}[6h], 4 * 24 * 3600) < 0`;

const QUOTAS: AlertGroup = {
  name: "hikube-quotas",
  rules: [
    {
      ...{ alert: "KubeQuotaAlmostFull", for: "15m", severity: "warning" },
      expr: `(${quotaUse}) > 0.9 < 1 ${butStacks}`,
      summary: "{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}",
    },
    {
      ...{ alert: "KubeQuotaFullyUsed", for: "15m", severity: "warning" },
      expr: `(${quotaUse}) >= 1 ${butStacks}`,
      summary: "{{ $labels.namespace }} has used up its quota of {{ $labels.resource }}",
    },
  ],
};

const PODS: AlertGroup = {
  name: "hikube-pods",
  rules: [
    {
      ...{ alert: "KubePodCrashLooping", for: "15m", severity: "warning" },
      expr: `max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1`,
      summary: "container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} ends again and again",
    },
    {
      ...{ alert: "KubePodNotReady", for: "15m", severity: "warning" },
      // Failed pods of a Job stay: of those the alert of the Job tells.
      expr: `max by (tenant, namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown|Failed"}) > 0 unless on (tenant, namespace, pod) kube_pod_owner{owner_kind="Job"}`,
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} has not been ready for 15 minutes",
    },
    {
      ...{ alert: "KubeContainerWaiting", for: "1h", severity: "warning" },
      expr: `sum by (tenant, namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{reason!="CrashLoopBackOff"}) > 0`,
      summary:
        "container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} waits: {{ $labels.reason }}",
    },
    {
      ...{ alert: "CPUThrottlingHigh", for: "15m", severity: "warning" },
      expr: `sum by (tenant, namespace, pod, container) (increase(container_cpu_cfs_throttled_periods_total{container!=""}[5m])) / sum by (tenant, namespace, pod, container) (increase(container_cpu_cfs_periods_total[5m]) > 0) > 0.25`,
      summary:
        "container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is held back at its CPU limit",
    },
  ],
};

const WORKLOADS: AlertGroup = {
  name: "hikube-workloads",
  rules: [
    {
      ...{ alert: "KubeDeploymentReplicasMismatch", for: "15m", severity: "warning" },
      expr: "kube_deployment_spec_replicas > kube_deployment_status_replicas_available and changes(kube_deployment_status_replicas_updated[10m]) == 0",
      summary: "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has too few pods",
    },
    {
      ...{ alert: "KubeStatefulSetReplicasMismatch", for: "15m", severity: "warning" },
      expr: "kube_statefulset_status_replicas_ready != kube_statefulset_replicas and changes(kube_statefulset_status_replicas_updated[10m]) == 0",
      summary: "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has too few pods",
    },
    {
      ...{ alert: "KubeJobFailed", for: "15m", severity: "warning" },
      expr: "kube_job_failed > 0",
      summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed",
    },
    {
      ...{ alert: "KubeHpaMaxedOut", for: "15m", severity: "warning" },
      // One that has nothing to choose is at its bound by intent.
      expr: "kube_horizontalpodautoscaler_status_current_replicas == kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas",
      summary:
        "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has run at its most replicas for 15 minutes",
    },
  ],
};

const VOLUMES: AlertGroup = {
  name: "hikube-volumes",
  rules: [
    {
      ...{ alert: "KubePersistentVolumeFillingUp", for: "1m", severity: "critical" },
      expr: `${volumeFree} < 0.03`,
      summary:
        "volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left",
    },
    {
      ...{ alert: "KubePersistentVolumeFillingUp", for: "1h", severity: "warning" },
      expr: `${volumeFree} < 0.15 and ${growing("kubelet_volume_stats_available_bytes")}`,
      summary: "volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full within four days",
    },
    {
      ...{ alert: "KubePersistentVolumeInodesFillingUp", for: "1m", severity: "critical" },
      expr: `${inodesFree} < 0.03`,
      summary: "volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has few inodes left",
    },
  ],
};

const SERVICES: AlertGroup = {
  name: "hikube-services",
  rules: [
    {
      ...{ alert: "TargetDown", for: "15m", severity: "warning" },
      expr: "100 * count by (tenant, namespace, job) (up == 0) / count by (tenant, namespace, job) (up) > 10",
      summary: "{{ $value | humanize }}% of the targets of {{ $labels.namespace }} do not answer",
    },
    {
      ...{ alert: "DatabaseDown", for: "5m", severity: "critical" },
      expr: "mysql_up == 0 or pg_up == 0 or cnpg_collector_up == 0 or redis_up == 0",
      summary: "a database of {{ $labels.namespace }} does not answer its exporter: {{ $labels.pod }}",
    },
    {
      ...{ alert: "DatabaseConnectionsHigh", for: "15m", severity: "warning" },
      expr: 'mysql_global_status_threads_connected / mysql_global_variables_max_connections > 0.8 or sum by (tenant, namespace, instance) (pg_stat_activity_count) / max by (tenant, namespace, instance) (pg_settings_max_connections) > 0.8 or sum by (tenant, namespace, pod) (cnpg_backends_total) / max by (tenant, namespace, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.8 or redis_connected_clients / redis_config_maxclients > 0.8',
      summary: "a database of {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its connections",
    },
    {
      ...{ alert: "VirtualMachineStopped", for: "10m", severity: "warning" },
      expr: `kubevirt_vm_info{status_group=~"non_running|error"} == 1`,
      summary: "virtual machine {{ $labels.namespace }}/{{ $labels.name }} does not run",
    },
  ],
};

/** Fires always: whoever expects it hears that the stack itself is silent. */
const WATCHDOG: AlertRule = {
  ...{ alert: "Watchdog", expr: "vector(1)", for: "0m", severity: "none" },
  summary: "the stack evaluates its rules and reaches its receivers",
};

/** Its quota is a series that every tenant has, with pods and without. No tenant is named: a new one changes no rule. */
const seenWithin = (time: string) => `group by (tenant) (present_over_time(kube_resourcequota{type="hard"}[${time}]))`;

/** Half of the ten minutes is `for`: after an outage of the stack, what waited for it arrives before any alert of silence. */
const SILENCE: AlertRule = {
  ...{ alert: "TenantSilent", for: "5m", severity: "warning" },
  expr: `${seenWithin("6h")} unless ${seenWithin("5m")}`,
  summary: "nothing of {{ $labels.tenant }} has arrived for 10 minutes",
};

/** The groups of alerts of a stack. */
export const ALERT_GROUPS: readonly AlertGroup[] = [
  QUOTAS,
  PODS,
  WORKLOADS,
  VOLUMES,
  SERVICES,
  { name: "hikube-silence", rules: [WATCHDOG, SILENCE] },
];

/**
 * The groups as Prometheus and vmalert read them.
 * @param runbooks - where the pages of alerts are
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export function ruleFile(groups: readonly AlertGroup[], runbooks = RUNBOOKS): JsonRecord {
  return { groups: groups.map(({ name, rules }) => ({ name, rules: rules.map((rule) => ruleEntry(rule, runbooks)) })) };
}

function ruleEntry({ alert, expr, for: duration, severity, summary }: AlertRule, runbooks: string): JsonRecord {
  const annotations = { summary, runbook_url: `${runbooks}#${alert.toLowerCase()}` };
  return { alert, expr, for: duration, labels: { severity }, annotations };
}
