import type { JsonRecord } from "../../json";
import type { KubeObject, StringMap } from "../../kubernetes/kube-object";
import { LABELS, MANAGER } from "../../tenant/spec/labels";
import { logsAgentArgs, PLACES, platformAgentArgs, podsAgentArgs, remoteWriteFile } from "./agent-args";
import type { CollectionSpec, CollectorKind } from "./collection-spec";
import { collectorPod, type Collector } from "./collector-pod";
import { imageOf } from "./images";
import { ACCOUNTS, COLLECTION_NAMESPACE } from "./names";
import { platformScrapeConfig } from "./platform-jobs";
import { remoteWriteRules } from "./platform-routing";
import { podsScrapeConfig } from "./pods-job";
import { covers, type StackRoute } from "./stack-route";

const NAME = "app.kubernetes.io/name";
const INSTANCE = "app.kubernetes.io/instance";

/** What the pods of a collector are selected by; those of one stack alone where it is named. */
export function collectorLabels(kind: CollectorKind, stack?: StackRoute): StringMap {
  return { [NAME]: ACCOUNTS[kind], ...(stack === undefined ? {} : { [INSTANCE]: stack.tenant }) };
}

/** The collectors of a cluster with what they mount. */
export function collectorObjects(spec: CollectionSpec): readonly KubeObject[] {
  return [
    ...spec.stacks.flatMap((stack) => podsCollector(stack, spec)),
    ...platformCollector(spec),
    ...spec.stacks.map((stack) => logsCollector(stack, spec)),
  ];
}

/** Size of the platform's buffer, unless another one is given. */
export const PLATFORM_VOLUME = "10Gi";

function podsCollector(stack: StackRoute, spec: CollectionSpec): readonly KubeObject[] {
  const name = `vmagent-${stack.tenant}`;
  const labels = collectorLabels("pods", stack);
  return [
    configMap(name, { "scrape.yml": podsScrapeConfig(stack, spec.limits), ...rulesOf([stack]) }),
    buffer(name, "2Gi", spec),
    deployment(name, {
      ...metricsCollector(name, spec, "pods"),
      ...{ labels, stacks: [stack], args: podsAgentArgs(stack) },
    }),
  ];
}

function platformCollector(spec: CollectionSpec): readonly KubeObject[] {
  const { stacks, platform, platformBuffer = PLATFORM_VOLUME } = spec;
  const name = "platform-vmagent";
  if (stacks.length === 0) return [];
  return [
    configMap(name, { "scrape.yml": platformScrapeConfig(stacks, platform), ...rulesOf(stacks) }),
    buffer(name, platformBuffer, spec),
    deployment(name, {
      ...metricsCollector(name, spec, "platform"),
      ...{ labels: collectorLabels("platform"), stacks, args: platformAgentArgs(stacks) },
    }),
  ];
}

type MetricsCollector = Omit<Collector, "labels" | "stacks" | "args">;

function metricsCollector(name: string, spec: CollectionSpec, kind: "pods" | "platform"): MetricsCollector {
  return {
    image: imageOf("vmagent", spec.sources),
    account: ACCOUNTS[kind],
    user: 1000,
    resources: resources("20m", "64Mi", spec.memory?.[kind] ?? "512Mi"),
    volumes: {
      config: { source: { configMap: { name } }, path: PLACES.config, readOnly: true },
      buffer: {
        source: { persistentVolumeClaim: { claimName: name } },
        path: PLACES.metricsBuffer,
        readOnly: false,
      },
    },
  };
}

function rulesOf(stacks: readonly StackRoute[]): JsonRecord {
  return Object.fromEntries(stacks.map((stack) => [remoteWriteFile(stack), remoteWriteRules(stack)]));
}

/** A DaemonSet: the logs of a node are files of the node. */
function logsCollector(stack: StackRoute, spec: CollectionSpec): KubeObject {
  const labels = collectorLabels("logs", stack);
  const template = collectorPod({
    image: imageOf("vlagent", spec.sources),
    account: ACCOUNTS.logs,
    user: 0,
    everyNode: true,
    ...{ labels, stacks: [stack], args: logsAgentArgs(stack) },
    annotations: { "hikube.cloud/nested-stacks": nestedStacks(stack, spec.stacks) },
    resources: resources("10m", "24Mi", spec.memory?.logs ?? "192Mi"),
    volumes: {
      logs: { source: { hostPath: { path: PLACES.logs } }, path: PLACES.logs, readOnly: true },
      buffer: {
        source: { hostPath: { path: `/var/lib/hikube/${stack.namespace}`, type: "DirectoryOrCreate" } },
        path: PLACES.logsBuffer,
        readOnly: false,
      },
    },
  });
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%" } };
  return workload("DaemonSet", `vlagent-${stack.tenant}`, { labels, template, updateStrategy });
}

/**
 * Stacks below this one, which took namespaces from it. vlagent keeps a namespace's labels as long as it runs, so its
 * pods are replaced when this changes.
 */
function nestedStacks(stack: StackRoute, stacks: readonly StackRoute[]): string {
  const nested = stacks.filter(({ tenant }) => tenant !== stack.tenant && covers(stack, tenant));
  return nested.map(({ tenant }) => tenant).join(",");
}

/** Replaced, never beside its successor: two would write into one buffer, and twice to the stack. */
function deployment(name: string, collector: Collector): KubeObject {
  const { labels } = collector;
  const template = collectorPod(collector);
  return workload("Deployment", name, { labels, template, replicas: 1, strategy: { type: "Recreate" } });
}

function workload(
  kind: "DaemonSet" | "Deployment",
  name: string,
  { labels, ...rest }: JsonRecord & { readonly labels: StringMap },
): KubeObject {
  return {
    ...header("apps/v1", kind, name),
    spec: { selector: { matchLabels: labels }, revisionHistoryLimit: 2, ...rest },
  };
}

/** Values are JSON, which is YAML as well. */
function configMap(name: string, files: JsonRecord): KubeObject {
  const data = Object.fromEntries(Object.entries(files).map(([file, value]) => [file, JSON.stringify(value, null, 1)]));
  return { ...header("v1", "ConfigMap", name), data };
}

/** A claim of its own, so that its size can grow. */
function buffer(name: string, storage: string, { storageClass }: CollectionSpec): KubeObject {
  return {
    ...header("v1", "PersistentVolumeClaim", name),
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}

function header(apiVersion: string, kind: string, name: string): KubeObject {
  const labels = { [LABELS.managedBy]: MANAGER };
  return { apiVersion, kind, metadata: { name, namespace: COLLECTION_NAMESPACE, labels } };
}

function resources(cpu: string, memory: string, memoryLimit: string): JsonRecord {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
