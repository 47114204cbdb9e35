import { CONTAINER, of, POD, steady, type AlertCase, type Sample } from "./case";

const waiting = (reason: string, values: string) =>
  of("kube_pod_container_status_waiting_reason", { ...CONTAINER, reason }, values);
const phase = (name: string, value: number) => of("kube_pod_status_phase", { ...POD, phase: name }, steady(value));
const ownedBy = (owner_kind: string) => of("kube_pod_owner", { ...POD, owner_kind }, steady(1));

export const PODS: readonly AlertCase[] = [
  {
    alert: "KubePodCrashLooping",
    on: "a container that ends again and again",
    samples: [waiting("CrashLoopBackOff", "1 _ 1 1 _ _ 1 _ 1 1 _ _ 1 1 _ 1 _ 1")],
    at: "15m",
    fires: {
      labels: { ...CONTAINER, reason: "CrashLoopBackOff", severity: "warning" },
      summary: "container main of tenant-acme-web/app-0 ends again and again",
    },
  },
  { alert: "KubePodCrashLooping", on: "one crash", samples: [waiting("CrashLoopBackOff", "1x2 _x60")], at: "15m" },
  {
    alert: "KubePodCrashLooping",
    on: "an image that is missing",
    samples: [waiting("ImagePullBackOff", steady(1))],
    at: "15m",
  },
  ...["Pending", "Unknown", "Failed"].map((name) => ({
    alert: "KubePodNotReady",
    on: `a pod that is ${name}`,
    samples: [phase(name, 1), phase("Running", 0), ownedBy("ReplicaSet")],
    at: "15m",
    fires: {
      labels: { ...POD, severity: "warning" },
      summary: "tenant-acme-web/app-0 has not been ready for 15 minutes",
    },
  })),
  { alert: "KubePodNotReady", on: "a pod that runs", samples: [phase("Pending", 0), phase("Running", 1)], at: "30m" },
  { alert: "KubePodNotReady", on: "a failed pod of a Job", samples: [phase("Failed", 1), ownedBy("Job")], at: "30m" },
  {
    alert: "KubeContainerWaiting",
    on: "an image that is missing for an hour",
    samples: [waiting("ImagePullBackOff", steady(1))],
    at: "60m",
    fires: {
      labels: { ...CONTAINER, reason: "ImagePullBackOff", severity: "warning" },
      summary: "container main of tenant-acme-web/app-0 waits: ImagePullBackOff",
    },
  },
  {
    alert: "KubeContainerWaiting",
    on: "a container that starts",
    samples: [waiting("ContainerCreating", "1x10 0x90")],
    at: "90m",
  },
  {
    alert: "KubeContainerWaiting",
    on: "crashes, of which another tells",
    samples: [waiting("CrashLoopBackOff", steady(1))],
    at: "90m",
  },
  {
    alert: "CPUThrottlingHigh",
    on: "30 % of all periods",
    samples: throttled(30),
    at: "16m",
    fires: {
      labels: { ...CONTAINER, severity: "warning" },
      summary: "container main of tenant-acme-web/app-0 is held back at its CPU limit",
    },
  },
  { alert: "CPUThrottlingHigh", on: "20 % of all periods", samples: throttled(20), at: "30m" },
  { alert: "CPUThrottlingHigh", on: "a container that rests", samples: throttled(0, 0), at: "30m" },
];

function throttled(held: number, periods = 100): readonly Sample[] {
  return [
    of("container_cpu_cfs_throttled_periods_total", CONTAINER, `0+${held}x600`),
    of("container_cpu_cfs_periods_total", CONTAINER, `0+${periods}x600`),
  ];
}
