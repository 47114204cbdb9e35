import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { isLonger, printedBytes } from "./measure";
import { PODS } from "./object-size";
import { podDevices } from "./pod-devices";
import { POD, type PodGate, type PodPlace } from "./pod-gate";
import { podPlacement } from "./pod-placement";
import { podVolumes } from "./pod-volumes";
import { POD_BOUNDS } from "./size-bounds";
import { HAS_MANY_PARTS, IS_LARGE, SIZE_VALIDATIONS, sizeVariables } from "./size-gate";
import { TRUSTED } from "./trusted";
import { POD_WIDTHS } from "./widths";

const SMALL_AFFINITY_BYTES = 2048;

/** What is judged of a pod's spec, wherever it is. */
export function podGates(place: PodPlace): readonly PodGate[] {
  return [podPlacement, podVolumes, podDevices].map((gate) => gate(place));
}

const GATES = podGates(POD);

/** CEL: whether a pod has many of what does not make it large. */
const IS_WIDE = [
  ...POD_WIDTHS.flatMap(({ short, most }) => (short === undefined ? [] : isLonger("object", short, most))),
  `(has(object.spec.affinity) && ${printedBytes("object.spec.affinity")} > ${SMALL_AFFINITY_BYTES})`,
].join(" || ");

/**
 * What a pod may ask for, and how large it may be. Most pods ask for nothing special: one policy with one condition
 * admits them cheaply.
 */
export const podSpec: Guardrail = {
  name: "hikube-pod-spec",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: PODS }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    {
      name: "asks-for-something-special-or-is-large",
      expression: [
        `(request.operation == 'CREATE' && (${GATES.map(({ asksWhenMade }) => asksWhenMade).join(" || ")}))`,
        ...GATES.flatMap(({ asks }) => (asks === undefined ? [] : `(${asks})`)),
        ...[HAS_MANY_PARTS, IS_WIDE, IS_LARGE],
      ].join(" || "),
    },
  ],
  variables: [
    { name: "isNew", expression: "request.operation == 'CREATE'" },
    // Asked once for all gates.
    { name: "writesTenants", expression: TRUSTED },
    ...GATES.flatMap(({ variables }) => variables),
    ...sizeVariables(POD_WIDTHS, "true", POD_BOUNDS),
  ],
  validations: [...GATES.flatMap(({ validations }) => validations), ...SIZE_VALIDATIONS],
};
