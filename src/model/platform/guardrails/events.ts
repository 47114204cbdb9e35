import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

/** Room for a message, which `kubectl` and client libraries cut at 1024 signs, and for what the event is about. */
export const LARGEST_RECORD_BYTES = 4096;

const REFERENCE = ["apiVersion", "fieldPath", "kind", "name", "namespace", "resourceVersion", "uid"];

/** Texts of an Event, in both of its APIs, and of a Lease. */
const TEXTS = [
  ...["action", "message", "note", "reason", "type"],
  ...["reportingComponent", "reportingController", "reportingInstance"],
  ...["source", "deprecatedSource"].flatMap((field) => [`${field}.component`, `${field}.host`]),
  ...["involvedObject", "regarding", "related"].flatMap((field) => REFERENCE.map((name) => `${field}.${name}`)),
  ...["holderIdentity", "preferredHolder", "strategy"].map((field) => `spec.${field}`),
];

/**
 * No quota counts events, and they only end by their age; a Lease is there to be rewritten. So accounts of tenants may
 * only write small ones. The cluster's own components are recognised by their right to write events everywhere, which
 * no level holds.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export const events: Guardrail = {
  name: "hikube-events",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["events"] },
      { apiGroups: ["events.k8s.io"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["events"] },
      {
        apiGroups: ["coordination.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["leases"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    // The kinds have different fields, which the type check of a plain `object` would mind.
    { name: "dynamic", expression: "dyn(object)" },
    {
      name: "bytes",
      expression: `[${[...TEXTS.map(sizeOf), ...["labels", "annotations"].map(sizeOfMap)].join(", ")}].sum()`,
    },
    {
      name: "writesEverywhere",
      expression:
        "authorizer.group(request.resource.group).resource(request.resource.resource).check('create').allowed()",
    },
  ],
  validations: [
    {
      expression: `variables.bytes <= ${LARGEST_RECORD_BYTES} || variables.writesEverywhere || ${TRUSTED_OR_CONTROLLER}`,
      message: `the texts, labels and annotations of this object are too large; allowed here: at most ${LARGEST_RECORD_BYTES} bytes`,
      messageExpression: `'the texts, labels and annotations of this ' + request.kind.kind + ' take ' + string(variables.bytes) + ' bytes; allowed here: at most ${LARGEST_RECORD_BYTES}'`,
    },
  ],
};

/** CEL: bytes of a text that may be missing, and so may the object that it is in. */
function sizeOf(path: string): string {
  const parts = path.split(".");
  const there = parts.map((_, index) => `has(variables.dynamic.${parts.slice(0, index + 1).join(".")})`);
  return `(${there.join(" && ")} ? size(bytes(variables.dynamic.${path})) : 0)`;
}

/** CEL: bytes of the keys and values of a map that may be missing. */
function sizeOfMap(field: string): string {
  const map = `variables.dynamic.metadata.${field}`;
  return `(has(${map}) ? ${map}.map(key, size(bytes(key)) + size(bytes(${map}[key]))).sum() : 0)`;
}
