import { COLLECTION_NAMESPACE, COLLECTORS, MONITORING_NAME } from "../spec/tenant-names";
import type { MonitoringSpec } from "../spec/monitoring-spec";
import type { Tenant } from "../resolve/tenant";
import type { EgressRule, IngressRule, LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from "./network-policy";
import { egress, ingress, namespaces } from "./policy-builders";

/** A part of a monitoring stack: pods of one kind. */
export type StackPart =
  | "alertmanager"
  | "alerts"
  | "gateway"
  | "grafana"
  | "logs"
  | "logs-insert"
  | "logs-select"
  | "logs-storage"
  | "main-grafana"
  | "metrics"
  | "metrics-insert"
  | "metrics-select"
  | "metrics-storage";

const NAME = "app.kubernetes.io/name";
const RELEASE = "app.kubernetes.io/instance";

/** The labels of each part's pods, as the charts write them; `app` tells the parts of one release apart. */
export const STACK_PARTS: Readonly<Record<StackPart, Readonly<Record<string, string>>>> = {
  alertmanager: { [RELEASE]: "alerts", app: "alertmanager" },
  alerts: { [RELEASE]: "alerts", app: "server" },
  gateway: { [RELEASE]: "gateway" },
  // A sub-tenant's own Grafana is a release of its own.
  grafana: { [NAME]: "grafana" },
  "main-grafana": { [NAME]: "grafana", [RELEASE]: "grafana" },
  logs: { [RELEASE]: "logs", app: "server" },
  "logs-insert": { [RELEASE]: "logs", app: "vlinsert" },
  "logs-select": { [RELEASE]: "logs", app: "vlselect" },
  "logs-storage": { [RELEASE]: "logs", app: "vlstorage" },
  metrics: { [RELEASE]: "metrics", app: "server" },
  "metrics-insert": { [RELEASE]: "metrics", app: "vminsert" },
  "metrics-select": { [RELEASE]: "metrics", app: "vmselect" },
  "metrics-storage": { [RELEASE]: "metrics", app: "vmstorage" },
};

/** Ports of the parts' pods. */
export const STACK_PORTS = {
  ...{ alertmanager: 9093, gateway: 8427, grafana: 3000, logs: 9428, metrics: 8428 },
  ...{ logsInsert: 9481, logsSelect: 9471, logsStorage: 9491 },
  ...{ metricsInsert: 8480, metricsSelect: 8481, metricsStorageInsert: 8400, metricsStorageSelect: 8401 },
} as const;

/** One connection inside a stack. */
interface Flow {
  readonly from: StackPart;
  readonly to: StackPart;
  readonly ports: readonly number[];
}

const P = STACK_PORTS;

/** Whoever reads or writes data passes the gateway, which says whose it is. */
const COMMON: readonly Flow[] = [
  { from: "grafana", to: "gateway", ports: [P.gateway] },
  // Alertmanager knows no tenants: who reaches it reads and silences the alerts of all.
  { from: "main-grafana", to: "alertmanager", ports: [P.alertmanager] },
  { from: "alerts", to: "gateway", ports: [P.gateway] },
  { from: "alerts", to: "alertmanager", ports: [P.alertmanager] },
];

const SCALES: Readonly<Record<NonNullable<MonitoringSpec["scale"]>, readonly Flow[]>> = {
  single: [
    { from: "gateway", to: "metrics", ports: [P.metrics] },
    { from: "gateway", to: "logs", ports: [P.logs] },
  ],
  cluster: [
    { from: "gateway", to: "metrics-insert", ports: [P.metricsInsert] },
    { from: "gateway", to: "metrics-select", ports: [P.metricsSelect] },
    { from: "gateway", to: "logs-insert", ports: [P.logsInsert] },
    { from: "gateway", to: "logs-select", ports: [P.logsSelect] },
    { from: "metrics-insert", to: "metrics-storage", ports: [P.metricsStorageInsert] },
    { from: "metrics-select", to: "metrics-storage", ports: [P.metricsStorageSelect] },
    { from: "logs-insert", to: "logs-storage", ports: [P.logsStorage] },
    { from: "logs-select", to: "logs-storage", ports: [P.logsStorage] },
  ],
};

/** The pods of the platform that read the metrics of the tenants of one stack. */
export function scraperOf(stack: string): PolicyPeer {
  const owner = stack.slice(0, -`-${MONITORING_NAME}`.length);
  const matchLabels = { [NAME]: COLLECTORS.pods, [RELEASE]: owner };
  return { ...namespaces([COLLECTION_NAMESPACE]), podSelector: { matchLabels } };
}

/** The pods of the platform that write to stacks; which of them writes to which is told by its token. Sorted as a state of Terraform has a set. */
const WRITERS: PolicyPeer = {
  ...namespaces([COLLECTION_NAMESPACE]),
  podSelector: { matchExpressions: [{ key: NAME, operator: "In", values: Object.values(COLLECTORS).sort() }] },
};

/**
 * The ways of a monitoring stack: exactly the flows between its parts, from the collectors and from whatever serves its
 * hosts. No other pod of its namespace reaches a database, and nothing but sign-in and receivers is reached outside.
 */
export function stackPolicies(tenant: Tenant): readonly NetworkPolicy[] {
  const spec = stackOf(tenant);
  if (spec === undefined) return [];
  const flows = [...COMMON, ...SCALES[spec.scale ?? "single"]];
  const parts = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort();
  return parts.flatMap((part) => {
    const entering = [...flows.filter(({ to }) => to === part).map(entry), ...entriesOf(part, spec)];
    const leaving = [...flows.filter(({ from }) => from === part).map(exit), ...exitsOf(part, tenant, spec)];
    return [
      ...(entering.length > 0 ? [ingress(tenant, part, podsOf(part), entering)] : []),
      ...(leaving.length > 0 ? [egress(tenant, part, podsOf(part), leaving)] : []),
    ];
  });
}

/** What the stack in a namespace was asked for. */
export function stackOf({ isStack, parent }: Tenant): MonitoringSpec | undefined {
  return isStack && parent !== undefined && "spec" in parent ? parent.stack : undefined;
}

/** What enters a stack. */
function entriesOf(part: StackPart, { exposure, clusters = [] }: MonitoringSpec): readonly IngressRule[] {
  const served = { from: [namespaces([exposure.fromNamespace])] };
  if (part === "grafana") return [{ ...served, ports: tcp([P.grafana]) }];
  if (part !== "gateway") return [];
  const collectors = { from: [WRITERS], ports: tcp([P.gateway]) };
  return clusters.length === 0 ? [collectors] : [collectors, { ...served, ports: tcp([P.gateway]) }];
}

const HTTPS = 443;

/** What leaves a stack: nobody but the pipeline starts pods here, so the rule of the tenant's own pods does not apply. */
function exitsOf(part: StackPart, { cluster }: Tenant, { receivers = [] }: MonitoringSpec): readonly EgressRule[] {
  const to = cluster.internet.map((ipBlock) => ({ ipBlock }));
  // Each fetches the plugin for logs when it starts first, and asks the identity provider.
  if (part === "grafana") return [{ to, ports: tcp([HTTPS]) }];
  if (part !== "alertmanager" || receivers.length === 0) return [];
  const mail = receivers.flatMap((receiver) => (receiver.kind === "email" ? [portOf(receiver.smarthost)] : []));
  const web = receivers.some(({ kind }) => kind !== "email") ? [HTTPS] : [];
  return [{ to, ports: tcp([...new Set([...web, ...mail])].sort((left, right) => left - right)) }];
}

/** The mail port, unless another one is written. */
function portOf(smarthost: unknown): number {
  const port = Number(String(smarthost).split(":").at(-1));
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : 587;
}

function entry({ from, ports }: Flow): IngressRule {
  return { from: [{ podSelector: podsOf(from) }], ports: tcp(ports) };
}

function exit({ to, ports }: Flow): EgressRule {
  return { to: [{ podSelector: podsOf(to) }], ports: tcp(ports) };
}

function podsOf(part: StackPart): LabelSelector {
  return { matchLabels: STACK_PARTS[part] };
}

function tcp(ports: readonly number[]): readonly PolicyPort[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}
