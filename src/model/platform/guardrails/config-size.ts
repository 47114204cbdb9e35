import { ANNOTATIONS } from "../../tenant/labels";
import { DEFAULT_CONFIG_SIZE } from "../../tenant/security";
import { parseQuantity } from "../../tenant/quantity";
import { moreBy } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

const ANNOTATION = `'${ANNOTATIONS.configSize}'`;
const DEFAULT_BYTES = String((parseQuantity(DEFAULT_CONFIG_SIZE)?.nano ?? 0n) / 1_000_000_000n);

/**
 * Every version of an object is kept until the cluster's store is compacted: a megabyte rewritten in a loop fills it
 * for everybody within minutes. All keys and values count together, or eight of the largest would make the same object.
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
      expression: `${keysOf("data")} + ${keysOf("binaryData")} + (request.kind.kind == 'Secret' ? ${sizeOf("data")} * 3 / 4 : ${sizeOf("data")} + ${sizeOf("binaryData")} * 3 / 4)`,
    },
  ],
  validations: [
    {
      expression: `variables.bytes <= variables.most || ${TRUSTED_OR_CONTROLLER}`,
      message: "the keys and values of this object are larger than this tenant may store",
      messageExpression: `'the keys and values of this ' + request.kind.kind + ' take ' + string(variables.bytes) + ' bytes; allowed here: at most ' + string(variables.most) + "${moreBy("security.configSize")}"`,
    },
  ],
};

/**
 * CEL: bytes of a map's values; `size` of a text counts signs, of which one takes up to four bytes. What holds bytes may
 * hold null: charts write that for a value that is empty.
 */
function sizeOf(field: string): string {
  const map = `variables.dynamic.${field}`;
  return `(has(${map}) ? ${map}.map(key, ${map}[key] == null ? 0 : size(bytes(${map}[key]))).sum() : 0)`;
}

/** CEL: bytes of a map's keys, which nothing else bounds: thousands of them make a large object without a value. */
function keysOf(field: string): string {
  const map = `variables.dynamic.${field}`;
  return `(has(${map}) ? ${map}.map(key, size(key)).sum() : 0)`;
}
