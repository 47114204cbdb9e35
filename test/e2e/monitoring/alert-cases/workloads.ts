import { of, OWN, steady, type AlertCase } from "./case";

const DEPLOYMENT = { ...OWN, deployment: "app" };
const deployment = (wanted: number, available: number, updated = steady(3)) => [
  of("kube_deployment_spec_replicas", DEPLOYMENT, steady(wanted)),
  of("kube_deployment_status_replicas_available", DEPLOYMENT, steady(available)),
  of("kube_deployment_status_replicas_updated", DEPLOYMENT, updated),
];

const SET = { ...OWN, statefulset: "db" };
const statefulSet = (wanted: number, ready: number, updated = steady(3)) => [
  of("kube_statefulset_replicas", SET, steady(wanted)),
  of("kube_statefulset_status_replicas_ready", SET, steady(ready)),
  of("kube_statefulset_status_replicas_updated", SET, updated),
];

const SCALER = { ...OWN, horizontalpodautoscaler: "app" };
const scaler = (now: number, min: number, max: number) => [
  of("kube_horizontalpodautoscaler_status_current_replicas", SCALER, steady(now)),
  of("kube_horizontalpodautoscaler_spec_min_replicas", SCALER, steady(min)),
  of("kube_horizontalpodautoscaler_spec_max_replicas", SCALER, steady(max)),
];

export const WORKLOADS: readonly AlertCase[] = [
  {
    alert: "KubeDeploymentReplicasMismatch",
    on: "two of three pods",
    samples: deployment(3, 2),
    at: "15m",
    fires: {
      labels: { ...DEPLOYMENT, severity: "warning" },
      summary: "Deployment tenant-acme-web/app has too few pods",
    },
  },
  { alert: "KubeDeploymentReplicasMismatch", on: "three of three", samples: deployment(3, 3), at: "30m" },
  {
    alert: "KubeDeploymentReplicasMismatch",
    on: "an update on its way",
    samples: deployment(3, 2, "0+1x600"),
    at: "30m",
  },
  {
    alert: "KubeStatefulSetReplicasMismatch",
    on: "two of three pods",
    samples: statefulSet(3, 2),
    at: "15m",
    fires: { labels: { ...SET, severity: "warning" }, summary: "StatefulSet tenant-acme-web/db has too few pods" },
  },
  { alert: "KubeStatefulSetReplicasMismatch", on: "three of three", samples: statefulSet(3, 3), at: "30m" },
  {
    alert: "KubeStatefulSetReplicasMismatch",
    on: "an update on its way",
    samples: statefulSet(3, 2, "0+1x600"),
    at: "30m",
  },
  {
    alert: "KubeJobFailed",
    on: "a Job that has given up",
    samples: [of("kube_job_failed", { ...OWN, job_name: "backup", condition: "true" }, steady(1))],
    at: "15m",
    fires: {
      labels: { ...OWN, job_name: "backup", condition: "true", severity: "warning" },
      summary: "Job tenant-acme-web/backup has failed",
    },
  },
  {
    alert: "KubeJobFailed",
    on: "a Job that has not",
    samples: [of("kube_job_failed", { ...OWN, job_name: "backup", condition: "false" }, steady(0))],
    at: "30m",
  },
  {
    alert: "KubeHpaMaxedOut",
    on: "an autoscaler at its bound",
    samples: scaler(5, 1, 5),
    at: "15m",
    fires: {
      labels: { ...SCALER, severity: "warning" },
      summary: "tenant-acme-web/app has run at its most replicas for 15 minutes",
    },
  },
  { alert: "KubeHpaMaxedOut", on: "an autoscaler below it", samples: scaler(4, 1, 5), at: "30m" },
  { alert: "KubeHpaMaxedOut", on: "one that has nothing to choose", samples: scaler(3, 3, 3), at: "30m" },
];
