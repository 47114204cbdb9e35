import { moreBy } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail, type Variable } from "./guardrail";
import {
  BEFORE,
  BYTES_ALLOWED,
  bytesIn,
  countAt,
  entriesOrNull,
  printedBytes,
  valuesWithout,
  type State,
} from "./measure";
import { lastApplied, lastAppliedIsACopy } from "./last-applied";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

/** Keys of one object; more of them take long to count, and fill what is allowed anyway. */
const MOST_ENTRIES = 5000;

/** More than `hikube-object-size` lets anybody write. */
const MOST_PARTS = 512;
const PARTS = ["annotations", "finalizers", "labels", "managedFields", "ownerReferences"].map(
  (field) => `metadata.${field}`,
);

/**
 * Every version of an object is kept until the cluster's store is compacted: a megabyte rewritten in a loop fills it
 * for everybody within minutes. All keys and values count together, or eight of the largest would make the same object;
 * and so does the metadata. Two parts that tools write by themselves, about as large as the rest, are judged apart.
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
  matchConditions: [
    // What has too many is refused by hikube-object-size; to measure it too would only take time.
    {
      name: "has-few-parts",
      expression: `${PARTS.map((field) => countAt("dyn(object)", field)).join(" + ")} <= ${MOST_PARTS}`,
    },
  ],
  variables: [
    BYTES_ALLOWED,
    { name: "now", expression: "dyn(object)" },
    { name: "before", expression: BEFORE },
    { name: "entries", expression: entriesOf("now") },
    {
      name: "isMeasured",
      expression: `variables.entries <= ${MOST_ENTRIES} || variables.entries <= ${entriesOf("before")}`,
    },
    ...bytesOf("now"),
    ...bytesOf("before"),
    { name: "nowManagers", expression: managersOf("now") },
    { name: "beforeManagers", expression: managersOf("before") },
  ],
  validations: [
    {
      expression: `variables.isMeasured || ${TRUSTED_OR_CONTROLLER}`,
      message: "this object has too many keys",
      messageExpression: `'this ' + request.kind.kind + ' has ' + string(variables.entries) + ' keys; allowed here: at most ${MOST_ENTRIES}; split it into several'`,
    },
    {
      expression: `!variables.isMeasured || variables.nowBytes <= variables.most || variables.nowBytes <= variables.beforeBytes || ${TRUSTED_OR_CONTROLLER}`,
      message: "the keys, metadata and values of this object are larger than this tenant may store",
      messageExpression: `!variables.isMeasured ? '' : 'the keys, metadata and values of this ' + request.kind.kind + ' take ' + string(variables.nowBytes) + ' bytes; allowed here: at most ' + string(variables.most) + "${moreBy("security.configSize")}"`,
    },
    {
      expression: `!variables.isMeasured || variables.nowManagers <= variables.most || variables.nowManagers <= variables.beforeManagers || ${TRUSTED_OR_CONTROLLER}`,
      message: "the field managers of this object take more than this tenant may store",
      messageExpression: `!variables.isMeasured ? '' : 'the field managers (managedFields) of this ' + request.kind.kind + ' take ' + string(variables.nowManagers) + ' bytes; allowed here: at most ' + string(variables.most) + '; write it under one name' + "${moreBy("security.configSize")}"`,
    },
    ...lastAppliedIsACopy("variables.isMeasured", TRUSTED_OR_CONTROLLER),
  ],
};

/**
 * Bytes of keys, values and metadata of `variables.<state>`, without what is judged apart. Keys are bounded by nothing
 * else: thousands of them make a large object without a value. Texts are joined and measured at once, for a call for
 * each of thousands of keys takes half a second of everybody's processor.
 */
function bytesOf(state: State): readonly Variable[] {
  const kept = printedBytes(valuesWithout(`variables.${state}.?metadata.orValue(dyn({}))`, ["managedFields"]));
  const [data, binaryData] = [`variables.${state}Data`, `variables.${state}BinaryData`];
  const ofData = `(request.kind.kind == 'Secret' ? ${base64BytesOf(data)} : ${textBytesOf(data)})`;
  return [
    { name: `${state}Data`, expression: entriesOrNull(`variables.${state}`, "data") },
    { name: `${state}BinaryData`, expression: entriesOrNull(`variables.${state}`, "binaryData") },
    lastApplied(state),
    {
      name: `${state}Bytes`,
      expression: `${keyBytesOf(data)} + ${keyBytesOf(binaryData)} + ${ofData} + ${base64BytesOf(binaryData)} + ${kept} - variables.${state}Applied`,
    },
  ];
}

function entriesOf(state: State): string {
  return `(${countAt(`variables.${state}`, "data")} + ${countAt(`variables.${state}`, "binaryData")})`;
}

function managersOf(state: State): string {
  return printedBytes(`variables.${state}.?metadata.?managedFields.orValue([])`);
}

/** CEL: bytes of a map's keys. */
function keyBytesOf(map: string): string {
  return `size(${map}.map(key, key).join(''))`;
}

/** CEL: bytes of a map's values; `size` of a text counts signs, of which one takes up to four bytes. */
function textBytesOf(map: string): string {
  return bytesIn(`${map}.map(key, ${map}[key]).join('')`);
}

/**
 * CEL: the same of what holds bytes, which is seen as base64, four signs for three bytes. It may hold null, which charts
 * write for a value that is empty, and which is no text: so it is printed, as `"key":"value", `.
 */
function base64BytesOf(map: string): string {
  return `(size('%s'.format([dyn(${map})])) - ${keyBytesOf(map)} - 7 * size(${map})) * 3 / 4`;
}
