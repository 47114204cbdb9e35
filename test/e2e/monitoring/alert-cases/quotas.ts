import { of, OWN, steady, type AlertCase, type Labels, type Sample } from "./case";

function quota(used: number, hard: number, labels: Labels = { ...OWN, resource: "requests.cpu" }): readonly Sample[] {
  return [
    of("kube_resourcequota", { ...labels, type: "used" }, steady(used)),
    of("kube_resourcequota", { ...labels, type: "hard" }, steady(hard)),
  ];
}

const STACK_VOLUMES = {
  tenant: "tenant-acme-monitoring",
  namespace: "tenant-acme-monitoring",
  resource: "requests.storage",
};

export const QUOTAS: readonly AlertCase[] = [
  {
    alert: "KubeQuotaAlmostFull",
    on: "95 % of a quota",
    samples: quota(9.5, 10),
    at: "15m",
    fires: {
      labels: { ...OWN, resource: "requests.cpu", severity: "warning" },
      summary: "tenant-acme-web uses 95% of its quota of requests.cpu",
    },
  },
  { alert: "KubeQuotaAlmostFull", on: "80 % of it", samples: quota(8, 10), at: "30m" },
  { alert: "KubeQuotaAlmostFull", on: "all of it, of which the other tells", samples: quota(10, 10), at: "30m" },
  { alert: "KubeQuotaAlmostFull", on: "the volumes of a stack", samples: quota(45, 46, STACK_VOLUMES), at: "30m" },
  {
    alert: "KubeQuotaFullyUsed",
    on: "all of a quota",
    samples: quota(10, 10),
    at: "15m",
    fires: {
      labels: { ...OWN, resource: "requests.cpu", severity: "warning" },
      summary: "tenant-acme-web has used up its quota of requests.cpu",
    },
  },
  { alert: "KubeQuotaFullyUsed", on: "nearly all of it", samples: quota(9.5, 10), at: "30m" },
  { alert: "KubeQuotaFullyUsed", on: "what is not allowed at all", samples: quota(0, 0), at: "30m" },
  { alert: "KubeQuotaFullyUsed", on: "the volumes of a stack", samples: quota(46, 46, STACK_VOLUMES), at: "30m" },
];
