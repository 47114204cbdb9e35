/**
 * The checks of the Kubernetes Multi-Tenancy Benchmarks that were coded, and the one across the network that never
 * was; `docs/scanners.md` shows the same list. The benchmarks gave one id twice.
 *
 * @see https://github.com/kubernetes-retired/multi-tenancy/tree/master/benchmarks
 */
export const BENCHMARKS = {
  "PL1-CC-CPI-1": "no right on resources of the cluster",
  "PL1-BC-CPI-2": "what the platform put into the namespace cannot be changed",
  "PL1-BC-CPI-3": "added capabilities are refused",
  "PL1-BC-CPI-4": "containers must not run as root",
  "PL1-BC-CPI-5": "privileged containers are refused",
  "PL1-BC-CPI-6": "privilege escalation is refused",
  "PL1-CC-TI-1": "quotas cannot be changed",
  "PL1-CC-TI-2": "no right in another tenant",
  "PL2-CC-TI-1": "nobody escalates, or binds cluster-admin",
  "PL1-BC-HI-1 (paths)": "host paths are refused",
  "PL1-BC-HI-1 (ports)": "NodePort Services are refused",
  "PL1-BC-HI-3": "the host's network and ports are refused",
  "PL1-BC-HI-4": "the host's processes are refused",
  "PL1-BC-HI-5": "the host's IPC is refused",
  "PL1-CC-DI-1": "images are always pulled",
  "PL1-CC-FNS-1": "the quota bounds cpu, ephemeral-storage and memory",
  "PL1-CC-FNS-2": "the quota bounds the nine counts",
  "PL2-BC-OPS-3": "the tenant makes roles and bindings",
  "PL2-BC-OPS-4": "the tenant makes NetworkPolicies",
  "#1201": "no connection to another tenant",
} as const;

export type BenchmarkId = keyof typeof BENCHMARKS;
