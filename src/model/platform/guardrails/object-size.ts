import { moreBy } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail, type Variable } from "./guardrail";
import { lastApplied, lastAppliedIsACopy } from "./last-applied";
import {
  BEFORE,
  bytesAllowed,
  countAt,
  DEFAULT_BYTES,
  entriesAt,
  printedBytes,
  valuesWithout,
  type State,
} from "./measure";
import { tooWide } from "./object-width";
import { LARGE_WRITERS, MAY_BE_LARGE, TRUSTED, writesEverywhere } from "./trusted";
import { POD_WIDTHS, type Width } from "./widths";

/** An owner that is absent costs the cluster's garbage collector a request, and everybody waits for the same collector. */
export const MOST_OWNERS = 4;
/** For controllers of the whole cluster: a Secret that a CSI driver syncs is owned by all that mount it. */
const MOST_OWNERS_BY_CONTROLLERS = 64;
const BYTES_OF_AN_OWNER = 1024;

/** Smaller objects are passed by without a second look. */
const SMALL_BYTES = 8192;
const SMALL_AFFINITY_BYTES = 2048;

/** What may be in the metadata of any object, whatever its kind. */
export const METADATA_WIDTHS: readonly MetadataWidth[] = [
  metadata("finalizers", "finalizers", 32),
  metadata("labels", "labels", 128),
  metadata("annotations", "annotations", 256),
  metadata("managedFields", "field managers", 64, "write it under one name (--field-manager)"),
];

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

/**
 * What `kubectl`, the Terraform provider and their like send with a scale. By others it could be applied under any number
 * of names, each of which stays in the workload, where no expression sees it.
 */
const SCALING_MANAGERS = ["kubectl", "kubectl-client-side-apply", "kubectl-edit", "kubectl-patch", "kubectl-replace"];

const IS_MEASURED = `(request.resource.group in [${texts(GROUPS)}] && !(request.resource.resource in [${texts(NOT_BY_SIZE)}]))`;
/** Signs, not bytes, because this is asked of every object. */
const IS_LARGE = `(${IS_MEASURED} && size('%s'.format([object])) > ${SMALL_BYTES})`;
const HAS_MANY_PARTS = [...METADATA_WIDTHS, { field: "ownerReferences", most: MOST_OWNERS }]
  .map(({ field, most }) => isLonger(`object.metadata.${field}`, most))
  .join(" || ");
/** What does not make a pod large: its entries are shorter than others, and stand in no field manager. */
const SHORT_ENTRIES: Readonly<Record<string, number>> = {
  tolerations: 64,
  topologySpreadConstraints: 32,
  imagePullSecrets: 64,
  resourceClaims: 32,
  readinessGates: 32,
  nodeSelector: 64,
};
const IS_POD = "request.resource.group == '' && request.resource.resource == 'pods'";
const IS_WIDE_POD = `${IS_POD} && (${[
  ...Object.entries(SHORT_ENTRIES).map(([field, most]) => isLonger(`object.spec.${field}`, most)),
  "(has(object.spec.securityContext) && " + isLonger("object.spec.securityContext.supplementalGroups", 256) + ")",
  "(has(object.spec.dnsConfig) && " + isLonger("object.spec.dnsConfig.options", 32) + ")",
  `(has(object.spec.affinity) && ${printedBytes("object.spec.affinity")} > ${SMALL_AFFINITY_BYTES})`,
].join(" || ")})`;
const IS_SCALED_BY_OTHERS = `has(request.subResource) && request.subResource == 'scale' && has(request.options.fieldManager) && !(request.options.fieldManager in ['', ${texts(SCALING_MANAGERS)}])`;

/**
 * Quotas count objects, not their bytes, and any field can carry a megabyte: labels, finalizers, owners, the fields of
 * a manager, one variable in a template from which controllers make hundreds more. So everything in a tenant is measured.
 */
export const objectSize: Guardrail = {
  name: "hikube-object-size",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["*"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["*", "*/scale", "pods/ephemeralcontainers", "pods/resize"],
      },
    ],
    // A controller hands the labels of a Service on to them, and adds its own; no level writes them.
    excludeResourceRules: [endpointsOf("", "endpoints"), endpointsOf("discovery.k8s.io", "endpointslices")],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    // Most objects are small, and pass without further cost.
    {
      name: "is-large",
      expression: `${HAS_MANY_PARTS} || (${IS_WIDE_POD}) || (${IS_SCALED_BY_OTHERS}) || ${IS_LARGE}`,
    },
  ],
  variables: [
    { name: "now", expression: "dyn(object)" },
    { name: "before", expression: BEFORE },
    {
      name: "wide",
      expression: `${tooWide(METADATA_WIDTHS, "variables.now", "variables.before")} + (${IS_POD} ? ${tooWide(POD_WIDTHS, "variables.now", "variables.before")} : [])`,
    },
    ...ownersOf("now"),
    ...ownersOf("before"),
    {
      name: "ownersAreFew",
      expression: `(variables.nowOwners <= ${MOST_OWNERS} && variables.nowOwnersBytes <= ${MOST_OWNERS * BYTES_OF_AN_OWNER}) || (variables.nowOwners <= variables.beforeOwners && variables.nowOwnersBytes <= variables.beforeOwnersBytes)`,
    },
    bytesAllowed(),
    // A tenant that stores less configuration does not have smaller workloads.
    { name: "mostBytes", expression: `variables.most < ${DEFAULT_BYTES} ? ${DEFAULT_BYTES} : variables.most` },
    // What has too many parts is refused for that; to measure it too would only take time.
    { name: "isMeasured", expression: `${IS_MEASURED} && size(variables.wide) == 0 && variables.ownersAreFew` },
    ...bytesOf("now"),
    ...bytesOf("before"),
    { name: "isEverywhere", expression: writesEverywhere() },
    ...LARGE_WRITERS,
  ],
  validations: [
    {
      expression: `size(variables.wide) == 0 || ${MAY_BE_LARGE}`,
      message: "this object has too many labels or the like; allowed here: fewer",
      messageExpression: "'this ' + request.kind.kind + ' has ' + variables.wide.join('; and ')",
    },
    {
      expression: `variables.ownersAreFew || (variables.nowOwners <= ${MOST_OWNERS_BY_CONTROLLERS} && variables.isEverywhere) || ${MAY_BE_LARGE}`,
      message: `the ownerReferences of this object are too many; allowed here: at most ${MOST_OWNERS}`,
      messageExpression: `variables.ownersAreFew ? '' : 'this ' + request.kind.kind + ' has ' + string(variables.nowOwners) + ' ownerReferences of ' + string(variables.nowOwnersBytes) + ' bytes, of which the garbage collector of all tenants asks for each; allowed here: at most ${MOST_OWNERS} of together ${MOST_OWNERS * BYTES_OF_AN_OWNER} bytes; name the one that it belongs to'`,
    },
    {
      expression: `!variables.isMeasured || variables.nowBytes <= variables.mostBytes || variables.nowBytes <= variables.beforeBytes || ${MAY_BE_LARGE}`,
      message: "this object is larger than this tenant may store; allowed here: smaller ones",
      messageExpression: `!variables.isMeasured ? '' : 'this ' + request.kind.kind + ' takes ' + string(variables.nowBytes) + ' bytes; allowed here: at most ' + string(variables.mostBytes) + '; keep long texts in ConfigMaps' + "${moreBy("security.configSize")}"`,
    },
    ...lastAppliedIsACopy("variables.isMeasured", MAY_BE_LARGE),
    {
      expression: `!(${IS_SCALED_BY_OTHERS}) || ${TRUSTED}`,
      message: `a scale is not written under a field manager of one's own; allowed here: none, or one of ${SCALING_MANAGERS.join(", ")}`,
    },
  ],
};

function endpointsOf(group: string, resource: string) {
  return {
    ...{ apiGroups: [group], apiVersions: ["*"], resources: [resource] },
    operations: ["CREATE", "UPDATE"],
  } as const;
}

interface MetadataWidth extends Width {
  readonly field: string;
}

function metadata(field: string, what: string, most: number, instead = "leave out what is not needed"): MetadataWidth {
  return { field, what, count: (root) => countAt(root, `metadata.${field}`), most, instead };
}

/** CEL: whether a list or map is there and longer. */
function isLonger(field: string, most: number): string {
  return `(has(${field}) && size(${field}) > ${most})`;
}

function ownersOf(state: State): readonly Variable[] {
  const path = "metadata.ownerReferences";
  return [
    { name: `${state}Owners`, expression: countAt(`variables.${state}`, path) },
    { name: `${state}OwnersBytes`, expression: printedBytes(entriesAt(`variables.${state}`, path)) },
  ];
}

/** Bytes of `variables.<state>` but for its status, which no level writes, and the copy that `kubectl apply` keeps. */
function bytesOf(state: State): readonly Variable[] {
  const parts = printedBytes(valuesWithout(`variables.${state}`, ["status"]));
  return [lastApplied(state), { name: `${state}Bytes`, expression: `${parts} - variables.${state}Applied` }];
}

/** CEL: texts of a list. */
function texts(list: readonly string[]): string {
  return list.map((text) => `'${text}'`).join(", ");
}
