import { sameValue } from "../values/equal";
import { isList, isRecord, mapRecord } from "../values/guards";
import { typeOfAttribute } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { Attribute, Block, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";
import { nestedBlockOf } from "./elements";

/**
 * The configuration that an imported state could have come from: what is only computed, write-only, deprecated or at
 * its default is left out.
 *
 * @see https://developer.hashicorp.com/terraform/language/import/generating-configuration
 */
export function configFromState(resource: AnyResource, state: ValueRecord): ValueRecord {
  const { legacyTypeSystem: legacy = false } = resource;
  const config = inBlock(resource.schema, state, legacy);
  const id = resource.schema.attributes?.id;
  // The old SDK declares an id that may be written, and refuses it; it stores "" for what is not set.
  return legacy && id?.computed ? { ...config, id: null } : config;
}

function inBlock(block: Block, value: ValueRecord, legacy: boolean): ValueRecord {
  return {
    ...mapRecord(block.attributes ?? {}, (attribute, name) => ofAttribute(attribute, value[name] ?? null, legacy)),
    ...mapRecord(block.blocks ?? {}, (nested, name) => inNested(nested, value[name] ?? null, legacy)),
  };
}

function ofAttribute(attribute: Attribute, value: Value, legacy: boolean): Value {
  const given = attribute.required === true || attribute.optional === true;
  if (value === null || !given || attribute.writeOnly) return null;
  if (!attribute.required && (attribute.deprecated || (legacy && value === ""))) return null;
  if (attribute.default !== undefined && sameValue(typeOfAttribute(attribute), attribute.default, value)) return null;
  return "nested" in attribute ? inNested(nestedBlockOf(attribute), value, legacy) : value;
}

function inNested({ nesting, block }: NestedBlock, value: Value, legacy: boolean): Value {
  const one = (element: Value): Value => (isRecord(element) ? inBlock(block, element, legacy) : element);
  if (isList(value)) return value.map(one);
  return nesting === "map" && isRecord(value) ? mapRecord(value, one) : one(value);
}
