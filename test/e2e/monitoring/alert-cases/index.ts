import type { AlertCase } from "./case";
import { PODS } from "./pods";
import { QUOTAS } from "./quotas";
import { SERVICES } from "./services";
import { SILENCE } from "./silence";
import { VOLUMES } from "./volumes";
import { WORKLOADS } from "./workloads";

/** Every alert fires on one sample at least, and is silent on a healthy one, but for the watchdog. */
export const ALERT_CASES: readonly AlertCase[] = [
  ...QUOTAS,
  ...PODS,
  ...WORKLOADS,
  ...VOLUMES,
  ...SERVICES,
  ...SILENCE,
];
