import { of, OWN, steady, type AlertCase } from "./case";

const CLAIM = { ...OWN, persistentvolumeclaim: "data" };
const volume = (available: string) => [
  of("kubelet_volume_stats_available_bytes", CLAIM, available),
  of("kubelet_volume_stats_capacity_bytes", CLAIM, steady(1000)),
];
const inodes = (free: number) => [
  of("kubelet_volume_stats_inodes_free", CLAIM, steady(free)),
  of("kubelet_volume_stats_inodes", CLAIM, steady(1000)),
];

export const VOLUMES: readonly AlertCase[] = [
  {
    alert: "KubePersistentVolumeFillingUp",
    on: "2 % left",
    samples: volume(steady(20)),
    silentAt: "0m",
    at: "1m",
    fires: {
      labels: { ...CLAIM, severity: "critical" },
      summary: "volume tenant-acme-web/data has 2% left",
    },
  },
  {
    alert: "KubePersistentVolumeFillingUp",
    on: "14 % left and growing",
    samples: volume("140-0.1x600"),
    at: "61m",
    fires: {
      labels: { ...CLAIM, severity: "warning" },
      summary: "volume tenant-acme-web/data is full within four days",
    },
  },
  { alert: "KubePersistentVolumeFillingUp", on: "14 % left, as ever", samples: volume(steady(140)), at: "120m" },
  {
    alert: "KubePersistentVolumeFillingUp",
    on: "half of it left, and growing",
    samples: volume("500-0.1x600"),
    at: "120m",
  },
  {
    alert: "KubePersistentVolumeInodesFillingUp",
    on: "2 % of the inodes left",
    samples: inodes(20),
    silentAt: "0m",
    at: "1m",
    fires: { labels: { ...CLAIM, severity: "critical" }, summary: "volume tenant-acme-web/data has few inodes left" },
  },
  { alert: "KubePersistentVolumeInodesFillingUp", on: "half of them left", samples: inodes(500), at: "30m" },
];
