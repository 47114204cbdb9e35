import type { KubeObject } from "../../model/kubernetes/kube-object";
import { typeOfBlock, type Schema, type ValueRecord } from "../../plugin";
import { normalize, type Occasion } from "../sdkv2/normalize";
import { inSetOrder } from "../sdkv2/equivalent";
import { filled } from "../sdkv2/zero";
import { recordOf, withoutUnknown } from "../../kube-provider/values";
import type { KubernetesClient } from "../../kube-provider/client";
import { flattenBlock, type Fields, type Mapping } from "./mapping";
import { flattenMetadata } from "./metadata";
import { idOf, type ObjectType } from "./object-type";

/** Every type has these; they are not mapped by fields. */
const COMMON: Fields = { id: { isApart: true }, metadata: { isApart: true }, timeouts: { isApart: true } };

/** How the values of a resource type and the members of its object belong together. */
export function mappingOf({ fields }: ObjectType, block: Schema): Mapping {
  return { block, fields: { ...fields, ...COMMON } };
}

interface Found {
  readonly object: KubeObject;
  /** The plan after a write, the prior state on a read. */
  readonly before: ValueRecord;
  readonly occasion: Occasion;
  readonly client: KubernetesClient;
}

/** The state that is stored for an object: what the type reads from it, over what was known before. */
export function storedState(
  type: ObjectType,
  schema: Schema,
  { object, before, occasion, client }: Found,
): ValueRecord {
  const known = recordOf(withoutUnknown(before));
  const read = {
    ...flattenBlock(mappingOf(type, schema), object),
    ...type.flatten?.(object, known),
    metadata: flattenMetadata(object, known, client),
  };
  const blocks = Object.entries(schema.blocks ?? {}).map(([name, nested]) => {
    const value = Object.hasOwn(read, name) ? (read as ValueRecord)[name] : known[name];
    return [name, filled(nested, value ?? (nested.nesting === "single" ? null : []))] as const;
  });
  const values: ValueRecord = { ...known, ...read, ...Object.fromEntries(blocks), id: idOf(object) };
  const shape = typeOfBlock(schema);
  return withoutWriteOnly(schema, recordOf(inSetOrder(shape, normalize(shape, values, before, occasion))));
}

function withoutWriteOnly(schema: Schema, values: ValueRecord): ValueRecord {
  const hidden = Object.entries(schema.attributes ?? {}).filter(([, attribute]) => attribute.writeOnly === true);
  return { ...values, ...Object.fromEntries(hidden.map(([name]) => [name, null])) };
}
