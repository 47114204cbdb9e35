import { ANNOTATIONS } from "../../tenant/labels";
import { DEFAULT_CONFIG_SIZE } from "../../tenant/security";
import { parseQuantity } from "../../tenant/quantity";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

const ANNOTATION = `'${ANNOTATIONS.configSize}'`;
const DEFAULT_BYTES = String((parseQuantity(DEFAULT_CONFIG_SIZE)?.nano ?? 0n) / 1_000_000_000n);

/**
 * Every version of an object is kept until the cluster's store is compacted: a megabyte rewritten in a loop fills it
 * for everybody within minutes. All values count together, or eight of the largest would make the same object.
 */
export const configSize: Guardrail = {
  name: "hikube-config-size",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [""],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["configmaps", "secrets"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    {
      name: "most",
      expression: `has(namespaceObject.metadata.annotations) && ${ANNOTATION} in namespaceObject.metadata.annotations ? int(namespaceObject.metadata.annotations[${ANNOTATION}]) : ${DEFAULT_BYTES}`,
    },
    // A Secret has no binaryData, which the type check of a plain `object` would mind.
    { name: "dynamic", expression: "dyn(object)" },
    // What holds bytes is seen as base64, four signs for three bytes.
    {
      name: "bytes",
      expression: `request.kind.kind == 'Secret' ? ${sizeOf("data")} * 3 / 4 : ${sizeOf("data")} + ${sizeOf("binaryData")} * 3 / 4`,
    },
  ],
  validations: [
    {
      expression: `variables.bytes <= variables.most || ${TRUSTED}`,
      message: "the values of this object are larger than this tenant may store",
      messageExpression:
        "'the values of this ' + request.kind.kind + ' take ' + string(variables.bytes) + ' bytes; allowed here: at most ' + string(variables.most)",
    },
  ],
};

function sizeOf(field: string): string {
  const map = `variables.dynamic.${field}`;
  return `(has(${map}) ? ${map}.map(key, size(${map}[key])).sum() : 0)`;
}
