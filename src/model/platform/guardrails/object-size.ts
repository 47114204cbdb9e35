import { TENANT_NAMESPACES, type Guardrail, type Variable } from "./guardrail";
import { entriesOrNull, type State } from "./measure";
import { boundsOf } from "./size-bounds";
import { HAS_MANY_PARTS, IS_LARGE, SIZE_VALIDATIONS, sizeVariables } from "./size-gate";
import { MAY_BE_LARGE, TRUSTED } from "./trusted";
import { KIND_WIDTHS } from "./widths";

/** Groups of Kubernetes itself. How large a custom resource may be is for who grants it. */
const GROUPS = [
  "",
  "apps",
  "autoscaling",
  "batch",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "networking.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
];

/** Judged by another rule, or written by controllers alone. */
const NOT_BY_SIZE = ["configmaps", "endpoints", "endpointslices", "secrets"];

/** Judged by `hikube-pod-spec`. */
export const PODS = ["pods", "pods/ephemeralcontainers", "pods/resize"];

/**
 * What `kubectl`, the Terraform provider and their like send with a scale. By others it could be applied under any number
 * of names, each of which stays in the workload, where no expression sees it.
 */
const SCALING_MANAGERS = ["kubectl", "kubectl-client-side-apply", "kubectl-edit", "kubectl-patch", "kubectl-replace"];

/** Holds what pods are made from. */
const TEMPLATES = [...KIND_WIDTHS.filter(({ template }) => template).map(({ resource }) => resource), "podtemplates"];
/** Made by controllers out of one of them. */
const PASSED_ON = ["replicasets", "jobs"];

const STATES: readonly State[] = ["now", "before"];

const IS_MEASURED = `(request.resource.group in [${texts(GROUPS)}] && !(request.resource.resource in [${texts(NOT_BY_SIZE)}]))`;
const IS_SCALED_BY_OTHERS = `has(request.subResource) && request.subResource == 'scale' && has(request.options.fieldManager) && !(request.options.fieldManager in ['', ${texts(SCALING_MANAGERS)}])`;

/**
 * The limit of Kubernetes for all annotations of an object, and the part reserved for those that the platform writes.
 */
const MOST_ANNOTATION_BYTES = 262_144;
const ROOM_FOR_NOTES = 4096;
const TENANTS_ANNOTATION_BYTES = MOST_ANNOTATION_BYTES - ROOM_FOR_NOTES;

/**
 * Quotas count objects, not their bytes, and any field can carry a megabyte: labels, finalizers, owners, the fields of
 * a manager, one variable in a template from which controllers make hundreds more. So everything in a tenant is measured.
 */
export const objectSize: Guardrail = {
  name: "hikube-object-size",
  matchConstraints: {
    resourceRules: [
      { apiGroups: ["*"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["*", "*/scale"] },
    ],
    excludeResourceRules: [
      excluded("", PODS),
      // A controller hands the labels of a Service on to them, and adds its own; no level writes them.
      excluded("", ["endpoints"]),
      excluded("discovery.k8s.io", ["endpointslices"]),
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    // Most objects are small, and cost nothing more.
    {
      name: "is-large",
      expression: `${HAS_MANY_PARTS} || (${IS_SCALED_BY_OTHERS}) || (${IS_MEASURED} && ${IS_LARGE})`,
    },
  ],
  variables: [...sizeVariables([], IS_MEASURED, boundsOf(TEMPLATES, PASSED_ON)), ...STATES.map(annotationBytes)],
  validations: [
    ...SIZE_VALIDATIONS,
    {
      // On a full object `hikube suspend` could not record its replicas.
      expression: `!variables.isMeasured || variables.nowNotes <= ${TENANTS_ANNOTATION_BYTES} || variables.nowNotes <= variables.beforeNotes || ${MAY_BE_LARGE}`,
      message: `the annotations of this object leave no room for those of the platform; allowed here: at most ${TENANTS_ANNOTATION_BYTES} bytes together`,
      messageExpression: `!variables.isMeasured ? '' : 'the annotations of this ' + request.kind.kind + ' take ' + string(variables.nowNotes) + ' bytes and leave no room for those of the platform; allowed here: at most ${TENANTS_ANNOTATION_BYTES} together; keep long texts in ConfigMaps'`,
    },
    {
      expression: `!(${IS_SCALED_BY_OTHERS}) || ${TRUSTED}`,
      message: `a scale is written under a custom field manager; allowed here: none, or one of ${SCALING_MANAGERS.join(", ")}`,
    },
  ],
};

/** CEL variable `<state>Notes`: bytes of all keys and values, as Kubernetes counts them. */
function annotationBytes(state: State): Variable {
  const map = entriesOrNull(`variables.${state}`, "metadata.annotations");
  return {
    name: `${state}Notes`,
    expression: `${map}.map(key, size(bytes(string(key))) + size(bytes(string(${map}[key])))).sum()`,
  };
}

function excluded(group: string, resources: readonly string[]) {
  return { apiGroups: [group], apiVersions: ["*"], resources, operations: ["CREATE", "UPDATE"] } as const;
}

/** CEL: texts of a list. */
function texts(list: readonly string[]): string {
  return list.map((text) => `'${text}'`).join(", ");
}
