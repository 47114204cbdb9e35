import {
  isUnknown,
  type AnyProvider,
  type AnyResource,
  type Attribute,
  type Block,
  type Value,
  type ValueRecord,
} from "../../../src/plugin";
import { transform } from "../../../src/plugin/lifecycle/walk";
import { typeOfAttribute } from "../../../src/plugin/values/implied-type";
import { mapLeaves } from "../../../src/plugin/values/leaves";
import { Draw, drawValue } from "./draw";
import { drawSchema } from "./schemas";

/** A provider of `count` resources of drawn schemas, `drawn_r0` and so on, which answer what is planned. */
export function drawProvider(draw: Draw, count: number): AnyProvider {
  const resources = Array.from({ length: count }, (_, index) => [`drawn_r${index}`, resourceOf(drawSchema(draw))]);
  return {
    name: "drawn",
    schema: {},
    configure: () => null,
    resources: Object.fromEntries(resources) as Record<string, AnyResource>,
  };
}

function resourceOf(schema: Block): AnyResource {
  // Each write gives other values.
  let writes = 0;
  const filled = (plan: ValueRecord): { readonly state: ValueRecord } => {
    const draw = new Draw(writes++);
    return { state: transform(schema, [plan], (attribute, { place: [value] }) => known(draw, attribute, value)) };
  };
  return {
    schema,
    create: ({ plan }) => Promise.resolve(filled(plan)),
    read: ({ state }) => Promise.resolve({ state }),
    update: ({ plan }) => Promise.resolve(filled(plan)),
    delete: () => Promise.resolve(),
  };
}

function known(draw: Draw, attribute: Attribute, value: Value): Value | undefined {
  if (isUnknown(value))
    return "nested" in attribute ? given(draw, attribute) : drawValue(draw, typeOfAttribute(attribute));
  if ("nested" in attribute) return undefined;
  return mapLeaves(value, (leaf) => (isUnknown(leaf) ? null : leaf));
}

/** A nested value that was unknown as a whole. */
function given(draw: Draw, { nested }: Extract<Attribute, { readonly nested: unknown }>): Value {
  const one = Object.fromEntries(
    Object.entries(nested.attributes).map(([name, attribute]) => [
      name,
      "nested" in attribute ? given(draw, attribute) : drawValue(draw, attribute.type),
    ]),
  );
  if (nested.nesting === "single") return one;
  return nested.nesting === "map" ? { k: one } : [one];
}
