import { of, OWN, POD, steady, type AlertCase, type Sample } from "./case";

const targets = (down: number, all: number) =>
  Array.from({ length: all }, (_, index) =>
    of("up", { ...OWN, job: "pods", pod: `app-${index}` }, steady(index < down ? 0 : 1)),
  );

const DATABASES = ["mysql_up", "pg_up", "cnpg_collector_up", "redis_up"];

const CONNECTIONS: Readonly<Record<string, (used: number) => readonly Sample[]>> = {
  MySQL: (used) => [
    of("mysql_global_status_threads_connected", POD, steady(used)),
    of("mysql_global_variables_max_connections", POD, steady(100)),
  ],
  PostgreSQL: (used) => [
    of("pg_stat_activity_count", { ...OWN, instance: "app-0", datname: "a", state: "active" }, steady(used - 10)),
    of("pg_stat_activity_count", { ...OWN, instance: "app-0", datname: "b", state: "idle" }, steady(10)),
    of("pg_settings_max_connections", { ...OWN, instance: "app-0" }, steady(100)),
  ],
  CloudNativePG: (used) => [
    of("cnpg_backends_total", { ...POD, datname: "a" }, steady(used)),
    of("cnpg_pg_settings_setting", { ...POD, name: "max_connections" }, steady(100)),
    of("cnpg_pg_settings_setting", { ...POD, name: "work_mem" }, steady(1)),
  ],
  Redis: (used) => [of("redis_connected_clients", POD, steady(used)), of("redis_config_maxclients", POD, steady(100))],
};

const machine = (status_group: string) => of("kubevirt_vm_info", { ...OWN, name: "box", status_group }, steady(1));

export const SERVICES: readonly AlertCase[] = [
  {
    alert: "TargetDown",
    on: "two of ten targets down",
    samples: targets(2, 10),
    at: "15m",
    fires: {
      labels: { ...OWN, job: "pods", severity: "warning" },
      summary: "20% of the targets of tenant-acme-web do not answer",
    },
  },
  { alert: "TargetDown", on: "one of ten", samples: targets(1, 10), at: "30m" },
  ...DATABASES.flatMap((name): readonly AlertCase[] => [
    {
      alert: "DatabaseDown",
      on: `${name} 0`,
      samples: [of(name, POD, steady(0))],
      at: "5m",
      fires: {
        labels: { ...POD, severity: "critical" },
        summary: "a database of tenant-acme-web does not answer its exporter: app-0",
      },
    },
    { alert: "DatabaseDown", on: `${name} 1`, samples: [of(name, POD, steady(1))], at: "30m" },
  ]),
  ...Object.entries(CONNECTIONS).flatMap(([database, samples]): readonly AlertCase[] => [
    {
      alert: "DatabaseConnectionsHigh",
      on: `90 of 100 connections of ${database}`,
      samples: samples(90),
      at: "15m",
      fires: {
        labels: { ...(database === "PostgreSQL" ? { ...OWN, instance: "app-0" } : POD), severity: "warning" },
        summary: "a database of tenant-acme-web uses 90% of its connections",
      },
    },
    { alert: "DatabaseConnectionsHigh", on: `70 of 100 of ${database}`, samples: samples(70), at: "30m" },
  ]),
  ...["non_running", "error"].map((group) => ({
    alert: "VirtualMachineStopped",
    on: `a machine that is ${group}`,
    samples: [machine(group)],
    at: "10m",
    fires: {
      labels: { ...OWN, name: "box", status_group: group, severity: "warning" },
      summary: "virtual machine tenant-acme-web/box does not run",
    },
  })),
  { alert: "VirtualMachineStopped", on: "one that runs", samples: [machine("running")], at: "30m" },
];
