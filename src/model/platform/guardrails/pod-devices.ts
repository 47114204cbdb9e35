import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowList, moreBy, printed } from "./allow-list";
import type { PodGate, PodPlace } from "./pod-gate";

/** CEL: resources that are neither cpu, memory nor ephemeral storage. A limit names them all: no request goes without. */
const devicesOf = (one: string) =>
  `(has(${one}.resources) && has(${one}.resources.limits) ? ${one}.resources.limits.filter(name, name.contains('/') || name.startsWith('hugepages-')) : [])`;

const devicesIn = (spec: string) =>
  [
    ...["containers", "initContainers"].map(
      (field) => `(has(${spec}.${field}) ? ${spec}.${field}.map(one, ${devicesOf("one")}).flatten() : [])`,
    ),
    devicesOf(spec),
  ].join(" + ");

/** How a pod may name a claim. What is named is judged by itself; a next way is refused until it is judged. */
const CLAIM_FIELDS = ["name", "resourceClaimName", "resourceClaimTemplateName"];
const otherClaims = (spec: string) =>
  `(has(${spec}.resourceClaims) ? dyn(${spec}.resourceClaims).map(one, one.filter(key, !(key in [${CLAIM_FIELDS.map((name) => `'${name}'`).join(", ")}]))).flatten() : [])`;

/**
 * A quota counts the resources that it names and no others: a slice of a GPU, a TPU, a page size that nobody thought of
 * would be free. What the tenant was not granted by name is refused; how much there is of the rest, the quota says.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources
 */
export function podDevices({ spec, isNew, writesTenants: exempt }: PodPlace): PodGate {
  return {
    asksWhenMade: `size(${devicesIn(spec)}) > 0 || size(${otherClaims(spec)}) > 0`,
    variables: [
      allowList("granted", ANNOTATIONS.extendedResources),
      {
        name: "notGranted",
        expression: `${isNew} ? (${devicesIn(spec)}).filter(name, !(name in variables.granted)) : []`,
      },
    ],
    validations: [
      {
        expression: `!${isNew} || size(${otherClaims(spec)}) == 0`,
        exempt,
        message: `a pod claims devices in a way that is not known; allowed here: ${CLAIM_FIELDS.slice(1).join(", ")}`,
      },
      {
        expression: "size(variables.notGranted) == 0",
        exempt,
        message: "a resource is not granted to this tenant",
        messageExpression: `variables.notGranted.join(', ') + ' is not granted to this tenant; allowed here: cpu, memory, ephemeral-storage and of others: ' + ${printed("variables.granted")} + "${moreBy("quota.extendedResources")}"`,
      },
    ],
  };
}
