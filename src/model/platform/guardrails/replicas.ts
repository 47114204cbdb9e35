import { MOST_REPLICAS, REPLICAS_FOR_ALL } from "../../tenant/resolve/replicas";
import { ANNOTATIONS } from "../../tenant/spec/labels";
import { moreBy } from "./allow-list";
import { annotatedNumber } from "./annotated-number";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { BEFORE, printedBytes } from "./measure";

/**
 * What one StatefulSet may take of its controller's memory, as it is printed: its template, once for each replica that it
 * may be scaled to. A scale says nothing of the template, so the template is judged for the most of them.
 */
const MOST_BYTES = 16 * 1024 * 1024;

/** CEL: whether the request writes a StatefulSet, not its scale. */
const IS_SET = "request.resource.resource == 'statefulsets' && !has(request.subResource)";

/**
 * The controller of StatefulSets creates all missing pods in its memory before it posts the first one, and so before
 * any quota applies: enough replicas crash it for all tenants. Other controllers create a few hundred at a time. Nobody
 * is exempt: an autoscaler, an operator or `hikube resume` writes numbers that a tenant chose.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies
 */
export const replicas: Guardrail = {
  name: "hikube-replicas",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["apps"],
        apiVersions: ["v1"],
        operations: ["CREATE", "UPDATE"],
        resources: ["statefulsets", "statefulsets/scale"],
      },
      // Refused here, its author sees it; refused scale requests of the autoscaler are seen by nobody. Judged in v2,
      // whichever version is written.
      {
        apiGroups: ["autoscaling"],
        apiVersions: ["v2"],
        operations: ["CREATE", "UPDATE"],
        resources: ["horizontalpodautoscalers"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    {
      name: "is-many-or-large",
      expression: `${replicasOf("dyn(object)")} > ${REPLICAS_FOR_ALL} || (${IS_SET} && ${bytesOf("dyn(object)")} > ${MOST_BYTES / MOST_REPLICAS})`,
    },
  ],
  variables: [
    { name: "before", expression: BEFORE },
    { name: "asked", expression: replicasOf("dyn(object)") },
    annotatedNumber("mostReplicas", ANNOTATIONS.replicas, REPLICAS_FOR_ALL),
    { name: "mostBytes", expression: `${MOST_BYTES} / variables.mostReplicas` },
    { name: "bytes", expression: `${IS_SET} ? ${bytesOf("dyn(object)")} : 0` },
  ],
  validations: [
    {
      // What is as it was, or less, may be written: by it a finalizer is taken away, and a number mended.
      expression: `variables.asked <= variables.mostReplicas || variables.asked <= ${replicasOf("variables.before")}`,
      message: "more replicas than one object of this tenant may have",
      messageExpression: `string(variables.asked) + ' replicas are asked of the cluster at once (' + request.resource.resource + '); allowed here: at most ' + string(variables.mostReplicas) + ' in one object' + "${moreBy("quota.pods")}, up to ${MOST_REPLICAS}"`,
    },
    {
      expression: `variables.bytes <= variables.mostBytes || variables.bytes <= ${bytesOf("variables.before")}`,
      message: "the spec of this StatefulSet is too large to be held once for each replica that it may be scaled to",
      messageExpression:
        "'the spec of this StatefulSet takes ' + string(variables.bytes) + ' bytes, which its controller holds once for each replica; allowed here: at most ' + string(variables.mostBytes) + '; mount long texts from ConfigMaps'",
    },
  ],
};

/** CEL: bytes of a spec with its templates, of pods and of claims. */
function bytesOf(root: string): string {
  return printedBytes(`${root}.?spec.orValue(dyn({}))`);
}

/** CEL: the replicas of a StatefulSet or of its scale, or the most that an autoscaler may write; 0 where there are none. */
function replicasOf(root: string): string {
  return `int(${root}.?spec.?replicas.orValue(${root}.?spec.?maxReplicas.orValue(0)))`;
}
