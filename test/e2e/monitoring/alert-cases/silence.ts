import { of, steady, type AlertCase } from "./case";

const declared = (tenant: string, values: string) =>
  of("kube_resourcequota", { tenant, namespace: tenant, resource: "pods", type: "hard" }, values);

export const SILENCE: readonly AlertCase[] = [
  {
    alert: "Watchdog",
    on: "nothing at all",
    samples: [],
    silentAt: "",
    at: "0m",
    fires: {
      labels: { severity: "none" },
      summary: "the stack evaluates its rules and reaches its receivers",
    },
  },
  {
    alert: "TenantSilent",
    on: "one tenant of two that stops",
    samples: [declared("tenant-acme-web", "9x30 _x600"), declared("tenant-acme-shop", steady(9))],
    at: "40m",
    fires: {
      labels: { tenant: "tenant-acme-web", severity: "warning" },
      summary: "nothing of tenant-acme-web has arrived for 10 minutes",
    },
  },
  {
    alert: "TenantSilent",
    on: "a gap of five minutes",
    samples: [declared("tenant-acme-web", "9x30 _x5 9x60")],
    at: "40m",
  },
  { alert: "TenantSilent", on: "a new tenant", samples: [declared("tenant-acme-web", "_x20 9x60")], at: "40m" },
  {
    alert: "TenantSilent",
    on: "one that went a day before",
    samples: [declared("tenant-acme-web", "9x30 _x1500")],
    at: "1500m",
  },
];
