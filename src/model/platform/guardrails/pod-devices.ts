import { ANNOTATIONS } from "../../tenant/objects/labels";
import { allowList, moreBy, printed } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** CEL: resources that are neither cpu, memory nor ephemeral storage. A limit names them all: no request goes without. */
const devicesOf = (one: string) =>
  `(has(${one}.resources) && has(${one}.resources.limits) ? ${one}.resources.limits.filter(name, name.contains('/') || name.startsWith('hugepages-')) : [])`;

const DEVICES = [
  ...["containers", "initContainers"].map(
    (field) => `(has(object.spec.${field}) ? object.spec.${field}.map(one, ${devicesOf("one")}).flatten() : [])`,
  ),
  devicesOf("object.spec"),
].join(" + ");

/** How a pod may name a claim. What is named is judged by itself; a next way is refused until it is judged. */
const CLAIM_FIELDS = ["name", "resourceClaimName", "resourceClaimTemplateName"];
const OTHER_CLAIMS = `(has(object.spec.resourceClaims) ? dyn(object.spec.resourceClaims).map(one, one.filter(key, !(key in [${CLAIM_FIELDS.map((name) => `'${name}'`).join(", ")}]))).flatten() : [])`;

/**
 * A quota counts the resources that it names and no others: a slice of a GPU, a TPU, a page size that nobody thought of
 * would be free. What the tenant was not granted by name is refused; how much there is of the rest, the quota says.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources
 */
export const podDevices: Guardrail = {
  name: "hikube-pod-devices",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["pods"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  // Most pods ask for none, and pass without further cost.
  matchConditions: [{ name: "asks-for-a-device", expression: `size(${DEVICES}) > 0 || size(${OTHER_CLAIMS}) > 0` }],
  variables: [
    allowList("granted", ANNOTATIONS.extendedResources),
    { name: "foreign", expression: `(${DEVICES}).filter(name, !(name in variables.granted))` },
  ],
  validations: [
    {
      expression: `size(${OTHER_CLAIMS}) == 0 || ${TRUSTED}`,
      message: `a pod claims devices in a way that is not known; allowed here: ${CLAIM_FIELDS.slice(1).join(", ")}`,
    },
    {
      expression: `size(variables.foreign) == 0 || ${TRUSTED}`,
      message: "a resource is not granted to this tenant",
      messageExpression: `variables.foreign.join(', ') + ' is not granted to this tenant; allowed here: cpu, memory, ephemeral-storage and of others: ' + ${printed("variables.granted")} + "${moreBy("quota.extendedResources")}"`,
    },
  ],
};
