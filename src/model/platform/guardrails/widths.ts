import { countAt, countWithin, entriesAt, entriesOrNull, sumOf } from "./measure";

/** How many entries of one sort an object may have: honest objects stay far below, and controllers work on each. */
export interface Width {
  /** What is counted, as in "has 300 ports". */
  readonly what: string;
  /** CEL: how many there are in an object or, of a pod, in its template. */
  readonly count: (root: string) => string;
  readonly most: number;
  /** What to do instead. */
  readonly instead: string;
  /** Where the list is, if its entries are so short that an object may have many of them and not be large. */
  readonly short?: string;
}

const RULE_LISTS = ["apiGroups", "resources", "resourceNames", "verbs"];
const SPLIT = "split it into several";
const CONTAINERS = ["containers", "initContainers", "ephemeralContainers"];
const AFFINITY = [
  "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
  "nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
  "podAffinity.requiredDuringSchedulingIgnoredDuringExecution",
  "podAffinity.preferredDuringSchedulingIgnoredDuringExecution",
  "podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
  "podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution",
];

/** Where the terms of an affinity have their expressions. */
function expressionsOf(affinity: string): readonly string[] {
  const isPreferred = affinity.includes(".preferred");
  if (affinity.startsWith("node")) return isPreferred ? ["preference.matchExpressions"] : ["matchExpressions"];
  const selector = "labelSelector.matchExpressions";
  return [isPreferred ? `podAffinityTerm.${selector}` : selector];
}

const at = (path: string) => (root: string) => countAt(root, path);
const sum = (...counts: readonly ((root: string) => string)[]) => {
  return (root: string) => counts.map((count) => count(root)).join(" + ");
};
const within = (path: string, ...inner: readonly string[]) => {
  return (root: string) => countWithin(root, path, ...inner);
};
const ofContainers = (...inner: readonly string[]) => sum(...CONTAINERS.map((one) => within(`spec.${one}`, ...inner)));

/** Of pods and of the templates that pods are made from. */
export const POD_WIDTHS: readonly Width[] = [
  width("containers", sum(...CONTAINERS.map((one) => at(`spec.${one}`))), 32),
  width("environment variables", ofContainers("env", "envFrom"), 1000, "mount them from a ConfigMap"),
  width("container ports", ofContainers("ports"), 256),
  width("commands and arguments", ofContainers("command", "args"), 1000, "mount a script from a ConfigMap"),
  width("volume mounts", ofContainers("volumeMounts"), 1000),
  width("volumes", at("spec.volumes"), 100, "bring some together in a projected volume"),
  // Each holds a whole claim, in every pod and its template.
  width("ephemeral volumes", (root) => `size(${entriesAt(root, "spec.volumes")}.filter(one, has(one.ephemeral)))`, 16),
  short("tolerations", "spec.tolerations", 64),
  short("topology spread constraints", "spec.topologySpreadConstraints", 32),
  width("affinity terms", sum(...AFFINITY.map((one) => at(`spec.affinity.${one}`))), 64),
  width(
    "affinity expressions",
    sum(...AFFINITY.map((one) => within(`spec.affinity.${one}`, ...expressionsOf(one)))),
    256,
  ),
  short("image pull secrets", "spec.imagePullSecrets", 64),
  width("host aliases", at("spec.hostAliases"), 128, "serve the names by DNS"),
  width("names of host aliases", within("spec.hostAliases", "hostnames"), 512, "serve the names by DNS"),
  short("claims of devices", "spec.resourceClaims", 32),
  short("scheduling gates", "spec.schedulingGates", 32),
  short("readiness gates", "spec.readinessGates", 32),
  short("node selector labels", "spec.nodeSelector", 64),
  short("supplemental groups", "spec.securityContext.supplementalGroups", 256),
  short("DNS options", "spec.dnsConfig.options", 32),
  width("projected sources", within("spec.volumes", "projected.sources"), 256),
];

/** Of what becomes the metadata of pods and claims; of that, controllers add a little. */
const TEMPLATE_WIDTHS: readonly Width[] = [
  width("labels in its template", at("metadata.labels"), 100),
  width("annotations in its template", at("metadata.annotations"), 200),
  width("finalizers in its template", at("metadata.finalizers"), 32),
];

/** Of what becomes the metadata of the Jobs of a CronJob. */
const JOB_WIDTHS: readonly Width[] = [
  width("labels in its Job template", at("spec.jobTemplate.metadata.labels"), 100),
  width("annotations in its Job template", at("spec.jobTemplate.metadata.annotations"), 200),
  width("finalizers in its Job template", at("spec.jobTemplate.metadata.finalizers"), 32),
];

/** The templates of claims pass their owners on to each claim that is made from them. */
const CLAIM_WIDTHS: readonly Width[] = [
  width("claim templates", at("spec.volumeClaimTemplates"), 32),
  width("owners in its claim templates", within("spec.volumeClaimTemplates", "metadata.ownerReferences"), 4),
  width("finalizers in its claim templates", within("spec.volumeClaimTemplates", "metadata.finalizers"), 32),
  width("labels in its claim templates", within("spec.volumeClaimTemplates", "metadata.labels"), 100),
];

const BY_ONE_LABEL = "select the pods by a label of their own";
const MOST_LABELS_OF_SELECTOR = 16;

/**
 * A pod that nothing owns is compared with the selectors of all workloads of its namespace each time its labels change,
 * and every pod with those of all disruption budgets: by one thread for all tenants, which prepares each selector anew.
 */
function selectorOf(most: number): readonly Width[] {
  const expressions = "spec.selector.matchExpressions";
  const labels = sum(at("spec.selector.matchLabels"), at(expressions));
  return [
    width("labels and expressions in its selector", labels, most, BY_ONE_LABEL),
    width("values in its selector", within(expressions, "values"), 64, BY_ONE_LABEL),
  ];
}

const SELECTOR = selectorOf(MOST_LABELS_OF_SELECTOR);
/** The controller of Deployments adds the hash of the template. */
const SELECTOR_WITH_HASH = selectorOf(MOST_LABELS_OF_SELECTOR + 1);

const HISTORY = width(
  "old revisions to keep (revisionHistoryLimit)",
  (root) => numberAt(root, "spec.revisionHistoryLimit"),
  20,
  "keep fewer: 10 are the default",
);
const JOB_HISTORY = ["successful", "failed"].map((outcome) =>
  width(
    `${outcome} Jobs to keep (${outcome}JobsHistoryLimit)`,
    (root) => numberAt(root, `spec.${outcome}JobsHistoryLimit`),
    20,
    "keep fewer, and the logs elsewhere",
  ),
);

const SCHEDULE = width("signs in its schedule", (root) => `size(${root}.?spec.?schedule.orValue(''))`, 256, SPLIT);

/** One kind of the API with what is counted in it. */
export interface KindWidths {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  /** Path of the template that its pods are made from. */
  readonly template?: string;
  readonly widths: readonly Width[];
}

/** Every kind that has lists which something works through, of all kinds that a level may write. */
export const KIND_WIDTHS: readonly KindWidths[] = [
  workload("", "replicationcontrollers", "ReplicationController", [
    width("labels in its selector", at("spec.selector"), MOST_LABELS_OF_SELECTOR, BY_ONE_LABEL),
  ]),
  workload("apps", "daemonsets", "DaemonSet", [...SELECTOR, HISTORY]),
  workload("apps", "deployments", "Deployment", [...SELECTOR, HISTORY]),
  workload("apps", "replicasets", "ReplicaSet", SELECTOR_WITH_HASH),
  workload("apps", "statefulsets", "StatefulSet", [...SELECTOR, HISTORY, ...CLAIM_WIDTHS]),
  workload("batch", "jobs", "Job", SELECTOR),
  {
    ...workload("batch", "cronjobs", "CronJob", [...JOB_HISTORY, ...JOB_WIDTHS, SCHEDULE]),
    template: "spec.jobTemplate.spec.template",
  },
  kind("", "persistentvolumeclaims", "PersistentVolumeClaim", [
    width("expressions in its selector", at("spec.selector.matchExpressions"), 64),
  ]),
  kind("", "serviceaccounts", "ServiceAccount", [
    width("secrets", at("secrets"), 64),
    width("image pull secrets", at("imagePullSecrets"), 64),
  ]),
  kind("", "services", "Service", [
    width("ports", at("spec.ports"), 64, SPLIT),
    width("labels in its selector", at("spec.selector"), 64),
    width("source ranges", at("spec.loadBalancerSourceRanges"), 128),
  ]),
  kind("autoscaling", "horizontalpodautoscalers", "HorizontalPodAutoscaler", [
    width("metrics", at("spec.metrics"), 32),
    width("scaling policies", sum(at("spec.behavior.scaleUp.policies"), at("spec.behavior.scaleDown.policies")), 32),
  ]),
  kind("networking.k8s.io", "ingresses", "Ingress", [
    width("rules", at("spec.rules"), 500, SPLIT),
    width("paths", within("spec.rules", "http.paths"), 1000, SPLIT),
    width("TLS entries", at("spec.tls"), 500, SPLIT),
    width("TLS hosts", within("spec.tls", "hosts"), 1000, SPLIT),
  ]),
  kind("networking.k8s.io", "networkpolicies", "NetworkPolicy", [
    width("rules", sum(at("spec.ingress"), at("spec.egress")), 200, SPLIT),
    width("peers", sum(within("spec.ingress", "from"), within("spec.egress", "to")), 1000, SPLIT),
    width("ports", sum(within("spec.ingress", "ports"), within("spec.egress", "ports")), 1000, SPLIT),
    width("expressions in its selector", at("spec.podSelector.matchExpressions"), 64),
  ]),
  kind("policy", "poddisruptionbudgets", "PodDisruptionBudget", SELECTOR),
  kind("rbac.authorization.k8s.io", "rolebindings", "RoleBinding", [
    width("subjects", at("subjects"), 256, "bind a group"),
  ]),
  kind("rbac.authorization.k8s.io", "roles", "Role", [
    width("rules", (root) => `size(${entriesOrNull(root, "rules")})`, 128, SPLIT),
    width(
      "verbs, resources and names",
      (root) => sumOf(entriesOrNull(root, "rules"), RULE_LISTS.map((list) => countAt("one", list)).join(" + ")),
      2000,
      SPLIT,
    ),
  ]),
];

function width(
  what: string,
  count: (root: string) => string,
  most: number,
  instead = "leave out what is not needed",
): Width {
  return { what, count, most, instead };
}

function short(what: string, path: string, most: number): Width {
  return { ...width(what, at(path), most), short: path };
}

function kind(group: string, resource: string, name: string, widths: readonly Width[]): KindWidths {
  return { group, resource, kind: name, widths };
}

function workload(group: string, resource: string, name: string, widths: readonly Width[]): KindWidths {
  return { ...kind(group, resource, name, widths), template: "spec.template" };
}

/** CEL: a number at a path, 0 where it is missing. */
function numberAt(root: string, path: string): string {
  return `int(${root}.?${path.split(".").join(".?")}.orValue(0))`;
}

/** What is counted in the template of a workload. */
export const WORKLOAD_WIDTHS: readonly Width[] = [...POD_WIDTHS, ...TEMPLATE_WIDTHS];
