import type { MonitoringBinary, Release, ReleaseFile, Tool } from "./catalogue";

const METRICS = "1.150.0";
const LOGS = "1.52.1";
const METRICS_MODULE = "github.com/VictoriaMetrics/VictoriaMetrics";
const LOGS_MODULE = "github.com/VictoriaMetrics/VictoriaLogs";

/** VictoriaMetrics with its collector, its gateway and its evaluator of rules. */
const victoriametrics: Tool = {
  module: "victoriametrics",
  title: "VictoriaMetrics",
  version: METRICS,
  binaries: ["victoria-metrics", "vmagent", "vmalert", "vmauth"],
  build: {
    packages: ["victoria-metrics", "vmagent", "vmalert", "vmauth"].map((name) => `${METRICS_MODULE}/app/${name}`),
    ldflags: versionFlags(`victoria-metrics-v${METRICS}`),
  },
  release: releaseOf("VictoriaMetrics", {
    "victoria-metrics": ["victoria-metrics"],
    vmutils: ["vmagent", "vmalert", "vmauth"],
  }),
};

/** VictoriaLogs and its collector. */
const victorialogs: Tool = {
  module: "victorialogs",
  title: "VictoriaLogs",
  version: LOGS,
  binaries: ["victoria-logs", "vlagent"],
  build: {
    packages: ["victoria-logs", "vlagent"].map((name) => `${LOGS_MODULE}/app/${name}`),
    ldflags: versionFlags(`victoria-logs-v${LOGS}`),
  },
  release: releaseOf("VictoriaLogs", { "victoria-logs": ["victoria-logs"], vlutils: ["vlagent"] }),
};

/** What collects, keeps and guards metrics and logs, by the name of its module. */
export const MONITORING_TOOLS = { victoriametrics, victorialogs } as const;

/** Without a version the programs call themselves by none, in logs and to those that ask. */
function versionFlags(version: string): string {
  return `-s -w -X ${METRICS_MODULE}/lib/buildinfo.Version=${version}`;
}

/** @param archives - the binaries in each archive; there they end in `-prod` */
function releaseOf(repository: string, archives: Readonly<Record<string, readonly MonitoringBinary[]>>): Release {
  return {
    base: `https://github.com/VictoriaMetrics/${repository}/releases/download`,
    files: (version, arch): readonly ReleaseFile[] =>
      Object.entries(archives).flatMap(([archive, binaries]) => {
        const stem = `v${version}/${archive}-linux-${arch}-v${version}`;
        const file = { path: `${stem}.tar.gz`, checksums: `${stem}_checksums.txt` };
        return binaries.map((binary) => ({ ...file, binary, member: `${binary}-prod` }));
      }),
  };
}
