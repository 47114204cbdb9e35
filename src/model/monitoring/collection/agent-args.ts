import { STACK_LABEL } from "./names";
import { gatewayUrl, type StackRoute } from "./stack-route";

/** Where the collectors find and keep things; the objects mount exactly these. */
export const PLACES = {
  config: "/etc/vmagent",
  tokens: "/var/run/secrets/hikube",
  metricsBuffer: "/var/lib/vmagent",
  logsBuffer: "/var/lib/vlagent",
  logs: "/var/log",
} as const;

export const VMAGENT_PORT = 8429;
export const VLAGENT_PORT = 9429;

/** File of the token for one stack. */
export function tokenFile(stack: StackRoute): string {
  return `${PLACES.tokens}/${stack.namespace}`;
}

/** Name of the file with the rules of one remote write. */
export function remoteWriteFile(stack: StackRoute): string {
  return `${stack.namespace}.yml`;
}

/** Least that vmagent and vlagent take, with room for a block that is being written. */
const BUFFER = "1GiB";

/** Flags of the vmagent that collects the pods of one stack. */
export function podsAgentArgs(stack: StackRoute): readonly string[] {
  return [...metricsAgentArgs(), ...remoteWrite(stack, BUFFER)];
}

/** MiB that wait on disk for one stack that is away, in the platform's vmagent. */
export const PLATFORM_BUFFER_MIB = 512;

/**
 * Flags of the vmagent that reads the platform's own sources.
 * @param stacks in an order that only grows at its end: a queue is named by its place, and one whose place is taken by
 * another URL is deleted with all that waits in it
 */
export function platformAgentArgs(stacks: readonly StackRoute[]): readonly string[] {
  return [...metricsAgentArgs(), ...stacks.flatMap((stack) => remoteWrite(stack, `${PLATFORM_BUFFER_MIB}MiB`))];
}

function metricsAgentArgs(): readonly string[] {
  return [
    `-promscrape.config=${PLACES.config}/scrape.yml`,
    "-promscrape.configCheckInterval=30s",
    // The address of a pod that is gone may be another tenant's a moment later.
    "-promscrape.kubernetesSDCheckInterval=5s",
    // Annotations are kept for every port of a pod otherwise, as long as the pod lives.
    "-promscrape.dropOriginalLabels",
    "-promscrape.suppressDuplicateScrapeTargetErrors",
    // A log line quotes the page that did not parse: hundreds of megabytes a minute, and a tenant's words.
    "-promscrape.suppressScrapeErrors",
    // Texts of HELP and TYPE go to every remote write, past its rules.
    "-enableMetadata=false",
    // The port takes samples from anybody, for any stack, and shows pages of targets: it is this pod's alone.
    `-httpListenAddr=127.0.0.1:${VMAGENT_PORT}`,
    `-remoteWrite.tmpDataPath=${PLACES.metricsBuffer}`,
  ];
}

function remoteWrite(stack: StackRoute, buffer: string): readonly string[] {
  return [
    `-remoteWrite.url=${gatewayUrl(stack)}/api/v1/write`,
    `-remoteWrite.urlRelabelConfig=${PLACES.config}/${remoteWriteFile(stack)}`,
    `-remoteWrite.bearerTokenFile=${tokenFile(stack)}`,
    `-remoteWrite.maxDiskUsagePerURL=${buffer}`,
  ];
}

/** Fields of a log line that say whose it is. */
export const LOG_IDENTITY = ["kubernetes.pod_namespace", "kubernetes.pod_name", "kubernetes.container_name"] as const;

/**
 * Flags of the vlagent that collects the logs of one stack's tenants on a node. One for each stack: a vlagent with
 * several URLs sends every line to all.
 */
export function logsAgentArgs(stack: StackRoute): readonly string[] {
  return [
    "-kubernetesCollector",
    `-kubernetesCollector.logsPath=${PLACES.logs}/containers`,
    `-kubernetesCollector.excludeFilter=not "kubernetes.namespace_labels.${STACK_LABEL}":="${stack.namespace}"`,
    // A line that names one of these fields itself is refused by the storage, so nobody passes for another.
    `-kubernetesCollector.streamFields=${LOG_IDENTITY.join(",")}`,
    // The time of the runtime, whatever the line says.
    "-kubernetesCollector.timeField=-",
    // A label with a long name would cost all lines of its pod.
    "-kubernetesCollector.includePodLabels=false",
    "-insert.disable",
    `-httpListenAddr=127.0.0.1:${VLAGENT_PORT}`,
    `-tmpDataPath=${PLACES.logsBuffer}`,
    // As JSON, fields of the line would replace those of the collector.
    "-remoteWrite.format=native",
    `-remoteWrite.url=${gatewayUrl(stack)}/insert/native`,
    `-remoteWrite.bearerTokenFile=${tokenFile(stack)}`,
    `-remoteWrite.maxDiskUsagePerURL=${BUFFER}`,
  ];
}
