import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedHere, allowList, isNamed, moreBy, orElse, printed } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { entriesOrNull } from "./measure";
import { TRUSTED } from "./trusted";

/**
 * The known fields of a request and its alternatives, of every version: new ones are refused until they are supported.
 */
const REQUEST_FIELDS = [
  ...["name", "exactly", "firstAvailable", "deviceClassName", "selectors", "allocationMode", "count"],
  ...["adminAccess", "tolerations", "capacity"],
];
const CLAIM_FIELDS = ["devices"];
const DEVICES_FIELDS = ["config", "constraints", "requests"];

/** CEL: keys of a map that are none of some. */
const unknownKeys = (map: string, known: readonly string[]) =>
  `${map}.filter(key, !(key in [${known.map((name) => `'${name}'`).join(", ")}]))`;

/** CEL: what a request asks for, as a list: v1 writes it in one place of two, v1beta1 into the request itself. */
const ASKED =
  "(has(one.exactly) ? [one.exactly] : []) + (has(one.firstAvailable) ? one.firstAvailable : []) + (has(one.deviceClassName) ? [one] : [])";

/** CEL: the scheduler, which makes the claims of extended resources; the pod's own limits were judged. */
const BINDS_PODS =
  "authorizer.group('').resource('pods').subresource('binding').namespace(request.namespace).check('create').allowed()";

/**
 * A claim takes devices of a class, which no quota of cpu or memory counts. Each request and each of its alternatives
 * is judged, in claims and in templates; claims also where a controller makes them from a template, wherever that is.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
 */
export const resourceClaims: Guardrail = {
  name: "hikube-resource-claims",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["resource.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["resourceclaims", "resourceclaimtemplates"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [{ name: "is-new", expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" }],
  variables: [
    allowList("classes", ANNOTATIONS.deviceClasses),
    allowList("taints", ANNOTATIONS.tolerations),
    {
      name: "claim",
      expression: "request.kind.kind == 'ResourceClaimTemplate' ? dyn(object).spec.spec : dyn(object).spec",
    },
    { name: "devices", expression: orElse("variables.claim.devices", "{}") },
    // An empty claim has null here.
    { name: "requests", expression: entriesOrNull("variables.devices", "requests") },
    { name: "asked", expression: `variables.requests.map(one, ${ASKED}).flatten()` },
    {
      name: "unknown",
      expression: [
        unknownKeys("variables.claim", CLAIM_FIELDS),
        unknownKeys("variables.devices", DEVICES_FIELDS),
        `(variables.requests + variables.asked).map(one, ${unknownKeys("one", REQUEST_FIELDS)}).flatten()`,
        "variables.requests.filter(one, !has(one.exactly) && !has(one.firstAvailable) && !has(one.deviceClassName)).map(one, one.name)",
      ].join(" + "),
    },
    {
      name: "foreign",
      expression: `variables.asked.map(one, ${orElse("one.deviceClassName", "''")}).filter(name, !${isNamed("variables.classes", "name")})`,
    },
    {
      name: "tolerated",
      expression: `variables.asked.map(one, ${orElse("one.tolerations", "[]")}).flatten().map(one, ${orElse("one.key", "''")}).filter(key, !(key in variables.taints))`,
    },
    { name: "exempt", expression: `${BINDS_PODS} || ${TRUSTED}` },
  ],
  validations: [
    {
      expression: "size(variables.unknown) == 0",
      exempt: "variables.exempt",
      message: "this claim asks for devices in a way that is not known; allowed here: requests by deviceClassName",
      messageExpression: `variables.unknown.join(', ') + ' in a claim of devices is not known; allowed here: ' + ${printed(`[${DEVICES_FIELDS.map((name) => `'${name}'`).join(", ")}]`)} + ', and requests by deviceClassName'`,
    },
    {
      expression: "size(variables.foreign) == 0",
      exempt: "variables.exempt",
      message: "devices of this class are not granted to this tenant",
      messageExpression: `'devices of class ' + variables.foreign.join(', ') + ' are not granted to this tenant' + ${allowedHere("variables.classes", "deviceClasses")}`,
    },
    {
      expression: `!variables.asked.exists(one, has(one.adminAccess) && one.adminAccess)`,
      exempt: "variables.exempt",
      message: "adminAccess gives access to devices that others use; allowed here: requests without it",
    },
    {
      expression: "size(variables.tolerated) == 0",
      exempt: "variables.exempt",
      message: "a toleration is for devices that are reserved for others",
      messageExpression: `'toleration of ' + variables.tolerated.map(key, key == '' ? 'every taint' : key).join(', ') + ' is for devices that are reserved for others; allowed here: ' + ${printed("variables.taints")} + "${moreBy("security.tolerations")}"`,
    },
  ],
};
