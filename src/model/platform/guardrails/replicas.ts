import { MOST_REPLICAS, REPLICAS_FOR_ALL } from "../../tenant/resolve/replicas";
import { ANNOTATIONS } from "../../tenant/spec/labels";
import { moreBy } from "./allow-list";
import { annotatedNumber } from "./annotated-number";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { BEFORE, entriesIn, mapsIn, printedWhole } from "./measure";

/**
 * What one StatefulSet may take of its controller's memory: the entries of all lists and maps of its spec, and these maps,
 * once for each replica that it may be scaled to. Texts are held once for all of them. A scale says nothing of the template, so the
 * template is judged for the most replicas.
 */
const MOST_ENTRIES = 3072 * REPLICAS_FOR_ALL;
const MOST_MAPS = 768 * REPLICAS_FOR_ALL;

/** Shorter specs have fewer, however many replicas: an entry is printed with four signs at least, a map with eight. */
const FEW_SIGNS = Math.min(4 * MOST_ENTRIES, 8 * MOST_MAPS) / MOST_REPLICAS;

/** A Deployment has two or more ReplicaSets while it rolls out, and pods beyond its replicas. */
const SURGE = 2;

/** CEL: whether the request writes a StatefulSet, not its scale. */
const IS_SET = "request.resource.resource == 'statefulsets' && !has(request.subResource)";

const SCALED = ["deployments", "replicasets", "statefulsets"];

/**
 * Replicas are pods that a tenant asks for at once. The controller of StatefulSets makes all missing ones in its memory
 * before it posts the first; the others post hundreds before a quota refuses one. No tenant can run more than its quota
 * of pods, so no object needs to ask for more. Nobody is exempt: an autoscaler, an operator or `hikube resume` writes
 * numbers that a tenant chose.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies
 */
export const replicas: Guardrail = {
  name: "hikube-replicas",
  matchConstraints: {
    resourceRules: [
      rule("", "v1", ["replicationcontrollers", "replicationcontrollers/scale"]),
      rule("apps", "v1", [...SCALED, ...SCALED.map((resource) => `${resource}/scale`)]),
      rule("batch", "v1", ["jobs", "cronjobs"]),
      // Refused here, its author sees it; refused scale requests of the autoscaler are seen by nobody. Judged in v2,
      // whichever version is written.
      rule("autoscaling", "v2", ["horizontalpodautoscalers"]),
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    {
      name: "is-many-or-large",
      expression: `${replicasOf("dyn(object)")} > ${REPLICAS_FOR_ALL} || (${IS_SET} && size(${specOf("dyn(object)")}) > ${FEW_SIGNS})`,
    },
  ],
  variables: [
    { name: "before", expression: BEFORE },
    { name: "asked", expression: replicasOf("dyn(object)") },
    annotatedNumber("pods", ANNOTATIONS.replicas, REPLICAS_FOR_ALL),
    {
      name: "podsOfSet",
      expression: `variables.pods > ${MOST_REPLICAS} ? ${MOST_REPLICAS} : variables.pods`,
    },
    { name: "isOfSet", expression: isOfSet("dyn(object)") },
    {
      name: "mostReplicas",
      expression: `variables.isOfSet ? variables.podsOfSet : request.resource.resource == 'replicasets' ? ${SURGE} * variables.pods : variables.pods`,
    },
    { name: "mostEntries", expression: `${MOST_ENTRIES} / variables.podsOfSet` },
    { name: "mostMaps", expression: `${MOST_MAPS} / variables.podsOfSet` },
    { name: "text", expression: `${IS_SET} ? ${specOf("dyn(object)")} : ''` },
    { name: "textBefore", expression: specOf("variables.before") },
    { name: "entries", expression: entriesIn("variables.text") },
    { name: "maps", expression: mapsIn("variables.text") },
  ],
  validations: [
    {
      // What is as it was, or less, may be written: by it a finalizer is taken away, and a number mended.
      expression: `variables.asked <= variables.mostReplicas || variables.asked <= ${replicasOf("variables.before")}`,
      message: "more replicas than one object of this tenant may have",
      messageExpression: `string(variables.asked) + ' replicas are asked of the cluster at once (' + request.resource.resource + '); allowed here: at most ' + string(variables.mostReplicas) + ' in one object' + "${moreBy("quota.pods")}" + (variables.isOfSet ? ", up to ${MOST_REPLICAS}" : '')`,
    },
    {
      expression: `variables.entries <= variables.mostEntries || variables.entries <= ${entriesIn("variables.textBefore")}`,
      message: "the spec of this StatefulSet is too large to be held once for each replica that it may be scaled to",
      messageExpression: `'the spec of this StatefulSet has ' + string(variables.entries) + ' entries in its lists and maps, which its controller holds once for each replica; allowed here: at most ' + string(variables.mostEntries) + ' where a tenant may ask for ' + string(variables.podsOfSet) + ' replicas; leave out what is not needed, or lower quota.pods'`,
    },
    {
      expression: `variables.maps <= variables.mostMaps || variables.maps <= ${mapsIn("variables.textBefore")}`,
      message:
        "the spec of this StatefulSet has too many maps to be held once for each replica that it may be scaled to",
      messageExpression: `'the spec of this StatefulSet has ' + string(variables.maps) + ' maps and structures, which its controller holds once for each replica; allowed here: at most ' + string(variables.mostMaps) + ' where a tenant may ask for ' + string(variables.podsOfSet) + ' replicas; leave out what is not needed, or lower quota.pods'`,
    },
  ],
};

function rule(group: string, version: string, resources: readonly string[]) {
  return { apiGroups: [group], apiVersions: [version], operations: ["CREATE", "UPDATE"], resources } as const;
}

/** CEL: a spec with its templates, of pods and of claims, as text. */
function specOf(root: string): string {
  return printedWhole(`${root}.?spec.orValue(dyn({}))`);
}

/** CEL: whether the replicas are a StatefulSet's: its own, its scale's, or those of an autoscaler that scales one. */
function isOfSet(root: string): string {
  return `request.resource.resource == 'statefulsets' || ${root}.?spec.?scaleTargetRef.?kind.orValue('') == 'StatefulSet'`;
}

/**
 * CEL: how many pods an object asks for at once: replicas of a workload or of its scale, the most that an autoscaler may
 * write, what a Job runs side by side, which is no more than it has to complete; 0 where there are none.
 */
function replicasOf(root: string): string {
  const own = `${root}.?spec.?replicas.or(${root}.?spec.?maxReplicas)`;
  return `int(${own}.orValue(${jobReplicas(`${root}.?spec`, `${root}.?spec.?jobTemplate.?spec`)}))`;
}

/** CEL: the same of a Job, or of the Jobs of a CronJob. */
function jobReplicas(job: string, cronJob: string): string {
  const either = (field: string) => `${job}.?${field}.or(${cronJob}.?${field})`;
  const parallelism = `${either("parallelism")}.orValue(0)`;
  const completions = `${either("completions")}.orValue(${parallelism})`;
  return `(${completions} < ${parallelism} ? ${completions} : ${parallelism})`;
}
